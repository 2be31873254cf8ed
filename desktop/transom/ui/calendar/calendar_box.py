"""A check box in a calendar's colour, for the side pane."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox
from typing_extensions import override

from transom.engine.entities.calendar import Calendar
from transom.ui.calendar.colors import calendar_color
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.labels import set_tool_tip


class CalendarBox(QCheckBox):
    """Shows and hides one calendar.

    Signals:
        shown_toggled: a (CalendarId, bool) tuple, by the user's hand only.
        alone_requested: the Calendar shall be the only one that is shown.
        all_requested: all calendars shall be shown.
        save_requested: the Calendar shall become a file.
    """

    alone_requested = Signal(object)
    all_requested = Signal()

    shown_toggled = Signal(object)
    save_requested = Signal(object)

    def __init__(self, theme: Theme, calendar: Calendar) -> None:
        super().__init__()
        self._theme, self._calendar = theme, calendar
        name = safe(calendar.name) or "Calendar"
        self.setText(name.replace("&", "&&"))
        self.setAccessibleName(name)
        set_tool_tip(self, name)
        self.setChecked(calendar.is_shown)
        self.setFixedHeight(theme.px(30))
        self.clicked.connect(self._on_clicked)
        for words, slot in (
            ("Show only this calendar", self._on_alone_triggered),
            ("Show all calendars", self.all_requested.emit),
            ("Save calendar as .ics…", self._on_save_triggered),
        ):
            action = QAction(words, self)
            action.triggered.connect(slot)
            self.addAction(action)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(80), self._theme.px(30))

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = calendar_color(self._theme, self._calendar)
        side = px(14)
        box = QRect(px(8), (self.height() - side) // 2, side, side)
        painter.setPen(QPen(color, 1.6))
        painter.drawRoundedRect(box, px(2), px(2))
        if self.isChecked():
            painter.drawPolyline(
                [
                    box.topLeft() + QPoint(side * 22 // 100, side * 52 // 100),
                    box.topLeft() + QPoint(side * 43 // 100, side * 72 // 100),
                    box.topLeft() + QPoint(side * 78 // 100, side * 30 // 100),
                ]
            )
        painter.setPen(self._theme.color("text"))
        painter.setFont(self._theme.font(13))
        room = self.rect().adjusted(px(34), 0, -px(4), 0)
        words = painter.fontMetrics().elidedText(
            self.accessibleName(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px(6), px(6))

    @Slot(bool)
    def _on_clicked(self, is_checked: bool) -> None:
        self.shown_toggled.emit((self._calendar.id, is_checked))

    @Slot()
    def _on_alone_triggered(self) -> None:
        self.alone_requested.emit(self._calendar)

    @Slot()
    def _on_save_triggered(self) -> None:
        self.save_requested.emit(self._calendar)
