"""The mail page over a real engine and store, as a person uses it."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import NOON, Mailroom, file, letter

from transom.engine.changes import Activity, Phase
from transom.engine.engine import Engine
from transom.engine.entities.mail import Body, Meeting, MessageKind
from transom.engine.entities.spans import Span
from transom.engine.settings import Density
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole


def subjects(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


def wait_shown(page: MailPage, mailroom: Mailroom, name: str, qtbot: QtBot) -> None:
    number = mailroom.find(name)
    qtbot.waitUntil(lambda: page.reading.body.message == number, timeout=10_000)


@pytest.fixture
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(*(letter(f"letter {n}", n, is_read=n > 1) for n in range(5)))
    for n in range(5):
        mailroom.write_body(f"letter {n}", f"<p>body {n}</p>")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 5)


def test_it_opens_on_the_inbox_with_the_newest_on_top(page: MailPage, letters: None) -> None:
    assert subjects(page) == [f"letter {n}" for n in range(5)]
    assert page.side.tree.currentIndex().data() == "Inbox"


def test_choosing_a_message_shows_its_header_and_its_body(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    wait_shown(page, mailroom, "letter 0", qtbot)
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    texts: list[str] = []
    assert page.reading.body.web_page is not None
    page.reading.body.web_page.toPlainText(texts.append)
    qtbot.waitUntil(lambda: texts == ["body 0"], timeout=5_000)


def test_steps_walk_through_the_list_from_its_top(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.list.setFocus()
    assert page.list.selected is None
    for _ in range(3):
        page.list.step(1)
    assert page.list.selected == mailroom.find("letter 2")
    page.list.step(-1)
    assert page.list.selected == mailroom.find("letter 1")


def test_home_and_end_lead_to_the_newest_and_the_oldest(
    page: MailPage, letters: None, qtbot: QtBot
) -> None:
    count = page.messages.rowCount()
    for key, row in ((Qt.Key.Key_End, count - 1), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(page.list, key)
        assert page.list.currentIndex().row() == row
        assert page.list.selected == page.messages.index(row, 0).data(ItemRole.ID)


def test_new_mail_slides_in_on_top_and_the_selection_stays(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("letter 3"))
    mailroom.write(letter("fresh", -5, is_read=False))
    qtbot.waitUntil(lambda: subjects(page)[0] == "fresh")
    assert page.list.selected == mailroom.find("letter 3")
    assert page.list.currentIndex().data() == "letter 3"


def test_what_is_looked_at_stays_in_its_place_when_mail_comes_and_goes_above(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(*(letter(f"letter {n}", n * 400) for n in range(40)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 40)
    page.list.verticalScrollBar().setValue(700)

    def place() -> int:
        row = page.messages.row_of(mailroom.find("letter 15"))
        return page.list.rowViewportPosition(row)

    before = place()
    mailroom.write(*(letter(f"fresh {n}", -n) for n in range(1, 7)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 46)
    assert place() == before
    mailroom.write(removed=("fresh 2", "letter 0"))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 44)
    assert place() == before


def test_a_search_lists_what_it_found_and_esc_leads_back(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("zebra crossing", 30))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 6)
    page.show_message(mailroom.find("letter 3"))
    page.bar.field.setFocus()
    qtbot.keyClicks(page.bar.field, "zeb")
    qtbot.waitUntil(lambda: subjects(page) == ["zebra crossing"])
    assert page.escape()
    assert len(subjects(page)) == 6
    assert page.list.selected == mailroom.find("letter 3")


def test_a_search_without_findings_says_so(page: MailPage, letters: None, qtbot: QtBot) -> None:
    page.search("zeppelin")
    qtbot.waitUntil(lambda: subjects(page) == [])
    assert page.list_pane._empty.accessibleName().startswith("Nothing found")


def test_held_back_things_are_counted_above_the_body(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write_body(
        "letter 1",
        '<p>x</p><img src="https://a.invalid/1.png"><img src="https://a.invalid/2.png">'
        '<img src="https://a.invalid/p.gif" width=1 height=1>',
    )
    page.show_message(mailroom.find("letter 1"))
    words = "2 pictures from 1 place were not loaded. 1 tracking pixel was left out."
    qtbot.waitUntil(lambda: page.reading.held.text == words, timeout=5_000)
    page.show_message(mailroom.find("letter 2"))
    qtbot.waitUntil(lambda: not page.reading.held.isVisible(), timeout=5_000)


def test_attachments_are_listed_without_inline_pictures_and_saved_under_safe_names(
    page: MailPage, letters: None, mailroom: Mailroom, engine: Engine, tmp_path: Path, qtbot: QtBot
) -> None:
    inline, evil = file("p.png", "pic"), file("../../evil\u202egnp.txt")
    mailroom.write_body("letter 0", '<img src="cid:pic">', inline, evil, file("b.txt"))
    stored = engine.mail.reader.read_attachments(mailroom.find("letter 0"))
    for one in stored:
        mailroom.store.mail.save_attachment_content(one.id, b"hello")
    page.show_message(mailroom.find("letter 0"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 2, timeout=5_000)
    target = tmp_path / "saved"
    target.mkdir()
    with qtbot.waitSignal(page.desk.saver.saved, timeout=5_000):
        page.desk.saver.save(page.reading.strip.shown, target)
    assert sorted(path.name for path in target.iterdir()) == ["b.txt", "evilgnp.txt"]


def test_a_body_that_was_never_fetched_is_explained_while_offline(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    mailroom.write(letter("unfetched"))
    engine.newsroom.publish(Activity(mailroom.account.id, Phase.OFFLINE))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.show_message(mailroom.find("unfetched"))
    words = "offline, and this text was not saved"
    qtbot.waitUntil(lambda: words in page.reading._waiting.accessibleName(), timeout=5_000)
    mailroom.write_body("unfetched", "<p>here at last</p>")
    wait_shown(page, mailroom, "unfetched", qtbot)
    assert page.reading._bodies.currentWidget() is page.reading.body


def test_a_message_that_vanishes_leaves_the_pane(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_message(mailroom.find("letter 4"))
    page.show_message(mailroom.find("letter 2"))
    mailroom.write(removed=["letter 2"])
    qtbot.waitUntil(lambda: page.messages.rowCount() == 4)
    gone = page.list.selected
    assert page.reading.message == gone


def test_narrow_windows_show_one_pane_and_a_way_back(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.set_narrow(2)
    assert page.list_pane.isVisible()
    assert not page.reading.isVisible()
    page.show_message(mailroom.find("letter 1"))
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.reading.isVisible()
    assert not page.list_pane.isVisible()
    assert page.escape()
    assert page.list_pane.isVisible()
    page.set_narrow(0)
    assert page.side.isVisible()
    assert page.reading.isVisible()


def test_the_folders_become_a_drawer_that_a_choice_closes(
    page: MailPage, letters: None, mailroom: Mailroom
) -> None:
    page.set_narrow(1)
    assert not page.side.isVisible()
    page.arrangement.toggle_drawer()
    assert page.side.isVisible()
    page.side.tree.setCurrentIndex(page.folders.index_of(mailroom.folder("drafts")))
    assert not page.side.isVisible()
    assert page.messages.folder == mailroom.folder("drafts")


def test_pane_widths_are_remembered(page: MailPage, engine: Engine, qtbot: QtBot) -> None:
    page.arrangement._outer.moveSplitter(300, 1)
    qtbot.waitUntil(lambda: engine.settings.folder_pane_width_px > 0, timeout=5_000)
    assert abs(engine.settings.folder_pane_width_px - 300) <= 2


def test_every_row_can_be_painted_in_every_density(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(
        letter("invited", 1, kind=MessageKind.INVITATION, categories=("Red", "Blue")),
        letter("x" * 5_000, 2, has_attachments=True, is_flagged=True),
        letter("", 3, is_read=False),
        letter("שלום \u202e world", 60 * 24 * 400),
    )
    qtbot.waitUntil(lambda: page.messages.rowCount() == 4)
    for density in Density:
        page.list.set_density(density)
        assert not page.list.grab().isNull()
    heights = [page.list.rowHeight(row) for row in range(4)]
    assert heights[0] > heights[1]
    assert page.messages.index(0, 0).data(ItemRole.SECTION)


def test_an_inbox_with_unfocused_mail_is_shown_in_two_parts(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    assert not page.list_pane.tabs.isVisible()
    mailroom.write(letter("newsletter", 9, is_focused=False))
    qtbot.waitUntil(page.list_pane.tabs.isVisible)
    assert subjects(page) == [f"letter {n}" for n in range(5)]
    page.list_pane.tabs.part_selected.emit(False)
    assert subjects(page) == ["newsletter"]
    mailroom.write(letter("another newsletter", -1, is_focused=False), letter("no newsletter", -2))
    qtbot.waitUntil(lambda: len(subjects(page)) == 2)
    assert subjects(page) == ["another newsletter", "newsletter"]
    assert page.show_message(mailroom.find("no newsletter"))
    assert page.messages.only_focused is True


def test_the_words_of_a_search_are_marked_in_rows_and_text(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.search("letter")
    assert page.list._delegate.hits is not None
    qtbot.waitUntil(lambda: page.messages.folder is None)
    unmarked = page.list.viewport().grab().toImage()
    page.list.mark("")
    assert page.list.viewport().grab().toImage() != unmarked
    page.show_message(mailroom.find("letter 1"))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    page.reading.body.mark("body")
    web = page.reading.body.web_page
    assert web is not None
    sizes: list[object] = []
    world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
    for words in ("body", ""):
        web.mark(words)
        web.runJavaScript("CSS.highlights.get('transom-found')?.size ?? 0", world, sizes.append)
    qtbot.waitUntil(lambda: len(sizes) == 2, timeout=5_000)
    assert sizes == [1, 0]


def comes_before(one: QWidget, other: QWidget) -> bool:
    """Whether Tab reaches the one first, counted from the top of their window."""
    widget = one.window()
    while widget not in (one, other):
        widget = widget.nextInFocusChain()
    return widget is one


def test_an_invitation_says_when_and_where(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("invited", 1, kind=MessageKind.INVITATION))
    span = Span(NOON, NOON + timedelta(hours=1))
    meeting = Meeting(span, "Room Baltic")
    mailroom.store.mail.save_body(mailroom.find("invited"), Body(True, "<p>x</p>"), (), meeting)
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.show_message(mailroom.find("invited"))
    qtbot.waitUntil(lambda: " · Room Baltic" in page.reading.meeting.text, timeout=5_000)
    (button,) = page.reading.meeting.findChildren(QPushButton)
    assert comes_before(button, page.reading.body), "Tab reaches it before the text"
    with qtbot.waitSignal(page.desk.invitation_opened) as opened:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened.args is not None
    assert opened.args[0].meeting == meeting


def test_a_calendar_file_can_be_looked_at_and_other_files_cannot(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    invite = file("invite.ICS")
    mailroom.write_body("letter 0", "<p>Come</p>", invite, file("b.txt"))
    number = next(iter(mailroom.store.mail.read_attachments(mailroom.find("letter 0")))).id
    mailroom.store.mail.save_attachment_content(number, b"BEGIN:VCALENDAR")
    page.show_message(mailroom.find("letter 0"))
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 2, timeout=5_000)
    buttons = page.reading.strip.findChildren(QPushButton)
    (look,) = [one for one in buttons if one.accessibleName().endswith("in the calendar")]
    assert look.accessibleName() == "Look at invite.ICS in the calendar"
    with qtbot.waitSignal(page.desk.calendar_file_opened, timeout=5_000) as opened:
        qtbot.mouseClick(look, Qt.MouseButton.LeftButton)
    assert opened.args == [("invite.ICS", b"BEGIN:VCALENDAR")]


def test_two_calendar_files_chosen_quickly_keep_their_names(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write_body("letter 0", "<p>Come</p>", file("a.ics"), file("b.ics"))
    files = mailroom.store.mail.read_attachments(mailroom.find("letter 0"))
    for one in files:
        mailroom.store.mail.save_attachment_content(one.id, one.name.encode())
    page.show_message(mailroom.find("letter 0"))
    opened: list[tuple[str, bytes]] = []
    page.desk.calendar_file_opened.connect(opened.append)
    for one in files:
        page.reading.strip.calendar_requested.emit(one)
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=5_000)
    assert sorted(opened) == [("a.ics", b"a.ics"), ("b.ics", b"b.ics")]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_folder_s_menu_offers_its_repair(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    tree = page.side.tree
    tree.setCurrentIndex(page.folders.index_of(mailroom.folder()))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    tree.contextMenuEvent(event)
    menu = tree.findChild(QMenu)
    assert menu is not None
    (repair,) = [one for one in menu.actions() if one.text() == "Repair this folder"]
    with qtbot.waitSignal(page.around.menu.repair_requested) as wished:
        repair.trigger()
    assert wished.args == [mailroom.folder()]
    menu.close()
    said = page._notice._banner.text
    assert said == "This mailbox cannot be reached without signing in again."
