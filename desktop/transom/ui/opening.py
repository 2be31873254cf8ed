"""What stands in the window while the profile opens, and what can be done where it does not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Slot

from transom.engine.engine import Engine, EngineState
from transom.engine.errors import DamagedError, TooNewError, TransomError, WrongKeyError
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons

PATIENCE_MS = 2500
"""So long an opening may take before a person is told what may hold it up."""

_KEY_RING = (
    "Is the system's key ring asking for its password? Its dialog may be behind this "
    "window. Transom waits for the answer."
)
_KEPT = "You can begin a new one and sign in again; the old one is kept beside it."
_PATIENCE = "It takes about a minute for each million messages."
_MENDED = (
    "A repair keeps what can be read and fetches the rest again; the damaged file is kept until "
    "then."
)


class OpeningPage(EmptyState):
    """Says that the profile is being opened, or why it is not and what to do."""

    def __init__(self, engine: Engine, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons)
        self._engine = engine
        self._is_repairing = False
        self.patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.patience.timeout.connect(self._on_patience_ended)

    def show_opening(self) -> None:
        """Say that it takes a moment, and later what it may wait for."""
        if self._is_repairing:
            self.show_words("Repairing the local copy…", _PATIENCE, "ph.hourglass")
            return
        self.show_words("Opening…", icon="ph.hourglass")
        self.patience.start()

    def show_error(self, error: TransomError) -> None:
        """Say why the profile is not opened, and offer the one thing that helps."""
        self._is_repairing = False
        words = error.message
        action: tuple[str, Callable[[], None]] | None = ("Try again", self._engine.open_again)
        other: tuple[str, Callable[[], None]] | None = None
        if isinstance(error, DamagedError | WrongKeyError):
            action = ("Begin a new local copy", partial(self._engine.open_again, anew=True))
            if self._engine.repair.may_mend:
                words = f"{words} {_MENDED}"
                action, other = ("Repair", self._on_repair_wished), action
            else:
                words = f"{words} {_KEPT}"
        elif isinstance(error, TooNewError):
            action = None
        self.show_words(error.title, words, "ph.warning-circle", action, other)

    def _on_repair_wished(self) -> None:
        self._is_repairing = True
        self._engine.open_again(mends=True)

    @Slot()
    def _on_patience_ended(self) -> None:
        if self._engine.state is EngineState.OPENING:
            self.show_words("Opening…", _KEY_RING, "ph.hourglass")
