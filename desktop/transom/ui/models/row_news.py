"""What news of some messages mean for the rows of a long list."""

from collections.abc import Iterable, Sequence

from transom.engine.entities.listing import SortKey, group_key
from transom.engine.entities.mail import MessageId, MessageLine
from transom.ui.models.mail_source import ListSource
from transom.ui.models.ordered_rows import OrderedRows
from transom.ui.models.row_edits import RowEdits, edits_by_place

_MOST_SOUGHT = 8
"""A million ids in no order of their own are looked through in ten milliseconds."""


class RowNews:
    """Reads the rows that these messages stand in, and finds those that they left.

    ``needs_order`` says that this does not tell all: a whole order has to be read again.
    """

    def __init__(self, source: ListSource, rows: OrderedRows, ids: Sequence[MessageId]) -> None:
        self._source, self._rows = source, rows
        self._named = set(ids)
        read = source.read_rows(rows.wish, ids)
        if rows.wish.makes_conversations:
            keys = {key for one in ids if (key := rows.lines.key_of(one)) is not None}
            keys |= {
                one.key for one in rows.opened.all if any(n.id in self._named for n in one.lines)
            }
            read += source.read_conversations(rows.wish, keys)
        self._fresh = {line.id: line for line in read}
        gone = self._left(self._named - self._fresh.keys())
        for line in self._fresh.values():
            if line.group is not None and rows.place_of(line.id) < 0:
                gone |= self._others(line)
        is_by_date = rows.wish.sort is SortKey.DATE
        self.needs_order = not is_by_date or any(self._is_unknown(one) for one in gone)
        places = (rows.place_of(one) for one in gone)
        self.edits: RowEdits = edits_by_place(places, list(self._come()) if is_by_date else ())

    def settle(self) -> list[MessageId]:
        """Let the rows read anew what is not as it was; return which lines have changed."""
        kept = {number: self._rows.lines.kept(number) for number in self._fresh}
        changed = [
            number for number, line in kept.items() if line not in (None, self._fresh[number])
        ]
        # One that left without a trace may have been counted in any conversation.
        self._rows.lines.forget(None if self._rows.wish.makes_conversations else self._named)
        self._rows.lines.keep(self._fresh.values())
        return changed

    def _left(self, messages: Iterable[MessageId]) -> set[MessageId]:
        """Return which of these still have rows; of many in a sorted list, those that were seen."""
        rows, wanted = self._rows, list(messages)
        if rows.wish.sort is not SortKey.DATE and len(wanted) > _MOST_SOUGHT:
            wanted = [one for one in wanted if rows.may_show(one)]
        return {one for one in wanted if rows.place_of(one) >= 0}

    def _others(self, head: MessageLine) -> set[MessageId]:
        """Return the rows that a conversation had before."""
        key = group_key(head)
        lines = self._source.read_conversation(self._rows.wish, key) if key is not None else []
        return {
            line.id for line in lines if line.id != head.id and self._rows.place_of(line.id) >= 0
        }

    def _is_unknown(self, message: MessageId) -> bool:
        """Whether nobody knows what stood in a row besides the message that left."""
        is_shared = self._rows.wish.makes_conversations
        return is_shared and message in self._named and self._rows.lines.key_of(message) is None

    def _come(self) -> Iterable[tuple[int, int]]:
        rows = self._rows
        fresh = sorted(
            (one for one in self._fresh if rows.place_of(one) < 0), reverse=rows.wish.is_descending
        )
        for number in fresh:
            place = rows.place_for(number)
            if rows.is_known or place < len(rows.heads):
                yield place, number
