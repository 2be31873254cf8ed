"""One question on its way to the server, and who listens to its answer."""

from PySide6.QtCore import QObject, Signal

from transom.engine.errors import TransomError


class Question(QObject):
    """Whoever asks another question blocks this one's signals, or lets it go.

    Signals:
        answered: what was asked for.
        failed: a TransomError.
    """

    answered = Signal(object)
    failed = Signal(object)

    def answer(self, found: object) -> None:
        """Hand the answer on."""
        self.answered.emit(found)

    def fail(self, error: TransomError) -> None:
        """Hand the failure on."""
        self.failed.emit(error)
