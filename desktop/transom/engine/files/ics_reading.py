"""An iCalendar file somebody sent, read into events that are nowhere stored."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from icalendar import Calendar, Component

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

MOST_BYTES: Final = 20_000_000
MOST_EVENTS: Final = 5_000
_ANSWERS: Final = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}
_DAY = timedelta(days=1)


def events_from_ics(content: bytes, zone: tzinfo) -> list[Event]:
    """Read a file's events, earliest first; times without a zone are taken by ``zone``'s clock.

    Of a series only the first time is told, and each exception. Odd events are left out.
    """
    if len(content) > MOST_BYTES:
        raise NonsenseError("This file is too large for a calendar.")
    try:
        calendars = Calendar.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise NonsenseError("This file is not a calendar, or it is damaged.") from error
    components = (one for calendar in calendars for one in calendar.walk("VEVENT"))
    return sorted(_events(components, zone), key=lambda one: one.span.starts_at)


def _events(components: Iterable[Component], zone: tzinfo) -> Iterable[Event]:
    for number, component in enumerate(components, 1):
        if number > MOST_EVENTS:
            return
        span = _span(component, zone)
        if span is not None:
            yield _event(component, span, number)


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
    except (ValueError, TypeError, AttributeError):
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
    except (OverflowError, ValueError):
        return None


def _instant(at: datetime, zone: tzinfo) -> datetime:
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def _days(first: date, end: date) -> Span:
    midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
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
