"""What every view of events does alike: keys, clicks, and where an event stands."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from transom.engine.entities.calendar import Event
from transom.ui.calendar.box_view import BoxView
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_NOTCH = 120


class EventView(BoxView):
    """Shows a model's events as boxes; a list to a screen reader, a picture of time to the eye.

    Signals:
        event_opened: an Event was clicked, or Enter pressed on it.
        details_requested: an Event was clicked twice, or Alt+Enter pressed on it.
        event_chosen: the Event the keyboard came to, or None.
        day_opened: a date whose name or whose count of hidden events was clicked.
        previous_requested: Page up was pressed, or the wheel turned sideways.
        next_requested: Page down was pressed, or the wheel turned sideways.
    """

    event_opened = Signal(object)
    details_requested = Signal(object)
    event_chosen = Signal(object)
    day_opened = Signal(object)
    previous_requested = Signal()
    next_requested = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._now: datetime | None = None
        self._turned = 0
        self._is_second_click = False
        self.setAccessibleName(name)
        self.setProperty("surface", "card")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setMouseTracking(True)
        theme.changed.connect(self._on_theme_changed)

    def set_now(self, now: datetime) -> None:
        """Move whatever marks the present."""
        self._now = now
        self.viewport().update()

    def event_of(self, index: Index) -> Event | None:
        """Return the event of a row."""
        event = index.data(ItemRole.ENTITY) if index.isValid() else None
        return event if isinstance(event, Event) else None

    def row_of(self, event: Event) -> int:
        """Return the row an event is shown in, the current one first, or -1."""
        current = self.currentIndex()
        if current.isValid() and current.data(ItemRole.ID) == event.id:
            return current.row()
        model = self.model()
        rows = range(model.rowCount())
        return next((n for n in rows if model.index(n, 0).data(ItemRole.ID) == event.id), -1)

    def anchor_of(self, event: Event) -> QRect:
        """Return where an event stands, in this widget's coordinates, empty if out of sight."""
        row = self.row_of(event)
        rect = self._row_rect(row) if row >= 0 else QRect()
        return rect.translated(self.viewport().pos()) if not rect.isEmpty() else rect

    def ground_clicked(self, point: QPoint) -> None:
        """Answer a click beside all events, at a point as the placement counts."""

    @override
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.event_chosen.emit(self.event_of(current))

    @override
    def dataChanged(self, top_left: Index, bottom_right: Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(top_left, bottom_right, list(roles))
        self.lay_out()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_PageUp:
            self.previous_requested.emit()
        elif key == Qt.Key.Key_PageDown:
            self.next_requested.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            is_whole = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self._open(self.currentIndex(), is_whole=is_whole)
        elif event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # letters are the page's shortcuts, not a search in the list
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_second_click = False
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self._is_second_click:
            return
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid():
            self._open(index)
        else:
            self.ground_clicked(self.inside(point))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._is_second_click = True
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._open(index, is_whole=True)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        angle = event.angleDelta()
        has_nowhere_to_go = self.verticalScrollBar().maximum() == 0
        turned = angle.y() if has_nowhere_to_go and not angle.x() else angle.x()
        if not turned:
            super().wheelEvent(event)
            return
        event.accept()
        self._turned += turned
        if abs(self._turned) >= _NOTCH:
            step = self.previous_requested if self._turned > 0 else self.next_requested
            self._turned = 0
            step.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.lay_out()

    def _open(self, index: QModelIndex, *, is_whole: bool = False) -> None:
        event = self.event_of(index)
        if event is not None:
            (self.details_requested if is_whole else self.event_opened).emit(event)
