"""What else lies at the time of an event."""

from collections.abc import Sequence
from datetime import timedelta

from transom.engine.entities.calendar import Answer, Event, ShowAs


def conflicts_of(event: Event, others: Sequence[Event]) -> list[Event]:
    """Return what takes the same time, where both need somebody to be there."""
    if not _takes_time(event):
        return []
    return [
        other
        for other in others
        if other.id != event.id
        and _takes_time(other)
        and other.span.starts_at < event.span.ends_at
        and event.span.starts_at < other.span.ends_at
    ]


def _takes_time(event: Event) -> bool:
    is_out = event.is_cancelled or event.own_answer is Answer.DECLINED
    is_day = event.span.is_all_day or event.span.ends_at - event.span.starts_at >= timedelta(days=1)
    return not is_out and not is_day and event.show_as not in (ShowAs.FREE, ShowAs.ELSEWHERE)
