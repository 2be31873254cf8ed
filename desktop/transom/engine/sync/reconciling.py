"""The slow round: once a day each list of the server's is compared with what is stored.

A delta may lose changes (they were made while a round ran, or the service forgot them) and never
says so. For mail, ids and marks of change are compared page by page; what differs is asked about by
itself. Calendars and contacts, which are small, are read anew behind what is shown.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import FolderId
from transom.engine.errors import NotFoundError
from transom.engine.graph.mail import MailApi
from transom.engine.store.calendar import CalendarStore
from transom.engine.store.contacts import ContactStore
from transom.engine.store.mail import MailStore
from transom.engine.store.odd_items import OddItemStore
from transom.engine.store.reconciling import ReconcilingStore, Walk, second_of
from transom.engine.sync.calendar import main_window
from transom.engine.sync.tasks import Stage, Task

log = logging.getLogger(__name__)

EVERY_S = 24 * 3600
LOOK_AGAIN_S = 600
PAGES_AT_ONCE = 4
"""So many requests for lists a round may add, over all folders."""
MOST_DIFFERENCES = 100
"""Where a page differs in more, its folder is read anew as a whole."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What is compared, and where is kept how far."""

    mail: MailStore
    calendar: CalendarStore
    contacts: ContactStore
    reconciling: ReconcilingStore
    odd_items: OddItemStore


class Reconciler:
    """Compares one account's folders with the server's; every step runs on a fetcher."""

    def __init__(self, account: AccountId, api: MailApi, stores: Stores, clock: Clock) -> None:
        self._account = account
        self._api = api
        self._stores = stores
        self._clock = clock
        self._pages_left = 0
        self._rests_until = 0.0

    def task(self) -> Task:
        """Return the step that begins a bounded piece of the work."""
        return self._task(self._begin)

    def _task(self, job: Callable[[], list[Task]]) -> Task:
        return Task(self._account, Stage.RECONCILING, "reconciling", job)

    def _begin(self) -> list[Task]:
        if self._clock.monotonic() < self._rests_until:
            return []
        self._pages_left = PAGES_AT_ONCE
        self._read_one_anew("calendar", self._calendars())
        self._read_one_anew("contacts", self._contact_folders())
        return self._compare_page()

    def _read_one_anew(self, kind: str, starts: dict[int, Callable[[], None]]) -> None:
        now = self._clock.now()
        for one in self._stores.odd_items.take_outdated(self._account, kind):
            if one in starts:  # this version may read what another could not
                starts[one]()
        due = self._stores.reconciling.next_due(self._account, kind, [*starts], now, EVERY_S)
        if due is not None:
            starts[due]()
            self._stores.reconciling.note_done(self._account, kind, due, now)

    def _calendars(self) -> dict[int, Callable[[], None]]:
        store, window = self._stores.calendar, main_window(self._clock.now())
        known = [one.id for one in store.read_calendars(self._account)]
        return {one: lambda one=one: store.begin_shadow(one, window) for one in known}  # type: ignore[misc]

    def _contact_folders(self) -> dict[int, Callable[[], None]]:
        store = self._stores.contacts
        known = [one.id for one in store.read_folders(self._account)]
        return {one: lambda one=one: store.begin_shadow(one) for one in known}  # type: ignore[misc]

    def _compare_page(self) -> list[Task]:
        """Compare the next page of the folder that is due; what follows is one more page."""
        folder = self._due_folder()
        walk = self._stores.reconciling.begin(self._account, folder) if folder else None
        if walk is None or self._pages_left <= 0:
            return []
        self._pages_left -= 1
        try:
            self._compare(walk)
        except NotFoundError:
            log.info("a folder vanished while it was compared")
            return []
        return [self._task(self._compare_page)]

    def _due_folder(self) -> FolderId | None:
        store, now = self._stores.reconciling, self._clock.now()
        whole = store.whole_folders(self._account)
        due = store.next_due(self._account, "mail", whole, now, EVERY_S)
        if due is None:
            self._rests_until = self._clock.monotonic() + LOOK_AGAIN_S
            return None
        return FolderId(due)

    def _compare(self, walk: Walk) -> None:
        store = self._stores.reconciling
        folders = {one.remote_id: one.id for one in self._stores.mail.read_folders(self._account)}
        remote = next(name for name, number in folders.items() if number == walk.folder)
        marks, has_more = self._api.list_marks(remote, walk.below)
        lowest = min(map(second_of, marks), default=0)
        # A page of one second's mail alone would be met again for ever.
        below = (lowest if lowest != walk.below else lowest - 1) if has_more and marks else None
        differences = store.differences(walk, marks, is_last=below is None)
        if len(differences.all) > MOST_DIFFERENCES:
            log.warning("a folder differs in much and is read anew")
            self._stores.mail.begin_shadow(walk.folder)
            store.note_done(self._account, "mail", walk.folder, self._clock.now())
            return
        found = self._api.find_messages(differences.all) if differences.all else {}
        now = self._clock.now()
        mended = store.settle(self._account, walk, found, folders, below, now)
        if mended:
            log.warning("what the delta lost is mended: %d messages", mended)
