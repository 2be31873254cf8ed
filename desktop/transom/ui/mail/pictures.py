"""Fetches a mail's inline pictures for its view."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from transom.engine.engine import Engine
from transom.engine.entities.mail import AttachmentId
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge


class PictureFetcher(QObject):
    """Asks the engine for an attachment's bytes and hands them on, once."""

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._bridge = engine, bridge

    def fetch(self, attachment: AttachmentId, deliver: Callable[[bytes], None]) -> None:
        """Deliver a picture's bytes, or none at all where there are none to have."""

        def give_up(_error: TransomError) -> None:
            deliver(b"")

        try:
            future = self._engine.mail.download_attachment(attachment)
        except TransomError as error:
            give_up(error)
            return
        self._bridge.when_done(future, deliver, give_up)
