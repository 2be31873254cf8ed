"""Events as rows: what lies in which column, both ways, and stubs filled from their master."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeAlias

from transom.engine.entities.accounts import AccountId, Person, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Calendar,
    CalendarId,
    Event,
    EventId,
    EventKind,
    Recurrence,
    ShowAs,
    Span,
)
from transom.engine.store.columns import (
    day_from_text,
    json_from_text,
    seconds_from_time,
    text_from_day,
    text_from_json,
    time_from_seconds,
)
from transom.engine.store.transaction import Value
from transom.engine.store.words import index_words

Row: TypeAlias = tuple[Value, ...]
_State: TypeAlias = tuple[Answer, ShowAs, bool]

CALENDAR_COLUMNS = (
    "id, account, remote_id, name, color, owner_name, owner_address, is_default, can_edit, is_shown"
)
EVENT_COLUMNS = (
    "account, calendar, remote_id, kind, starts_at, ends_at, first_day, end_day, master_remote_id,"
    " subject, location, organizer_name, organizer_address, details, search_text"
)

LINE_COLUMNS = (
    "e.id, e.account, e.calendar, e.remote_id, e.kind, e.starts_at, e.ends_at, e.first_day,"
    " e.end_day, e.master_remote_id, e.subject, e.location,"
    " json_extract(e.details, '$.own_answer', '$.show_as', '$.is_cancelled'),"
    " e.master_remote_id <> '' and e.kind = 'occurrence' and e.subject || e.location"
    " || e.organizer_address || json_extract(e.details, '$.preview') = ''"
)
"""What a view draws of an event; the last one is whether it is a stub."""

_KINDS = {kind.value: kind for kind in EventKind}


def calendar_from_row(row: tuple[Any, ...]) -> Calendar:
    """Read CALENDAR_COLUMNS."""
    return Calendar(
        id=CalendarId(row[0]),
        account=AccountId(row[1]),
        remote_id=RemoteId(row[2]),
        name=row[3],
        color=row[4],
        owner=Person(row[5], row[6]),
        is_default=bool(row[7]),
        can_edit=bool(row[8]),
        is_shown=bool(row[9]),
    )


def row_from_event(event: Event, account: AccountId, calendar: CalendarId) -> Row:
    """Return EVENT_COLUMNS."""
    attendees = (attendee.person for attendee in event.attendees)
    people = [word for person in attendees for word in (person.name, person.address)]
    words = [event.subject, event.location, event.preview, *people]
    return (
        account,
        calendar,
        event.remote_id,
        event.kind.value,
        *span_columns(event.span),
        event.master_remote_id,
        event.subject,
        event.location,
        event.organizer.name,
        event.organizer.address,
        text_from_json(_details_from_event(event)),
        " ".join(["", *index_words([*words, event.organizer.name, event.organizer.address])]),
    )


def _details_from_event(event: Event) -> dict[str, Any]:
    details: dict[str, Any] = {
        "attendees": [
            [one.person.name, one.person.address, one.answer, one.is_optional, one.is_resource]
            for one in event.attendees
        ],
        "preview": event.preview,
        "own_answer": event.own_answer,
        "show_as": event.show_as,
        "is_cancelled": event.is_cancelled,
        "is_organizer": event.is_organizer,
        "is_private": event.is_private,
        "has_attachments": event.has_attachments,
        "join_url": event.join_url,
        "categories": event.categories,
        "start_zone": event.start_zone,
        "reminder_minutes": event.reminder_minutes,
        "web_link": event.web_link,
    }
    if event.recurrence is not None:
        details["recurrence"] = _pairs_from_recurrence(event.recurrence)
    return details


def _pairs_from_recurrence(rule: Recurrence) -> dict[str, Any]:
    return {
        "pattern": rule.pattern,
        "interval": rule.interval,
        "days_of_week": rule.days_of_week,
        "index": rule.index,
        "day_of_month": rule.day_of_month,
        "month": rule.month,
        "first_day": text_from_day(rule.first_day),
        "last_day": text_from_day(rule.last_day),
        "count": rule.count,
    }


def event_from_row(row: tuple[Any, ...]) -> Event:
    """Read the id, the calendar's remote id, then EVENT_COLUMNS."""
    details = json_from_text(row[15])
    rule = details.pop("recurrence", None)
    return Event(
        id=EventId(row[0]),
        calendar_remote_id=RemoteId(row[1]),
        account=AccountId(row[2]),
        calendar=CalendarId(row[3]),
        remote_id=RemoteId(row[4]),
        kind=EventKind(row[5]),
        span=span_from_row(row[6:10]),
        master_remote_id=RemoteId(row[10]),
        subject=row[11],
        location=row[12],
        organizer=Person(row[13], row[14]),
        attendees=tuple(
            Attendee(Person(name, address), Answer(answer), optional, resource)
            for name, address, answer, optional, resource in details.pop("attendees")
        ),
        own_answer=Answer(details.pop("own_answer")),
        show_as=ShowAs(details.pop("show_as")),
        categories=tuple(details.pop("categories")),
        recurrence=None if rule is None else _recurrence_from_pairs(rule),
        **details,
    )


def line_from_row(row: tuple[Any, ...]) -> Event:
    """Read LINE_COLUMNS into an event without people, text and whatever else its card shows."""
    own_answer, show_as, is_cancelled = _state_from_text(row[12])
    return Event(
        id=EventId(row[0]),
        calendar_remote_id=RemoteId(""),
        account=AccountId(row[1]),
        calendar=CalendarId(row[2]),
        remote_id=RemoteId(row[3]),
        kind=_KINDS[row[4]],
        span=span_from_row(row[5:9]),
        master_remote_id=RemoteId(row[9]),
        subject=row[10],
        location=row[11],
        own_answer=own_answer,
        show_as=show_as,
        is_cancelled=is_cancelled,
    )


@lru_cache(maxsize=256)
def _state_from_text(text: str) -> _State:
    """Read the three; the same few of them come with every row."""
    own_answer, show_as, is_cancelled = json_from_text(text)
    return Answer(own_answer), ShowAs(show_as), bool(is_cancelled)


def span_columns(span: Span) -> Row:
    """Return starts_at, ends_at, first_day, end_day."""
    return (
        seconds_from_time(span.starts_at),
        seconds_from_time(span.ends_at),
        text_from_day(span.first_day),
        text_from_day(span.end_day),
    )


def span_from_row(row: tuple[Any, ...]) -> Span:
    """Read starts_at, ends_at, first_day, end_day."""
    return Span(
        time_from_seconds(row[0]),
        time_from_seconds(row[1]),
        day_from_text(row[2]),
        day_from_text(row[3]),
    )


def _recurrence_from_pairs(rule: dict[str, Any]) -> Recurrence:
    return Recurrence(
        days_of_week=tuple(rule.pop("days_of_week")),
        first_day=day_from_text(rule.pop("first_day")),
        last_day=day_from_text(rule.pop("last_day")),
        **rule,
    )


def is_stub(event: Event) -> bool:
    """Whether the server gave only an occurrence's times and left the rest to its master."""
    return (
        event.kind is EventKind.OCCURRENCE
        and bool(event.master_remote_id)
        and not (event.subject or event.location or event.organizer.address or event.preview)
    )


def in_days(span: Span) -> Span:
    """Return an all-day span as days: each instant is, or is nearest to, its day's midnight."""
    half = timedelta(hours=12)
    first = (span.starts_at + half).date()
    end = max((span.ends_at + half).date(), first + timedelta(days=1))
    midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
    return Span(midnights[0], midnights[1], first, end)


def filled(stub: Event, master: Event) -> Event:
    """Return the stub with everything its master says but its own times and ids."""
    return replace(
        master,
        id=stub.id,
        remote_id=stub.remote_id,
        kind=stub.kind,
        span=stub.span,
        master_remote_id=stub.master_remote_id,
        recurrence=None,
        web_link=stub.web_link or master.web_link,
    )
