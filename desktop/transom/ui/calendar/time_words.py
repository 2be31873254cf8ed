"""Why an event is at the time it is shown at: zones, clocks and the days they change."""

from datetime import UTC, datetime, timedelta, tzinfo

from transom.engine.entities.calendar import Span
from transom.ui.calendar.words import clock, clock_range
from transom.ui.text import long_day
from transom.ui.zones import zone_from_name, zone_words


def offset_words(at: datetime, zone: tzinfo) -> str:
    """Return ``UTC+5:30`` as a zone's clock stands at an instant."""
    offset = at.astimezone(zone).utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def elsewhere_words(span: Span, zone: tzinfo) -> str:
    """Say when an event is by another clock, its day included where that is another one."""
    if span.is_all_day:
        return "An all-day event is on the same day everywhere."
    day = span.starts_at.astimezone(zone).date()
    return f"{long_day(day)} · {clock_range(span, zone)} ({offset_words(span.starts_at, zone)})"


def why_this_time(span: Span, own: tzinfo, planned_in: str) -> str:
    """Explain a converted time step by step, in plain words."""
    if span.is_all_day:
        return (
            "This event lies on days, not at a time. Days are never converted: it is on the same "
            "day in every zone."
        )
    here = zone_words(own)
    shown = f"{clock(span.starts_at, own)} in {here} ({offset_words(span.starts_at, own)})"
    instant = f"{span.starts_at.astimezone(UTC):%H:%M} UTC"
    other = zone_from_name(planned_in)
    sentences: list[str] = []
    if not planned_in:
        sentences.append("The event does not say in which zone it was planned.")
    elif other is None:
        sentences.append(
            f"It was planned in a zone called “{planned_in}”, which is not known here; the server "
            "said which instant that is."
        )
    else:
        there = clock(span.starts_at, other)
        offset = offset_words(span.starts_at, other)
        sentences.append(f"It was planned for {there} in {zone_name(planned_in)} ({offset}).")
    sentences.append(f"That is {instant}, which is {shown}.")
    for zone, place in ((own, here), (other, zone_name(planned_in))):
        change = change_near(span.starts_at, zone) if zone else None
        if change is not None and change.words not in sentences and zone is not None:
            sentences.append(f"{change.words} in {place} on {long_day(change.day)}.")
    return " ".join(sentences)


def zone_name(name: str) -> str:
    """Name a zone by its city, and a Windows zone by its own words with the city after them."""
    zone = zone_from_name(name)
    if zone is None or "/" in name or name == "UTC":
        return zone_words(zone) if zone else name
    return f"“{name}” ({zone_words(zone)})"


class ClockChange:
    """A day on which a zone's clock jumps; ``minutes`` forward, or back if negative."""

    def __init__(self, at: datetime, zone: tzinfo, minutes: int) -> None:
        self.at, self.minutes = at, minutes
        local = at.astimezone(zone)
        self.day = local.date()
        after = local.hour * 60 + local.minute
        self.from_minute = max(0, after - minutes) if minutes > 0 else after
        """The first minute of that day that is left out, or said twice."""
        self.until_minute = self.from_minute + abs(minutes)

    @property
    def words(self) -> str:
        """What the clock does."""
        hours, rest = divmod(abs(self.minutes), 60)
        length = "one hour" if (hours, rest) == (1, 0) else f"{abs(self.minutes)} minutes"
        return f"The clock goes {'forward' if self.minutes > 0 else 'back'} {length}"


def change_near(at: datetime, zone: tzinfo, days: int = 7) -> ClockChange | None:
    """Return the clock's first jump within so many days before and after an instant."""
    try:
        return next(
            iter(changes_between(at - timedelta(days=days), at + timedelta(days=days), zone)), None
        )
    except OverflowError:
        return None


def changes_between(start: datetime, end: datetime, zone: tzinfo) -> list[ClockChange]:
    """Return the clock's jumps between two instants, found to the minute."""
    found: list[ClockChange] = []
    step = timedelta(days=1)
    before = start.astimezone(UTC)
    while before < end:
        after = min(before + step, end.astimezone(UTC))
        if _offset(before, zone) != _offset(after, zone):
            at = _first_after(before, after, zone)
            jump = _offset(after, zone) - _offset(before, zone)
            found.append(ClockChange(at, zone, round(jump.total_seconds() / 60)))
        before = after
    return found


def _first_after(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    old = _offset(before, zone)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if _offset(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
