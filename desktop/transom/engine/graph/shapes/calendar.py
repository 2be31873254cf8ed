"""Calendars, and events with their times and rules."""

import re
from datetime import UTC, datetime, time, timedelta

import msgspec

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Calendar,
    Event,
    EventKind,
    Recurrence,
    ShowAs,
    Span,
)
from transom.engine.graph.decoding import Item, OddItemError
from transom.engine.graph.shapes.values import (
    EmailAddress,
    ItemBody,
    Recipient,
    ZonedTime,
    body_of,
    day_of,
    people_of,
    person_of,
    text_of,
    texts_of,
    zoned_instant_of,
)

_HEX_COLOR = re.compile(r"#?([0-9a-fA-F]{6})")
_COLORS = {
    "lightblue": "#3f8fd6",
    "lightgreen": "#4f9d58",
    "lightorange": "#d9822b",
    "lightgray": "#8a8f98",
    "lightyellow": "#c9a227",
    "lightteal": "#2f9c95",
    "lightpink": "#d1699b",
    "lightbrown": "#9c6b4a",
    "lightred": "#cf5348",
}
_KINDS = {
    "singleinstance": EventKind.SINGLE,
    "occurrence": EventKind.OCCURRENCE,
    "exception": EventKind.EXCEPTION,
    "seriesmaster": EventKind.MASTER,
}
_ANSWERS = {
    "organizer": Answer.ORGANIZER,
    "tentativelyaccepted": Answer.TENTATIVE,
    "accepted": Answer.ACCEPTED,
    "declined": Answer.DECLINED,
    "notresponded": Answer.NOT_ANSWERED,
}
SHOWN = {
    "free": ShowAs.FREE,
    "tentative": ShowAs.TENTATIVE,
    "busy": ShowAs.BUSY,
    "oof": ShowAs.OUT_OF_OFFICE,
    "workingelsewhere": ShowAs.ELSEWHERE,
    "": ShowAs.BUSY,
}
_PRIVATE = frozenset({"private", "personal", "confidential"})


class CalendarItem(Item, rename="camel"):
    """A calendar."""

    name: str | None = None
    color: str | None = None
    hex_color: str | None = None
    owner: EmailAddress | None = None
    is_default_calendar: bool | None = None
    can_edit: bool | None = None


class Place(msgspec.Struct, rename="camel"):
    """A place by its name."""

    display_name: str | None = None


class Response(msgspec.Struct):
    """Somebody's answer to an invitation."""

    response: str | None = None


class AttendeeItem(msgspec.Struct, rename="camel"):
    """Somebody invited."""

    email_address: EmailAddress | None = None
    type: str | None = None
    status: Response | None = None


class Meeting(msgspec.Struct, rename="camel"):
    """Where an online meeting is joined."""

    join_url: str | None = None


class Pattern(msgspec.Struct, rename="camel"):
    """How often an event comes back."""

    type: str | None = None
    interval: int | None = None
    days_of_week: list[str | None] | None = None
    index: str | None = None
    day_of_month: int | None = None
    month: int | None = None


class Range(msgspec.Struct, rename="camel"):
    """From when until when an event comes back."""

    type: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    number_of_occurrences: int | None = None


class PatternedRecurrence(msgspec.Struct):
    """A series' rule."""

    pattern: Pattern | None = None
    range: Range | None = None


class EventItem(Item, rename="camel"):
    """An event; an occurrence in a delta has ids, start and end and nothing else."""

    type: str | None = None
    series_master_id: str | None = None
    start: ZonedTime | None = None
    end: ZonedTime | None = None
    is_all_day: bool | None = None
    subject: str | None = None
    location: Place | None = None
    locations: list[Place | None] | None = None
    organizer: Recipient | None = None
    attendees: list[AttendeeItem | None] | None = None
    body: ItemBody | None = None
    body_preview: str | None = None
    response_status: Response | None = None
    show_as: str | None = None
    is_cancelled: bool | None = None
    is_organizer: bool | None = None
    sensitivity: str | None = None
    has_attachments: bool | None = None
    online_meeting: Meeting | None = None
    online_meeting_url: str | None = None
    categories: list[str | None] | None = None
    original_start_time_zone: str | None = None
    recurrence: PatternedRecurrence | None = None
    is_reminder_on: bool | None = None
    reminder_minutes_before_start: int | None = None
    web_link: str | None = None


def calendar_from_json(item: CalendarItem) -> Calendar:
    """Turn a calendar into ours."""
    found = _HEX_COLOR.fullmatch(item.hex_color or "")
    return Calendar(
        remote_id=RemoteId(item.id),
        name=text_of(item.name),
        color=(f"#{found[1].lower()}" if found else _COLORS.get((item.color or "").lower(), "")),
        owner=person_of(item.owner),
        is_default=bool(item.is_default_calendar),
        can_edit=bool(item.can_edit),
    )


def event_from_json(item: EventItem, calendar: RemoteId) -> Event:
    """Turn an event into ours; raise OddItemError if it says no when."""
    is_reminded = bool(item.is_reminder_on) and item.reminder_minutes_before_start is not None
    organizers = people_of((item.organizer,))
    return Event(
        remote_id=RemoteId(item.id),
        calendar_remote_id=calendar,
        kind=_kind_of(item),
        span=span_of(item),
        subject=text_of(item.subject),
        location=location_of(item),
        organizer=organizers[0] if organizers else person_of(None),
        attendees=tuple(_attendee_of(one) for one in item.attendees or () if one is not None),
        body=body_of(item.body),
        preview=text_of(item.body_preview),
        own_answer=_answer_of(item.response_status),
        show_as=SHOWN.get((item.show_as or "").lower(), ShowAs.UNKNOWN),
        is_cancelled=bool(item.is_cancelled),
        is_organizer=bool(item.is_organizer),
        is_private=(item.sensitivity or "").lower() in _PRIVATE,
        has_attachments=bool(item.has_attachments),
        join_url=_join_url_of(item),
        categories=texts_of(item.categories),
        start_zone=text_of(item.original_start_time_zone),
        recurrence=_recurrence_of(item.recurrence),
        master_remote_id=RemoteId(item.series_master_id or ""),
        reminder_minutes=item.reminder_minutes_before_start if is_reminded else None,
        web_link=text_of(item.web_link),
    )


def _kind_of(item: EventItem) -> EventKind:
    default = EventKind.OCCURRENCE if item.series_master_id else EventKind.SINGLE
    return _KINDS.get((item.type or "").lower(), default)


def span_of(item: EventItem) -> Span:
    """Return when an event is; raise OddItemError if it does not say."""
    if item.is_all_day:
        return _days_of(item)
    starts_at, ends_at = zoned_instant_of(item.start), zoned_instant_of(item.end)
    if starts_at is None:
        raise OddItemError("an event without a start")
    return Span(starts_at, max(starts_at, ends_at or starts_at))


def _days_of(item: EventItem) -> Span:
    first = day_of(item.start.date_time if item.start else None)
    end = day_of(item.end.date_time if item.end else None)
    if first is None:
        raise OddItemError("a day's event without a day")
    end = max(end or first, first + timedelta(days=1))
    midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
    return Span(midnights[0], midnights[1], first, end)


def location_of(item: EventItem) -> str:
    """Return where an event is; of several places all."""
    name = text_of(item.location.display_name if item.location else None).strip()
    names = texts_of(place.display_name for place in item.locations or () if place is not None)
    return name or "; ".join(names)


def _attendee_of(item: AttendeeItem) -> Attendee:
    role = (item.type or "").lower()
    return Attendee(
        person=person_of(item.email_address),
        answer=_answer_of(item.status),
        is_optional=role == "optional",
        is_resource=role == "resource",
    )


def _answer_of(response: Response | None) -> Answer:
    word = (response.response or "").lower() if response is not None else ""
    return _ANSWERS.get(word, Answer.NONE)


def _join_url_of(item: EventItem) -> str:
    links = (item.online_meeting.join_url if item.online_meeting else None, item.online_meeting_url)
    return next((link for link in links if link and link.startswith(("https://", "http://"))), "")


def _recurrence_of(item: PatternedRecurrence | None) -> Recurrence | None:
    if item is None or item.pattern is None or not item.pattern.type:
        return None
    pattern, span = item.pattern, item.range or Range()
    bound = (span.type or "").lower()
    return Recurrence(
        pattern=text_of(pattern.type),
        interval=max(1, pattern.interval or 1),
        days_of_week=texts_of(pattern.days_of_week),
        index=text_of(pattern.index),
        day_of_month=pattern.day_of_month or 0,
        month=pattern.month or 0,
        first_day=day_of(span.start_date),
        last_day=day_of(span.end_date) if bound == "enddate" else None,
        count=max(0, span.number_of_occurrences or 0) if bound == "numbered" else 0,
    )
