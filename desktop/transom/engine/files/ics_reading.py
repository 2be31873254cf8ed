"""An iCalendar file somebody sent, read into events that are nowhere stored."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as day_time
from typing import Any, Final

from icalendar import Calendar, Component
from icalendar.timezone import tzp

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Event,
    EventId,
    EventKind,
    ShowAs,
    Span,
)
from transom.engine.entities.mail import Body
from transom.engine.errors import NonsenseError
from transom.engine.files.ics_times import times_after_first

MOST_BYTES: Final = 10_000_000
MOST_LINES: Final = 120_000
MOST_EVENTS: Final = 5_000
MOST_DEPTH: Final = 8
MOST_TIMES: Final = 60
"""So many times of a series are told; its rule may make them for ever."""
_ANSWERS: Final = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}
_DAY = timedelta(days=1)
_PATIENCE_S: Final = 3.0
"""So long are series expanded; a rule may look for a day that never comes."""
_ODD = (
    ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, RecursionError,
    NotImplementedError, ArithmeticError,
)  # fmt: skip
"""What the library raises on files that are none."""
_BEGIN_EVENT = re.compile(rb"(?im)^BEGIN:VEVENT")
_NESTING = re.compile(rb"(?im)^(BEGIN|END):")
_LINE = re.compile(rb"(?m)^[^ \t\r\n]")


def events_from_ics(content: bytes, zone: tzinfo) -> list[Event]:
    """Read a file's events, earliest first; times without a zone are taken by ``zone``'s clock.

    A series is told as its first time, followed by OCCURRENCEs as far as anybody looks, and each
    exception. Odd events are left out; a file that asks too much is refused.
    """
    _refuse_giants(content)
    tzp.use_zoneinfo()  # else a zone of this name in an earlier file would count
    try:
        calendars = Calendar.from_ical(content, multiple=True)
        components = [one for calendar in calendars for one in calendar.walk("VEVENT")]
    except _ODD as error:
        raise NonsenseError("This file is not a calendar, or it is damaged.") from error
    return sorted(_events(components, zone), key=lambda one: one.span.starts_at)


def _refuse_giants(content: bytes) -> None:
    """Refuse what would keep a machine busy, before anything is taken apart."""
    if len(content) > MOST_BYTES:
        raise NonsenseError("This file is too large for a calendar.")
    events = len(_BEGIN_EVENT.findall(content))
    if events > MOST_EVENTS:
        raise NonsenseError(
            f"This calendar holds {events:,} events; Transom looks at no more than"
            f" {MOST_EVENTS:,} at once."
        )
    if len(_LINE.findall(content)) > MOST_LINES:
        raise NonsenseError("This calendar says too much to be looked at.")
    depth = 0
    for mark in _NESTING.finditer(content):
        depth += 1 if mark[1].upper() == b"BEGIN" else -1
        if depth > MOST_DEPTH:
            raise NonsenseError("This calendar is nested too deeply to be one.")


def _events(components: Sequence[Component], zone: tzinfo) -> Iterable[Event]:
    changed = {(_text(one, "UID"), _replaced(one, zone)) for one in components}
    until = time.monotonic() + _PATIENCE_S
    for number, component in enumerate(components, 1):
        span = _span(component, zone)
        if span is None:
            continue
        event = _event(component, span, number * MOST_TIMES)
        yield event
        if "RRULE" not in component or time.monotonic() > until:
            continue
        for times, start in enumerate(times_after_first(component, zone), 1):
            if (_text(component, "UID"), _moment(start, zone)) not in changed:
                yield _occurrence(event, start, zone, times)


def _occurrence(event: Event, start: date, zone: tzinfo, number: int) -> Event:
    if isinstance(start, datetime):
        begins = _instant(start, zone)
        span = Span(begins, begins + (event.span.ends_at - event.span.starts_at))
    else:
        length = (event.span.end_day or start) - (event.span.first_day or start)
        span = _days(start, start + max(length, _DAY))
    return replace(
        event,
        span=span,
        kind=EventKind.OCCURRENCE,
        master_remote_id=event.remote_id,
        remote_id=RemoteId(f"{event.remote_id}/{number}"),
        id=EventId(event.id - number),
    )


def _replaced(component: Any, zone: tzinfo) -> date | None:
    """Return which time of its series an exception stands for."""
    at = getattr(component.get("RECURRENCE-ID"), "dt", None)
    return _moment(at, zone) if isinstance(at, date) else None


def _moment(at: date, zone: tzinfo) -> date:
    return _instant(at, zone) if isinstance(at, datetime) else at


def _event(component: Component, span: Span, number: int) -> Event:
    organizer = component.get("ORGANIZER")
    zone = getattr(component.get("DTSTART"), "params", {}).get("TZID", "")
    return Event(
        remote_id=RemoteId(f"{_text(component, 'UID')}/{number}"),
        calendar_remote_id=RemoteId(""),
        kind=EventKind.EXCEPTION if "RECURRENCE-ID" in component else EventKind.SINGLE,
        span=span,
        subject=_text(component, "SUMMARY"),
        location=_text(component, "LOCATION"),
        organizer=_person(organizer) if organizer is not None else Person("", ""),
        attendees=tuple(_attendee(one) for one in _listed(component.get("ATTENDEE"))),
        body=Body(is_html=False, content=_text(component, "DESCRIPTION")),
        show_as=_show_as(component),
        is_cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        is_private=_text(component, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        join_url=_text(component, "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
        start_zone=str(zone),
        id=EventId(-number),
    )


def _span(component: Any, zone: tzinfo) -> Span | None:
    try:
        start, end = component.DTSTART, component.end
    except _ODD:
        return None
    if start is None:
        return None
    try:
        if isinstance(start, datetime) and isinstance(end, datetime):
            begins = _instant(start, zone)
            return Span(begins, max(begins, _instant(end, zone)))
        first = start.date() if isinstance(start, datetime) else start
        last = end.date() if isinstance(end, datetime) else end
        return _days(first, max(last, first + _DAY))
    except _ODD:
        return None


def _instant(at: datetime, zone: tzinfo) -> datetime:
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def _days(first: date, end: date) -> Span:
    midnights = [datetime.combine(day, day_time(), UTC) for day in (first, end)]
    return Span(midnights[0], midnights[1], first, end)


def _text(component: Component, name: str) -> str:
    values = _listed(component.get(name))
    return str(values[0]) if values else ""


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _person(address: Any) -> Person:
    plain = re.sub(r"(?i)^mailto:", "", str(address))
    params = getattr(address, "params", {})
    return Person(str(params.get("CN", "")), plain if "@" in plain else "")


def _attendee(address: Any) -> Attendee:
    params = getattr(address, "params", {})
    return Attendee(
        _person(address),
        _ANSWERS.get(str(params.get("PARTSTAT", "")).upper(), Answer.NOT_ANSWERED),
        str(params.get("ROLE", "")).upper() == "OPT-PARTICIPANT",
        str(params.get("CUTYPE", "")).upper() in ("RESOURCE", "ROOM"),
    )


def _show_as(component: Component) -> ShowAs:
    if _text(component, "TRANSP").upper() == "TRANSPARENT":
        return ShowAs.FREE
    return ShowAs.TENTATIVE if _text(component, "STATUS").upper() == "TENTATIVE" else ShowAs.BUSY
