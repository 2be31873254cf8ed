"""The door's marks: what a person arranged here and has seen; the server never learns of it."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Fold, FolderId, MessageId
from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane

if TYPE_CHECKING:  # a heavy room, loaded by the worker that opens the profile
    from transom.engine.store.marks import MarkStore


class MarksPart:
    """Favourites, what is folded up, what was shown last, and what was seen."""

    def __init__(self, hall: Hall, lane: Lane) -> None:
        self._hall = hall
        self._lane = lane

    @property
    def reader(self) -> "MarkStore":
        """Reads what is kept, on the calling thread."""
        return self._hall.store.marks

    def save_favourites(self, favourites: Sequence[FolderId]) -> "Future[None]":
        """Keep favourites in this order; they come as FOLDERS."""
        return self._lane.submit(self.reader.save_favourites, favourites)

    def save_fold(
        self, fold: Fold, account: AccountId | None, *, is_folded: bool
    ) -> "Future[None]":
        """Keep that a part of the tree was folded up, or is open again."""
        return self._lane.submit(self.reader.save_fold, fold, account, is_folded=is_folded)

    def save_last_shown(self, folder: FolderId, account: AccountId | None) -> "Future[None]":
        """Keep which folder or view is shown now."""
        return self._lane.submit(self.reader.save_last_shown, folder, account)

    def mark_seen(self, messages: Sequence[MessageId], *, is_seen: bool = True) -> "Future[None]":
        """Mark messages as seen here, or no longer; they come as MESSAGES."""
        return self._lane.submit(self.reader.mark_seen, messages, is_seen=is_seen)

    def forget_seen(self) -> "Future[None]":
        """Take every mark of what was seen here away."""
        return self._lane.submit(self.reader.forget_seen)
