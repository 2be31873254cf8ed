"""The banner of a meeting: when, whose, one's own answer, and what it collides with."""

from PySide6.QtCore import QObject, Slot

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Answer, Event
from transom.engine.entities.mail import Meeting, Message, MessageKind
from transom.engine.workers import Lane
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.mail.body_loader import Reading
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.models.occasions import Occasion, occasion_of

_MOST_NAMED = 3
_ANSWERS = {
    Answer.ORGANIZER: "You organise it.",
    Answer.ACCEPTED: "You accepted.",
    Answer.TENTATIVE: "You answered maybe.",
    Answer.DECLINED: "You declined.",
    Answer.NOT_ANSWERED: "You have not answered.",
    Answer.NONE: "You have not answered.",
}


class InvitationDesk(QObject):
    """Looks the shown message's meeting up in the stored calendar, and again when that changes."""

    def __init__(self, engine: Engine, bridge: Bridge, lane: Lane, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._lane, self._pane = engine, bridge, lane, pane
        self._message: Message | None = None
        self._meeting: Meeting | None = None
        pane.message_shown.connect(self._on_message_shown)
        pane.reading_shown.connect(self._on_reading_shown)
        bridge.changed.connect(self._on_changed)

    @Slot(object)
    def _on_message_shown(self, message: Message | None) -> None:
        self._message, self._meeting = message, None

    @Slot(object)
    def _on_reading_shown(self, reading: Reading) -> None:
        self._meeting = reading.meeting
        self._ask()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.EVENTS and self._meeting is not None:
            self._ask()

    def _ask(self) -> None:
        message, meeting = self._message, self._meeting
        if message is None or meeting is None:
            return
        future = self._lane.submit(occasion_of, self._engine.calendar, message, meeting)
        self._bridge.when_done(future, self._on_found)

    def _on_found(self, occasion: Occasion) -> None:
        message = self._message
        if message is not None and occasion.message == message.id and self._meeting is not None:
            action = ("Show in calendar", self._pane.calendar_requested.emit)
            words = occasion_words(message, occasion)
            self._pane.meeting.show_words(words, "ph.calendar-blank", [action])


def occasion_words(message: Message, occasion: Occasion) -> str:
    """Return when and where, and on a second line whose it is, one's answer, and the conflicts."""
    first = meeting_line(occasion.meeting)
    if message.kind is MessageKind.MEETING_CANCELLED:
        return f"{first}\nThis meeting was cancelled."
    event = occasion.event
    own = event.own_answer if event is not None else Answer.NONE
    organizer = event.organizer if event is not None else message.sender
    if not (organizer.name or organizer.address):
        organizer = message.sender
    parts = []
    is_ours = own is Answer.ORGANIZER or message.kind is not MessageKind.INVITATION
    if not is_ours:
        parts.append(f"{text.safe(text.name_of(organizer), is_isolated=True)} invites.")
    if event is not None:
        parts.append(_ANSWERS[own])
    elif message.kind is MessageKind.INVITATION and occasion.is_charted:
        parts.append("It is not in your calendar.")
    parts.append(_conflict_words(occasion, own))
    second = " ".join(part for part in parts if part)
    return f"{first}\n{second}" if second else first


def _conflict_words(occasion: Occasion, own: Answer) -> str:
    if own is Answer.DECLINED:
        return ""
    if not occasion.conflicts:
        is_timed = not occasion.meeting.span.is_all_day
        return "Nothing else is then." if occasion.is_charted and is_timed else ""
    named = [_named(one) for one in occasion.conflicts[:_MOST_NAMED]]
    more = len(occasion.conflicts) - len(named)
    rest = f" and {text.number(more)} more" if more else ""
    return f"At the same time: {', '.join(named)}{rest}."


def _named(event: Event) -> str:
    when = f"{text.clock(event.span.starts_at)} – {text.clock(event.span.ends_at)}"
    subject = text.safe(event.subject, is_isolated=True) or "(no subject)"
    return f"{subject} ({when})"


def meeting_line(meeting: Meeting) -> str:
    """Return when and where: Thursday 26 November · 13:00 – 15:00 · Room Baltic."""
    where = text.safe(meeting.location)
    when = text.span_words(meeting.span)
    return f"{when} · {where}" if where else when
