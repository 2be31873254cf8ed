"""Asks where files shall lie, and saves them there."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.errors import TransomError
from transom.engine.files.saving import safe_name
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.widgets.attachments import can_save
from transom.ui.widgets.file_doubt import FileDoubt, doubts_of

Save = Callable[[AttachmentId, Path], Future[Path]]
"""Saves one attachment into a folder or as a named file; delivers where it lies."""


class FileSaver(QObject):
    """Saves attachments by a door of the engine's and says how it went.

    Signals:
        saved: a sentence on what lies where.
        failed: a sentence on what went wrong.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, save: Save, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._save, self._bridge, self._widget = save, bridge, parent
        self._chosen: tuple[Attachment, ...] = ()
        self._last: Path | None = None
        self._open_count = 0
        self._saved: list[Path] = []
        self._errors: list[TransomError] = []

    def ask(self, attachments: Sequence[Attachment]) -> None:
        """Let the person choose the place: a name for one file, a folder for several.

        Before that the person hears of files that are not what they seem.
        """
        self._chosen = tuple(one for one in attachments if can_save(one))
        doubtful = [one for one in self._chosen if doubts_of(one)]
        if doubtful:
            question = FileDoubt(doubtful, self._widget)
            question.accepted.connect(self._choose_place)
            question.open()
        elif self._chosen:
            self._choose_place()

    @Slot()
    def _choose_place(self) -> None:
        dialog = QFileDialog(self._widget, "Save attachments", str(self._start()))
        if len(self._chosen) == 1:
            dialog.setWindowTitle("Save attachment")
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            # Nothing is ever written over: a taken name gets a number.
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.selectFile(safe_name(self._chosen[0].name))
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, attachments: Sequence[Attachment], target: Path) -> None:
        """Save into a folder, or one attachment under the target's name."""
        wanted = [one for one in attachments if can_save(one)]
        if self._open_count == 0:
            self._saved, self._errors = [], []
        self._open_count += len(wanted)
        for attachment in wanted:
            try:
                future = self._save(attachment.id, target)
            except TransomError as error:
                self._on_failed(error)
                continue
            self._bridge.when_done(future, self._on_saved, self._on_failed)

    def open_place(self) -> None:
        """Open the folder that was saved into."""
        if self._last is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._last)))

    def _start(self) -> Path:
        usual = QStandardPaths.StandardLocation.DownloadLocation
        return self._last or Path(QStandardPaths.writableLocation(usual) or Path.home())

    @Slot(str)
    def _on_file_selected(self, path_text: str) -> None:
        self.save(self._chosen, Path(path_text))

    def _on_saved(self, path: Path) -> None:
        self._last = path.parent
        self._saved.append(path)
        self._count_one()

    def _on_failed(self, error: TransomError) -> None:
        self._errors.append(error)
        self._count_one()

    def _count_one(self) -> None:
        """Say how it went once nothing is under way any more."""
        self._open_count -= 1
        if self._open_count > 0:
            return
        if not self._errors:
            self.saved.emit(self._saved_words())
            return
        error, count = self._errors[0], len(self._errors)
        words = f"{error.title}. {error.message}"
        if self._saved:
            words = f"{count} of {count + len(self._saved)} could not be saved. {words}"
        self.failed.emit(words)

    def _saved_words(self) -> str:
        what = self._saved[-1].name
        if len(self._saved) > 1:
            what = text.counted(len(self._saved), "attachment", "attachments")
        return f"Saved {what} in {self._last}."
