"""Favourites: chosen by key, menu and drag, and kept in the order a person gives them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId
from transom.ui.mail.folder_tree import FolderTree
from transom.ui.models.folder_tree import FIRST_SEARCH
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole
from transom.ui.shortcuts import bind
from transom.ui.theme import Theme


class Favourites(QObject):
    """Changes the favourites of a tree; what is kept comes back as news."""

    def __init__(self, engine: Engine, tree: FolderTree, model: FolderModel, theme: Theme) -> None:
        super().__init__(tree)
        self._engine, self._tree, self._model = engine, tree, model
        self._line = QFrame(tree.viewport())
        self._line.setProperty("surface", "accent")
        self._line.setFixedHeight(theme.px(2))
        self._line.hide()
        tree.setDragEnabled(True)
        tree.viewport().setAcceptDrops(True)
        tree.viewport().installEventFilter(self)
        for keys, slot in (
            ("Ctrl+D", self._on_toggle_key),
            ("Alt+Up", self._on_up_key),
            ("Alt+Down", self._on_down_key),
        ):
            bind(tree, keys, slot, Qt.ShortcutContext.WidgetShortcut)

    def has(self, folder: FolderId) -> bool:
        """Whether a folder or view is a favourite."""
        return folder in self._model.favourites

    def may_move(self, folder: FolderId, step: int) -> bool:
        """Whether a favourite has another to change places with."""
        now = self._model.favourites
        return folder in now and 0 <= now.index(folder) + step < len(now)

    def toggle(self, folder: FolderId) -> None:
        """Make a folder or view the last favourite, or none any more."""
        now = self._model.favourites
        if folder in now:
            self._save([one for one in now if one != folder])
        elif 0 != folder < FIRST_SEARCH:
            self._save([*now, folder])

    def move(self, folder: FolderId, step: int) -> None:
        """Move a favourite up or down."""
        if self.may_move(folder, step):
            now = self._model.favourites
            self.place(folder, now.index(folder) + step + (step > 0))

    def place(self, folder: FolderId, gap: int) -> None:
        """Put a folder or view before what is the ``gap``-th favourite now."""
        self._save(placed(self._model.favourites, folder, gap))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self._line.hide()
        if not isinstance(event, QDropEvent) or event.source() is not self._tree:
            return False
        gap = self._gap_at(event.position().toPoint())
        folder = self._tree.shown
        if gap is None or folder is None or folder >= FIRST_SEARCH:
            self._line.hide()
            event.setAccepted(kind is QEvent.Type.DragEnter)
            return True
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind is QEvent.Type.Drop:
            self._line.hide()
            self.place(folder, gap)
        else:
            self._show_line(gap)
        return True

    def _save(self, favourites: Sequence[FolderId]) -> None:
        if list(favourites) != self._model.favourites or not favourites:
            self._engine.marks.save_favourites(favourites)

    def _rooms(self) -> list[QRect]:
        """Return where the section's title and the favourites are, from the top."""
        section = self._model.index(0, 0)
        if self._model.section_kind(section) != "favourites":
            return []
        rows = [self._model.index(row, 0, section) for row in range(self._model.rowCount(section))]
        return [self._tree.visualRect(one) for one in (section, *rows)]

    def _gap_at(self, place: QPoint) -> int | None:
        rooms = self._rooms()
        if not rooms or place.y() > rooms[-1].bottom() + rooms[-1].height() // 2:
            return None
        return sum(place.y() > room.center().y() for room in rooms[1:])

    def _show_line(self, gap: int) -> None:
        room = self._rooms()[gap]
        self._line.setGeometry(room.left(), room.bottom(), room.width(), self._line.height())
        self._line.show()
        self._line.raise_()

    def _current(self) -> FolderId | None:
        number = self._tree.currentIndex().data(ItemRole.ID)
        return None if number is None else FolderId(number)

    @Slot()
    def _on_toggle_key(self) -> None:
        if (folder := self._current()) is not None:
            self.toggle(folder)

    @Slot()
    def _on_up_key(self) -> None:
        if (folder := self._current()) is not None:
            self.move(folder, -1)

    @Slot()
    def _on_down_key(self) -> None:
        if (folder := self._current()) is not None:
            self.move(folder, 1)


def placed(favourites: Sequence[FolderId], folder: FolderId, gap: int) -> list[FolderId]:
    """Return the favourites with ``folder`` before the one that is the ``gap``-th now."""
    before = [one for one in favourites[:gap] if one != folder]
    return [*before, folder, *(one for one in favourites[gap:] if one != folder)]
