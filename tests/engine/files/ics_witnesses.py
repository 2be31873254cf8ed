"""Two readers of iCalendar that others wrote, vobject and ical, say what a file holds."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from typing import Any

import vobject
from dateutil import tz
from ical.calendar_stream import IcsCalendarStream

When = datetime | date
_UNTIL = datetime(2028, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Guest:
    """Somebody named in a file."""

    name: str
    address: str
    answer: str = ""
    role: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Told:
    """One time of one event, and all that is said about it."""

    start: When
    end: When
    subject: str
    location: str = ""
    description: str = ""
    html: str = ""
    status: str = "CONFIRMED"
    transparency: str = "OPAQUE"
    busy: str = "BUSY"
    privacy: str = "PUBLIC"
    categories: str = ""
    join_url: str = ""
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()
    alarms: tuple[timedelta, ...] = ()


def read_back(content: bytes) -> Counter[Told]:
    """Count what both readers tell of a file, which must be the same, until the end of 2027."""
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    text = content.decode("utf-8")
    found = Counter(told_by_vobject(text))
    assert found == Counter(told_by_ical(text))
    return found


def told_by_vobject(text: str) -> Iterator[Told]:
    """Say what vobject reads; zones are those that the file itself describes."""
    calendar = vobject.readOne(text)
    components = calendar.contents.get("vevent", [])
    moved = {
        (one.uid.value, _plain(one.recurrence_id.value))
        for one in components
        if "recurrence-id" in one.contents
    }
    for one in components:
        length = _plain(one.dtend.value) - _plain(one.dtstart.value)
        told = _of_vobject(one.contents)
        for start in _times(one):
            if "rrule" not in one.contents or (one.uid.value, start) not in moved:
                yield replace(told, start=start, end=start + length)


def told_by_ical(text: str) -> Iterator[Told]:
    """Say what ical reads; zones are the system's by their names."""
    # It compares ids of occurrences as letters, its own without the Z of UTC.
    calendar = IcsCalendarStream.calendar_from_ics(
        re.sub(r"(?m)^(RECURRENCE-ID:\d{8}T\d{6})Z", r"\1", text)
    )
    for one in takewhile(lambda one: _is_near(_plain(one.dtstart)), calendar.timeline_tz(UTC)):
        yield _of_ical(one)


def _times(component: Any) -> Iterable[When]:
    start = component.dtstart.value
    if "rrule" not in component.contents:
        return [_plain(start)]
    made = component.getrruleset(addRDate=True)
    if not isinstance(start, datetime):
        return [at.date() for at in takewhile(lambda at: at.year < _UNTIL.year, made)]
    near = takewhile(lambda at: at.year < _UNTIL.year, made)
    return [_plain(tz.resolve_imaginary(at)) for at in near]


def _is_near(start: When) -> bool:
    return start < _UNTIL if isinstance(start, datetime) else start < _UNTIL.date()


def _plain(when: When) -> Any:
    if not isinstance(when, datetime):
        return when
    assert when.tzinfo is not None
    return when.astimezone(UTC)


def _of_vobject(lines: dict[str, list[Any]]) -> Told:
    def text(name: str) -> str:
        return str(lines[name][0].value) if name in lines else ""

    def guest(line: Any) -> Guest:
        # It knows nothing of RFC 6868, by which two carets are one.
        said = {key: values[0].replace("^^", "^") for key, values in line.params.items()}
        return _guest(line.value, *(said.get(key) for key in ("CN", "PARTSTAT", "ROLE", "CUTYPE")))

    return Told(
        date.min,
        date.min,
        text("summary"),
        text("location"),
        text("description"),
        text("x-alt-desc"),
        text("status"),
        text("transp"),
        text("x-microsoft-cdo-busystatus"),
        text("class"),
        ",".join(name for line in lines.get("categories", []) for name in line.value),
        text("x-microsoft-skypeteamsmeetingurl"),
        guest(lines["organizer"][0]) if "organizer" in lines else None,
        tuple(guest(line) for line in lines.get("attendee", [])),
        tuple(alarm.trigger.value for alarm in lines.get("valarm", [])),
    )


def _of_ical(event: Any) -> Told:
    others = {extra.name: _unescaped(extra.value) for extra in event.extras}

    def guest(one: Any) -> Guest:
        return _guest(one.uri, one.common_name, one.status, one.role, one.user_type)

    return Told(
        _plain(event.dtstart),
        _plain(event.dtend),
        event.summary or "",
        event.location or "",
        event.description or "",
        others.get("x-alt-desc", ""),
        event.status.value,
        event.transparency,
        others.get("x-microsoft-cdo-busystatus", ""),
        event.classification.value,
        # It splits at commas that are part of a name, and leaves the backslash before them.
        _unescaped(",".join(event.categories)),
        others.get("x-microsoft-skypeteamsmeetingurl", ""),
        guest(event.organizer) if event.organizer else None,
        tuple(guest(one) for one in event.attendees),
        tuple(alarm.trigger for alarm in event.alarm),
    )


def _guest(address: Any, *said: Any) -> Guest:
    name, answer, role, kind = (str(one or "") for one in said)
    return Guest(name, str(address).removeprefix("mailto:"), answer, role, kind)


def _unescaped(text: str) -> str:
    """Undo what stands for an end of line and for signs with a meaning, as readers do of texts."""
    parts = text.split("\\\\")
    undone = (
        part.replace("\\n", "\n").replace("\\N", "\n").replace("\\,", ",").replace("\\;", ";")
        for part in parts
    )
    return "\\".join(undone)
