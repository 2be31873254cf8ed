"""A list below the search field that completes operators and what they take."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView
from typing_extensions import override

from transom.engine.search.completing import Offer, offers_for
from transom.ui.text import safe

Names = Callable[[], tuple[Sequence[str], Sequence[str]]]
"""Returns the names of folders and of categories."""


class SearchCompleter(QCompleter):
    """Offers while somebody types; what is chosen takes the place of the last piece."""

    def __init__(self, field: QLineEdit, names: Names) -> None:
        super().__init__(field)
        self._field, self._names = field, names
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(10)
        self._list = QListView()
        self._list.setProperty("kind", "offers")
        self._list.setAccessibleName("Ways to narrow the search")
        self.setPopup(self._list)
        # Not field.setCompleter: that one opens by itself, and offers what does not fit.
        self.setWidget(field)
        field.textEdited.connect(self._on_text_edited)
        self.activated.connect(self._on_activated)

    @override
    def pathFromIndex(self, index: QModelIndex) -> str:  # type: ignore[override]
        return str(index.data(Qt.ItemDataRole.UserRole) or "")

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        at_end = self._field.cursorPosition() == len(text)
        offers = offers_for(text, *self._names()) if at_end else []
        self._rows.clear()
        for offer in offers:
            self._rows.appendRow(_row(offer))
        if offers:
            self.complete()
        else:
            self._list.hide()

    @Slot(str)
    def _on_activated(self, text: str) -> None:
        self._field.setText(text)
        self._on_text_edited(text)


def _row(offer: Offer) -> QStandardItem:
    words = f"{offer.piece} {offer.help}" if offer.help else offer.piece
    item = QStandardItem(safe(words))
    item.setData(offer.text, Qt.ItemDataRole.UserRole)
    item.setData(safe(words), Qt.ItemDataRole.AccessibleTextRole)
    return item
