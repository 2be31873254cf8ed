"""A message as it is sent: its MIME form as text, once it is here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from transom.engine.errors import TransomError
from transom.ui import text
from transom.ui.mail.headers_view import plain_text
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

MOST_SHOWN_BYTES = 1_000_000


class SourceView(QWidget):
    """Shows a source as far as a text view stays quick; all of it can be saved."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(26), theme.px(12), theme.px(26), theme.px(16))
        column.setSpacing(theme.px(8))
        self.remark = PlainLabel("Fetching the source…", "dim")
        self.text = plain_text("", "Source of the message")
        self.text.setLineWrapMode(self.text.LineWrapMode.NoWrap)
        column.addWidget(self.remark)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_source(self, source: bytes) -> None:
        """Show what came."""
        shown = source[:MOST_SHOWN_BYTES].decode("utf-8", "replace")
        self.text.setPlainText(text.safe_lines(shown))
        words = text.size_words(len(source))
        if len(source) > MOST_SHOWN_BYTES:
            words += f", of which the first {text.size_words(MOST_SHOWN_BYTES)} are shown"
        self.remark.set_text(words)

    def show_error(self, error: TransomError) -> None:
        """Say why nothing came."""
        self.remark.set_text(f"{error.title}. {error.message}")
