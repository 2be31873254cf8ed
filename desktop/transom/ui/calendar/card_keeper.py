"""Opens, fills, places and closes the one event card of the page."""

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Event
from transom.ui.bridge import Bridge
from transom.ui.calendar.card_body import CardContent
from transom.ui.calendar.colors import calendar_color
from transom.ui.calendar.event_card import EventCard
from transom.ui.calendar.view_stack import ViewStack
from transom.ui.models.events import EventModel, is_preview
from transom.ui.text import size_words
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


class CardKeeper(QObject):
    """Keeps the card true to the store and beside its event."""

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        model: EventModel,
        views: ViewStack,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._engine, self._theme, self._page = engine, theme, page
        self._model, self._views = model, views
        self.card = EventCard(theme, icons, self._model.zone, page)
        self.card.closed.connect(self._on_closed)
        views.event_opened.connect(self.open)
        views.moved.connect(self.place)
        bridge.changed.connect(self._on_changed)
        theme.changed.connect(self._on_theme_changed)
        page.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.place()
        return False

    @Slot(object)
    def open(self, event: Event) -> None:
        """Show an event's card beside it, first with what is stored."""
        if self._fill(event):
            self.place()
            self.card.take_focus()
            if not is_preview(event):
                self._engine.calendar.open_event(event.id)
                self._engine.event_files.open_files(event.id)

    @Slot()
    def place(self) -> None:
        """Stand beside the event again, wherever it is now."""
        event = self.card.event_held
        if event is None:
            return
        anchor = self._views.anchor_of(event, self._page)
        self.card.place_beside(anchor, self._page.rect())

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        event = self.card.event_held
        if event is None or change.kind not in (Kind.EVENTS, Kind.BODIES, Kind.CALENDARS):
            return
        if change.kind is Kind.EVENTS and change.ids and event.id not in change.ids:
            return
        calendar = self._model.calendar_of(event)
        if calendar is not None and calendar.is_shown and self._fill(event):
            self.place()
        else:
            self.card.close_card()

    @Slot()
    def _on_theme_changed(self) -> None:
        event = self.card.event_held
        if event is not None:
            self._fill(event)

    @Slot()
    def _on_closed(self) -> None:
        self._views.setFocus()

    def _fill(self, event: Event) -> bool:
        if is_preview(event):
            color = self._theme.color("accent")
            words = "Preview: nothing of it is in your calendar."
            self.card.show_content(CardContent(event, words, color, event.recurrence))
            return True
        reader = self._engine.calendar.reader
        full = reader.read_event(event.id)
        if full is None:
            return False
        master = reader.read_master(event.id)
        calendar = self._model.calendar_of(full)
        color = calendar_color(self._theme, calendar)
        rule = full.recurrence or (master.recurrence if master else None)
        name = calendar.name if calendar else ""
        known = self._engine.event_files.read_files(full.id)
        listed = [one for one in known if not one.is_inline]
        files = tuple(f"{one.name} · {size_words(one.size_bytes)}" for one in listed)
        self.card.show_content(CardContent(full, name, color, rule, files))
        return True
