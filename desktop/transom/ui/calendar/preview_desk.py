"""Events that are nowhere stored, looked at in the grid: a file's, and a mail's invitation."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.calendar import Event, EventKind
from transom.engine.entities.mail import Message
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.dropping import FileDrop
from transom.ui.calendar.file_preview import FileEvents, FilePreview, FileReader, conflicts_around
from transom.ui.calendar.words import event_time
from transom.ui.models.events import EventModel, is_preview
from transom.ui.models.occasions import event_of_meeting, stored_meeting
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons

_MOST_NAMED = 4


class PreviewDesk(QObject):
    """Puts events among the stored ones, says that they are not, and what they collide with.

    Signals:
        wished: an Event that is to be seen on its day.
        opened: the QWidget with the list of a file's events that takes the grid's place.
        closed: the grid has its place back.
        failed: a sentence why there is nothing to look at.
    """

    wished = Signal(object)
    opened = Signal(object)
    closed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        theme: Theme,
        icons: Icons,
        model: EventModel,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._engine, self._model = engine, model
        self._found = FileEvents("", ())
        self._place = 0
        self.banner = Banner(theme, icons, "accent")
        self.list = FilePreview(theme, icons, model)
        self.reader = FileReader(bridge, lane, model.zone, page)
        self.reader.read.connect(self.show_file)
        self.reader.failed.connect(self.failed)
        FileDrop(page).dropped.connect(self.reader.open_file)
        self.list.closed.connect(self.close_list)

    @property
    def event_held(self) -> Event | None:
        """The event that is looked at."""
        return self._found.events[self._place] if self._found.events else None

    @Slot(object)
    def show_file(self, found: FileEvents) -> None:
        """Look at a file's events, the first one first."""
        if not found.events:
            self.failed.emit(f"{found.name} holds no events.")
            return
        self._found, self._place = found, 0
        self._model.set_previews(found.events)
        self._show_place()

    def show_invitation(self, message: Message) -> None:
        """Look at the meeting a message is about, where it stands in the calendar if it does."""
        if message.meeting is not None:
            event = stored_meeting(
                self._engine.calendar, message, message.meeting
            ) or event_of_meeting(message, message.meeting)
            self.show_file(FileEvents(f"“{safe(message.subject)}”", (event,)))

    def show_details(self, event: Event) -> bool:
        """Show all facts of an event that is looked at; False if it is not one of them."""
        if not is_preview(event) or event not in self._found.events:
            return False
        self.list.show_file(self._found, event)
        self.opened.emit(self.list)
        self.list.take_focus()
        return True

    @Slot()
    def close_list(self) -> None:
        """Give the grid its place back."""
        if self.list.is_open:
            self.list.leave()
            self.closed.emit()

    def leave(self) -> bool:
        """Look at stored events alone again; False if nothing else was looked at."""
        if self.event_held is None:
            return False
        self._found = FileEvents("", ())
        self._model.set_previews(())
        self.banner.hide()
        return True

    def _show_place(self) -> None:
        event = self.event_held
        if event is not None:
            self.wished.emit(event)
            self._say(event)

    def _say(self, event: Event) -> None:
        singles = [one for one in self._found.events if one.kind is not EventKind.OCCURRENCE]
        actions = [("All its facts", self._on_details)] if is_preview(event) else []
        if len(singles) > 1:
            actions = [("Previous", self._on_previous), ("Next", self._on_next), *actions]
        self.banner.show_words(
            " ".join(self._sentences(event, singles)),
            "ph.calendar-blank",
            [*actions, ("Close", self._on_close)],
        )

    def _sentences(self, event: Event, singles: list[Event]) -> list[str]:
        when = event_time(event.span, self._model.zone, None, "").own
        count = f" ({singles.index(event) + 1} of {len(singles)})" if len(singles) > 1 else ""
        others = conflicts_around(self._model, event)
        twins = [one for one in others if _is_same(one, event)]
        rest = [_named(one, self._model) for one in others if one not in twins]
        if not is_preview(event) or twins:
            state = "It is in your calendar already."
        else:
            state = "Nothing of it is in your calendar."
        words = [f"Preview of {self._found.name}{count}: {safe(event.subject)}, {when}.", state]
        if rest:
            more = f" and {len(rest) - _MOST_NAMED} more" if len(rest) > _MOST_NAMED else ""
            words.append(f"At the same time: {', '.join(rest[:_MOST_NAMED])}{more}.")
        return words

    def _step(self, step: int) -> None:
        events = self._found.events
        places = [n for n, one in enumerate(events) if one.kind is not EventKind.OCCURRENCE]
        self._place = places[(places.index(self._place) + step) % len(places)]
        self._show_place()

    def _on_details(self) -> None:
        if self.event_held is not None:
            self.show_details(self.event_held)

    def _on_previous(self) -> None:
        self._step(-1)

    def _on_next(self) -> None:
        self._step(1)

    def _on_close(self) -> None:
        self.leave()
        self.closed.emit()


def _is_same(one: Event, other: Event) -> bool:
    return one.span == other.span and one.subject == other.subject


def _named(event: Event, model: EventModel) -> str:
    when = event_time(event.span, model.zone, None, "").own.partition(" · ")[2]
    return f"{when} {safe(event.subject) or '(no subject)'}".strip()
