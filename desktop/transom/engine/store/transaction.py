"""One transaction on the writer's connection, and the news it will bring."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import apsw

from transom.engine.changes import Change, Kind
from transom.engine.courtesy import Courtesy
from transom.engine.entities.accounts import AccountId

Value: TypeAlias = int | float | bytes | str | None

MOST_IDS = 200
"""News about more rows than this names none of them: all of the scope is read again."""


class Transaction:
    """What a write job holds: the connection, and a place to say what changed.

    Whoever writes many rows does so ``courtesy.between`` them.
    """

    def __init__(self, cx: apsw.Connection, courtesy: Courtesy) -> None:
        self.cx = cx
        self.courtesy = courtesy
        self._changes: dict[tuple[Kind, AccountId | None, int | None], set[int] | None] = {}
        self._after_commit: list[Callable[[], None]] = []

    def run(self, sql: str, values: Sequence[Value] = ()) -> apsw.Cursor:
        """Execute one statement, its strings cleaned of what UTF-8 cannot say."""
        try:
            return self.cx.execute(sql, values)
        except UnicodeEncodeError:  # before the first step: nothing was done yet
            return self.cx.execute(sql, cleaned(values))

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Execute one statement for each row, its strings cleaned as well."""
        self.cx.executemany(sql, [cleaned(row) for row in rows])

    def tell(self, change: Change) -> None:
        """Publish ``change`` after the commit, merged with others of its kind and scope."""
        key = (change.kind, change.account, change.scope)
        if not change.ids:
            self._changes[key] = None
        elif (known := self._changes.setdefault(key, set())) is not None:
            known.update(change.ids)

    def after_commit(self, job: Callable[[], None]) -> None:
        """Call ``job`` once the rows are safe; never if the transaction fails."""
        self._after_commit.append(job)

    def committed(self) -> list[Change]:
        """Run what waited for the commit and hand out the news."""
        for job in self._after_commit:
            job()
        return [
            Change(kind, account, scope, _ids(ids))
            for (kind, account, scope), ids in self._changes.items()
        ]


def _ids(ids: set[int] | None) -> tuple[int, ...]:
    return () if ids is None or len(ids) > MOST_IDS else tuple(sorted(ids))


def cleaned(values: Iterable[Value]) -> tuple[Value, ...]:
    """Replace lone surrogates, which the server's JSON may hold and UTF-8 may not."""
    # A list first: made at half the price of a tuple's generator, for every row that is written.
    return tuple(
        [
            clean(value) if isinstance(value, str) and not value.isascii() else value
            for value in values
        ]
    )


def clean(text: str) -> str:
    """Join surrogate pairs and replace lone halves."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
