"""An event as plain text, to be copied into a message."""

from collections.abc import Sequence
from datetime import tzinfo

from transom.engine.entities.calendar import Event, Recurrence
from transom.engine.files.plain_text import text_of
from transom.ui.calendar.meetings import meeting_of
from transom.ui.calendar.time_words import offset_words
from transom.ui.calendar.words import ANSWERS, event_time, recurrence_words
from transom.ui.text import name_of, safe
from transom.ui.zones import zone_words


def event_as_text(event: Event, zone: tzinfo, rule: Recurrence | None = None) -> str:
    """Say everything that matters of an event in lines."""
    when = event_time(event.span, zone, None, "").own
    if not event.span.is_all_day:
        when += f" ({zone_words(zone)}, {offset_words(event.span.starts_at, zone)})"
    lines = [safe(event.subject) or "(no subject)", when]
    if event.is_cancelled:
        lines.append("Cancelled")
    if rule is not None:
        lines.append(f"Repeats {recurrence_words(rule)}")
    if event.location:
        lines.append(f"Where: {safe(event.location)}")
    meeting = meeting_of(event)
    if meeting is not None:
        lines.append(f"{meeting.words}: {meeting.url_text}")
    if event.organizer.address or event.organizer.name:
        lines.append(f"Organizer: {name_of(event.organizer)}")
    people = [f"{name_of(one.person)} ({ANSWERS[one.answer][0]})" for one in event.attendees]
    if people:
        lines.append(f"Invited: {', '.join(people)}")
    text = text_of(event.body) or event.preview.strip()
    return "\n".join(lines) + (f"\n\n{text}" if text else "") + "\n"


def events_as_text(events: Sequence[Event], zone: tzinfo) -> str:
    """Say when several events are, one a line."""
    lines = [
        f"{event_time(one.span, zone, None, '').own} · {safe(one.subject) or '(no subject)'}"
        + (f" · {safe(one.location)}" if one.location else "")
        for one in events
    ]
    return "\n".join(lines) + "\n"
