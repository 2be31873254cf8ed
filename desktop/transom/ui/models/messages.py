"""The messages of a folder, or those a search found, in the order asked for."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtCore import QObject, Signal, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.entities.listing import EVERYTHING, ListOrder, ListWish, SortKey
from transom.engine.entities.mail import FolderId, MessageId, MessageLine
from transom.ui.bridge import Bridge
from transom.ui.models.found_rows import FoundRowsModel
from transom.ui.models.loaded_rows import LoadedRows
from transom.ui.models.mail_source import FIRST_ROWS, MOST_READ_AT_ONCE, MailDoor
from transom.ui.models.open_rows import OpenRow
from transom.ui.models.order_desk import OrderDesk
from transom.ui.models.ordered_rows import OrderedRows, with_beginning
from transom.ui.models.row_edits import edits_between, runs
from transom.ui.models.row_news import RowNews

_ENOUGH_ROWS = 40


class MessageListModel(FoundRowsModel):
    """Rows of messages and conversations that follow the store.

    They come and go by the smallest signals, so that views keep selection and place.

    Signals:
        arranged: other rows are shown than before, or in another order.
    """

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
        self._coming: OrderedRows | None = None
        self._missed: set[MessageId] | None = set()
        self._orders = OrderDesk(door, bridge, self)
        self._orders.ordered.connect(self._on_ordered)
        bridge.changed.connect(self._on_changed)

    @property
    def is_looking(self) -> bool:
        """Whether rows are still on their way that the list has not shown yet."""
        return self._coming is not None or (not self.is_known and len(self._rows) < _ENOUGH_ROWS)

    @property
    def is_known(self) -> bool:
        """Whether all rows of a folder's list are here, not its beginning alone."""
        is_all = isinstance(self._rows, LoadedRows) or self._rows.is_known
        return self._coming is None and is_all

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
        if (shown := self._wished) is not None:
            self._show(replace(manner, folder=shown.folder, only_focused=shown.only_focused))

    def row_of_day(self, day: date) -> int:
        """Return where a day's messages begin in a list by date, or what follows; else -1."""
        rows = self._rows
        if isinstance(rows, LoadedRows) or rows.wish.sort is not SortKey.DATE:
            return -1
        return rows.row_of_day(day, day + timedelta(days=1))

    def clear(self) -> None:
        """Show nothing."""
        self.found.forget()
        self._begin(None)
        self._is_whole = True
        self._replace(LoadedRows())

    @override
    def line_at(self, row: int) -> MessageLine | None:
        line = super().line_at(row)
        if line is None and isinstance(self._rows, OrderedRows) and self._rows.lines.misses_some:
            self._orders.renew()
        return line

    @property
    def _wished(self) -> ListWish | None:
        return self._coming.wish if self._coming is not None else self.wish

    def _begin(self, wish: ListWish | None, *, at_once: bool = False) -> None:
        self._coming = None
        self._missed = set()
        self._orders.begin(wish, at_once=at_once)

    def _show(self, wish: ListWish) -> None:
        shown = self._wished
        is_other = shown is None or (wish.folder, wish.only_focused) != (
            shown.folder,
            shown.only_focused,
        )
        self._manner = replace(wish, only_focused=None)
        self._members = self._door.reader.read_members(wish.folder)
        self.found.forget()
        rows = OrderedRows(self._door.lists, wish)
        if wish.sort is SortKey.DATE:
            page = self._door.lists.read_page(wish, None, FIRST_ROWS)
            rows.begin(page.ids, is_whole=page.is_whole)
            self._begin(wish, at_once=not page.is_whole)
            self._replace(rows)
        else:
            # What was listed stays in sight until the order is known.
            self._begin(wish, at_once=True)
            self._coming = rows
            if is_other:
                self._replace(OrderedRows(self._door.lists, wish))
        self.arranged.emit()

    @override
    def _show_found(self, lines: list[MessageLine], is_whole: bool) -> None:
        if isinstance(self._rows, OrderedRows):
            self._begin(None)
        super()._show_found(lines, is_whole)

    @Slot(object)
    def _on_ordered(self, order: ListOrder) -> None:
        missed, self._missed = self._missed, set()
        if missed is None:
            page = self._door.lists.read_page(order.wish, None, FIRST_ROWS)
            order = with_beginning(order, page)
            self._orders.renew()
        coming, self._coming = self._coming, None
        rows = self._rows if coming is None else coming
        if isinstance(rows, LoadedRows):
            return
        is_first = not rows.is_known
        if coming is not None:
            coming.replace(order.ids)
            coming.complete(order)
            self._replace(coming)
        else:
            self._go_by(rows, order)
        if missed:
            self._renew_named(rows, list(missed))
        if is_first:
            self.arranged.emit()

    def _go_by(self, rows: OrderedRows, order: ListOrder) -> None:
        """Make the rows those of a newer order."""
        edits = edits_between(rows.heads, order.ids)
        if rows.lines.misses_some:
            rows.lines.forget()
        self._apply(rows, order.ids if edits is None else edits)
        rows.complete(order)
        self._titles = None
        self.merged.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        rows = self._rows
        if isinstance(rows, LoadedRows):
            if change.kind is Kind.MESSAGES:
                self.found.renew(change)
            return
        if change.kind is Kind.FOLDERS:
            members = self._door.reader.read_members(rows.wish.folder)
            if members != self._members:
                self._members = members
                self._renew(rows, ())
        elif change.kind is Kind.MESSAGES and (
            change.scope in (None, *self._members)
            or any(rows.may_show(MessageId(number)) for number in change.ids)
        ):
            self._renew(rows, [MessageId(number) for number in change.ids])

    def _renew(self, rows: OrderedRows, ids: Sequence[MessageId]) -> None:
        """Read named rows again; all of them where none is named."""
        if self._orders.is_asking:
            self._miss(ids)
        if ids and len(ids) <= MOST_READ_AT_ONCE:
            self._renew_named(rows, ids)
            return
        moved = self._renew_open(rows)
        rows.lines.forget()
        is_short = len(rows.heads) <= FIRST_ROWS and rows.wish.sort is SortKey.DATE
        if is_short:  # enough to be looked at here and now
            page = self._door.lists.read_page(rows.wish, None, FIRST_ROWS)
            self._go_by(rows, ListOrder(rows.wish, array("q", page.ids)))
            rows.is_known = page.is_whole
        if not is_short or not rows.is_known:
            self._orders.renew()
        self._open_again(rows, moved)
        self._tell_all_changed()

    def _miss(self, ids: Sequence[MessageId]) -> None:
        """Remember what an order that is on its way may not know of; None stands for too much."""
        if self._missed is not None:
            self._missed.update(ids)
            if not ids or len(self._missed) > MOST_READ_AT_ONCE:
                self._missed = None

    def _renew_named(self, rows: OrderedRows, ids: Sequence[MessageId]) -> None:
        news = RowNews(self._door.lists, rows, ids)
        if news.needs_order:
            self._orders.renew()
        moved = self._renew_open(rows)
        changed = news.settle()
        self._apply(rows, news.edits)
        self._open_again(rows, moved)
        if rows.wish.makes_conversations:
            self._tell_all_changed()
            return
        for first, last in runs(sorted(rows.row_of(one) for one in changed)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, self.columnCount() - 1))

    def _open_again(self, rows: OrderedRows, moved: Iterable[OpenRow]) -> None:
        for one in moved:
            if rows.place_of(one.head) >= 0:
                self._open(rows, one)
        self.merged.emit()
