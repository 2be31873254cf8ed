"""Messages in windows of their own, and the way back through what was read."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.ui.mail.message_window import MessageWindow
from transom.ui.mail.message_windows import MOST_WINDOWS
from transom.ui.mail.page import MailPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> Iterator[None]:
    mailroom.write(*(letter(f"letter {n}", n) for n in range(4)))
    for n in range(4):
        mailroom.write_body(f"letter {n}", f"<p>body {n}</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 4)
    page.activateWindow()
    yield
    page.windows.close_all()


def opened(page: MailPage, mailroom: Mailroom, name: str) -> MessageWindow:
    page.windows.open_message(mailroom.find(name))
    return page.windows.open_windows[-1]


def words_of(window: MessageWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: window.reading.body.is_page_shown, timeout=10_000)
    got: list[str] = []
    page = window.reading.body.web_page
    assert page is not None
    page.toPlainText(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=5_000)
    return got[0]


def test_a_double_click_opens_a_window_with_the_message_s_own_body(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    row = page.messages.row_of(mailroom.find("letter 2"))
    at = page.list.visualRect(page.messages.index(row, 0)).center() + QPoint(0, 10)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    (window,) = page.windows.open_windows
    assert window.windowTitle() == "letter 2"
    assert words_of(window, qtbot) == "body 2"
    page.show_message(mailroom.find("letter 1"))
    assert window.message == mailroom.find("letter 2"), "the window keeps its message"


def test_ctrl_enter_opens_a_window_and_a_second_time_brings_it_forward(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("letter 1"))
    page.list.setFocus()
    for _ in range(2):
        page.activateWindow()
        qtbot.keyClick(page.list, Qt.Key.Key_Return, CTRL)
    assert [one.message for one in page.windows.open_windows] == [mailroom.find("letter 1")]


def test_esc_closes_a_window_and_its_size_is_kept(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    window = opened(page, mailroom, "letter 0")
    window.resize(600, 500)
    body = window.reading.body
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page.windows.open_windows == ()
    assert body.web_page is None
    assert engine.settings.message_window_geometry
    assert opened(page, mailroom, "letter 1").size().width() == 600


def test_all_windows_close_with_the_page_and_there_is_a_most(
    page: MailPage, mailroom: Mailroom
) -> None:
    page.windows.open_message(mailroom.find("letter 0"))
    page.windows._open *= MOST_WINDOWS
    page.windows.open_message(mailroom.find("letter 1"))
    assert page._notice._banner.text.startswith(f"{MOST_WINDOWS} windows are open")
    page.windows._open = page.windows._open[:1]
    page.windows.close_all()
    assert page.windows.open_windows == ()


def test_alt_and_arrows_lead_back_and_forward_through_what_was_read(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    for n in (0, 2, 1):
        page.show_message(mailroom.find(f"letter {n}"))
    page.list.setFocus()
    shown = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(page.list, key, ALT)
        shown.append(page.reading.message)
    assert shown == [mailroom.find(f"letter {n}") for n in (2, 0, 0, 2)]
    assert page.list.selected == mailroom.find("letter 2")


def test_the_mouse_s_side_buttons_lead_the_same_ways_past_what_is_gone(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    for n in (0, 2, 1):
        page.show_message(mailroom.find(f"letter {n}"))
    mailroom.write(removed=["letter 2"])
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.BackButton)
    assert page.reading.message == mailroom.find("letter 0")
    qtbot.mouseClick(page.reading.header, Qt.MouseButton.ForwardButton)
    assert page.reading.message == mailroom.find("letter 1")


def test_the_way_back_leads_to_messages_that_are_not_listed_any_more(
    page: MailPage, mailroom: Mailroom
) -> None:
    page.show_message(mailroom.find("letter 0"))
    mailroom.write(letter("elsewhere"), to="drafts")
    page.show_folder(mailroom.folder("drafts"))
    page.show_message(mailroom.find("elsewhere"))
    page.ways.go_back()
    assert page.reading.message == mailroom.find("letter 0")


def test_what_is_read_in_a_window_is_marked_as_seen_where_that_is_wished_for(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    mailroom.write(letter("fresh", 9, is_read=False))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 5)
    window = opened(page, mailroom, "fresh")
    assert not window.seen.banner.isHidden(), "it is explained there as well, once"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_M)

    def is_seen() -> bool:
        (line,) = engine.mail.reader.read_lines_by_ids([mailroom.find("fresh")])
        return line.is_seen

    qtbot.waitUntil(is_seen)
