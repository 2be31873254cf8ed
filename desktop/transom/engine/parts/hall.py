"""What every part of the door shares: the opened profile, once there is one."""

from typing import TYPE_CHECKING

from transom.engine.entities.accounts import AccountId
from transom.engine.errors import SignInNeededError, StoreError

if TYPE_CHECKING:  # heavy rooms, loaded by the worker that opens the profile
    from transom.engine.opened import OpenProfile
    from transom.engine.store.store import Store
    from transom.engine.sync.mailbox import Mailbox


class Hall:
    """Holds the opened profile; empty until the key is there and again after stopping."""

    def __init__(self) -> None:
        self._opened: OpenProfile | None = None

    @property
    def is_open(self) -> bool:
        """Whether stored things can be read."""
        return self._opened is not None

    @property
    def opened(self) -> "OpenProfile":
        """The opened profile; StoreError before there is one."""
        if self._opened is None:
            raise StoreError("The local copy is not open.")
        return self._opened

    @property
    def store(self) -> "Store":
        """The opened store; StoreError before there is one."""
        return self.opened.store

    def mailbox(self, account: AccountId) -> "Mailbox":
        """Return an account's way to its server; SignInNeededError where it has none."""
        mailbox = self.opened.mailbox(account)
        if mailbox is None:
            raise SignInNeededError("Sign in again to fetch what is not stored yet.")
        return mailbox

    def enter(self, opened: "OpenProfile | None") -> None:
        """Open the hall, or empty it."""
        self._opened = opened
