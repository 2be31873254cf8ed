"""The menu of a row in the folder tree."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId
from transom.ui.mail.favourites import Favourites
from transom.ui.mail.folder_tree import FolderTree
from transom.ui.models.folder_names import VIEW_NAMES
from transom.ui.models.folder_tree import FIRST_SEARCH
from transom.ui.models.roles import ItemRole


class FolderMenu(QObject):
    """Opens beside a row with what can be done there.

    Signals:
        repair_requested: a FolderId whose messages are to be read anew.
        hidden_changed: folders that the server hides are to be shown, or no longer.
    """

    repair_requested = Signal(object)
    hidden_changed = Signal()

    def __init__(self, engine: Engine, tree: FolderTree, favourites: Favourites) -> None:
        super().__init__(tree)
        self._engine, self._tree, self._favourites = engine, tree, favourites
        tree.menu_requested.connect(self._on_menu_requested)

    @Slot(object)
    def _on_menu_requested(self, wish: tuple[QModelIndex, QPoint]) -> None:
        index, place = wish
        menu = QMenu(self._tree)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = index.data(ItemRole.ID) if index.isValid() else None
        if number is not None and number < FIRST_SEARCH:
            self._add_favourites(menu, FolderId(number))
            menu.addSeparator()
        if number is not None and 0 < number < FIRST_SEARCH:
            repair = menu.addAction("Repair this folder")
            repair.triggered.connect(lambda: self.repair_requested.emit(FolderId(number)))
            menu.addSeparator()
        self._add_view(menu)
        menu.popup(place)

    def _add_favourites(self, menu: QMenu, folder: FolderId) -> None:
        favourites = self._favourites
        is_one = favourites.has(folder)
        words = "Remove from favourites" if is_one else "Add to favourites"
        action = menu.addAction(words, lambda: favourites.toggle(folder))
        action.setShortcut(QKeySequence("Ctrl+D"))
        if not is_one:
            return
        for label, keys, step in (("Move up", "Alt+Up", -1), ("Move down", "Alt+Down", 1)):
            move = menu.addAction(label)
            move.setShortcut(QKeySequence(keys))
            move.setEnabled(favourites.may_move(folder, step))
            move.triggered.connect(lambda _on=False, by=step: favourites.move(folder, by))

    def _add_view(self, menu: QMenu) -> None:
        for view, name in VIEW_NAMES.items():
            if not self._favourites.has(view):
                words = f"Add “{name}” to favourites"
                menu.addAction(words, partial(self._favourites.toggle, view))
        menu.addAction("Fold all up", self._tree.folds.fold_up_all)
        menu.addAction("Unfold all", self._tree.folds.unfold_all)
        menu.addSeparator()
        hidden = menu.addAction("Show hidden folders")
        hidden.setCheckable(True)
        hidden.setChecked(self._engine.settings.hidden_folders)
        hidden.toggled.connect(self._on_hidden_toggled)

    @Slot(bool)
    def _on_hidden_toggled(self, is_shown: bool) -> None:
        settings = self._engine.settings
        self._engine.save_settings(replace(settings, hidden_folders=is_shown))
        self.hidden_changed.emit()
