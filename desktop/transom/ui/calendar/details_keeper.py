"""Fills an event's details from the store, and its text once it is there and made safe."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Slot

from transom.engine.changes import Change, Kind
from transom.engine.clock import Clock
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Event, EventId
from transom.engine.entities.mail import Body
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.details_facts import Dossier
from transom.ui.calendar.details_view import DetailsView
from transom.ui.calendar.upcoming import Occurrence, next_occurrences
from transom.ui.models.conflicts import conflicts_of
from transom.ui.models.events import EventModel, days_of_span
from transom.ui.theme import Theme
from transom.ui.web.document import Document, document_from_body
from transom.ui.zones import zone_from_name

_LATEST = datetime(9990, 1, 1, tzinfo=UTC)


class DetailsKeeper(QObject):
    """Keeps the details true to the store while they are open."""

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        theme: Theme,
        clock: Clock,
        model: EventModel,
        view: DetailsView,
    ) -> None:
        super().__init__(view)
        self._engine, self._bridge, self._lane = engine, bridge, lane
        self._theme, self._clock, self._model, self.view = theme, clock, model, view
        self._body: tuple[EventId, Body] | None = None
        bridge.changed.connect(self._on_changed)
        theme.changed.connect(self._on_theme_changed)

    def open(self, event: Event) -> bool:
        """Show an event; False if it is gone."""
        self._body = None
        is_there = self._fill(event.id)
        if is_there:
            self._engine.calendar.open_event(event.id)
        return is_there

    def _fill(self, number: EventId) -> bool:
        reader = self._engine.calendar.reader
        event = reader.read_event(number)
        if event is None:
            return False
        master = reader.read_master(number)
        calendar = self._model.calendar_of(event)
        first, last = days_of_span(event.span, self._model.zone)
        others = self._model.read_days(first, min(last, first + timedelta(days=7)) + timedelta(1))
        dossier = Dossier(
            event,
            calendar.name if calendar else "",
            event.recurrence or (master.recurrence if master else None),
            self._upcoming(event, master) if master else (),
            tuple(conflicts_of(event, others)),
        )
        self.view.show_dossier(dossier, calendar_color(self._theme, calendar))
        self._make_safe(event)
        return True

    def _upcoming(self, event: Event, master: Event) -> tuple[Occurrence, ...]:
        reader = self._engine.calendar.reader
        windows = reader.read_windows(event.calendar)
        known_until = max((one.ends_at for one in windows), default=self._clock.now())
        after = max(self._clock.now(), event.span.starts_at)
        zone = zone_from_name(master.start_zone)
        stored = reader.read_series(event.id)
        return tuple(next_occurrences(master, stored, min(known_until, _LATEST), after, zone))

    def _make_safe(self, event: Event) -> None:
        body = event.body if event.body.content else Body(is_html=False, content=event.preview)
        if self._body == (event.id, body):
            return
        self._body = (event.id, body)
        future = self._lane.submit(_safe_text, event.id, body)
        self._bridge.when_done(future, self._on_made_safe)

    def _on_made_safe(self, made: tuple[EventId, Document]) -> None:
        held = self.view.event_held
        if held is not None and held.id == made[0]:
            self.view.show_text(made[1])

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        held = self.view.event_held
        if held is None or change.kind not in (Kind.EVENTS, Kind.BODIES, Kind.CALENDARS):
            return
        if not self._fill(held.id):
            self.view.closed.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        held = self.view.event_held
        if held is not None:
            self._fill(held.id)


def _safe_text(number: EventId, body: Body) -> tuple[EventId, Document]:
    """Runs on the lane."""
    return number, document_from_body(body)
