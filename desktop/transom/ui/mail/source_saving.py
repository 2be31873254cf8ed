"""Saves several messages as .eml files into a folder that the person chooses."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.mail import MessageId
from transom.engine.errors import TransomError
from transom.ui import text
from transom.ui.bridge import Bridge

MOST_FILES = 200
"""So many are fetched at once; each is a request."""


class SourceSaver(QObject):
    """Asks for a folder, saves, and says how it went.

    Signals:
        saved: a sentence on what lies where.
        failed: a sentence on what went wrong.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._widget = engine, bridge, parent
        self._chosen: Sequence[MessageId] = ()
        self._last: Path | None = None
        self._open_count = self._saved_count = 0
        self._error: TransomError | None = None

    def ask(self, messages: Sequence[MessageId]) -> None:
        """Let the person choose the folder."""
        if len(messages) > MOST_FILES:
            self.failed.emit(f"Choose {MOST_FILES} messages at most to save them as files.")
            return
        self._chosen = messages
        usual = QStandardPaths.StandardLocation.DownloadLocation
        start = self._last or Path(QStandardPaths.writableLocation(usual) or Path.home())
        dialog = QFileDialog(self._widget, "Save messages", str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, messages: Sequence[MessageId], folder: Path) -> None:
        """Save each under its subject; a taken name gets a number."""
        if self._open_count == 0:
            self._saved_count, self._error = 0, None
        self._last = folder
        self._open_count += len(messages)
        for message in messages:
            try:
                future = self._engine.sources.save_source(message, folder)
            except TransomError as error:
                self._on_failed(error)
                continue
            self._bridge.when_done(future, self._on_saved, self._on_failed)

    @Slot()
    def open_place(self) -> None:
        """Open the folder that was saved into."""
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last)))

    @Slot(str)
    def _on_folder_selected(self, path_text: str) -> None:
        self.save(self._chosen, Path(path_text))

    def _on_saved(self, _path: Path) -> None:
        self._saved_count += 1
        self._count_one()

    def _on_failed(self, error: TransomError) -> None:
        self._error = error
        self._count_one()

    def _count_one(self) -> None:
        """Say how it went once nothing is under way any more."""
        self._open_count -= 1
        if self._open_count > 0:
            return
        saved = text.counted(self._saved_count, "message", "messages")
        if self._error is None:
            self.saved.emit(f"Saved {saved} in {self._last}.")
        else:
            words = f"{self._error.title}. {self._error.message}"
            self.failed.emit(f"Saved {saved}. {words}" if self._saved_count else words)
