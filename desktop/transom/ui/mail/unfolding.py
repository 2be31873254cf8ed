"""Opening conversations up within the list, by arrow keys and by their chevrons."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QTableView
from typing_extensions import override

from transom.ui.mail.list_selection import ListSelection
from transom.ui.mail.message_delegate import CHEVRON_PX
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme

_KEYS = {
    Qt.Key.Key_Right: True,
    Qt.Key.Key_Plus: True,
    Qt.Key.Key_Left: False,
    Qt.Key.Key_Minus: False,
}


class Unfolding(QObject):
    """Watches a list's keys and clicks, as a tree would."""

    def __init__(
        self, view: QTableView, model: MessageListModel, selection: ListSelection, theme: Theme
    ) -> None:
        super().__init__(view)
        self._view, self._messages, self._selection = view, model, selection
        self._theme = theme
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._on_mouse(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        wanted = _KEYS.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if wanted is None or plain not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            return False
        is_arrow = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if is_arrow and self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            wanted = not wanted
        self._turn(wanted)
        return True

    def _turn(self, is_open: bool) -> None:
        """Open or close the current row; go to its messages, or back to its head, where it is."""
        row = self._view.currentIndex().row()
        index = self._messages.index(row, 0)
        state = index.data(ItemRole.IS_OPEN)
        if index.data(ItemRole.DEPTH) and not is_open:
            while row > 0 and self._messages.index(row, 0).data(ItemRole.DEPTH):
                row -= 1
            self._selection.make_current(row)
        elif state is True and is_open:
            self._selection.make_current(row + 1)
        elif state is not None:
            self._messages.set_open(row, is_open)

    def _on_mouse(self, event: QMouseEvent) -> bool:
        kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
        is_left = event.button() is Qt.MouseButton.LeftButton
        if event.type() not in kinds or not is_left or event.modifiers():
            return False
        place = event.position().toPoint()
        index = self._view.indexAt(place)
        state = index.data(ItemRole.IS_OPEN) if index.isValid() else None
        if state is None or index.column() or not self._is_at_chevron(place.x()):
            return False
        self._messages.set_open(index.row(), not state)
        return True

    def _is_at_chevron(self, x: int) -> bool:
        is_mirrored = self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft
        from_edge = self._view.viewport().width() - x if is_mirrored else x
        return from_edge < self._theme.px(CHEVRON_PX)
