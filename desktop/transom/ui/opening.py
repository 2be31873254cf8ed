"""What stands in the window while the profile opens, and what can be done where it does not."""

from collections.abc import Callable
from functools import partial

from transom.engine.engine import Engine
from transom.engine.errors import DamagedError, TooNewError, TransomError, WrongKeyError
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons

_KEPT = "You can begin a new one and sign in again; the old one is kept beside it."


class OpeningPage(EmptyState):
    """Says that the profile is being opened, or why it is not and what to do."""

    def __init__(self, engine: Engine, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons)
        self._engine = engine

    def show_opening(self) -> None:
        """Say that it takes a moment."""
        self.show_words("Opening…", icon="ph.hourglass")

    def show_error(self, error: TransomError) -> None:
        """Say why the profile is not opened, and offer the one thing that helps."""
        words = error.message
        action: tuple[str, Callable[[], None]] | None = ("Try again", self._engine.open_again)
        if isinstance(error, DamagedError | WrongKeyError):
            words = f"{words} {_KEPT}"
            action = ("Begin a new local copy", partial(self._engine.open_again, anew=True))
        elif isinstance(error, TooNewError):
            action = None
        self.show_words(error.title, words, "ph.warning-circle", action)
