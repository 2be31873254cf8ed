"""Attachments dragged out of the window, to a folder or into another program."""

from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

from PySide6.QtCore import (
    QMimeData,
    QObject,
    QStandardPaths,
    Qt,
    QTimer,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QDrag, QGuiApplication

from transom.engine.engine import Engine
from transom.engine.entities.mail import Attachment
from transom.engine.errors import SavingError, TransomError
from transom.ui.bridge import Bridge
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.text import safe
from transom.ui.widgets.attachments import can_save

_RUNTIME = QStandardPaths.StandardLocation.RuntimeLocation


class DragDesk(QObject):
    """Writes what is dragged into a folder that only its user may open, gone with the pane.

    A file that is not stored is fetched first. Where the mouse was let go by then, that is said,
    and the next drag begins at once.

    Signals:
        arrived: words on a file that is there now, though nobody drags it any more.
        failed: words on why a file is not.
    """

    arrived = Signal(str)
    failed = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._pane = engine, bridge, pane
        self._root = ""
        pane.strip.drag_requested.connect(self.fetch)

    @Slot(object)
    def fetch(self, attachment: Attachment) -> None:
        """Have an attachment written; the drag begins as soon as it is."""
        if not can_save(attachment):
            return
        try:
            future = self._engine.mail.save_attachment(attachment.id, self._new_folder())
        except TransomError as error:
            self._on_failed(error)
            return
        self._bridge.when_done(future, partial(self._on_written, attachment), self._on_failed)

    def _new_folder(self) -> Path:
        """Make an empty folder, so that a file dragged twice keeps its name."""
        try:
            if not self._root:
                # Where there is one, it lies in memory and is emptied when the user leaves.
                runtime = QStandardPaths.writableLocation(_RUNTIME)
                parent = runtime if runtime and Path(runtime).is_dir() else None
                self._root = mkdtemp(prefix="transom-dragged-", dir=parent)
                finalize(self, rmtree, self._root, ignore_errors=True)
            return Path(mkdtemp(dir=self._root))
        except OSError as error:
            raise SavingError("There is no place for files that are dragged out.") from error

    def _on_written(self, attachment: Attachment, path: Path) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            name = safe(attachment.name) or "The file"
            self.arrived.emit(f"{name} is here now and can be dragged.")
            return
        drag = QDrag(self._pane)
        drag.setMimeData(dragged_file(path))
        # It has an event loop of its own, and this is the worker's news being told.
        QTimer.singleShot(0, drag, partial(drag.exec, Qt.DropAction.CopyAction))

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")


def dragged_file(path: Path) -> QMimeData:
    """Return what file managers and mail programs take for a file."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data
