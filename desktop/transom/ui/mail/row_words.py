"""Words in a row: cut to their room, with what a search looked for marked."""

import re

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QTextCharFormat, QTextLayout

from transom.ui.hits import hit_ranges
from transom.ui.theme import Theme
from transom.ui.widgets.mirror import MirrorPainter

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_USUAL_LETTER_PX = 4
"""Words of narrower letters than this are measured twice."""

_MOST_LETTERS = 400


class RowWords:
    """Draws a line of words with the painter's font and pen."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def draw(
        self, painter: QPainter, room: QRect, words: str, hits: re.Pattern[str] | None
    ) -> None:
        """Draw words from the left; what ``hits`` finds stands on a ground of its own."""
        shown = _elided(painter, words, max(0, room.width() - self._theme.px(6)))
        ranges = hit_ranges(shown, hits) if hits else []
        if ranges:
            self._draw_marked(painter, room, shown, ranges)
        else:
            painter.drawText(room, _LEFT, shown)

    def _draw_marked(
        self, painter: QPainter, room: QRect, words: str, ranges: list[tuple[int, int]]
    ) -> None:
        mark = QTextCharFormat()
        mark.setBackground(self._theme.color("warn_soft"))
        mark.setForeground(self._theme.color("text"))
        layout = QTextLayout(words, painter.font())
        formats = []
        for start, length in ranges:
            hit = QTextLayout.FormatRange()
            hit.start, hit.length, hit.format = start, length, mark
            formats.append(hit)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(len(words))
        layout.endLayout()
        top = room.center().y() - line.height() / 2
        if isinstance(painter, MirrorPainter):
            painter.draw_layout(layout, room, top)
        else:
            layout.draw(painter, QPointF(room.left(), top))


def _elided(painter: QPainter, words: str, width: int) -> str:
    """Cut words to a width; no font measures a whole novel for a row."""
    metrics, end = painter.fontMetrics(), Qt.TextElideMode.ElideRight
    few = words[: 1 + width // _USUAL_LETTER_PX]
    shown = metrics.elidedText(few, end, width)
    is_cut = shown != few or len(few) == len(words)
    return shown if is_cut else metrics.elidedText(words[:_MOST_LETTERS], end, width)
