"""A file of words looked at in place."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from transom.ui.text import safe_lines

_MOST_BYTES = 1_000_000


class WordsView(QPlainTextEdit):
    """Shows a file's beginning as plain text of even width; nothing in it can be followed."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setAccessibleName(name)
        rest = "\n\n… only the beginning is shown." if len(content) > _MOST_BYTES else ""
        self.setPlainText(safe_lines(words_of(content[:_MOST_BYTES])) + rest)


def words_of(content: bytes) -> str:
    """Return bytes as text: UTF-16 where they say so, UTF-8 where they are, else Windows' own."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(content) - 4:  # cut within a letter
            return content.decode("utf-8", "ignore")
        return content.decode("cp1252", "replace")
