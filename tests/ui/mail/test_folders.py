"""The folder tree in its page: keys, mouse, folds, favourites and what is remembered."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, folder, letter

from transom.engine.engine import Engine
from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, UNREAD, FolderId
from transom.engine.workers import Workers
from transom.ui.bridge import Bridge
from transom.ui.mail.favourites import placed
from transom.ui.mail.folder_finder import Place, matching
from transom.ui.mail.folder_tree import FolderTree
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


def rows_in_sight(tree: FolderTree) -> list[str]:
    """Return what stands in the tree from top to bottom, a shorter dash for each depth."""
    found = []
    index = tree.model().index(0, 0)
    while index.isValid():
        found.append(str(index.data()))
        index = tree.indexBelow(index)
    return found


def section(page: MailPage, title: str) -> QModelIndex:
    model = page.folders
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return next(row for row in rows if row.data() == title)


@pytest.fixture
def tree(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> FolderTree:
    page.side.tree.setFocus()
    return page.side.tree


def test_arrows_walk_over_sections_and_leave_the_folder_that_is_shown(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    tree.show_folder(mailroom.folder("drafts"))
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert tree.currentIndex().data() == "Folders"
    assert page.messages.folder == mailroom.folder()
    assert [one.data() for one in tree.selectedIndexes()] == ["Drafts"]
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert page.messages.folder == mailroom.folder("projects")
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert page.messages.folder == mailroom.folder()
    qtbot.keyClick(tree, Qt.Key.Key_End)
    assert page.messages.folder == mailroom.folder("bridge")


def test_left_and_right_fold_and_enter_leads_to_the_messages(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    tree.setCurrentIndex(page.folders.index_of(mailroom.folder("projects")))
    assert "Bridge" in rows_in_sight(tree)
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert "Bridge" not in rows_in_sight(tree)
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    qtbot.keyClick(tree, Qt.Key.Key_Right)
    assert page.messages.folder == mailroom.folder("bridge")
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert page.messages.folder == mailroom.folder("projects")
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    qtbot.keyClick(tree, Qt.Key.Key_Left)
    assert tree.currentIndex().data() == "Folders"
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert rows_in_sight(tree)[-1] == "Folders"
    qtbot.keyClick(tree, Qt.Key.Key_Up)
    with qtbot.waitSignal(tree.entered):
        qtbot.keyClick(tree, Qt.Key.Key_Return)


def test_letters_lead_to_the_folder_that_begins_with_them(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Kitchen"), folder("Journal"))
    qtbot.waitUntil(lambda: "Kitchen" in rows_in_sight(tree))
    qtbot.keyClicks(tree, "ki")  # K alone is a shortcut elsewhere on the page
    assert page.messages.folder == mailroom.folder("kitchen")


def test_a_press_on_a_section_or_a_chevron_folds_and_chooses_nothing(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    projects = page.folders.index_of(mailroom.folder("projects"))

    def press(index: QModelIndex, x: int) -> None:
        place = QPoint(x, tree.visualRect(index).center().y())
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)

    press(projects, 12)
    assert not tree.isExpanded(projects)
    assert page.messages.folder == mailroom.folder()
    press(projects, 80)
    assert page.messages.folder == mailroom.folder("projects")
    press(section(page, "Folders"), 80)
    assert rows_in_sight(tree)[-1] == "Folders"
    press(section(page, "Folders"), 80)
    assert rows_in_sight(tree)[-1] == "Projects"


def test_favourites_come_go_and_move_by_keys(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    inbox, drafts = mailroom.folder(), mailroom.folder("drafts")
    tree.setCurrentIndex(page.folders.index_of(mailroom.folder("bridge")))
    qtbot.keyClick(tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    wanted = [inbox, UNREAD, FLAGGED, drafts, mailroom.folder("bridge")]
    qtbot.waitUntil(lambda: page.folders.favourites == wanted)
    assert page.messages.folder == mailroom.folder("bridge")
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    wanted = [inbox, UNREAD, FLAGGED, mailroom.folder("bridge"), drafts]
    qtbot.waitUntil(lambda: page.folders.favourites == wanted)
    tree.setCurrentIndex(page.folders.index_of(inbox))
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)  # it is the first
    qtbot.keyClick(tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wanted = [UNREAD, inbox, FLAGGED, mailroom.folder("bridge"), drafts]
    qtbot.waitUntil(lambda: page.folders.favourites == wanted)
    assert tree.currentIndex().data(ItemRole.ID) == inbox
    tree.setCurrentIndex(page.folders.index_of(UNREAD))
    qtbot.keyClick(tree, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.folders.favourites == wanted[1:])


def test_a_folder_dragged_among_the_favourites_becomes_one_at_that_place(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    tree.setCurrentIndex(page.folders.index_of(mailroom.folder("projects")))
    top = tree.visualRect(page.folders.index_of(UNREAD)).top()
    place = QPointF(60, top + 2)

    def dropped(kind: type[QDropEvent]) -> QDropEvent:
        none = Qt.KeyboardModifier.NoModifier
        left = Qt.MouseButton.LeftButton
        point = place.toPoint() if kind is QDragMoveEvent else place
        event = kind(point, Qt.DropAction.CopyAction, QMimeData(), left, none)  # type: ignore[call-overload]
        event.source = lambda: tree  # type: ignore[method-assign]
        return event  # type: ignore[no-any-return]

    filters = page.around.favourites
    assert filters.eventFilter(tree.viewport(), dropped(QDragMoveEvent))
    assert filters._line.isVisible()
    assert filters.eventFilter(tree.viewport(), dropped(QDropEvent))
    wanted = [mailroom.folder(), mailroom.folder("projects"), UNREAD]
    qtbot.waitUntil(lambda: page.folders.favourites[:3] == wanted)
    assert not filters._line.isVisible()


def test_a_favourite_is_placed_before_the_one_it_is_dropped_on() -> None:
    three = [UNREAD, FLAGGED, ALL_INBOXES]
    assert placed(three, UNREAD, 0) == placed(three, UNREAD, 1) == three
    assert placed(three, UNREAD, 3) == [FLAGGED, ALL_INBOXES, UNREAD]
    assert placed(three, ALL_INBOXES, 1) == [UNREAD, ALL_INBOXES, FLAGGED]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_menu_says_what_can_be_done_with_a_favourite(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    index = page.folders.index_of(mailroom.folder())
    tree.menu_requested.emit((index, QPoint()))
    menu = tree.findChild(QMenu)
    assert menu is not None
    is_offered = {one.text(): one.isEnabled() for one in menu.actions() if one.text()}
    assert is_offered == {
        "Remove from favourites": True,
        "Move up": False,
        "Move down": True,
        "Repair this folder": True,
        "Add “All inboxes” to favourites": True,
        "Fold all up": True,
        "Unfold all": True,
        "Show hidden folders": True,
    }
    menu.close()


@pytest.fixture
def open_again(
    engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, qtbot: QtBot
) -> Iterator[MailPage]:
    """A second page on the same profile, as after a restart; opened when it is activated."""
    workers = Workers()
    again = MailPage(engine, bridge, theme, icons, lane=workers.lane("reading"))
    yield again
    again.reading.body.close_page()
    workers.stop()
    again.close()
    again.deleteLater()


def test_what_was_folded_up_and_shown_last_is_so_after_a_restart(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, engine: Engine, open_again: MailPage
) -> None:
    tree.collapse(page.folders.index_of(mailroom.folder("projects")))
    page.show_folder(mailroom.folder("drafts"))
    engine.marks.save_favourites([mailroom.folder("drafts")]).result(5)
    open_again.activate()
    assert open_again.messages.folder == mailroom.folder("drafts")
    rows = rows_in_sight(open_again.side.tree)
    assert rows == ["Favourites", "Drafts", "Folders", "Inbox", "Projects"]


def test_the_mailbox_menu_leads_back_to_where_an_account_was_left(
    page: MailPage, mailroom: Mailroom, engine: Engine, qtbot: QtBot
) -> None:
    other = Mailroom(mailroom.store, "fabrikam")
    other.write(letter("theirs"))
    page.activate()
    page.show_folder(mailroom.folder("drafts"))
    page.side.account_selected.emit(other.account.id)
    assert page.messages.folder == other.folder()
    assert page.side._name.text() == "Fabrikam"
    engine.marks.save_last_shown(other.folder(), other.account.id).result(5)
    page.side.account_selected.emit(mailroom.account.id)
    assert page.messages.folder == mailroom.folder("drafts")
    page.show_folder(ALL_INBOXES)
    assert page.side._name.text() == "All mailboxes"
    assert [page.messages.index(0, 0).data()] == ["theirs"]


def test_a_folder_that_vanishes_while_it_is_shown_gives_way_to_the_first(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    page.show_folder(mailroom.folder("projects"))
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Drafts", "drafts"))
    qtbot.waitUntil(lambda: page.messages.folder == mailroom.folder())


def test_a_folder_is_gone_to_by_its_name(
    page: MailPage, tree: FolderTree, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("a"))
    mailroom.write(letter("b"), to="bridge")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.list.setFocus()
    page.around.finder.open()
    assert page.around.finder.field.hasFocus()
    qtbot.keyClicks(page.around.finder.field, "zz")
    assert page.around.finder.list.model().index(0, 0).data() == "No folder is called that."
    qtbot.keyClick(page.around.finder.field, Qt.Key.Key_Return)
    assert page.around.finder.isVisible()
    page.around.finder.field.clear()
    qtbot.keyClicks(page.around.finder.field, "pro")
    rows = page.around.finder.list.model()
    names = [rows.index(row, 0).data() for row in range(rows.rowCount())]
    assert names == ["Projects", "Bridge  —  Projects"]
    qtbot.keyClick(page.around.finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(page.around.finder.field, Qt.Key.Key_Return)
    assert not page.around.finder.isVisible()
    assert page.messages.folder == mailroom.folder("bridge")
    assert page.list.hasFocus()
    page.around.finder.open()
    assert page.escape()
    assert not page.around.finder.isVisible()
    assert page.messages.folder == mailroom.folder("bridge")


def test_what_begins_as_typed_comes_first() -> None:
    names = ("Old bills", "Bills", "All bills paid", "Receipts")
    places = [Place(FolderId(n), name, "", "") for n, name in enumerate(names, 1)]
    assert [one.name for one in matching(places, "bi")] == ["Bills", "Old bills", "All bills paid"]
    assert matching(places, "") == places
    assert matching(places, "nothing") == []


def test_in_a_list_of_several_accounts_each_row_says_whose_it_is(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    other = Mailroom(mailroom.store, "fabrikam")
    other.write(letter("theirs"))
    page.activate()

    def spoken() -> str:
        return str(page.messages.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    page.show_folder(ALL_INBOXES)
    assert spoken().endswith(", Fabrikam") and "in Inbox" not in spoken()
    mixed = page.list.viewport().grab().toImage()
    page.show_folder(other.folder())
    assert "Fabrikam" not in spoken()
    assert page.list.viewport().grab().toImage() != mixed


def test_an_empty_view_says_what_would_stand_in_it(page: MailPage, mailroom: Mailroom) -> None:
    page.show_folder(UNREAD)
    assert page.list_pane._empty.accessibleName().startswith("Everything is read")
    page.show_folder(FLAGGED)
    assert page.list_pane._empty.accessibleName().startswith("Nothing flagged")


def test_in_a_view_each_row_says_where_it_lies(page: MailPage, mailroom: Mailroom) -> None:
    mailroom.write(letter("plan", is_read=False), to="bridge")
    page.show_folder(UNREAD)
    row = page.messages.index(0, 0)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", in Bridge")
    assert row.data(Qt.ItemDataRole.ToolTipRole).endswith(" · in Bridge")
    page.show_folder(mailroom.folder("bridge"))
    assert "in Bridge" not in page.messages.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
