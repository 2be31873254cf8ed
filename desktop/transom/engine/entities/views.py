"""Which folders a view lists, over all accounts."""

from collections.abc import Sequence

from transom.engine.entities.mail import ALL_INBOXES, UNREAD, Folder, FolderId

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
