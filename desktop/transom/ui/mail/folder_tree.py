"""The folder tree: what is current is what is shown; sections and folders fold up."""

import html

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QToolTip, QTreeView
from typing_extensions import override

from transom.engine.entities.mail import FolderId
from transom.ui.mail.folder_delegate import FolderDelegate
from transom.ui.mail.folder_folds import FolderFolds
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

_FLAG = QItemSelectionModel.SelectionFlag
_TYPED_WITH = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class FolderTree(QTreeView):
    """Sections with folders below them.

    Signals:
        folder_selected: a FolderId, by mouse or keyboard.
        entered: Enter was pressed on a folder: on to its messages.
        menu_requested: (QModelIndex, where on the screen).
    """

    folder_selected = Signal(object)
    entered = Signal()
    menu_requested = Signal(object)

    def __init__(self, model: FolderModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._folders = model
        self._shown: FolderId | None = None
        self._key = 0
        self._delegate = FolderDelegate(theme, icons)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._set_up()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.folds = FolderFolds(self, model)
        model.modelReset.connect(self._on_model_reset)
        icons.ready.connect(self.viewport().update)
        theme.changed.connect(self._on_theme_changed)

    @property
    def shown(self) -> FolderId | None:
        """The folder or view that is marked as shown."""
        return self._shown

    def show_folder(self, folder: FolderId) -> None:
        """Mark a folder as the one shown, without asking for it."""
        self._shown = folder
        index = self.currentIndex()
        if index.data(ItemRole.ID) != folder:
            index = self._folders.index_of(folder)
        if index.isValid():
            self.folds.unfold_above(index)
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect)
        else:
            self.selectionModel().clear()

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        # Where the keyboard stands on a section, the folder that is shown stays marked.
        is_folder = index.isValid() and index.data(ItemRole.ID) is not None
        return super().selectionCommand(index, event) if is_folder else _FLAG.NoUpdate

    @override
    def event(self, event: QEvent) -> bool:
        # Letters lead to folders here; elsewhere on the page some of them are shortcuts.
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.text().isalnum()
            and event.modifiers() in _TYPED_WITH
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_section = index.isValid() and bool(index.data(ItemRole.SECTION))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and is_section:
            self.setExpanded(index, not self.isExpanded(index))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self._go_sideways(index, is_inwards=(event.key() == Qt.Key.Key_Right) != is_mirrored)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and self._is_on_fold(
            index, event.position()
        ):
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second press of a quick pair on a fold is a press as well.
        if self._is_on_fold(self.indexAt(event.position().toPoint()), event.position()):
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        place = event.globalPos()
        if not is_by_mouse:
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_requested.emit((index, place))

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            words = self.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
            shown = f"<span>{html.escape(words)}</span>" if words else ""
            QToolTip.showText(event.globalPos(), shown, self)
            return True
        return super().viewportEvent(event)

    @override
    def drawBranches(self, painter: QPainter, rect: object, index: object) -> None:
        """The delegate indents; there are no branches to draw."""

    def _set_up(self) -> None:
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Folders")

    def _go_sideways(self, index: QModelIndex, *, is_inwards: bool) -> None:
        """Unfold, then go to the first row within; or fold up, then go to the row around."""
        has_rows = self._folders.rowCount(index) > 0 and index.isValid()
        if has_rows and self.isExpanded(index) is not is_inwards:
            self.setExpanded(index, is_inwards)
            return
        target = self._folders.index(0, 0, index) if is_inwards and has_rows else index.parent()
        if target.isValid() and (has_rows or not is_inwards):
            self.setCurrentIndex(target)

    def _is_on_fold(self, index: QModelIndex, place: QPointF) -> bool:
        if not index.isValid() or not self._folders.rowCount(index):
            return False
        if index.data(ItemRole.SECTION):
            return True
        room, direction = self.visualRect(index), self.layoutDirection()
        return self._delegate.chevron_room(room, index, direction).contains(place.toPoint())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        number = current.data(ItemRole.ID) if current.isValid() else None
        if number is None:
            return
        self._key = current.internalId()
        if number != self._shown:
            self._shown = FolderId(number)
            self.folder_selected.emit(self._shown)

    @Slot()
    def _on_model_reset(self) -> None:
        self.folds.apply()
        index = self._folders.index_at(self._key)
        if index.data(ItemRole.ID) == self._shown and index.isValid():
            self.selectionModel().setCurrentIndex(index, _FLAG.ClearAndSelect)
        elif self._shown is not None:
            self.show_folder(self._shown)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
