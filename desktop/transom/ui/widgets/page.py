"""What the window asks of every page."""

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the window; what it does not override, it does not need."""

    def activate(self) -> None:
        """The page is shown."""

    def focus_first(self) -> None:
        """Put the keyboard where a person would begin."""

    def escape(self) -> bool:
        """Leave what Esc leaves; say if there was something."""
        return False

    def search(self, words: str) -> None:
        """Search for words, as if they had been typed here."""

    def set_narrow(self, level: int) -> None:
        """0 is wide, 1 makes the side pane a drawer, 2 shows one pane at a time."""

    def shut(self) -> None:
        """Transom is closing: end what must end before the window does."""
