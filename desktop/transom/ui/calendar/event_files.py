"""The files of the event whose details are open: listed, looked at, saved."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.calendar import Event
from transom.engine.entities.mail import Attachment
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.widgets.attachments import AttachmentStrip
from transom.ui.widgets.file_saving import FileSaver


class EventFiles(QObject):
    """Keeps the strip true to the event.

    Signals:
        calendar_file_opened: the (name, bytes) of a calendar file to be looked at.
        failed: a sentence on what went wrong.
    """

    calendar_file_opened = Signal(object)
    failed = Signal(str)

    def __init__(
        self, engine: Engine, bridge: Bridge, strip: AttachmentStrip, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._strip = engine, bridge, strip
        self._event: Event | None = None
        self._wanted_name = ""
        self.saver = FileSaver(engine.event_files.save, bridge, parent)
        self.saver.failed.connect(self.failed)
        strip.save_requested.connect(self._on_save_requested)
        strip.save_all_requested.connect(self._on_save_all)
        strip.calendar_requested.connect(self._on_calendar_requested)
        bridge.changed.connect(self._on_changed)

    def show_event(self, event: Event) -> None:
        """List an event's files: those that are known at once, the server's as they come."""
        self._event = event
        self._show()
        self._engine.event_files.open_files(event.id)

    def _show(self) -> None:
        event = self._event
        files = self._engine.event_files.read_files(event.id) if event else ()
        self._strip.show_attachments([one for one in files if not one.is_inline])

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        event = self._event
        is_news = event is not None and (not change.ids or event.id in change.ids)
        if is_news and change.kind is Kind.EVENTS:
            self._show()

    @Slot(object)
    def _on_save_requested(self, file: Attachment) -> None:
        self.saver.ask((file,))

    @Slot()
    def _on_save_all(self) -> None:
        self.saver.ask(self._strip.shown)

    @Slot(object)
    def _on_calendar_requested(self, file: Attachment) -> None:
        self._wanted_name = file.name
        try:
            future = self._engine.event_files.download(file.id)
        except TransomError as error:
            self._on_failed(error)
            return
        self._bridge.when_done(future, self._on_downloaded, self._on_failed)

    def _on_downloaded(self, content: bytes) -> None:
        self.calendar_file_opened.emit((self._wanted_name, content))

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")
