"""The people page on a real engine: list, search, card, copies and narrow windows."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.contacts.rolodex import Rolodex, person

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.contacts import Phone, PostalAddress
from transom.ui.bridge import Bridge
from transom.ui.contacts.lately import lately
from transom.ui.contacts.page import PeoplePage
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.photos import pixmap_from_bytes

INES = person(
    "Ines Navarro",
    given_name="Ines",
    job_title="Engineer",
    department="Bridges",
    company="Contoso",
    emails=(Person("", "ines@contoso.example"),),
    phones=(Phone("mobile", "+34 600 555 010"),),
    addresses=(PostalAddress("work", "Calle Mayor 1", "Madrid", "", "28001", "Spain"),),
    birthday=date(1604, 3, 14),
    notes="Calls <b>before</b>\nnoon",
)


@pytest.fixture
def page(
    engine: Engine, rolodex: Rolodex, bridge: Bridge, theme: Theme, icons: Icons, qtbot: QtBot
) -> PeoplePage:
    rolodex.write(INES, person("Adele Vance"), person("Mei Okafor"))
    page = PeoplePage(engine, bridge, theme, icons)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.set_narrow(0)
    page.show()
    page.activate()
    return page


def words_on_card(page: PeoplePage) -> list[str]:
    return [label.text() for label in page.card.findChildren(QLabel)]


def button(page: PeoplePage, name: str) -> QPushButton:
    buttons = page.card.findChildren(QPushButton)
    return next(one for one in buttons if name in (one.text(), one.accessibleName()))


def test_the_arrow_keys_show_one_card_after_the_other(page: PeoplePage) -> None:
    page.focus_first()
    assert "Adele Vance" in words_on_card(page)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert "Ines Navarro" in words_on_card(page)


def test_the_card_shows_every_fact_as_plain_text(page: PeoplePage, rolodex: Rolodex) -> None:
    page.show_contact(rolodex.find("Ines Navarro"))
    words = words_on_card(page)
    for expected in (
        "Engineer · Bridges · Contoso",
        "ines@contoso.example",
        "+34 600 555 010",
        "Calle Mayor 1\n28001 Madrid\nSpain",
        "14 March",
        "Calls <b>before</b>\nnoon",
    ):
        assert expected in words


def test_buttons_copy_what_they_say(page: PeoplePage, rolodex: Rolodex) -> None:
    page.show_contact(rolodex.find("Ines Navarro"))
    clipboard = QGuiApplication.clipboard()
    button(page, "Copy mobile").click()
    assert clipboard.text() == "+34 600 555 010"
    button(page, "Copy address").click()
    assert clipboard.text() == "ines@contoso.example"


def test_mail_from_somebody_is_asked_of_the_window(
    page: PeoplePage, rolodex: Rolodex, qtbot: QtBot
) -> None:
    page.show_contact(rolodex.find("Ines Navarro"))
    with qtbot.waitSignal(page.open_search_requested) as asked:
        button(page, "Mail from Ines").click()
    assert asked.args == ["ines@contoso.example"]


def test_words_filter_the_list_and_escape_brings_it_back(page: PeoplePage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.bar.field, "conto")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    QTest.keyClicks(page.bar.field, "zzz")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert not page.list.isVisible()
    assert page.escape()
    assert page.model.rowCount() == 3
    assert page.list.isVisible()
    assert not page.escape()


def test_a_contact_that_is_deleted_leaves_an_empty_card(
    page: PeoplePage, rolodex: Rolodex, qtbot: QtBot
) -> None:
    page.list.select(rolodex.find("Mei Okafor"))
    assert page.card.isVisible()
    rolodex.write(removed=["Mei Okafor"])
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert "Mei Okafor" not in words_on_card(page)


def test_a_photo_that_arrives_is_shown_in_the_list(
    page: PeoplePage, rolodex: Rolodex, qtbot: QtBot
) -> None:
    mei = rolodex.find("Mei Okafor")
    rolodex.store.contacts.save_photo(mei, picture(60, 90))

    def has_photo() -> bool:
        photo = page.photos.photo(mei)
        return photo is not None and not photo.isNull()

    qtbot.waitUntil(has_photo)


def test_a_photo_is_cut_square_and_anything_else_is_none() -> None:
    photo = pixmap_from_bytes(picture(600, 900))
    assert photo.width() == photo.height() <= 600
    assert pixmap_from_bytes(b"<html>not a picture</html>").isNull()
    assert pixmap_from_bytes(picture(60, 90)[:40]).isNull()


def test_a_very_narrow_window_shows_list_or_card(page: PeoplePage, rolodex: Rolodex) -> None:
    page.set_narrow(2)
    assert page.list.isVisible() and not page.card.isVisible()
    page.list.select(rolodex.find("Ines Navarro"))
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.card.isVisible() and not page.list.isVisible()
    assert page.escape()
    assert page.list.isVisible() and not page.card.isVisible()


def test_lately_names_nothing_where_nothing_is_stored(engine: Engine, rolodex: Rolodex) -> None:
    assert lately(engine.search, INES, datetime(2026, 11, 23, tzinfo=UTC)) == []


def picture(width: int, height: int) -> bytes:
    pixmap = QPixmap(width, height)
    pixmap.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())
