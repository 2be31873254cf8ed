"""The door's reminders: what is due by the engine's clock, and what a person did with it."""

from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta, tzinfo

from transom.engine.clock import Clock
from transom.engine.entities.ownership import own_calendars
from transom.engine.entities.reminders import ReminderKey, Reminders
from transom.engine.parts.hall import Hall
from transom.engine.reminding import KEPT, LONGEST_LEAD, LOOK_AGAIN, decide
from transom.engine.workers import Lane

_AHEAD = LOOK_AGAIN + timedelta(minutes=5)


class RemindersPart:
    """Reminders of the accounts' own calendars; other people's remind other people."""

    def __init__(self, hall: Hall, lane: Lane, clock: Clock) -> None:
        self._hall = hall
        self._lane = lane
        self._clock = clock

    def look(self, zone: tzinfo) -> Future[Reminders]:
        """Deliver what is due now; whole days begin at midnight in ``zone``."""
        return self._lane.submit(self._look, zone)

    def put_off(self, keys: Sequence[ReminderKey], until: datetime) -> Future[None]:
        """Remind again at ``until``; kept on this computer alone."""
        return self._lane.submit(self._mark, keys, until)

    def dismiss(self, keys: Sequence[ReminderKey]) -> Future[None]:
        """Never remind of these again, unless their events move."""
        return self._lane.submit(self._mark, keys, None)

    def _look(self, zone: tzinfo) -> Reminders:
        store, now = self._hall.store, self._clock.now()
        # A mailbox of somebody else's, or of an organisation, reminds whoever owns it.
        accounts = [one for one in store.accounts.read_accounts() if one.is_own]
        store.reminders.watch([account.id for account in accounts], now)
        usernames = {account.id: account.username for account in accounts}
        calendars = (one for one in store.calendar.read_calendars() if one.account in usernames)
        own = own_calendars(calendars, usernames)
        candidates = store.reminders.read_candidates(
            sorted(own), now, ahead=_AHEAD, back=KEPT, lead=LONGEST_LEAD
        )
        return decide(candidates, now, zone)

    def _mark(self, keys: Sequence[ReminderKey], until: datetime | None) -> None:
        self._hall.store.reminders.mark(keys, until, self._clock.now())
