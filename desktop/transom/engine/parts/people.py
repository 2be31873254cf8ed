"""The door's people beyond the contacts: asked when somebody looks, kept for a little while."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.contacts import Contact
from transom.engine.entities.people import ReportingLine
from transom.engine.parts.hall import Hall

if TYPE_CHECKING:
    from transom.engine.graph.people import PeopleApi

T = TypeVar("T")

RELEVANT, DIRECTORY, PROFILES = "People.Read", "User.ReadBasic.All", "User.Read.All"
GROUPS, ROOMS = "GroupMember.Read.All", "Place.Read.All"
_KEPT_S = 900.0
_MOST_KEPT = 200


class PeoplePart:
    """People the server ranks or lists, for the accounts that turned that on."""

    def __init__(self, hall: Hall, accounts: Callable[[], list[Account]], clock: Clock) -> None:
        self._hall = hall
        self._accounts = accounts
        self._clock = clock
        self._kept: dict[Hashable, tuple[float, object]] = {}

    def that_rank(self) -> list[Account]:
        """Return the accounts whose people can be ranked."""
        return [one for one in self._accounts() if one.uses(RELEVANT)]

    def that_search(self) -> list[Account]:
        """Return the accounts whose directory can be searched."""
        return [one for one in self._accounts() if one.uses(DIRECTORY) or one.uses(PROFILES)]

    def list_relevant(self, account: AccountId) -> Future[list[Contact]]:
        """Deliver those an account has most to do with, most relevant first."""
        return self._ask(
            (account, RELEVANT),
            account,
            lambda: self._people(account).list_relevant(),
        )

    def search_directory(self, account: Account, words: str) -> Future[list[Contact]]:
        """Deliver the people of an account's directory that fit the words."""
        is_full = account.uses(PROFILES)
        return self._ask(
            (account.id, DIRECTORY, is_full, words.casefold()),
            account.id,
            lambda: self._people(account.id).search_directory(words, is_full=is_full),
        )

    def reporting_line(self, account: AccountId, address: str) -> Future[ReportingLine] | None:
        """Deliver whom somebody reports to; None where that is not turned on."""
        if not self._uses(account, PROFILES) or not address:
            return None
        return self._ask(
            (account, PROFILES, address.casefold()),
            account,
            lambda: self._people(account).fetch_reporting_line(address),
        )

    def groups_of(self, account: AccountId, address: str) -> Future[list[str]] | None:
        """Deliver the groups somebody is in; None where that is not turned on."""
        if not self._uses(account, GROUPS) or not address:
            return None
        return self._ask(
            (account, GROUPS, address.casefold()),
            account,
            lambda: self._people(account).list_groups(address),
        )

    def that_have_rooms(self) -> list[Account]:
        """Return the accounts whose organisation's rooms can be listed."""
        return [one for one in self._accounts() if one.uses(ROOMS)]

    def list_rooms(self, account: AccountId) -> Future[list[Contact]]:
        """Deliver the meeting rooms of an account's organisation."""
        return self._ask((account, ROOMS), account, lambda: self._people(account).list_rooms())

    def _uses(self, account: AccountId, scope: str) -> bool:
        return any(one.uses(scope) for one in self._accounts() if one.id == account)

    def _people(self, account: AccountId) -> "PeopleApi":
        return self._hall.mailbox(account).people

    def _ask(self, key: Hashable, account: AccountId, fetch: Callable[[], T]) -> Future[T]:
        def job() -> T:
            now = self._clock.monotonic()
            kept = self._kept.get(key)
            if kept is not None and now - kept[0] < _KEPT_S:
                return kept[1]  # type: ignore[return-value]  # what this key's fetch brought
            found = fetch()
            while len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = (now, found)
            return found

        return self._hall.opened.schedule.ask(account, job)
