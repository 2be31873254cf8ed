"""Shows and saves what stands above and behind the message on show: its head and its source."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton

from transom.engine.engine import Engine
from transom.engine.entities.mail import Headers, Message, MessageId
from transom.engine.errors import TransomError
from transom.engine.files.saving import safe_name
from transom.engine.parts.sources import file_name
from transom.ui.bridge import Bridge
from transom.ui.mail.headers_view import HeadersView
from transom.ui.mail.reader_actions import Part
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.source_view import SourceView


class SourceDesk(QObject):
    """Adds to a reader's menu what leads to the head and the source.

    Signals:
        saved: a sentence on what lies where.
        failed: a sentence on what went wrong.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._pane = engine, bridge, pane
        pane.tools.add(Part.FACTS, "Show headers", self.show_headers, "Ctrl+Shift+H")
        pane.tools.add(Part.FACTS, "Show source", self.show_source, "Ctrl+U")

    @Slot()
    def show_headers(self) -> None:
        """Show the way the message came and its whole head, asking for it where it is not here."""
        message = self._message()
        if message is None:
            return
        headers = self._engine.sources.read_headers(message.id)
        if headers is not None:
            self._show_headers(headers)
            return
        try:
            future = self._engine.sources.fetch_headers(message.id)
        except TransomError as error:
            self._on_failed(error)
            return
        self._bridge.when_done(future, self._on_headers, self._on_failed)

    @Slot()
    def show_source(self) -> None:
        """Show the message as MIME."""
        message = self._message()
        if message is None:
            return
        view = SourceView(self._pane.theme)
        save = QPushButton("Save as .eml")
        save.clicked.connect(self.ask)
        self._pane.show_panel("Source", view, (_copy_button(view.text.toPlainText), save))
        try:
            future = self._engine.sources.fetch_source(message.id)
        except TransomError as error:
            view.show_error(error)
            return
        self._bridge.when_done(future, view.show_source, view.show_error)

    @Slot()
    def ask(self) -> None:
        """Let the person choose where to save the message as a file."""
        message = self._message()
        if message is None:
            return
        usual = QStandardPaths.StandardLocation.DownloadLocation
        start = QStandardPaths.writableLocation(usual) or str(Path.home())
        dialog = QFileDialog(self._pane, "Save message", start)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Nothing is ever written over: a taken name gets a number.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(safe_name(file_name(message)))
        number = message.id
        dialog.fileSelected.connect(lambda path: self.save(number, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, message: MessageId, target: Path) -> None:
        """Save a message into a folder, or under the target's name."""
        try:
            future = self._engine.sources.save_source(message, target)
        except TransomError as error:
            self._on_failed(error)
            return
        self._bridge.when_done(future, self._on_saved, self._on_failed)

    def _message(self) -> Message | None:
        shown = self._pane.message
        return None if shown is None else self._engine.mail.reader.read_message(shown)

    def _on_headers(self, fetched: tuple[MessageId, Headers]) -> None:
        number, headers = fetched
        if number == self._pane.message:
            self._show_headers(headers)

    def _show_headers(self, headers: Headers) -> None:
        view = HeadersView(headers, self._pane.theme)
        self._pane.show_panel("Headers", view, (_copy_button(lambda: view.lines),))

    def _on_saved(self, path: Path) -> None:
        self.saved.emit(f"Saved {path.name} in {path.parent}.")

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")


def _copy_button(words: Callable[[], str]) -> QPushButton:
    button = QPushButton("Copy all")
    button.clicked.connect(lambda: QGuiApplication.clipboard().setText(words()))
    return button
