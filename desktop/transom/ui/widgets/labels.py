"""Labels and tool tips that never take a server's string for rich text."""

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from transom.ui.text import safe, safe_lines


class PlainLabel(QLabel):
    """A label for plain text; with ``is_elided`` it is one line that ends in an ellipsis."""

    def __init__(
        self,
        text: str = "",
        style: str = "",
        *,
        is_elided: bool = False,
        is_selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._is_elided = is_elided
        if style:
            self.setProperty("role", style)  # "text" is the label's own
        if is_elided:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if is_selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show a string from anywhere, without controls; lines stay lines where it wraps."""
        self.setText(safe_lines(text) if self.wordWrap() else safe(text))
        if self._is_elided:
            set_tool_tip(self, text)

    def set_wrapped(self, is_wrapped: bool = True) -> None:
        """Let the text run over several lines."""
        self.setWordWrap(is_wrapped)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return (
            QSize(self.fontMetrics().averageCharWidth() * 4, hint.height())
            if self._is_elided
            else hint
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_elided:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        line = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), line)


def set_tool_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tool tip that shows ``text`` and nothing else."""
    widget.setToolTip(f"<span>{html.escape(safe(text))}</span>" if text else "")
