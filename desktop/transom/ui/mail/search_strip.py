"""What stands between a search's title and its rows: other finds, the server, what was left out."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QVBoxLayout

from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactLine
from transom.engine.parts.search_run import Others
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_MOST_WORDS = 80


class SearchStrip(QFrame):
    """Small buttons in a row, and a line of words below them.

    Signals:
        event_opened: an Event to show in the calendar.
        contact_opened: the ContactId of somebody to show.
        server_asked: the server should be asked as well.
        keeping_changed: the search is to be kept, or kept no longer.
    """

    event_opened = Signal(object)
    contact_opened = Signal(object)
    server_asked = Signal()
    keeping_changed = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("line", "bottom")
        self._events: Sequence[Event] = ()
        self._contacts: Sequence[ContactLine] = ()
        self.events = self._button(icons, "ph.calendar-blank", self._on_events_clicked)
        self.people = self._button(icons, "ph.user", self._on_people_clicked)
        self.server = self._button(icons, "ph.cloud", self._on_server_clicked)
        self.keep = self._button(icons, "ph.bookmark-simple", self._on_keep_clicked)
        self._is_kept = False
        self._buttons = Flow(theme.px(8))
        for button in (self.people, self.events, self.server, self.keep):
            self._buttons.add(button)
        self.notes = PlainLabel(style="small")
        self.notes.set_wrapped()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(6))
        column.setSpacing(theme.px(2))
        column.addWidget(self._buttons)
        column.addWidget(self.notes)

    def show_others(self, others: Others) -> None:
        """Offer the events and people that were found."""
        self._events, self._contacts = others.events, others.contacts
        events, people = len(others.events), len(others.contacts)
        _name(self.events, text.counted(events, "event", "events"))
        _name(self.people, text.counted(people, "person", "people"))
        self.events.setVisible(bool(events))
        self.people.setVisible(bool(people))

    def show_server(self, words: str, *, may_ask: bool) -> None:
        """Name the button that asks the server; once asked it is a word on that."""
        _name(self.server, words, "Ask the server for the same")
        self.server.setEnabled(may_ask)
        self.server.setVisible(bool(words))

    def show_keeping(self, *, is_kept: bool) -> None:
        """Offer to keep the search, or to keep it no longer."""
        self._is_kept = is_kept
        if is_kept:
            _name(self.keep, "Drop", "Keep this search as a folder no longer")
        else:
            _name(self.keep, "Keep", "Keep this search as a folder")

    def show_notes(self, *notes: str) -> None:
        """Say what a person should know of the search."""
        words = " ".join(filter(None, notes))
        self.notes.set_text(words)
        self.notes.setAccessibleName(text.safe(words))
        self.notes.setVisible(bool(words))

    def _button(self, icons: Icons, icon: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "link")
        icons.put(button, icon, "accent", size=15)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _on_events_clicked(self) -> None:
        today = text.now().date()
        rows = [
            (f"{text.day_and_time(one.span.starts_at, today)} · {one.subject or 'No subject'}", one)
            for one in self._events
        ]
        self._choose(self.events, rows, self.event_opened.emit)

    @Slot()
    def _on_people_clicked(self) -> None:
        rows = [(one.display_name or one.detail, one.id) for one in self._contacts]
        self._choose(self.people, rows, self.contact_opened.emit)

    def _choose(
        self,
        button: QPushButton,
        rows: Sequence[tuple[str, object]],
        choose: Callable[[object], None],
    ) -> None:
        if len(rows) == 1:
            choose(rows[0][1])
            return
        menu = QMenu(self)
        for words, thing in rows:
            shown = text.safe(words)[:_MOST_WORDS].replace("&", "&&")
            menu.addAction(shown).triggered.connect(partial(choose, thing))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def _on_server_clicked(self) -> None:
        self.server_asked.emit()

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.keeping_changed.emit(not self._is_kept)


def _name(button: QPushButton, words: str, help_words: str = "") -> None:
    button.setText(words)
    button.setAccessibleName(help_words or words)
    set_tool_tip(button, help_words)
