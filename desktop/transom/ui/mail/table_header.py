"""The header of the list as a table: a click sorts, and widths are remembered."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

from transom.engine.entities.listing import ListWish, SortKey
from transom.ui.mail.list_habits import usual_direction
from transom.ui.models.list_columns import SORTED_BY, TITLES, Column
from transom.ui.theme import Theme

_USUAL_PX = {
    Column.SENDER: 210,
    Column.RECEIVED: 104,
    Column.SIZE: 76,
    Column.FLAGS: 84,
    Column.CATEGORIES: 130,
}
_LEAST_PX = 48
_SAVE_AFTER_MS = 800


class TableHeader(QObject):
    """Lays out the columns; the subject takes what the others leave.

    Signals:
        arranged: the ListWish by which a click wants lists to be sorted.
        widths_changed: columns' widths by their titles, in pixels of the design.
    """

    arranged = Signal(object)
    widths_changed = Signal(object)

    def __init__(self, view: QTableView, theme: Theme) -> None:
        super().__init__(view)
        self._theme = theme
        self._header = view.horizontalHeader()
        self._manner: ListWish | None = None
        self._widths: dict[str, int] = {}
        self._is_table = False
        self._pause = QTimer(self, singleShot=True, interval=_SAVE_AFTER_MS)
        self._pause.timeout.connect(self._on_pause_ended)
        self._header.setHighlightSections(False)
        self._header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._header.sectionResized.connect(self._on_section_resized)
        self._header.sectionClicked.connect(self._on_section_clicked)
        self._header.hide()

    def set_widths(self, widths: Mapping[str, int]) -> None:
        """Take the widths that were kept."""
        self._widths = dict(widths)

    def show_table(self, is_table: bool) -> None:
        """Show titles over columns, or one column without any; the model has changed already."""
        self._is_table = False
        header = self._header
        header.setVisible(is_table)
        if not is_table:
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            return
        px = self._theme.px
        header.setMinimumSectionSize(px(_LEAST_PX))
        header.setFixedHeight(px(30))
        header.setSectionsClickable(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.SUBJECT, QHeaderView.ResizeMode.Stretch)
        for column, usual in _USUAL_PX.items():
            header.resizeSection(column, px(self._widths.get(TITLES[column], usual)))
        self._is_table = True
        if self._manner is not None:
            self.show_manner(self._manner)

    def show_manner(self, manner: ListWish) -> None:
        """Mark the column that the list is sorted by."""
        self._manner = manner
        if not self._is_table:
            return
        places = {sort: column for column, sort in SORTED_BY.items()}
        order = Qt.SortOrder
        # As Qt has it, an arrow that points down stands for what ascends.
        way = order.DescendingOrder if manner.is_descending else order.AscendingOrder
        self._header.setSortIndicatorShown(True)
        self._header.setSortIndicator(places[manner.sort], way)

    @Slot(int)
    def _on_section_clicked(self, place: int) -> None:
        sort: SortKey | None = SORTED_BY.get(Column(place)) if self._is_table else None
        manner = self._manner
        if manner is None:
            return
        if sort is None:
            self.show_manner(manner)
            return
        is_same = sort is manner.sort
        is_descending = not manner.is_descending if is_same else usual_direction(sort)
        self.arranged.emit(replace(manner, sort=sort, is_descending=is_descending))

    @Slot(int, int, int)
    def _on_section_resized(self, place: int, _before: int, _now: int) -> None:
        if self._is_table and Column(place) in _USUAL_PX:
            self._pause.start()

    @Slot()
    def _on_pause_ended(self) -> None:
        if not self._is_table:
            return
        scale = self._theme.px(100) / 100
        widths = {TITLES[one]: round(self._header.sectionSize(one) / scale) for one in _USUAL_PX}
        if widths != self._widths:
            self._widths = widths
            self.widths_changed.emit(widths)
