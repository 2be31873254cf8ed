"""The hours a person works, as the mailbox says, by the clock the calendar shows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from transom.engine.entities.accounts import MailboxSettings
from transom.ui.calendar.layout import minute_of
from transom.ui.calendar.words import DAYS
from transom.ui.zones import zone_from_name


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Days of the week from 0 for Monday, and the hours of each by the clock of ``zone``."""

    days: frozenset[int]
    starts: time
    ends: time
    zone: tzinfo | None = None

    def minutes_on(self, day: date, zone: tzinfo) -> tuple[int, int] | None:
        """Return the minutes of ``day`` between which somebody works, None on a day off."""
        if self.zone is None:
            return self._plain(day)
        for near in (day, day - timedelta(days=1), day + timedelta(days=1)):
            if near.weekday() not in self.days:
                continue
            begins = datetime.combine(near, self.starts, self.zone).astimezone(UTC)
            length = datetime.combine(near, self.ends) - datetime.combine(near, self.starts)
            minutes = (
                minute_of(begins, day, zone),
                minute_of(begins + length, day, zone),
            )
            if minutes[0] < minutes[1]:
                return minutes
        return None

    def _plain(self, day: date) -> tuple[int, int] | None:
        if day.weekday() not in self.days:
            return None
        return self.starts.hour * 60 + self.starts.minute, self.ends.hour * 60 + self.ends.minute


def working_hours_of(settings: MailboxSettings) -> WorkingHours | None:
    """Read the mailbox's working hours; None where it says none that make sense."""
    names = [name.lower() for name in DAYS]
    days = frozenset(
        names.index(one.strip().lower())
        for one in settings.work_days.split(",")
        if one.strip().lower() in names
    )
    try:
        starts = time.fromisoformat(settings.work_starts)
        ends = time.fromisoformat(settings.work_ends)
    except ValueError:
        return None
    if not days or ends <= starts:
        return None
    return WorkingHours(days, starts, ends, zone_from_name(settings.work_zone))
