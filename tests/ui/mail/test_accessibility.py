"""What a screen reader and the Tab key meet on the mail page, message and all."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, file, letter
from tests.ui.reading_aloud import ROLE, name_of, nameless, state_of, told, walk

from transom.ui.mail.page import MailPage


@pytest.fixture
def reading(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> MailPage:
    """The page with two accounts, an unread message open and a file with it."""
    Mailroom(mailroom.store, "fabrikam")
    mailroom.write(
        letter("held", is_read=False, has_attachments=True), *(letter(str(n), n) for n in (1, 2))
    )
    markup = '<p>Hello <a href="https://a.example">there</a><img src="https://a.invalid/1.png">'
    mailroom.write_body("held", markup, file("b.txt"))
    page.activate()
    page.show_folder(mailroom.folder())
    page.show_message(mailroom.find("held"))
    qtbot.waitUntil(lambda: page.reading.body.is_page_shown, timeout=10_000)
    qtbot.waitUntil(lambda: len(page.reading.strip.shown) == 1)
    return page


def items(widget: QWidget, role: QAccessible.Role) -> dict[str, QAccessibleInterface]:
    return {name_of(one): one for one in walk(told(widget)) if one.role() is role}


def test_whatever_takes_the_keyboard_has_a_name_and_a_role(reading: MailPage) -> None:
    assert sum(bool(state_of(one).focusable) for one in walk(told(reading))) > 20
    assert nameless(reading) == []


def test_pictures_that_only_decorate_do_not_take_the_keyboard(reading: MailPage) -> None:
    silent = [one for one in walk(told(reading)) if not name_of(one).strip()]
    assert [one.role() for one in silent if state_of(one).focusable] == []


def test_the_tree_says_what_is_folded_up_and_what_is_shown(
    reading: MailPage, mailroom: Mailroom
) -> None:
    tree = reading.side.tree
    rows = items(tree, ROLE.TreeItem)
    states = {name: state_of(one) for name, one in rows.items()}
    assert states["Favourites"].expandable and states["Favourites"].expanded
    assert "Adele Vance, mailbox" in rows and "Fabrikam, mailbox" in rows
    inbox = states["Inbox, 2 messages unread"]
    assert not inbox.expandable and not inbox.expanded
    chosen = [one for one in walk(told(tree)) if state_of(one).selected]
    assert [name_of(one) for one in chosen] == ["Inbox, 2 messages unread"]
    projects = reading.folders.index_of(mailroom.folder("projects"))
    tree.collapse(projects)
    both = [state_of(one) for one in walk(told(tree)) if name_of(one) == "Projects"]
    assert [(one.expandable, one.expanded) for one in both] == [(1, 0), (1, 1)]


def test_each_message_is_one_item_that_says_what_it_shows(
    reading: MailPage, mailroom: Mailroom
) -> None:
    rows = [one for one in walk(told(reading.list)) if one.role() is ROLE.Cell and name_of(one)]
    assert len(rows) == 3
    (chosen,) = [one for one in rows if state_of(one).selected]
    assert name_of(chosen).startswith("Unread, Ines Navarro, held, ")
    assert name_of(chosen).endswith("has attachments")


def test_the_message_s_text_and_its_tools_are_named(reading: MailPage) -> None:
    buttons = items(reading.reading, ROLE.Button)
    assert any("b.txt" in name for name in buttons)
    assert "More about this message" in buttons
    inside = [name_of(one) for one in walk(told(reading.reading.body))]
    assert "Message text" in inside, inside


def test_tab_walks_through_the_panes_as_one_reads_them(reading: MailPage, qtbot: QtBot) -> None:
    panes = (reading.side, reading.bar, reading.list_pane, reading.reading)
    reading.side._switch.setFocus()
    reached: list[QWidget] = []
    for _ in range(60):
        here = reading.window().focusWidget()
        assert here is not None
        if here in reached or not reading.isAncestorOf(here):
            break
        reached.append(here)
        reading.focusNextPrevChild(True)
    assert len(reached) > 8

    for before, after in pairwise(reached):
        panes_of = [
            next(n for n, one in enumerate(panes) if one.isAncestorOf(part))
            for part in (before, after)
        ]
        one, other = (part.mapTo(reading, part.rect().center()) for part in (before, after))
        is_lower, is_beside = other.y() - one.y() > 10, abs(other.y() - one.y()) <= 10
        is_next = is_lower or (is_beside and other.x() > one.x())
        names = name_of(told(before)), name_of(told(after))
        assert panes_of[0] < panes_of[1] or (panes_of[0] == panes_of[1] and is_next), names
    reached[-1].setFocus()
    for part in reversed(reached[:-1]):
        reading.focusNextPrevChild(False)
        assert reading.window().focusWidget() is part
