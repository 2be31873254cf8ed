"""A morning with the mail, once with the keyboard alone and once with the mouse alone."""

import argparse
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from tests.journeys.hands import CONTROL, Hands

from transom.app import App
from transom.engine.entities.mail import UNREAD, MessageLine
from transom.ui.mail.folder_tree import FolderTree
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole

LAYOUT = "Look at bearing-layout.pdf"
NEWEST = "Harbour bridge: revised load tables"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def app(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """One window on one tenant for both journeys."""
    place = tmp_path_factory.mktemp("mail")
    arguments = argparse.Namespace(
        profile=place / "profile",
        key_file=place / "key",
        demo=True,
        signed_in=True,
        verbose=False,
        command=None,
    )
    app = App(arguments, qapp)
    app.start()
    app.window.resize(1440, 900)
    yield app
    app.stop()
    app.window.deleteLater()


class Reader(Hands):
    """Somebody who reads mail."""

    @property
    def mail(self) -> MailPage:
        page = self.page("mail")
        assert isinstance(page, MailPage)
        return page

    @property
    def tree(self) -> FolderTree:
        return self.mail.side.tree

    def begin(self) -> None:
        self.wait_for(lambda: bool(self.app.engine.accounts.list()))
        self.wait_for(lambda: self.app.window.page("mail").isVisible())
        self.wait_for(lambda: self.mail.folders.first_folder() is not None)
        self.mail.show_folder(self.folder("Inbox"))
        self.wait_for(lambda: NEWEST in self.subjects())
        self.app.window.resize(1440, 900)
        self.app.window.activateWindow()
        self.mail.list.setFocus()

    def folder(self, name: str) -> int:
        return int(self.place(name).data(ItemRole.ID))

    def place(self, name: str) -> QModelIndex:
        model = self.mail.folders
        folders = self.app.engine.mail.reader.read_folders()
        return next(model.index_of(one.id) for one in folders if one.name == name)

    def lines(self) -> list[MessageLine]:
        model = self.mail.messages
        return [model.index(n, 0).data(ItemRole.ENTITY) for n in range(model.rowCount())]

    def subjects(self) -> list[str]:
        return [line.subject for line in self.lines()]

    def wait_for_text(self) -> None:
        """Wait until the body of the chosen message can be read."""
        reading = self.mail.reading
        self.wait_for(lambda: reading.message == self.mail.list.selected)
        self.wait_for(lambda: reading.body.is_settled)

    def finds_on(self) -> bool:
        """Go to the next hit, until one is there."""
        self.keys(Qt.Key.Key_Return)
        self.qtbot.wait(100)
        return " of " in self.mail.reading.finder._count.text()

    def decline_to_save(self) -> None:
        """A dialog asks where to: it was not meant."""
        self.wait_for(lambda: bool(self.mail.findChildren(QFileDialog)))
        self.mail.findChildren(QFileDialog)[-1].reject()


def test_with_the_keyboard_alone(app: App, qtbot: QtBot) -> None:
    person = Reader(app, qtbot)
    person.begin()
    page, tree = person.mail, person.tree

    # To a folder by its name, and to another one through the tree.
    person.keys(Qt.Key.Key_Y, held=CONTROL)
    person.type("rece")
    person.keys(Qt.Key.Key_Return)
    assert page.messages.folder == person.folder("Receipts")
    person.wait_for(page.list.hasFocus)
    person.tab_to(lambda: tree, is_back=True)
    person.type("pro")
    assert page.messages.folder == person.folder("Projects")
    person.keys(Qt.Key.Key_Right)
    assert page.messages.folder == person.folder("Harbour bridge")
    person.keys(Qt.Key.Key_D, held=CONTROL)
    person.wait_for(lambda: person.folder("Harbour bridge") in page.folders.favourites)
    person.keys(Qt.Key.Key_D, held=CONTROL)
    person.wait_for(lambda: person.folder("Harbour bridge") not in page.folders.favourites)
    person.keys(Qt.Key.Key_Home, Qt.Key.Key_Down)
    assert page.messages.folder == person.folder("Inbox")
    person.keys(Qt.Key.Key_Return)
    assert page.list.hasFocus()

    # A conversation opens up and closes.
    person.keys(Qt.Key.Key_Home)
    closed = page.messages.rowCount()
    person.keys(Qt.Key.Key_Right)
    person.wait_for(lambda: page.messages.rowCount() > closed)
    person.keys(Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Left)
    person.wait_for(lambda: page.messages.rowCount() == closed)
    assert page.list.currentIndex().row() == 0

    # What is unread alone, and everything again.
    menu = person.button(page.list_pane, "Filter, sort and view")
    person.tab_to(lambda: menu, is_back=True)
    person.keys(Qt.Key.Key_Space)
    person.wait_for(lambda: QApplication.activePopupWidget() is not None)
    person.keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    person.wait_for(lambda: not any(line.is_read for line in person.lines()))
    person.tab_to(lambda: person.button(page.list_pane, "Unread"))
    person.keys(Qt.Key.Key_Space)
    person.wait_for(lambda: any(line.is_read for line in person.lines()))

    # Into the newest message; that reading never writes is said once, and a mark is a choice.
    person.tab_to(lambda: page.list)
    person.keys(Qt.Key.Key_Home)
    assert person.subjects()[0] == NEWEST
    person.wait_for_text()
    person.keys(Qt.Key.Key_Return)
    person.wait_for(lambda: page.reading.isAncestorOf(QApplication.focusWidget() or page))
    # The text takes Tab for its own links; a screen reader's user jumps to the button.
    person.jump_to(lambda: person.button(page.seen.banner, "Mark as seen here"))
    person.keys(Qt.Key.Key_Space)
    person.wait_for(lambda: person.lines()[0].is_seen and not person.lines()[0].is_read)
    assert not page.seen.banner.isVisible()

    # Words are found in it, and a file is looked at in place.
    person.wait_for_text()
    page.reading.body.focus_body()
    person.keys(Qt.Key.Key_F, held=CONTROL)
    finder = page.reading.finder
    person.wait_for(finder.field.hasFocus)
    person.type("span")
    person.wait_for(person.finds_on)
    person.keys(Qt.Key.Key_Escape)
    assert not finder.isVisible()
    person.jump_to(lambda: person.button(page.reading.strip, LAYOUT))
    person.keys(Qt.Key.Key_Space)
    person.wait_for(page.reading.panel.isVisible)
    person.keys(Qt.Key.Key_Escape)
    person.wait_for(lambda: not page.reading.panel.isVisible())

    # An attachment is asked for, and not kept.
    person.jump_to(lambda: person.button(page.reading.strip, "Save all"))
    person.keys(Qt.Key.Key_Space)
    person.decline_to_save()

    # Back in the list; a search finds, and Escape leads back to where one was.
    person.keys(Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    chosen = page.list.selected
    person.keys(Qt.Key.Key_K, held=CONTROL)
    person.type("from:mei board ")
    person.wait_for(lambda: page.messages.folder is None and page.messages.rowCount() > 0)
    person.keys(Qt.Key.Key_Return)
    person.wait_for(page.list.hasFocus)
    assert "Mei" in person.lines()[page.list.currentIndex().row()].sender.name
    person.keys(Qt.Key.Key_Escape)
    person.wait_for(lambda: page.messages.folder == person.folder("Inbox"))
    assert page.list.selected == chosen


def test_with_the_mouse_alone(app: App, qtbot: QtBot) -> None:
    person = Reader(app, qtbot)
    person.begin()
    page, tree = person.mail, person.tree
    settings = app.engine.settings
    app.engine.save_settings(replace(settings, seen_marks=False, seen_explained=False))
    app.engine.marks.forget_seen().result(10)

    # Folders: chosen, folded up by the chevron, made a favourite from the menu.
    person.click_row(tree, person.place("Projects"))
    assert page.messages.folder == person.folder("Projects")
    person.click_row(tree, person.place("Projects"), x=10)
    assert not tree.isExpanded(person.place("Projects"))
    person.click_row(tree, person.place("Projects"), x=10)
    place = tree.visualRect(person.place("Receipts")).center()
    wish = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, tree.mapToGlobal(place))
    QApplication.sendEvent(tree.viewport(), wish)
    person.click_in_menu("Add to favourites")
    person.wait_for(lambda: person.folder("Receipts") in page.folders.favourites)
    person.click_row(tree, page.folders.index_of(UNREAD))
    person.wait_for(lambda: not any(line.is_read for line in person.lines()))
    person.click_row(tree, person.place("Inbox"))

    # Focused and Other, and a filter that is taken back where it is named.
    for words, is_focused in (("Other", False), ("Focused", True)):
        person.click(person.button(page.list_pane, words))
        assert {line.is_focused for line in person.lines()} == {is_focused}
    person.click(person.button(page.list_pane, "Filter, sort and view"))
    person.click_in_menu("With attachments")
    person.wait_for(lambda: all(line.has_attachments for line in person.lines()))
    person.click(person.button(page.list_pane, "With attachments"))
    person.wait_for(lambda: not all(line.has_attachments for line in person.lines()))

    # A conversation by its chevron, a message by its row.
    page.list.scrollToTop()
    closed = page.messages.rowCount()
    person.click_row(page.list, page.messages.index(0, 0), x=8)
    person.wait_for(lambda: page.messages.rowCount() > closed)
    person.click_row(page.list, page.messages.index(0, 0), x=8)
    person.wait_for(lambda: page.messages.rowCount() == closed)
    person.click_row(page.list, page.messages.index(0, 0))
    person.wait_for_text()
    person.click(person.button(page.seen.banner, "Got it"))
    assert not page.seen.banner.isVisible()

    # From the message's own menu it is marked as seen here, and as not seen again.
    for words, is_seen in (("Mark as seen here", True), ("Mark as not seen here", False)):
        person.click(page.reading.tools.button)
        person.click_in_menu(words)
        person.wait_for(lambda wanted=is_seen: person.lines()[0].is_seen is wanted)

    # A file is looked at in place and put away.
    person.click(person.button(page.reading.strip, LAYOUT))
    person.wait_for(page.reading.panel.isVisible)
    person.click(person.button(page.reading.panel, "Back to the message (Esc)"))
    person.wait_for(lambda: not page.reading.panel.isVisible())

    # An attachment is asked for, and not kept; the next message is one press away.
    person.click(person.button(page.reading.strip, "Save all"))
    person.decline_to_save()
    person.click_row(page.list, page.messages.index(2, 0))
    person.wait_for_text()
    assert page.reading.message == person.lines()[2].id
