"""The menu and the strip above the list, as a person uses them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.listing import ListWish, Sieve, SortKey
from transom.engine.entities.mail import Category, FolderId
from transom.engine.settings import Density, Settings
from transom.ui.mail.list_habits import manner_from_settings, settings_with_manner
from transom.ui.mail.order_words import order_words
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole


def subjects(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


@pytest.fixture
def talks(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.store.mail.save_categories(mailroom.account.id, [Category("Red & blue", "preset0")])
    mailroom.write(
        letter("new", 1, conversation_id="c"),
        letter("old", 30, conversation_id="c", is_read=False),
        letter("flagged", 5, is_flagged=True),
        letter("red", 9, categories=("Red & blue",)),
        letter("file", 12, has_attachments=True),
    )
    qtbot.waitUntil(lambda: page.messages.rowCount() == 4)


def action(page: MailPage, *way: str) -> QAction:
    """Open the menu and follow it to an action."""
    page.lists.menu._fill()
    menu = page.lists.menu._menu
    for name in way[:-1]:
        menu = next(one.menu() for one in menu.actions() if one.text() == name)
        assert isinstance(menu, QMenu)
    return next(one for one in menu.actions() if one.text() == way[-1])


def undo_buttons(page: MailPage) -> list[QPushButton]:
    return [one for one in page.lists.strip._flow.parts if isinstance(one, QPushButton)]


@pytest.mark.parametrize(
    ("way", "left"),
    [
        (("Unread",), ["old"]),
        (("Flagged",), ["flagged"]),
        (("With attachments",), ["file"]),
        (("Category", "Red && blue"), ["red"]),
    ],
)
def test_the_list_is_narrowed_and_a_click_takes_it_back(
    page: MailPage,
    talks: None,
    engine: Engine,
    mailroom: Mailroom,
    qtbot: QtBot,
    way: tuple[str, ...],
    left: list[str],
) -> None:
    action(page, *way).trigger()
    assert subjects(page) == left
    assert manner_from_settings(engine.settings).sieve == page.messages.manner.sieve
    assert manner_from_settings(engine.settings).folder == mailroom.folder()
    assert action(page, *way).isChecked()
    (button,) = undo_buttons(page)
    assert button.isVisible()
    assert button.accessibleName() == f"{way[-1].replace('&&', '&')}: take back"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert subjects(page) == ["new", "flagged", "red", "file"]
    assert not page.lists.strip.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_key_opens_the_menu(page: MailPage, talks: None, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    menu = page.lists.menu._menu
    qtbot.waitUntil(menu.isVisible)
    words = [one.text() for one in menu.actions() if one.text()]
    assert words[:5] == ["Unread", "Flagged", "With attachments", "Category", "Show everything"]
    menu.close()


def test_where_nothing_fits_a_button_shows_everything(
    page: MailPage, talks: None, qtbot: QtBot
) -> None:
    action(page, "Unread").trigger()
    action(page, "Flagged").trigger()
    assert page.list_pane._empty.accessibleName().startswith("Nothing fits")
    qtbot.mouseClick(page.list_pane._empty._action, Qt.MouseButton.LeftButton)
    assert len(subjects(page)) == 4
    assert page.list.isVisible()


def test_orders_and_single_messages_are_chosen_and_remembered(
    page: MailPage, talks: None, engine: Engine, qtbot: QtBot
) -> None:
    action(page, "Conversations").trigger()
    assert subjects(page) == ["new", "flagged", "red", "file", "old"]
    action(page, "Sort by", "Subject").trigger()
    qtbot.waitUntil(lambda: subjects(page) == ["file", "flagged", "new", "old", "red"])
    assert not action(page, "Conversations (by date only)").isEnabled()
    action(page, "Sort by", "Z to A").trigger()
    qtbot.waitUntil(lambda: subjects(page) == ["red", "old", "new", "flagged", "file"])
    settings = engine.settings
    assert (settings.list_sort, settings.list_descending) == (SortKey.SUBJECT, True)
    assert not settings.list_conversations
    (button,) = undo_buttons(page)
    assert button.text() == "By subject, Z to A"
    button.click()
    assert subjects(page) == ["new", "flagged", "red", "file", "old"]


def test_a_search_is_arranged_by_itself_and_leaves_the_folder_as_it_was(
    page: MailPage, talks: None, engine: Engine, qtbot: QtBot
) -> None:
    action(page, "Flagged").trigger()
    kept = engine.settings
    page.search("preview ")
    qtbot.waitUntil(lambda: len(subjects(page)) == 5)
    assert not page.lists.strip.isVisible()
    assert not action(page, "Go to date").isEnabled()
    action(page, "Unread").trigger()
    qtbot.waitUntil(lambda: subjects(page) == ["old"])
    qtbot.waitUntil(lambda: page.list_pane._count.text() == "1 found")
    (button,) = undo_buttons(page)
    button.click()
    qtbot.waitUntil(lambda: len(subjects(page)) == 5)
    action(page, "Sort by", "Subject").trigger()
    qtbot.waitUntil(lambda: subjects(page) == ["file", "flagged", "new", "old", "red"])
    assert engine.settings == kept
    page.search("")
    assert subjects(page) == ["flagged"]
    assert [one.text() for one in undo_buttons(page)] == ["Flagged"]
    page.search("subject:new ")
    qtbot.waitUntil(lambda: subjects(page) == ["new"])
    assert [one.text() for one in undo_buttons(page)] == ["By subject, A to Z"]


def test_what_a_search_found_is_narrowed_away_in_words(
    page: MailPage, talks: None, qtbot: QtBot
) -> None:
    page.search("subject:red ")
    qtbot.waitUntil(lambda: subjects(page) == ["red"])
    action(page, "Flagged").trigger()
    empty = page.list_pane._empty
    qtbot.waitUntil(lambda: empty.accessibleName().startswith("Nothing fits"))
    qtbot.mouseClick(empty._action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: subjects(page) == ["red"])


def test_the_density_is_chosen_and_kept(page: MailPage, talks: None, engine: Engine) -> None:
    heights = []
    for words, density in (("Comfortable", Density.COMFORTABLE), ("Medium", Density.MEDIUM)):
        action(page, "Density", words).trigger()
        assert engine.settings.density is density
        heights.append(page.list.rowHeight(1))
    action(page, "Density", "Compact").trigger()
    heights.append(page.list.rowHeight(1))
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == 3


def test_arrow_keys_open_a_conversation_walk_into_it_and_close_it(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.list.setFocus()
    page.list.step(1)
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert subjects(page) == ["new", "old", "flagged", "red", "file"]
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert page.list.selected == mailroom.find("old")
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert page.list.selected == mailroom.find("new")
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert subjects(page) == ["new", "flagged", "red", "file"]
    assert page.list.selected == mailroom.find("new")


def test_a_click_on_the_chevron_opens_without_choosing(
    page: MailPage, talks: None, qtbot: QtBot
) -> None:
    place = page.list.visualRect(page.messages.index(0, 0))
    at = QPoint(8, place.bottom() - 20)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(subjects(page)) == 5
    assert page.list.selected is None
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(subjects(page)) == 4


def test_what_is_read_stays_when_its_conversation_gets_an_answer_and_a_click_goes_to_it(
    page: MailPage, talks: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("new"))
    read = page.reading.message
    mailroom.write(letter("answer", -3, conversation_id="c"))
    qtbot.waitUntil(lambda: subjects(page)[0] == "answer")
    assert page.reading.message == read
    assert page.list.selected == read
    assert [one.row() for one in page.list.selectionModel().selectedRows()] == [0]
    place = page.list.visualRect(page.messages.index(0, 0)).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.list.selected == mailroom.find("answer")


def test_a_message_within_a_conversation_can_be_gone_to(
    page: MailPage, talks: None, mailroom: Mailroom
) -> None:
    assert page.show_message(mailroom.find("old"))
    assert page.list.currentIndex().data() == "old"
    assert page.messages.index(0, 0).data(ItemRole.IS_OPEN) is True


@pytest.mark.parametrize(
    "manner",
    [
        ListWish(FolderId(0)),
        ListWish(FolderId(12), None, Sieve(True, True, True, 'a=b "c"'), SortKey.SIZE, False, True),
        ListWish(FolderId(-1), None, Sieve(is_flagged=True)),
    ],
)
def test_arrangements_come_back_from_the_settings(manner: ListWish) -> None:
    assert manner_from_settings(settings_with_manner(Settings(), manner)) == manner


def test_settings_that_make_no_sense_narrow_nothing() -> None:
    for words in (("unread",), ("folder=x", "unread"), ("folder=", "category=Red")):
        assert not manner_from_settings(replace(Settings(), list_sieve=words)).sieve


def test_orders_are_named_in_words() -> None:
    usual = ListWish(FolderId(1))
    named = {
        replace(usual): "",
        replace(usual, is_descending=False): "Oldest on top",
        replace(usual, sort=SortKey.SIZE): "By size, largest on top",
        replace(usual, sort=SortKey.SENDER, is_descending=False): "By sender, A to Z",
    }
    assert {manner: order_words(manner) for manner in named} == named
