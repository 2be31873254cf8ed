"""What the window asks of every page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.ui.widgets.tab_walk import stop_beside


class Page(QWidget):
    """A page of the window; what it does not override, it does not need.

    Where a page names its ``panes``, Tab walks through them as one reads.
    """

    panes: Sequence[QWidget] = ()

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

    @override
    def focusNextPrevChild(self, is_forward: bool) -> bool:
        target = stop_beside(self, self.panes, is_forward=is_forward) if self.panes else None
        if target is None:
            return super().focusNextPrevChild(is_forward)
        reason = Qt.FocusReason
        target.setFocus(reason.TabFocusReason if is_forward else reason.BacktabFocusReason)
        return True
