"""Lets a person take events out: as .ics files or as text."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import date, timedelta, tzinfo
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from transom.engine.clock import Clock
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Calendar, Event
from transom.engine.errors import TransomError
from transom.engine.files.saving import safe_name, save_new_file
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.calendar.event_text import event_as_text, events_as_text
from transom.ui.text import range_words, safe

Making = Callable[[], "Future[bytes]"]


class EventSaver(QObject):
    """Asks where to, writes there on a worker, and says how it went.

    Signals:
        told: a sentence on what was done.
        failed: a sentence on what went wrong.
    """

    told = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        lane: Lane,
        clock: Clock,
        zone: tzinfo,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._lane = engine, bridge, lane
        self._clock, self._zone, self._widget = clock, zone, parent
        self._make: Making | None = None
        self._target = Path()

    def ask_for_event(self, event: Event) -> None:
        """Save one event."""
        self._ask(event.subject, lambda: self._export([event]))

    def ask_for_series(self, event: Event) -> None:
        """Save the whole series of an event."""
        self._ask(event.subject, lambda: self._export([event], is_whole_series=True))

    def ask_for_range(self, calendars: Sequence[Calendar], first: date, last: date) -> None:
        """Save what is shown from one day to another."""
        limits = (first, last + timedelta(days=1))
        shown = [one.id for one in calendars if one.is_shown]
        self._ask(
            f"Calendar {range_words(first, last)}",
            lambda: self._engine.calendar.export_calendars(
                shown, self._zone, self._clock.now(), limits=limits
            ),
        )

    def ask_for_calendar(self, calendar: Calendar) -> None:
        """Save everything stored of one calendar."""
        self._ask(
            calendar.name,
            lambda: self._engine.calendar.export_calendars(
                [calendar.id], self._zone, self._clock.now(), name=calendar.name
            ),
        )

    def save(self, make: Making, target: Path) -> None:
        """Write what ``make`` delivers as ``target``, or beside it where that is taken."""
        self._target = target
        self._bridge.when_done(make(), self._on_made, self._on_failed)

    def copy(self, event: Event) -> None:
        """Put one event on the clipboard as text."""
        reader = self._engine.calendar.reader
        full = reader.read_event(event.id) or event
        master = reader.read_master(event.id)
        QGuiApplication.clipboard().setText(
            event_as_text(full, self._zone, master.recurrence if master else None)
        )
        self.told.emit("Copied the event as text.")

    def copy_all(self, events: Sequence[Event]) -> None:
        """Put several events on the clipboard, one a line."""
        QGuiApplication.clipboard().setText(events_as_text(events, self._zone))
        self.told.emit("Copied what is shown as text.")

    def _export(self, events: Sequence[Event], *, is_whole_series: bool = False) -> "Future[bytes]":
        return self._engine.calendar.export_events(
            [one.id for one in events],
            self._zone,
            self._clock.now(),
            is_whole_series=is_whole_series,
        )

    def _ask(self, name: str, make: Making) -> None:
        self._make = make
        usual = QStandardPaths.StandardLocation.DownloadLocation
        folder = QStandardPaths.writableLocation(usual) or str(Path.home())
        dialog = QFileDialog(self._widget, "Save as .ics", folder, "Calendar files (*.ics)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Nothing is ever written over: a taken name gets a number.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("ics")
        dialog.selectFile(safe_name(f"{safe(name) or 'Event'}.ics"))
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_made(self, content: bytes) -> None:
        target = self._target
        future = self._lane.submit(save_new_file, target.parent, target.name, content)
        self._bridge.when_done(future, self._on_written, self._on_failed)

    @Slot(str)
    def _on_file_selected(self, path_text: str) -> None:
        if self._make is not None:
            self.save(self._make, Path(path_text))

    def _on_written(self, path: Path) -> None:
        self.told.emit(f"Saved {path.name} in {path.parent}.")

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")
