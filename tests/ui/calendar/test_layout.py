"""Events in a grid of days: nothing lost, nothing on top of another, clocks that jump."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from transom.engine.entities.calendar import Span
from transom.ui.calendar.layout import (
    DAY_MINUTES,
    LEAST_MINUTES,
    Piece,
    days_of,
    is_banded,
    lay_band,
    lay_day,
)

TALLINN = ZoneInfo("Europe/Tallinn")
ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/Tallinn", "America/Havana", "Asia/Kolkata")]
WEEK = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]


def timed(start: datetime, minutes: float) -> Span:
    begin = start.astimezone(UTC)
    return Span(begin, begin + timedelta(minutes=minutes))


def whole_days(first: date, count: int) -> Span:
    end = first + timedelta(days=count)
    midnights = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, end)]
    return Span(midnights[0], midnights[1], first, end)


def at(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, fold=fold, tzinfo=TALLINN)


def minutes(day: date, *spans: Span) -> list[tuple[int, int]]:
    return [(piece.top, piece.bottom) for piece in lay_day(day, spans, TALLINN)]


timed_spans = st.builds(
    timed,
    st.builds(
        lambda first, minute: first + timedelta(minutes=minute),
        st.sampled_from([datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 10, 23, tzinfo=UTC)]),
        st.integers(0, 10 * DAY_MINUTES),
    ),
    st.integers(-30, 60 * 24 * 3),
)
day_spans = st.builds(
    whole_days, st.dates(date(2026, 11, 10), date(2026, 12, 10)), st.integers(1, 20)
)


def touch(one: Piece, other: Piece) -> bool:
    return one.top < other.bottom and other.top < one.bottom


@given(st.lists(timed_spans, max_size=12), st.sampled_from(ZONES))
def test_on_every_day_each_event_stands_once_and_none_covers_another(
    spans: list[Span], zone: ZoneInfo
) -> None:
    edges = [days_of(span, zone) for span in spans]
    for day in sorted({edge[0] + timedelta(days=n) for edge in edges for n in range(-1, 4)}):
        pieces = lay_day(day, spans, zone)
        expected = [
            index
            for index, span in enumerate(spans)
            if not is_banded(span) and edges[index][0] <= day < edges[index][1]
        ]
        assert sorted(piece.index for piece in pieces) == expected
        for piece in pieces:
            assert 0 <= piece.top <= piece.bottom - LEAST_MINUTES <= DAY_MINUTES - LEAST_MINUTES
            assert 0 <= piece.column < piece.column + piece.breadth <= piece.columns
        for one, other in combinations(pieces, 2):
            if touch(one, other):
                assert one.columns == other.columns
                assert (
                    one.column + one.breadth <= other.column
                    or other.column + other.breadth <= one.column
                )


@given(st.lists(timed_spans, min_size=1, max_size=12))
def test_no_more_columns_are_made_than_events_run_at_the_same_time(spans: list[Span]) -> None:
    pieces = lay_day(days_of(spans[0], UTC)[0], spans, UTC)
    for piece in pieces:
        cluster_depth = max(
            sum(other.top <= start.top < other.bottom for other in pieces) for start in pieces
        )
        assert piece.columns <= cluster_depth


@given(st.lists(timed_spans, min_size=1, max_size=12))
def test_no_column_stays_empty_beside_an_event_that_could_use_it(spans: list[Span]) -> None:
    for day in (days_of(spans[0], TALLINN)[0], WEEK[0]):
        pieces = lay_day(day, spans, TALLINN)
        for piece in pieces:
            taken = {
                column
                for other in pieces
                if other is not piece and touch(piece, other)
                for column in range(other.column, other.column + other.breadth)
            }
            left, right = piece.column - 1, piece.column + piece.breadth
            assert right == piece.columns or right in taken
            # First come, first placed: what is free on the left was taken when it began.
            begun = {
                other.column + n
                for other in pieces
                for n in range(other.breadth)
                if other.top <= piece.top < other.bottom
            }
            assert left < 0 or left in begun


@given(st.lists(day_spans, max_size=12))
def test_bars_of_the_band_never_share_a_lane_on_the_same_day(spans: list[Span]) -> None:
    bars = lay_band(WEEK, spans, TALLINN)
    for bar in bars:
        span = spans[bar.index]
        assert span.first_day is not None and span.end_day is not None
        shown = [day for day in WEEK if span.first_day <= day < span.end_day]
        assert WEEK[bar.first : bar.end] == shown
        assert bar.begins_before == (span.first_day < shown[0])
        assert bar.ends_after == (span.end_day > shown[-1] + timedelta(days=1))
    assert len(bars) == sum(
        any(span.first_day <= day < span.end_day for day in WEEK)
        for span in spans
        if span.first_day and span.end_day
    )
    for one, other in combinations(bars, 2):
        assert one.lane != other.lane or one.end <= other.first or other.end <= one.first


def test_an_event_across_midnight_appears_on_both_days_cut_at_midnight() -> None:
    span = timed(at(WEEK[0], 22), 4 * 60)
    assert minutes(WEEK[0], span) == [(22 * 60, DAY_MINUTES)]
    assert minutes(WEEK[1], span) == [(0, 2 * 60)]
    assert minutes(WEEK[2], span) == []


def test_an_event_that_ends_at_midnight_stays_off_the_next_day() -> None:
    span = timed(at(WEEK[0], 22), 2 * 60)
    assert minutes(WEEK[0], span) == [(22 * 60, DAY_MINUTES)]
    assert minutes(WEEK[1], span) == []


def test_a_day_without_two_oclock_keeps_the_labels_of_the_clock() -> None:
    spring = date(2026, 3, 29)  # 03:00 becomes 04:00
    span = Span(at(spring, 2).astimezone(UTC), at(spring, 6).astimezone(UTC))
    assert (span.ends_at - span.starts_at) == timedelta(hours=3)
    assert minutes(spring, span) == [(2 * 60, 6 * 60)]


def test_in_the_repeated_hour_an_event_keeps_its_length() -> None:
    autumn = date(2026, 10, 25)  # 04:00 becomes 03:00
    half_hour = timed(at(autumn, 3, 45), 30)  # 03:45 to 03:15 by the clock
    assert minutes(autumn, half_hour) == [(3 * 60 + 45, 4 * 60 + 15)]
    whole_night = timed(at(autumn, 1), 5 * 60)
    assert minutes(autumn, whole_night) == [(60, 5 * 60)]


def test_a_short_event_late_at_night_is_moved_up_to_stay_visible() -> None:
    assert minutes(WEEK[0], timed(at(WEEK[0], 23, 58), 1)) == [
        (DAY_MINUTES - LEAST_MINUTES, DAY_MINUTES)
    ]


def test_overlapping_events_share_the_column_and_a_lone_one_keeps_it_whole() -> None:
    spans = [timed(at(WEEK[1], 11), 90), timed(at(WEEK[1], 11, 30), 60), timed(at(WEEK[1], 14), 30)]
    shares = {
        piece.index: (piece.column, piece.columns) for piece in lay_day(WEEK[1], spans, TALLINN)
    }
    assert shares == {0: (0, 2), 1: (1, 2), 2: (0, 1)}


def test_an_event_grows_into_columns_that_nobody_uses_beside_it() -> None:
    day = WEEK[1]
    spans = [
        timed(at(day, 9), 240),
        timed(at(day, 9), 60),
        timed(at(day, 9), 60),
        timed(at(day, 11), 60),
    ]
    wide = next(piece for piece in lay_day(day, spans, TALLINN) if piece.index == 3)
    assert (wide.column, wide.breadth, wide.columns) == (1, 2, 3)


def test_all_day_events_are_never_moved_by_a_zone() -> None:
    span = whole_days(date(2026, 11, 25), 2)
    for zone in (ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")):
        (bar,) = lay_band(WEEK, [span], zone)
        assert (bar.first, bar.end) == (2, 4)


def test_a_timed_event_of_a_day_and_more_goes_to_the_band() -> None:
    span = timed(at(WEEK[1], 12), 48 * 60)
    assert minutes(WEEK[2], span) == []
    (bar,) = lay_band(WEEK, [span], TALLINN)
    assert (bar.first, bar.end) == (1, 4)


def test_years_without_neighbours_do_not_overflow() -> None:
    first = datetime.min.replace(tzinfo=UTC)
    last = datetime.max.replace(tzinfo=UTC)
    west = ZoneInfo("Pacific/Honolulu")
    assert days_of(Span(first, first), west)[0] == date.min
    assert days_of(Span(last, last), TALLINN) == (date.max, date.max)
    assert lay_band(WEEK, [Span(first, last)], TALLINN)[0].end == 7
