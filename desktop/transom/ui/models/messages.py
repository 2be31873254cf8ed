"""The messages of a folder, or those a search found: a page at a time, in the order asked for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.listing import EVERYTHING, ListOrder, ListWish, SortKey
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.models.found_rows import FoundRowsModel
from transom.ui.models.lines import ROOT, Index
from transom.ui.models.list_rows import DatedRows
from transom.ui.models.mail_source import MOST_READ_AT_ONCE, MailDoor
from transom.ui.models.order_desk import OrderDesk
from transom.ui.models.sorted_rows import SortedRows

_ENOUGH_ROWS = 40


class MessageListModel(FoundRowsModel):
    """Rows of messages and conversations that follow the store.

    They come and go by the smallest signals, so that views keep selection and place.

    Signals:
        more_wanted: somebody scrolls to the end of what a search has brought so far.
        arranged: other rows are shown than before, or in another order.
    """

    more_wanted = Signal()
    arranged = Signal()

    def __init__(
        self,
        door: MailDoor,
        bridge: Bridge,
        today: Callable[[], date] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(door, today, parent)
        self._manner = ListWish(FolderId(0))
        self._members: frozenset[FolderId] = frozenset()
        self._orders = OrderDesk(door, bridge, self)
        self._orders.ordered.connect(self._on_ordered)
        self._next_look = QTimer(self, singleShot=True, interval=0)
        self._next_look.timeout.connect(self._on_next_look)
        self._next_reload = QTimer(self, singleShot=True, interval=0)
        self._next_reload.timeout.connect(self._on_next_reload)
        bridge.changed.connect(self._on_changed)

    @property
    def is_looking(self) -> bool:
        """Whether rows are still on their way that the list has not shown yet."""
        is_first_order = isinstance(self._rows, SortedRows) and not self._rows.is_known
        return self._next_look.isActive() or is_first_order

    def show_folder(self, folder: FolderId, only_focused: bool | None = None) -> None:
        """Show a folder, a view of several or a part of it, from its first row on.

        A sieve stays only while the folder stays.
        """
        sieve = self._manner.sieve if folder == self._manner.folder else EVERYTHING
        self._show(replace(self._manner, folder=folder, only_focused=only_focused, sieve=sieve))

    @property
    def manner(self) -> ListWish:
        """How lists are sieved, sorted and grouped; the sieve is that of its folder alone."""
        return self._manner

    def arrange(self, manner: ListWish) -> None:
        """Sieve, sort and group so, here and in what is shown from now on."""
        self._manner = replace(manner, only_focused=None)
        if self._rows is not None:
            shown = self._rows.wish
            self._show(replace(manner, folder=shown.folder, only_focused=shown.only_focused))

    def go_to_day(self, day: date) -> None:
        """Begin with a day's messages, in a list by date; earlier rows are loaded when wanted."""
        if self._rows is None or self._rows.wish.sort is not SortKey.DATE:
            return
        wish = self._rows.wish
        first = self._door.lists.first_id(text.start_of_day(day))
        after = self._door.lists.first_id(text.start_of_day(day + timedelta(days=1)))
        start = after if wish.is_descending else MessageId(first - 1)
        self._show_dated(DatedRows(self._door.lists, wish, start))

    def go_to_beginning(self) -> None:
        """Show the list from its first row on again, after a jump."""
        if self._rows is None or not self._rows.has_earlier:
            return
        if isinstance(self._rows, SortedRows):
            self._rows.begin_at_top()
            self._replace(self._rows.lines(), is_whole=self._rows.is_whole)
        else:
            self._show_dated(DatedRows(self._door.lists, self._rows.wish))

    def clear(self) -> None:
        """Show nothing."""
        self.found.forget()
        self._orders.begin(None)
        self._rows = None
        self._replace([], is_whole=True)

    @override
    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and not self._is_whole

    @override
    def fetchMore(self, parent: Index = ROOT) -> None:
        if self._is_whole or parent.isValid():
            return
        if self._rows is None:
            self.more_wanted.emit()
            return
        first = len(self._lines)
        lines = self._rows.fetch()
        self._is_whole = self._rows.is_whole
        if lines:
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()
        self._look_on(first)

    def _look_on(self, before: int) -> None:
        """Go on where a sieve has left in next to nothing; the window breathes in between."""
        if not self._is_whole and len(self._lines) < max(_ENOUGH_ROWS, before + 1):
            self._next_look.start()

    def _show(self, wish: ListWish) -> None:
        is_other = self._rows is None or wish.folder != self._rows.wish.folder
        self._manner = replace(wish, only_focused=None)
        self._members = self._door.reader.read_members(wish.folder)
        self.found.forget()
        self._next_look.stop()
        self._next_reload.stop()
        if wish.sort is SortKey.DATE:
            self._orders.begin(None)
            self._show_dated(DatedRows(self._door.lists, wish))
        else:
            # What was listed stays in sight until the order is known.
            self._rows, self._is_whole = SortedRows(self._door.lists, wish), True
            if is_other:
                self._replace([], is_whole=True)
            self._orders.begin(wish)
        self.arranged.emit()

    @override
    def _show_found(self, lines: list[MessageLine], is_whole: bool) -> None:
        if self._rows is not None:
            self._orders.begin(None)
            self._next_look.stop()
            self._next_reload.stop()
            self._rows = None
            self._replace(lines, is_whole=is_whole)
        else:
            super()._show_found(lines, is_whole)

    def _show_dated(self, rows: DatedRows) -> None:
        rows.fetch()
        if not rows.lines():  # all that there is comes before a day that was gone to
            rows.fetch_earlier()
        self._rows = rows
        self._next_look.stop()
        self._next_reload.stop()
        self._replace(rows.lines(), is_whole=rows.is_whole)
        self._look_on(0)

    @Slot(object)
    def _on_ordered(self, order: ListOrder) -> None:
        if isinstance(self._rows, SortedRows) and order.wish == self._rows.wish:
            is_first = not self._rows.is_known
            self._rows.take(order)
            if is_first:
                self._replace(self._rows.lines(), is_whole=self._rows.is_whole)
                self.arranged.emit()
            else:
                self._follow()

    @Slot()
    def _on_next_look(self) -> None:
        self.fetchMore()
        if not self._next_look.isActive():
            self.arranged.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._rows is None:
            if change.kind is Kind.MESSAGES:
                self.found.renew(change)
            return
        if change.kind is Kind.FOLDERS:
            members = self._door.reader.read_members(self._rows.wish.folder)
            if members != self._members:
                self._members = members
                self._renew(())
        elif change.kind is Kind.MESSAGES and (
            change.scope in (None, *self._members)
            or any(self.row_of(MessageId(number)) >= 0 for number in change.ids)
        ):
            self._renew([MessageId(number) for number in change.ids])

    def _renew(self, ids: Sequence[MessageId]) -> None:
        """Read named rows again; all that are loaded where none is named."""
        assert self._rows is not None
        self._orders.renew()
        if isinstance(self._rows, SortedRows) and not self._rows.is_known:
            return
        if ids and len(ids) <= MOST_READ_AT_ONCE:
            self._rows.renew(ids)
            self._follow()
        else:
            self._rows.begin_reload()
            self._on_next_reload()

    @Slot()
    def _on_next_reload(self) -> None:
        if self._rows is not None:
            if self._rows.reload_some():
                self._next_reload.start()
            self._follow()
