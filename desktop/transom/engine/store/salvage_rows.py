"""Reads a table's rows around the places that cannot be read any more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import apsw

Row = tuple[Any, ...]

_FIRST, _LAST = -(1 << 63), (1 << 63) - 1

UNREADABLE = (apsw.CorruptError, apsw.NotADBError, apsw.IOError)


@dataclass(slots=True, eq=False)
class DamagedTable:
    """One table of a damaged file; ``gaps`` counts the places that were left out so far.

    ``connect`` opens the file anew: a connection that met damage is not trusted any more. ``keys``
    are the primary key of a table without rowids, empty for others.
    """

    connect: Callable[[], apsw.Connection]
    name: str
    columns: Sequence[str]
    keys: Sequence[str] = ()
    gaps: int = field(default=0, init=False)

    def rows(self) -> Iterator[Row]:
        """Yield what can be read, in no order that counts; near a gap a row may come twice."""
        try:
            yield from self._keyed_rows() if self.keys else self._numbered_rows()
        except apsw.SQLError:  # the schema has lost the table
            self.gaps += 1

    def _numbered_rows(self) -> Iterator[Row]:
        """Read upwards; at a gap look for the next rowid from which on reading works again."""
        columns = ", ".join(self.columns)
        sql = f"select rowid, {columns} from {self.name} not indexed where rowid > ? order by rowid"  # noqa: S608
        reached: int | None = _FIRST
        while reached is not None:
            cx = self.connect()
            try:
                for row in cx.execute(sql, (reached,)):
                    reached = row[0]
                    yield row[1:]
                return
            except UNREADABLE:
                self.gaps += 1
            finally:
                cx.close()
            reached = self._beyond(reached)

    def _beyond(self, reached: int) -> int | None:
        """Return the smallest rowid found behind which reading works; None if there is none."""
        is_known, broken = self._next_after(reached)
        if is_known:  # the row's own page is sound, what it spilled elsewhere is not
            return broken
        low, step = reached, 1
        while not self._next_after(high := min(low + step, _LAST))[0]:
            if high == _LAST:
                return None
            step *= 2
        while high - low > 1:
            middle = (low + high) // 2
            if self._next_after(middle)[0]:
                high = middle
            else:
                low = middle
        return high

    def _next_after(self, number: int) -> tuple[bool, int | None]:
        """Say whether the place behind a rowid can be read, and which rowid follows there."""
        sql = f"select rowid from {self.name} not indexed where rowid > ? order by rowid limit 1"  # noqa: S608
        cx = self.connect()
        try:
            return True, cx.execute(sql, (number,)).get
        except UNREADABLE:
            return False, None
        finally:
            cx.close()

    def _keyed_rows(self) -> Iterator[Row]:
        """Read upwards to the first gap and downwards to the last; such tables are small."""
        for order in ("", " desc"):
            by = ", ".join(f"{key}{order}" for key in self.keys)
            cx = self.connect()
            try:
                # The names are the schema's own.
                sql = f"select {', '.join(self.columns)} from {self.name} order by {by}"  # noqa: S608
                yield from cx.execute(sql)
                return
            except UNREADABLE:
                self.gaps += 1
            finally:
                cx.close()
