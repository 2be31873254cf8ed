"""One person's days as a strip of hours, aligned with the columns of the grid above."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from transom.engine.entities.availability import Busy
from transom.engine.entities.spans import Span
from transom.ui.calendar.free_ink import STATES, StripDays, paint_state
from transom.ui.calendar.words import clock_range
from transom.ui.text import safe, short_weekday
from transom.ui.theme import Theme

_STRENGTH = list(STATES)
_HEIGHT_PX = 24


class FreeStrip(QWidget):
    """Paints what is taken, or, for everybody together, what is free.

    The arrow keys lead from span to span, Enter goes there in the grid.

    Signals:
        chosen: a datetime within a day that was clicked.
        told: what the keyboard came to, in words.
    """

    chosen = Signal(object)
    told = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._place: StripDays | None = None
        self._busy: tuple[Busy, ...] = ()
        self._off: tuple[Span, ...] = ()
        self._free: tuple[Span, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_time(
        self,
        place: StripDays,
        busy: Sequence[Busy],
        off: Sequence[Span] = (),
        free: Sequence[Span] = (),
    ) -> None:
        """Show what is taken, the hours nobody works, and what is free for all."""
        self._place, self._off, self._free = place, tuple(off), tuple(free)
        self._busy = tuple(sorted(busy, key=lambda one: _STRENGTH.index(one.show_as)))
        self._at = -1
        words = [words for _, words in self._spoken()]
        self.setAccessibleDescription("; ".join(words) or "Nothing planned")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(_HEIGHT_PX))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        place = self._place
        if place is None:
            return
        painter = QPainter(self)
        for number in range(len(place.days)):
            self._paint_day(painter, place, number)
        if self.hasFocus():
            spoken = self._spoken()
            here = spoken[self._at][0] if 0 <= self._at < len(spoken) else None
            self._paint_focus(painter, place, here)

    def _paint_focus(self, painter: QPainter, place: StripDays, here: Span | None) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 2))
        whole = QRect(
            place.edges[0] + 1, 1, place.edges[-1] - place.edges[0] - 2, self.height() - 2
        )
        rects = [whole]
        if here is not None:
            parts = (place.rect_of(here, n, self.height()) for n in range(len(place.days)))
            rects = [rect.adjusted(-2, 1, 1, -2) for rect in parts if not rect.isEmpty()] or rects
            painter.setPen(QPen(self._theme.color("text"), 2))
        for rect in rects:
            painter.drawRect(rect)

    def _paint_day(self, painter: QPainter, place: StripDays, number: int) -> None:
        theme, height = self._theme, self.height()
        left, right = place.edges[number], place.edges[number + 1]
        painter.fillRect(left + 2, 0, right - left - 3, height, theme.color("card"))
        for span in self._off:
            painter.fillRect(place.rect_of(span, number, height), theme.color("bg"))
        for span in self._free:
            rect = place.rect_of(span, number, height)
            painter.fillRect(rect, theme.color("ok_soft"))
            painter.fillRect(rect.adjusted(0, height - theme.px(3), 0, 0), theme.color("ok"))
        inset = theme.px(4)
        for one in self._busy:
            rect = place.rect_of(one.span, number, height)
            if not rect.isEmpty():
                paint_state(painter, rect.adjusted(0, inset, 0, -inset), one.show_as, theme)
        painter.fillRect(left, 0, 1, height, theme.color("line"))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event.pos())
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        spoken = self._spoken()
        key, last = event.key(), len(spoken) - 1
        places = {
            Qt.Key.Key_Right: min(last, self._at + 1),
            Qt.Key.Key_Left: max(0, self._at - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in places and spoken:
            self._at = places[Qt.Key(key)]
            self.told.emit(f"{self.accessibleName()}: {spoken[self._at][1]}")
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at <= last:
            self.chosen.emit(spoken[self._at][0].starts_at)
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place, x = self._place, event.position().toPoint().x()
        if place is None or event.button() != Qt.MouseButton.LeftButton:
            return
        spans = [*self._free, *(one.span for one in self._busy)]
        found = self._spans_at(spans, event.position().toPoint())
        if found:
            self.chosen.emit(found[0].starts_at)
        elif place.edges[0] <= x < place.edges[-1]:
            number = next(n for n in range(len(place.days)) if x < place.edges[n + 1])
            noon = datetime.combine(place.days[number], datetime.min.time(), place.zone)
            self.chosen.emit(noon.replace(hour=place.hours[0]))

    def _spoken(self) -> list[tuple[Span, str]]:
        """Return every span with its words, earliest first."""
        place = self._place
        if place is None:
            return []
        found = [(one.span, _state_words(one)) for one in self._busy]
        found += [(span, "Free for all") for span in self._free]
        found.sort(key=lambda one: one[0].starts_at)
        return [(span, _words(span, words, place)) for span, words in found]

    def _by_time(self) -> list[Busy]:
        return sorted(self._busy, key=lambda one: one.span.starts_at)

    def _spans_at(self, spans: Sequence[Span], point: QPoint) -> list[Span]:
        place = self._place
        if place is None:
            return []
        numbers = range(len(place.days))
        return [
            span
            for span in spans
            if any(place.rect_of(span, number, self.height()).contains(point) for number in numbers)
        ]

    def _words_at(self, point: QPoint) -> str:
        if self._place is None:
            return ""
        lines = [
            _words(one.span, _state_words(one), self._place)
            for one in self._by_time()
            if self._spans_at([one.span], point)
        ]
        lines += [
            _words(one, "Free for all", self._place) for one in self._spans_at(self._free, point)
        ]
        return "\n".join(lines)


def _state_words(one: Busy) -> str:
    return ", ".join(part for part in (STATES[one.show_as], safe(one.subject)) if part)


def _words(span: Span, state: str, place: StripDays) -> str:
    day = span.starts_at.astimezone(place.zone).date()
    return f"{short_weekday(day)} {day.day} {clock_range(span, place.zone)} {state}"
