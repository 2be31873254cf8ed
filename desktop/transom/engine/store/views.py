"""Lists over the folders of all accounts: every inbox, what is unread, what is flagged."""

from collections.abc import Iterable, Sequence
from heapq import merge
from itertools import islice

import apsw

from transom.engine.entities.mail import (
    ALL_INBOXES,
    FLAGGED,
    UNREAD,
    Folder,
    FolderId,
    MessageId,
)

_APART = frozenset(("deleteditems", "junkemail", "outbox"))
"""What lies in these, or in folders of theirs, is done with."""


def members_of(view: FolderId, folders: Sequence[Folder]) -> frozenset[FolderId]:
    """Return the folders whose messages a view lists; of a folder that is none, itself."""
    if view >= 0:
        return frozenset((view,))
    if view == ALL_INBOXES:
        return frozenset(one.id for one in folders if one.well_known == "inbox")
    apart = _below({one.id for one in folders if one.well_known in _APART}, folders)
    apart |= {one.id for one in folders if view == UNREAD and one.well_known == "drafts"}
    return frozenset(one.id for one in folders if not one.is_hidden and one.id not in apart)


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


def _below(tops: set[FolderId], folders: Sequence[Folder]) -> set[FolderId]:
    """Return these folders and everything under them, by a walk that a loop cannot hold up."""
    found = set(tops)
    remote = {(one.account, one.remote_id) for one in folders if one.id in tops}
    while True:
        inner = [
            one
            for one in folders
            if one.id not in found and (one.account, one.parent_remote_id) in remote
        ]
        if not inner:
            return found
        found |= {one.id for one in inner}
        remote |= {(one.account, one.remote_id) for one in inner}
