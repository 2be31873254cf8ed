"""A person's week: what the mailbox says, unless something else was chosen in the settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.settings import Settings
from transom.ui.calendar.working_hours import WorkingHours, working_hours_of

USUAL_WORK_DAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Habits:
    """The week's first day, 0 for Monday, and the working hours, where they are known."""

    first_weekday: int
    hours: WorkingHours | None = None

    @property
    def work_days(self) -> frozenset[int]:
        """The days of a work week."""
        return self.hours.days if self.hours is not None else USUAL_WORK_DAYS


def habits_of(settings: Settings, mailboxes: Sequence[MailboxSettings]) -> Habits:
    """Return what holds: the person's own choice, else what the first mailbox that says it says."""
    chosen = MailboxSettings(
        work_days=settings.work_days,
        work_starts=settings.work_starts,
        work_ends=settings.work_ends,
    )
    hours = (working_hours_of(one) for one in (chosen, *mailboxes))
    first = settings.first_weekday
    return Habits(
        first if 0 <= first <= 6 else mailbox_weekday(mailboxes),
        next((one for one in hours if one is not None), None),
    )


def mailbox_weekday(mailboxes: Sequence[MailboxSettings]) -> int:
    """Return the day a week begins with where the mailbox's language is spoken; 0 for Monday.

    The server has no word for the day itself.
    """
    languages = (one.language for one in mailboxes if one.language)
    locales = (QLocale(language.replace("-", "_")) for language in languages)
    known = (one for one in locales if one.language() is not QLocale.Language.C)
    return next(known, QLocale()).firstDayOfWeek().value - 1
