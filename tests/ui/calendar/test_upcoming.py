"""What comes next in a series, and what takes the same time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.ui.calendar.stage import MONDAY, TALLINN, timed, whole_days

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Answer, EventId, EventKind, Recurrence, ShowAs, Span
from transom.ui.calendar.upcoming import next_occurrences
from transom.ui.models.conflicts import conflicts_of


def test_stored_times_come_first_and_the_rule_goes_on_at_the_same_hour() -> None:
    rule = Recurrence("weekly", 2, ("monday",), first_day=MONDAY)
    first = timed("series", 0, 9)
    master = replace(first, kind=EventKind.MASTER, recurrence=rule)
    stored = [
        replace(
            timed(f"o{n}", 14 * n, 9), kind=EventKind.OCCURRENCE, master_remote_id=RemoteId("s")
        )
        for n in range(3)
    ]
    moved = timed("o1", 16, 11).span
    stored[1] = replace(stored[1], kind=EventKind.EXCEPTION, span=moved)
    known_until = datetime(2027, 1, 1, tzinfo=UTC)
    found = next_occurrences(master, stored, known_until, first.span.starts_at, TALLINN)
    assert [one.mark for one in found] == ["changed", "", "", "", ""]
    walls = [one.span.starts_at.astimezone(TALLINN) for one in found]
    assert [wall.date() - MONDAY for wall in walls] == [timedelta(n) for n in (16, 28, 42, 56, 70)]
    late = next_occurrences(master, stored, known_until, datetime(2027, 3, 20, tzinfo=UTC), TALLINN)
    # Summer time begins on 28 March: the hour on the wall stays.
    assert {one.span.starts_at.astimezone(TALLINN).hour for one in late} == {9}


def test_a_series_of_days_that_ends_has_no_more_times() -> None:
    rule = Recurrence("daily", 1, first_day=MONDAY, last_day=MONDAY + timedelta(days=3))
    master = replace(whole_days("series", 0, 1), kind=EventKind.MASTER, recurrence=rule)
    after = datetime(2026, 11, 24, tzinfo=UTC)
    found = next_occurrences(master, [], after, after, None)
    assert [one.span.first_day for one in found] == [
        date(2026, 11, 24),
        date(2026, 11, 25),
        date(2026, 11, 26),
    ]


def test_a_conflict_needs_two_who_must_be_there() -> None:
    def numbered(number: int, hour: int, **facts: object) -> object:
        return replace(timed(f"e{number}", 0, hour), id=EventId(number), **facts)  # type: ignore[arg-type]

    own = replace(timed("own", 0, 10, 90), id=EventId(1))
    others = [
        own,
        numbered(2, 11),
        numbered(3, 11, show_as=ShowAs.FREE),
        numbered(4, 11, own_answer=Answer.DECLINED),
        numbered(5, 11, is_cancelled=True),
        numbered(6, 9),
        replace(whole_days("trip", 0, 1), id=EventId(7), show_as=ShowAs.BUSY),
    ]
    assert [one.id for one in conflicts_of(own, others)] == [2]  # type: ignore[arg-type]
    assert conflicts_of(replace(own, show_as=ShowAs.FREE), others) == []  # type: ignore[arg-type]


def test_an_event_without_length_conflicts_only_inside_another() -> None:
    own = replace(timed("own", 0, 10), id=EventId(1))
    start = own.span.starts_at + timedelta(minutes=30)
    inside = replace(own, id=EventId(2), span=Span(start, start))
    assert [one.id for one in conflicts_of(own, [inside])] == [2]
