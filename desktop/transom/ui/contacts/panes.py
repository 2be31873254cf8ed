"""Where the people page's panes stand: side by side, or one at a time in a narrow window."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from transom.ui.contacts.card_side import CardSide
from transom.ui.contacts.folder_list import PeopleSide
from transom.ui.contacts.list_side import ListSide
from transom.ui.contacts.search_bar import SearchBar
from transom.ui.theme import Theme

LIST_WIDTH = 352


class PeoplePanes(QObject):
    """Lays out a page's folders, list and card, and offers the ways between them."""

    def __init__(
        self,
        page: QWidget,
        side: PeopleSide,
        bar: SearchBar,
        middle: ListSide,
        right: CardSide,
        theme: Theme,
    ) -> None:
        super().__init__(page)
        self._side, self._bar, self._middle, self._right = side, bar, middle, right
        self._level = 0
        panes = QSplitter()
        panes.setChildrenCollapsible(False)
        panes.addWidget(middle)
        panes.addWidget(right)
        panes.setStretchFactor(1, 1)
        panes.setSizes([theme.px(LIST_WIDTH), theme.px(3 * LIST_WIDTH)])
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(panes, 1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(column, 1)

    @property
    def is_single(self) -> bool:
        """Whether there is room for one pane at a time."""
        return self._level == 2

    @property
    def is_card_alone(self) -> bool:
        """Whether the card stands in the list's place."""
        return self.is_single and self._right.isVisible()

    def set_level(self, level: int) -> None:
        """Arrange for 0 a wide window, 1 a narrower one, 2 one pane at a time."""
        self._level = level
        self._side.setVisible(level == 0)
        self._bar.side.setVisible(level > 0)
        self._middle.setVisible(True)
        self._right.setVisible(level < 2)
        self._bar.back.setVisible(False)

    def show_list(self) -> None:
        """Make sure that the list can be seen."""
        self._middle.show()
        if self.is_single:
            self._right.hide()
            self._bar.back.hide()

    def show_card(self) -> None:
        """Make sure that the card can be seen."""
        if self.is_single:
            self._middle.hide()
            self._right.show()
            self._bar.back.show()
            self._bar.back.setFocus()

    @Slot()
    def toggle_side(self) -> None:
        """Show the folders, or put them away."""
        self._side.setVisible(not self._side.isVisible())

    def leave_side(self) -> bool:
        """Put the folders away where they take the list's room; say if there was something to."""
        if not self._level or not self._side.isVisible():
            return False
        self._side.hide()
        return True
