"""Lists over the folders of all accounts: every inbox, what is unread, what is flagged."""

from collections.abc import Iterable
from heapq import merge
from itertools import islice

import apsw

from transom.engine.entities.mail import FLAGGED, UNREAD, FolderId, MessageId


def read_view_ids(
    cx: apsw.Connection,
    view: FolderId,
    members: Iterable[FolderId],
    before: MessageId | None,
    limit: int,
    chosen: str,
) -> list[MessageId]:
    """Return a view's newest ids before ``before``; ``chosen`` narrows them in SQL.

    Each folder's ids come in order from its own index, and the orders are merged: nothing is
    sorted that is not shown.
    """
    older = "" if before is None else " and m.id < ?2"
    if view == FLAGGED:
        # The plus keeps the planner at the index of what is flagged, which is in order.
        places = ", ".join(str(int(one)) for one in members)
        sql = (
            f"select m.id from message m where m.is_flagged = 1 and +m.folder in ({places})"  # noqa: S608
            f"{chosen}{older} order by m.id desc limit ?1"
        )
        rows = cx.execute(sql, (limit,) if before is None else (limit, before))
        return [MessageId(number) for (number,) in rows]
    unread = " and m.is_read = 0" if view == UNREAD else ""
    sql = (
        f"select m.id from message m where m.folder = ?3{unread}{chosen}{older}"  # noqa: S608
        " order by m.id desc limit ?1"
    )
    runs = [
        [MessageId(number) for (number,) in cx.execute(sql, (limit, before or 0, folder))]
        for folder in members
    ]
    return list(islice(merge(*runs, reverse=True), limit))


def count_view(
    cx: apsw.Connection, view: FolderId, members: Iterable[FolderId], chosen: str, column: str
) -> int:
    """Count what is stored of a view; ``column`` is the folder's own count where that serves."""
    places = ", ".join(str(int(one)) for one in members)
    if view == FLAGGED:
        where = f"m.is_flagged = 1 and +m.folder in ({places})"
        sql = f"select count(*) from message m where {where}{chosen}"  # noqa: S608
    elif chosen:
        unread = " and m.is_read = 0" if view == UNREAD else ""
        sql = f"select count(*) from message m where m.folder in ({places}){unread}{chosen}"  # noqa: S608
    else:
        counted = "stored_unread" if view == UNREAD else column
        sql = f"select coalesce(sum({counted}), 0) from folder where id in ({places})"  # noqa: S608
    return int(cx.execute(sql).get)
