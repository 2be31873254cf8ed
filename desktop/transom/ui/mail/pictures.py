"""Fetches the pictures of the mail that is shown: its own, and remote ones that are allowed."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from transom.engine.engine import Engine
from transom.engine.entities.pictures import RemotePicture
from transom.engine.errors import StoppedError, TransomError
from transom.ui.bridge import Bridge
from transom.ui.web.picture_places import PictureSource

_TOLD_AFTER_MS = 300


class PictureFetcher(QObject):
    """Asks the engine for a picture's bytes and hands them on, once.

    Signals:
        failed: how many remote pictures failed, and the most frequent reason.
    """

    failed = Signal(int, str)

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._bridge = engine, bridge
        self._errand = engine.pictures.begin()
        self._reasons: Counter[str] = Counter()
        # Pictures fail one after the other: one sentence is said of all.
        self._telling = QTimer(self, singleShot=True, interval=_TOLD_AFTER_MS)
        self._telling.timeout.connect(self._tell)

    def fetch(self, picture: PictureSource, deliver: Callable[[bytes], None]) -> None:
        """Deliver a picture's bytes, or none at all where there are none to have."""
        errand = self._errand

        def give_up(error: TransomError) -> None:
            is_ours = isValid(self) and errand is self._errand
            if is_ours and isinstance(picture, RemotePicture):
                self._note(error)
            deliver(b"")

        try:
            if isinstance(picture, RemotePicture):
                future = self._engine.pictures.fetch(picture, errand)
            else:
                future = self._engine.mail.download_attachment(picture)
        except TransomError as error:
            give_up(error)
            return
        self._bridge.when_done(future, deliver, give_up)

    def leave(self) -> None:
        """Give up what is still on its way: another message is looked at."""
        self._errand.end()
        self._errand = self._engine.pictures.begin()
        self._reasons.clear()
        self._telling.stop()

    def _note(self, error: TransomError) -> None:
        if not isinstance(error, StoppedError):
            self._reasons[error.message] += 1
            self._telling.start()

    def _tell(self) -> None:
        [(reason, _)] = self._reasons.most_common(1)
        self.failed.emit(self._reasons.total(), reason)
