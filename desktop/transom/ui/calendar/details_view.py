"""One event with everything that is known of it, in place of the grid."""

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Event
from transom.engine.entities.mail import MessageId
from transom.ui.calendar.details_body import DetailsBody
from transom.ui.calendar.details_facts import Dossier
from transom.ui.calendar.people_list import people_of
from transom.ui.text import counted, safe
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.document import Document
from transom.ui.web.references import Link
from transom.ui.widgets.attachments import AttachmentStrip
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_FACTS_PX = 400


class DetailsView(QFrame):
    """The facts on the left, the event's own text on the right.

    Signals:
        closed: back to the grid.
        save_requested, series_save_requested, copy_requested: the Event shown.
        person_requested: an (Attendee, QWidget) tuple, somebody and the name that was pressed.
        time_requested: a list of Persons whose free times are wished to be seen.
    """

    time_requested = Signal(object)

    person_requested = Signal(object)

    closed = Signal()
    save_requested = Signal(object)
    series_save_requested = Signal(object)
    copy_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo) -> None:
        super().__init__()
        self._theme, self._icons, self._zone = theme, icons, zone
        self._dossier: Dossier | None = None
        self.setProperty("surface", "card")
        self.setAccessibleName("Event details")
        self._title = PlainLabel(style="title", is_elided=True)
        self._back = self._button("Back", "ph.arrow-left", "Back to the calendar (Esc)")
        self._save = self._button("Save as .ics", "ph.download-simple", "Save this event (Ctrl+S)")
        self._series = self._button("Save series", "ph.repeat", "Save the whole series as .ics")
        self._free = self._button("Free times", "ph.users", "When are all of these people free?")
        self._copy = self._button("Copy", "ph.copy", "Copy as text (Ctrl+C)")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFixedWidth(theme.px(_FACTS_PX))
        self.body = BodyView(theme, lambda _attachment, _shown: None)
        self.body.link_chosen.connect(self._on_link_chosen)
        self.strip = AttachmentStrip(theme, icons)
        self._held = PlainLabel(style="small")
        self._held.set_wrapped()
        self._lay_out()
        self._back.clicked.connect(self.closed)
        self._save.clicked.connect(self._on_save_clicked)
        self._series.clicked.connect(self._on_series_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._free.clicked.connect(self._on_free_clicked)

    @property
    def event_held(self) -> Event | None:
        """The event shown until the view is left."""
        return self._dossier.event if self._dossier else None

    def show_dossier(self, dossier: Dossier, color: QColor) -> None:
        """Show an event; its text comes by itself."""
        if self._dossier is None or self._dossier.event.id != dossier.event.id:
            self.body.clear()
            self.strip.show_attachments(())
            self._held.hide()
        if dossier == self._dossier:
            return
        self._dossier = dossier
        self._title.set_text(dossier.event.subject or "(no subject)")
        self.setAccessibleName(f"Details of {safe(dossier.event.subject) or '(no subject)'}")
        self._series.setVisible(dossier.rule is not None)
        self._free.setVisible(bool(_addressed(dossier.event)))
        facts = DetailsBody(self._theme, self._icons, self._zone, dossier, color)
        offset = self._scroll.verticalScrollBar().value()
        facts.person_requested.connect(self.person_requested)
        self._scroll.setWidget(facts)
        facts.setAutoFillBackground(False)
        self._scroll.verticalScrollBar().setValue(offset)

    def show_text(self, document: Document) -> None:
        """Show the event's own text, made safe."""
        event = self.event_held
        if event is None:
            return
        if not document.is_plain:
            self.body.warm()
        self.body.show_document(MessageId(event.id), document)
        count = document.held.count
        self._held.set_text(
            f"Not loaded from the net: {counted(count, 'item', 'items')}." if count else ""
        )
        self._held.setVisible(bool(count))

    def leave(self) -> None:
        """Forget the event."""
        self._dossier = None
        self.body.clear()

    def take_focus(self) -> None:
        """Put the keyboard on the way back."""
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        px = self._theme.px
        bar = QHBoxLayout()
        bar.setContentsMargins(px(14), px(8), px(14), px(8))
        bar.setSpacing(px(8))
        bar.addWidget(self._back)
        bar.addWidget(self._title, 1)
        for button in (self._free, self._copy, self._series, self._save):
            bar.addWidget(button)
        head = QFrame()
        head.setProperty("line", "bottom")
        head.setLayout(bar)
        text = QVBoxLayout()
        text.setContentsMargins(px(8), px(8), px(8), px(8))
        text.addWidget(self._held)
        text.addWidget(self.body, 1)
        text.addWidget(self.strip)
        right = QFrame()
        right.setProperty("line", "left")
        right.setLayout(text)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._scroll)
        row.addWidget(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(row, 1)

    def _button(self, words: str, icon: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        set_tool_tip(button, tip)
        self._icons.put(button, icon, size=16)
        return button

    @Slot()
    def _on_save_clicked(self) -> None:
        self._tell(self.save_requested)

    @Slot()
    def _on_series_clicked(self) -> None:
        self._tell(self.series_save_requested)

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._tell(self.copy_requested)

    @Slot()
    def _on_free_clicked(self) -> None:
        event = self.event_held
        if event is not None:
            self.time_requested.emit(_addressed(event))

    def _tell(self, signal: SignalInstance) -> None:
        event = self.event_held
        if event is not None:
            signal.emit(event)

    @Slot(object)
    def _on_link_chosen(self, link: Link) -> None:
        url_text = link.target
        if not link.claimed_host and url_text.lower().startswith(
            ("https://", "http://", "mailto:")
        ):
            QDesktopServices.openUrl(url_text)


def _addressed(event: Event) -> list[Person]:
    """Return everybody invited, and the rooms, who can be asked about."""
    return [one.person for one in people_of(event) if one.person.address]
