"""The facts of an event, label by label, as its details show them; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from transom.engine.entities.calendar import Event, EventKind, Recurrence, ShowAs
from transom.ui.calendar.layout import days_of
from transom.ui.calendar.upcoming import Occurrence
from transom.ui.calendar.words import event_time, recurrence_words
from transom.ui.text import counted, name_of, safe

SHOW_AS = {
    ShowAs.FREE: "Free",
    ShowAs.TENTATIVE: "Tentative",
    ShowAs.BUSY: "Busy",
    ShowAs.OUT_OF_OFFICE: "Out of office",
    ShowAs.ELSEWHERE: "Working elsewhere",
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is known of an event and around it."""

    event: Event
    calendar_name: str
    rule: Recurrence | None = None
    upcoming: tuple[Occurrence, ...] = ()
    conflicts: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label, and the lines beside it."""

    label: str
    lines: tuple[str, ...]


def facts_of(dossier: Dossier, zone: tzinfo) -> Sequence[Fact]:
    """Return what is worth a line, in the order of its weight."""
    event = dossier.event
    facts = [
        Fact("Repeats", _series_lines(dossier)),
        Fact("Next", tuple(_occurrence_words(one, zone) for one in dossier.upcoming)),
        Fact("At the same time", tuple(_conflict_words(one, zone) for one in dossier.conflicts)),
        Fact("Shown as", (SHOW_AS[event.show_as],) if event.show_as in SHOW_AS else ()),
        Fact("Calendar", (safe(dossier.calendar_name),) if dossier.calendar_name else ()),
        Fact("Organizer", _organizer_lines(event)),
        Fact("Categories", (", ".join(safe(one) for one in event.categories),)),
        Fact("Reminder", (_reminder_words(event.reminder_minutes),)),
        Fact("Files", ("This event has attachments.",) if event.has_attachments else ()),
    ]
    return [fact for fact in facts if any(fact.lines)]


def _series_lines(dossier: Dossier) -> tuple[str, ...]:
    lines = [recurrence_words(dossier.rule)] if dossier.rule else []
    if dossier.event.kind is EventKind.EXCEPTION:
        lines.append("This one was changed and differs from its series.")
    return tuple(lines)


def _occurrence_words(one: Occurrence, zone: tzinfo) -> str:
    day, _, rest = event_time(one.span, zone, None, "").own.partition(" · ")
    words = f"{day} {days_of(one.span, zone)[0].year} · {rest}"
    return f"{words} · {one.mark}" if one.mark else words


def _conflict_words(event: Event, zone: tzinfo) -> str:
    when = event_time(event.span, zone, None, "").own.partition(" · ")[2]
    return f"{when} {safe(event.subject) or '(no subject)'}".strip()


def _organizer_lines(event: Event) -> tuple[str, ...]:
    if event.is_organizer:
        return ("You",)
    person = event.organizer
    if not (person.name or person.address):
        return ()
    name, address = name_of(person), safe(person.address)
    return (name,) if address in ("", name) else (f"{name} · {address}",)


def _reminder_words(minutes: int | None) -> str:
    if minutes is None:
        return ""
    if minutes <= 0:
        return "when it begins"
    for size, one, many in ((1440, "day", "days"), (60, "hour", "hours")):
        if minutes % size == 0:
            return f"{counted(minutes // size, one, many)} before"
    return f"{counted(minutes, 'minute', 'minutes')} before"
