"""The events of an .ics file, looked at beside one's own calendar and kept nowhere."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from transom.engine.entities.calendar import Event, EventKind
from transom.engine.errors import NonsenseError, SavingError, TransomError
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.details_body import DetailsBody
from transom.ui.calendar.details_facts import Dossier
from transom.ui.calendar.words import event_time
from transom.ui.models.conflicts import conflicts_of
from transom.ui.models.events import EventModel, days_of_span
from transom.ui.text import counted, safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_LIST_PX = 340
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class FileEvents:
    """What a file of this name holds."""

    name: str
    events: tuple[Event, ...]


class FileReader(QObject):
    """Asks for a file and reads it on a worker.

    Signals:
        read: the FileEvents of a file.
        failed: a sentence why there are none.
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(self, bridge: Bridge, lane: Lane, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge, self._lane, self._zone, self._widget = bridge, lane, zone, parent

    @Slot()
    def ask(self) -> None:
        """Let a person choose a file."""
        usual = QStandardPaths.StandardLocation.DownloadLocation
        folder = QStandardPaths.writableLocation(usual) or str(Path.home())
        dialog = QFileDialog(
            self._widget, "Look at a calendar file", folder, "Calendar files (*.ics)"
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object)
    def open_file(self, path: Path) -> None:
        """Read a file; its events come as ``read``."""
        future = self._lane.submit(_events_of_file, path, self._zone)
        self._bridge.when_done(future, self._on_read, self._on_failed)

    def open_content(self, name: str, content: bytes) -> None:
        """Read what an attachment holds; its events come as ``read``."""
        future = self._lane.submit(_events_of, name, content, self._zone)
        self._bridge.when_done(future, self._on_read, self._on_failed)

    @Slot(str)
    def _on_file_selected(self, path_text: str) -> None:
        self.open_file(Path(path_text))

    def _on_read(self, found: FileEvents) -> None:
        self.read.emit(found)

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(error.message)


class FilePreview(QFrame):
    """A list of a file's events, and the facts of the one that is chosen.

    Signals:
        closed: back to the grid.
    """

    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, model: EventModel) -> None:
        super().__init__()
        self._theme, self._icons, self._model = theme, icons, model
        self._found: FileEvents | None = None
        self.setProperty("surface", "card")
        self.setAccessibleName("Events of a file")
        back = QPushButton("Back")
        set_tool_tip(back, "Back to the calendar (Esc)")
        icons.put(back, "ph.arrow-left", size=16)
        back.clicked.connect(self.closed)
        self._title = PlainLabel(style="title", is_elided=True)
        words = PlainLabel("Only looked at. Nothing of it is in your calendar.", style="dim")
        self._list = QListWidget()
        self._list.setAccessibleName("Events")
        self._list.setFixedWidth(theme.px(_LIST_PX))
        self._list.setUniformItemSizes(True)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar = QHBoxLayout()
        margin = theme.px(14)
        bar.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        bar.setSpacing(theme.px(8))
        for widget, stretch in ((back, 0), (self._title, 1), (words, 0)):
            bar.addWidget(widget, stretch)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._list)
        row.addWidget(self._scroll, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addLayout(row, 1)

    @property
    def is_open(self) -> bool:
        """Whether a file is shown."""
        return self._found is not None

    def show_file(self, found: FileEvents, chosen: Event | None = None) -> None:
        """List a file's events, a series once, with the facts of ``chosen``."""
        events = tuple(one for one in found.events if one.kind is not EventKind.OCCURRENCE)
        self._found = found = FileEvents(found.name, events)
        self._title.set_text(f"{found.name} · {counted(len(found.events), 'event', 'events')}")
        self._list.clear()
        for event in found.events:
            when = event_time(event.span, self._model.zone, None, "").own
            self._list.addItem(f"{safe(event.subject) or '(no subject)'} — {when}")
        self._list.setCurrentRow(found.events.index(chosen) if chosen in found.events else 0)

    def leave(self) -> None:
        """Forget the file."""
        self._found = None
        self._list.clear()

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        if self._found is None or not 0 <= row < len(self._found.events):
            return
        event = self._found.events[row]
        conflicts = tuple(conflicts_around(self._model, event))
        dossier = Dossier(event, "", event.recurrence, conflicts=conflicts)
        body = DetailsBody(
            self._theme, self._icons, self._model.zone, dossier, self._theme.color("accent")
        )
        body.add_text(event.body.content)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)


def conflicts_around(model: EventModel, event: Event) -> list[Event]:
    """Return what is stored at the time of an event, and needs somebody to be there."""
    first, last = days_of_span(event.span, model.zone)
    end = min(last, first + timedelta(days=7)) + timedelta(days=1)
    return conflicts_of(event, model.read_days(first, end))


def _events_of_file(path: Path, zone: tzinfo) -> FileEvents:
    """Runs on the lane."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NonsenseError("This file is too large for a calendar.")
        content = path.read_bytes()
    except OSError as error:
        raise SavingError(f"The file cannot be read: {error.strerror}.") from error
    return _events_of(path.name, content, zone)


def _events_of(name: str, content: bytes, zone: tzinfo) -> FileEvents:
    """Runs on the lane, which waits for the format's library alone."""
    from transom.engine.files.ics_reading import events_from_ics

    return FileEvents(name, tuple(events_from_ics(content, zone)))
