"""The month's lines: nothing hidden unsaid, nothing on top of another, no line wasted."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QSize

from transom.engine.entities.calendar import Span
from transom.ui.calendar.layout import days_of
from transom.ui.calendar.month_geometry import MonthGeometry, MonthMetrics
from transom.ui.calendar.ranges import weeks_of_month

TALLINN = ZoneInfo("Europe/Tallinn")
DAYS = weeks_of_month(date(2026, 11, 23), 0)
METRICS = MonthMetrics(gutter=32, header=32, day_name=27, lane=21, gap=3, least_week=70)


def timed(day: date, minute: int, minutes: int) -> Span:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    return Span(start, start + timedelta(minutes=minutes))


def whole_days(first: date, count: int) -> Span:
    end = first + timedelta(days=count)
    midnights = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (first, end)]
    return Span(midnights[0], midnights[1], first, end)


month_days = st.dates(date(2026, 10, 20), date(2026, 12, 12))
spans = st.lists(
    st.one_of(
        st.builds(timed, month_days, st.integers(0, 1439), st.integers(0, 3000)),
        st.builds(whole_days, month_days, st.integers(1, 12)),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=60)
@given(spans=spans, height=st.integers(300, 1200))
def test_every_event_is_seen_or_counted_on_each_of_its_days(spans: list[Span], height: int) -> None:
    geometry = MonthGeometry(DAYS, spans, TALLINN, QSize(1100, height), METRICS)
    assert {box.row for box in geometry.boxes} == {
        row
        for row, span in enumerate(spans)
        if days_of(span, TALLINN)[0] <= DAYS[-1] and days_of(span, TALLINN)[1] > DAYS[0]
    }
    for number, day in enumerate(DAYS):
        here = sum(days_of(span, TALLINN)[0] <= day < days_of(span, TALLINN)[1] for span in spans)
        cell = geometry.cell(number)
        seen = sum(
            not box.is_counted and box.rect.intersects(cell) and box.rect.top() >= cell.top()
            for box in geometry.boxes
            if box.rect.top() < cell.bottom()
        )
        assert seen + geometry.hidden[number] == here


@settings(deadline=None, max_examples=60)
@given(spans=spans, height=st.integers(300, 1200))
def test_no_line_covers_another_or_a_count_or_leaves_its_week(
    spans: list[Span], height: int
) -> None:
    geometry = MonthGeometry(DAYS, spans, TALLINN, QSize(1100, height), METRICS)
    seen = [box.rect for box in geometry.boxes if not box.is_counted]
    for one, other in combinations(seen, 2):
        assert not one.intersects(other)
    for number, count in enumerate(geometry.hidden):
        if count:
            assert not any(rect.intersects(geometry.count_rect(number)) for rect in seen)
            assert geometry.cell(number).contains(geometry.count_rect(number))
    for rect in seen:
        week = next(n for n in range(6) if geometry.week_top(n + 1) > rect.top())
        assert rect.bottom() <= geometry.week_top(week + 1)


def test_a_day_that_holds_all_its_lines_counts_nothing() -> None:
    fit = 4
    height = METRICS.header + 6 * (METRICS.day_name + fit * METRICS.lane)
    for count, hidden in ((fit, 0), (fit + 1, 2)):
        day = [timed(date(2026, 11, 11), 600 + n, 30) for n in range(count)]
        geometry = MonthGeometry(DAYS, day, TALLINN, QSize(1100, height), METRICS)
        assert sum(geometry.hidden) == hidden


def test_a_point_leads_to_its_day_and_its_event() -> None:
    span = whole_days(date(2026, 11, 11), 2)
    geometry = MonthGeometry(DAYS, [span], TALLINN, QSize(1100, 800), METRICS)
    rect = geometry.placed(geometry.boxes[0], 0)
    box = geometry.box_at(rect.center(), 0)
    assert box is not None and box.row == 0
    assert DAYS[geometry.day_at(rect.topLeft(), 0)] == date(2026, 11, 11)
    assert geometry.day_at(QPoint(200, 5), 0) == -1
