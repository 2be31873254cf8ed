"""Paints one event's box: stripe, soft fill, subject and time."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)

from transom.engine.entities.calendar import Answer, Event, ShowAs
from transom.ui.calendar.geometry import Box
from transom.ui.calendar.ink import Ink
from transom.ui.calendar.words import clock, clock_range
from transom.ui.models.events import is_preview
from transom.ui.text import safe

FILL_SHARE = 0.16
_NARROW_PX = 44
"""In a narrower box words are cut off: dots and broken words would leave less of them."""
_DOTS = Qt.TextElideMode.ElideRight
_WRAPPED = QTextOption()
_WRAPPED.setWrapMode(QTextOption.WrapMode.WordWrap)
_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class Look:
    """How a box is drawn besides its own event: picked, or picked and with the keyboard on it."""

    is_selected: bool = False
    has_focus: bool = False


class EventPainter:
    """Paints boxes in a theme; a declined event is dim, a cancelled one struck through."""

    def __init__(self, theme: Ink, zone: tzinfo) -> None:
        self._theme, self._zone = theme, zone

    def paint(
        self, painter: QPainter, rect: QRect, box: Box, event: Event, color: QColor, look: Look
    ) -> None:
        """Paint the box of ``event`` into ``rect``."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = self._theme.px(6)
        shape.addRoundedRect(QRectF(rect), radius, radius)
        is_dim = event.own_answer is Answer.DECLINED or event.is_cancelled
        is_pale = is_dim or is_preview(event)
        self._paint_ground(painter, rect, shape, event, color, is_pale)
        self._paint_words(painter, rect, box, event, is_dim)
        if is_preview(event):
            paint_dashes(painter, shape, color)
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(rect).adjusted(3, 3, -3, -3), radius / 2, radius / 2)
        if look.has_focus or (look.is_selected and not is_preview(event)):
            pen = QPen(self._theme.color("accent") if look.has_focus else color)
            pen.setWidthF(2 if look.has_focus else 1)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(shape)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRect,
        shape: QPainterPath,
        event: Event,
        color: QColor,
        is_pale: bool,
    ) -> None:
        card = self._theme.color("card")
        share = FILL_SHARE / 2 if is_pale else FILL_SHARE
        brush = pattern_brush(event, self._theme.mixed(color, card, 2 * share))
        if brush is None:
            painter.fillPath(shape, self._theme.mixed(color, card, share))
        else:
            painter.fillPath(shape, self._theme.mixed(color, card, share / 2))
            painter.fillPath(shape, brush)
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        stripe = self._theme.mixed(color, card, 0.5) if is_pale else color
        painter.fillRect(rect.left(), rect.top(), self._theme.px(3), rect.height(), stripe)

    def _paint_words(
        self, painter: QPainter, rect: QRect, box: Box, event: Event, is_dim: bool
    ) -> None:
        px = self._theme.px
        subject_font = self._theme.font(12, 600)
        subject_font.setStrikeOut(event.is_cancelled)
        small = self._theme.font(12)
        lead, trail = (px(10), px(4)) if rect.width() >= px(_NARROW_PX) else (px(6), px(1))
        room = rect.adjusted(lead, px(4), -trail, -px(2))
        line = QFontMetrics(subject_font).height()
        if room.height() < line:
            room = rect.adjusted(lead, 0, -trail, 0)
        subject = safe(event.subject) or "(no subject)"
        painter.setFont(subject_font)
        painter.setPen(self._theme.color("dim" if is_dim else "text"))
        first = QRect(room.left(), room.top(), room.width(), min(line, room.height()))
        if box.is_banded or room.height() < 2 * line:
            first.moveTop(rect.top() + (rect.height() - first.height()) // 2)
            used = draw_measured(painter, first, subject)
            if box.is_banded or used + px(44) > room.width():
                return
            first.setLeft(first.left() + used + px(6))
            painter.setFont(small)
            painter.setPen(self._theme.color("dim"))
            draw_line(painter, first, clock(event.span.starts_at, self._zone))
            return
        # A narrow column of many lines says its subject in several of them; the time is last.
        most = room.height() // line - 1 if rect.width() >= px(_NARROW_PX) else 1
        rows = draw_lines(painter, first, subject, most)
        first.translate(0, (rows - 1) * line)
        painter.setFont(small)
        painter.setPen(self._theme.color("dim"))
        lines = [clock_range(event.span, self._zone), safe(event.location)]
        for text in (text for text in lines if text):
            first.translate(0, line + px(1))
            if first.bottom() > room.bottom() + px(1):
                break
            draw_line(painter, first, text)


def paint_dashes(painter: QPainter, shape: QPainterPath, color: QColor) -> None:
    """Draw the edge of an event that is only looked at."""
    painter.setPen(QPen(color, 2, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(shape)


def pattern_brush(event: Event, color: QColor) -> QBrush | None:
    """Return light strokes for a time that is not quite taken, or taken elsewhere; else None."""
    unsure = (Answer.TENTATIVE, Answer.NOT_ANSWERED)
    if event.show_as is ShowAs.TENTATIVE or event.own_answer in unsure:
        return QBrush(color, Qt.BrushStyle.BDiagPattern)
    if event.show_as is ShowAs.OUT_OF_OFFICE:
        return QBrush(color, Qt.BrushStyle.FDiagPattern)
    if event.show_as is ShowAs.FREE and not event.span.is_all_day:
        return QBrush(color, Qt.BrushStyle.Dense7Pattern)
    return None


def draw_line(painter: QPainter, rect: QRect, text: str) -> str:
    """Draw one line, elided where it is longer than the room, and return it as drawn."""
    metrics = painter.fontMetrics()
    is_narrow = rect.width() < 3 * metrics.height()
    mode = Qt.TextElideMode.ElideNone if is_narrow else _DOTS
    shown = metrics.elidedText(text, mode, rect.width())
    painter.drawText(rect, _LINE, shown)
    return shown


def draw_measured(painter: QPainter, rect: QRect, text: str) -> int:
    """Draw one elided line and return its width, which takes as long as drawing it."""
    return painter.fontMetrics().horizontalAdvance(draw_line(painter, rect, text))


def draw_lines(painter: QPainter, rect: QRect, text: str, most: int) -> int:
    """Draw words in as many lines as they need and there may be; return how many."""
    metrics = painter.fontMetrics()
    if most < 2 or metrics.elidedText(text, _DOTS, rect.width()) == text:
        draw_line(painter, rect, text)
        return 1
    layout = QTextLayout(text, painter.font())
    layout.setTextOption(_WRAPPED)
    layout.beginLayout()
    row, place = 0, QRect(rect)
    while row < most and (line := layout.createLine()).isValid():
        line.setLineWidth(rect.width())
        start, length = line.textStart(), line.textLength()
        rest = text[start:] if row == most - 1 else text[start : start + length].rstrip()
        draw_line(painter, place, rest)
        place.translate(0, metrics.height())
        row += 1
    layout.endLayout()
    return row
