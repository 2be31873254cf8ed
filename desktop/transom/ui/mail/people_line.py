"""Names in a row, each of which leads to its card."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy
from typing_extensions import override

from transom.engine.entities.accounts import Person
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import mirrored

_REST_MS = 500
_GAP = ", "
_RIGHT = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody and what to call them here; nobody stands for all who are not named."""

    words: str
    person: Person | None


class PeopleLine(QLabel):
    """Paints names on one line, or on as many as they need, and tells which is meant.

    A label, so that a screen reader has a word for it.

    Signals:
        rested: the (Person, QRect on the screen) the pointer rests on.
        chosen: the (Person, QRect on the screen) that was clicked, or chosen by Enter.
        rest_requested: those who are not named are wished to be seen.
    """

    rested = Signal(object)
    chosen = Signal(object)
    rest_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        *,
        size: int = 12,
        weight: int = 400,
        token: str = "dim",
        is_wrapped: bool = False,
    ) -> None:
        super().__init__()
        self._theme, self._size, self._weight, self._token = theme, size, weight, token
        self._is_wrapped = is_wrapped
        self._prefix = ""
        self._names: tuple[Named, ...] = ()
        self._rects: list[QRect] = []
        self._widths: dict[str, int] = {}
        self._pointed, self._current = -1, 0
        self.setMinimumWidth(theme.px(60))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tall = QSizePolicy.Policy.Minimum if is_wrapped else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, tall)
        policy.setHeightForWidth(is_wrapped)
        self.setSizePolicy(policy)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        theme.changed.connect(self.update)

    @property
    def names(self) -> tuple[Named, ...]:
        """Who is named, in order."""
        return self._names

    def show_names(self, names: Sequence[Named], prefix: str = "", label: str = "") -> None:
        """Show names after a few words; ``label`` is what a screen reader says before them."""
        self._names, self._prefix = tuple(names), prefix
        self._widths.clear()
        self._pointed, self._current = -1, 0
        listed = ", ".join(one.words for one in names)
        self.setAccessibleName(f"{label or prefix} {listed}".strip())
        self.setVisible(bool(names or prefix))
        self._rects = []
        self.updateGeometry()
        self._place()

    @override
    def sizeHint(self) -> QSize:
        rects = self._laid(1 << 20)
        width = max((rect.right() for rect in rects), default=self._prefix_px)
        return QSize(width + self._theme.px(8) + self._width_of(_GAP), self._line_px())

    @override
    def heightForWidth(self, width: int) -> int:
        rects = self._laid(width)
        return max((rect.bottom() + 1 for rect in rects), default=self._line_px())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._size, self._weight))
        color = self._theme.color(self._token)
        painter.setPen(color)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(0, 0, self.width(), self._line_px()), flags, self._prefix)
        for place, rect in enumerate(self._rects):
            is_last = place == len(self._names) - 1
            if rect.isNull():
                break
            words = self._names[place].words
            room = rect.right() - rect.left() + 1
            # The painter's own idea of widths is a hair wider: what has its place is drawn whole.
            is_whole = room >= self._width_of(words)
            shown = words if is_whole else painter.fontMetrics().elidedText(words, _RIGHT, room)
            is_meant = place == self._pointed
            painter.setPen(self._theme.color("accent") if is_meant else color)
            slack = (-2, 0) if self._is_mirrored else (0, 2)
            painter.drawText(rect.adjusted(slack[0], 0, slack[1], 0), flags, shown)
            if not is_last:
                painter.setPen(color)
                sign = " …" if self._rects[place + 1].isNull() else ","
                painter.drawText(
                    _behind(rect, sign, painter.fontMetrics(), self._is_mirrored), sign
                )
            if self.hasFocus() and place == self._current:
                painter.setPen(QPen(self._theme.color("accent"), 1))
                painter.drawRoundedRect(rect.adjusted(-2, 0, 1, -1), 3, 3)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(_place_at(event.position().toPoint(), self._rects))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = _place_at(event.position().toPoint(), self._rects)
        if event.button() is Qt.MouseButton.LeftButton and place >= 0:
            self._rest.stop()
            self._choose(place)
        else:
            event.ignore()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        step = -step if self._is_mirrored else step
        shown = sum(not rect.isNull() for rect in self._rects)
        if step and shown:
            self._current = min(max(0, self._current + step), shown - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and shown:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _point(self, place: int) -> None:
        if place == self._pointed:
            return
        self._pointed = place
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor
        )
        self.update()
        if place >= 0:
            self._rest.start()
        else:
            self._rest.stop()

    @Slot()
    def _on_rested(self) -> None:
        if 0 <= self._pointed < len(self._names):
            self._tell(self._pointed, self.rested)

    def _choose(self, place: int) -> None:
        if self._names[place].person is None:
            self.rest_requested.emit()
        else:
            self._tell(place, self.chosen)

    def _tell(self, place: int, signal: SignalInstance) -> None:
        rect, person = self._rects[place], self._names[place].person
        if person is not None:
            signal.emit((person, QRect(self.mapToGlobal(rect.topLeft()), rect.size())))

    def _place(self) -> None:
        rects = self._laid(self.width())
        if self._is_mirrored:
            rects = [one if one.isNull() else mirrored(one, self.width()) for one in rects]
        self._rects = rects
        self.update()

    @property
    def _is_mirrored(self) -> bool:
        return self.layoutDirection() is Qt.LayoutDirection.RightToLeft

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(self._size, self._weight))

    @property
    def _prefix_px(self) -> int:
        return self._width_of(f"{self._prefix} ") if self._prefix else 0

    def _width_of(self, words: str) -> int:
        """Measure words once: shaping them takes longer than placing them."""
        if words not in self._widths:
            self._widths[words] = self._metrics().horizontalAdvance(words)
        return self._widths[words]

    def _line_px(self) -> int:
        return self._metrics().height() + self._theme.px(2)

    def _laid(self, width: int) -> list[QRect]:
        """Find a place for each name; those beyond the room there is have none."""
        line, least_px = self._line_px(), self._metrics().averageCharWidth() * 4
        left, top = self._prefix_px, 0
        gap = self._width_of(_GAP)
        rects: list[QRect] = []
        for one in self._names:
            needed = self._width_of(one.words) + 2  # for parts of a pixel
            if self._is_wrapped and left + needed > width and left:
                left, top = 0, top + line
            room = width - left - (gap if one is not self._names[-1] else 0)
            is_over = bool(rects) and rects[-1].isNull()
            if is_over or room < min(needed, least_px):
                rects.append(QRect())
                continue
            rects.append(QRect(left, top, min(needed, room), line))
            left += min(needed, room) + gap
        return rects


def named(person: Person, own_address: str = "") -> Named:
    """Return somebody by name, or as ``me``."""
    is_own = bool(own_address) and person.address.casefold() == own_address.casefold()
    words = "me" if is_own else text.safe(text.name_of(person), is_isolated=True)
    return Named(words, person)


def _behind(rect: QRect, sign: str, metrics: QFontMetrics, is_mirrored: bool) -> QPoint:
    """Return where a sign is drawn that follows a name."""
    if is_mirrored:
        return rect.topLeft() + QPoint(-1 - metrics.horizontalAdvance(sign), metrics.ascent())
    return rect.topRight() + QPoint(1, metrics.ascent())


def _place_at(at: QPoint, rects: Sequence[QRect]) -> int:
    return next((n for n, rect in enumerate(rects) if rect.contains(at)), -1)
