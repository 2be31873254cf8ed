"""Free and busy times as ``getSchedule`` answers them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

import msgspec

from transom.engine.entities.availability import Availability, Busy, Trouble
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.engine.graph.shapes.calendar import SHOWN
from transom.engine.graph.shapes.settings import SettingsItem, WorkingHours, settings_from_json
from transom.engine.graph.shapes.values import ZonedTime, text_of, zoned_instant_of

_DIGITS = {
    "1": ShowAs.TENTATIVE,
    "2": ShowAs.BUSY,
    "3": ShowAs.OUT_OF_OFFICE,
    "4": ShowAs.ELSEWHERE,
}
_UNKNOWN = frozenset({"ErrorMailRecipientNotFound", "ErrorInvalidSmtpAddress"})
_DENIED = frozenset({"ErrorNoFreeBusyAccess", "ErrorAccessDenied"})


class ScheduleItem(msgspec.Struct):
    """A span of somebody's time."""

    status: str | None = None
    start: ZonedTime | None = None
    end: ZonedTime | None = None
    subject: str | None = None


class ScheduleError(msgspec.Struct, rename="camel"):
    """Why one address has no answer."""

    response_code: str | None = None


class Schedule(msgspec.Struct, rename="camel"):
    """One address's time."""

    schedule_id: str | None = None
    availability_view: str | None = None
    schedule_items: list[ScheduleItem | None] | None = None
    working_hours: WorkingHours | None = None
    error: ScheduleError | None = None


class Schedules(msgspec.Struct):
    """The answer to a question about several addresses."""

    value: list[Schedule | None]


def availability_from_json(item: Schedule, starts_at: datetime, step: timedelta) -> Availability:
    """Turn one address's time into ours; ``step`` is how long a digit of the view counts."""
    address = text_of(item.schedule_id).strip()
    if item.error is not None:
        code = text_of(item.error.response_code)
        return Availability(address, trouble=_trouble_of(code), code=code)
    spans = [_busy_of(one) for one in item.schedule_items or () if one is not None]
    busy = tuple(one for one in spans if one is not None)
    hours = settings_from_json(SettingsItem(working_hours=item.working_hours))
    # Who may see no items may still see whether somebody is busy.
    view = busy or tuple(_busy_from_view(text_of(item.availability_view), starts_at, step))
    return Availability(address, view, hours)


def _trouble_of(code: str) -> Trouble:
    if code in _UNKNOWN:
        return Trouble.UNKNOWN_ADDRESS
    return Trouble.NO_PERMISSION if code in _DENIED else Trouble.UNREADABLE


def _busy_of(item: ScheduleItem) -> Busy | None:
    starts_at, ends_at = zoned_instant_of(item.start), zoned_instant_of(item.end)
    show_as = SHOWN.get((item.status or "").lower(), ShowAs.UNKNOWN)
    if starts_at is None or ends_at is None or ends_at <= starts_at or show_as is ShowAs.FREE:
        return None
    return Busy(Span(starts_at, ends_at), show_as, text_of(item.subject))


def _busy_from_view(view: str, starts_at: datetime, step: timedelta) -> Iterator[Busy]:
    place = 0
    for digit, run in groupby(view):
        length = len(list(run))
        if digit in _DIGITS:
            span = Span(starts_at + place * step, starts_at + (place + length) * step)
            yield Busy(span, _DIGITS[digit])
        place += length
