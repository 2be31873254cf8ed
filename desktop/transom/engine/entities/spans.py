"""When something is: what a calendar and an invitation in the mail share."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Span:
    """When an event is: two instants in UTC, or calendar days that no zone ever moves.

    For an all-day event ``first_day`` to ``end_day`` (exclusive) count, and the instants are those
    days' midnights in UTC, good for ordering only.
    """

    starts_at: datetime
    ends_at: datetime
    first_day: date | None = None
    end_day: date | None = None

    @property
    def is_all_day(self) -> bool:
        """Whether the days count and not the instants."""
        return self.first_day is not None
