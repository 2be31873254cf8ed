"""When a series meets: the days of Graph's six patterns, without a library."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from transom.demo.mailbox.items import Event, Occurrence, Recurrence
from transom.demo.mailbox.zones import zone

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def occurrences(event: Event, start: datetime, end: datetime) -> list[Occurrence]:
    """Return the meetings of ``event`` that touch the window, oldest first."""
    found = [meeting for meeting in all_until(event, end) if touches(meeting, start, end)]
    return sorted(found, key=lambda meeting: meeting.start)


def all_until(event: Event, end: datetime) -> Iterator[Occurrence]:
    if event.recurrence is None:
        yield Occurrence(
            event, event.start.date(), event.start, event.end, event.subject, "singleInstance"
        )
        return
    moved = {exception.day: exception for exception in event.exceptions}
    length = event.end - event.start
    # Two days of grace: zones differ, and an exception may have been moved forward.
    for day in days(event.recurrence, end.date() + timedelta(days=2)):
        if day in event.dropped:
            continue
        if exception := moved.get(day):
            subject = exception.subject or event.subject
            yield Occurrence(event, day, exception.start, exception.end, subject, "exception")
            continue
        start = datetime.combine(day, event.start.time())
        yield Occurrence(event, day, start, start + length, event.subject, "occurrence")


def touches(meeting: Occurrence, start: datetime, end: datetime) -> bool:
    begins, ends = instants(meeting)
    return begins < end and (ends > start or begins >= start)


def instants(meeting: Occurrence) -> tuple[datetime, datetime]:
    """Return begin and end in UTC; all-day meetings count as UTC days, as Graph keeps them."""
    where = UTC if meeting.event.is_all_day else zone(meeting.event.zone)
    begins = meeting.start.replace(tzinfo=where).astimezone(UTC)
    return begins, meeting.end.replace(tzinfo=where).astimezone(UTC)


def days(rule: Recurrence, last: date) -> Iterator[date]:
    """Yield the days of a pattern from its start to ``last`` or its own end."""
    if rule.until is not None:
        last = min(last, rule.until)
    number = 0
    for day in candidates(rule):
        if day > last or (rule.count and number >= rule.count):
            return
        if day >= rule.start:
            number += 1
            yield day


def candidates(rule: Recurrence) -> Iterator[date]:
    """Yield days in order, without end; the first few may lie before the start."""
    if rule.kind == "daily":
        yield from (rule.start + timedelta(days=n * rule.interval) for n in count())
    elif rule.kind == "weekly":
        monday = rule.start - timedelta(days=rule.start.weekday())
        wanted = sorted(WEEKDAYS.index(name) for name in rule.days)
        for week in count():
            first = monday + timedelta(weeks=week * rule.interval)
            yield from (first + timedelta(days=weekday) for weekday in wanted)
    else:
        yield from monthly(rule)


def monthly(rule: Recurrence) -> Iterator[date]:
    yearly = rule.kind.endswith("Yearly")
    first = rule.start.year * 12 + (rule.month if yearly else rule.start.month) - 1
    step = rule.interval * (12 if yearly else 1)
    for n in count():
        year, month = divmod(first + n * step, 12)
        if rule.kind.startswith("absolute"):
            length = monthrange(year, month + 1)[1]
            yield date(year, month + 1, min(rule.day_of_month, length))
        else:
            yield nth_weekday(year, month + 1, rule.index, rule.days)


def nth_weekday(year: int, month: int, index: str, names: tuple[str, ...]) -> date:
    """Return the first … last day of a month that is one of the named weekdays."""
    length = monthrange(year, month)[1]
    fitting = [
        date(year, month, number)
        for number in range(1, length + 1)
        if WEEKDAYS[date(year, month, number).weekday()] in names
    ]
    place = ("first", "second", "third", "fourth").index(index) if index != "last" else -1
    return fitting[place]
