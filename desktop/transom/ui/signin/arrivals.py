"""What happens once somebody has signed in: straight on, or first a word on what is missing."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.ui.signin.granted import GrantedPane


class Arrivals(QObject):
    """Holds a newcomer back who allowed less than was asked for, until they have seen it.

    Signals:
        welcomed: the Account that may go on.
        held: the pane is to be shown.
        ask_again_requested: the user name of whom to ask for the permissions again.
    """

    welcomed = Signal(object)
    held = Signal()
    ask_again_requested = Signal(str)

    def __init__(self, engine: Engine, pane: GrantedPane, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._pane = engine, pane
        self._newcomer: Account | None = None
        pane.accepted.connect(self._on_accepted)
        pane.ask_again_requested.connect(self._on_ask_again_requested)

    @property
    def is_holding(self) -> bool:
        """Whether a newcomer has yet to say how to go on."""
        return self._newcomer is not None

    def take(self, account: Account, extra_scopes: tuple[str, ...] = (), advice: str = "") -> None:
        """Let an account on, or hold it back for a word; ``advice`` says what to change where."""
        missing = self._engine.accounts.missing_scopes(account, extra_scopes)
        if not missing:
            self.welcomed.emit(account)
            return
        self._newcomer = account
        self._pane.show_missing(missing, advice)
        self.held.emit()

    @Slot()
    def _on_accepted(self) -> None:
        newcomer, self._newcomer = self._newcomer, None
        if newcomer is not None:
            self.welcomed.emit(newcomer)

    @Slot()
    def _on_ask_again_requested(self) -> None:
        newcomer, self._newcomer = self._newcomer, None
        if newcomer is not None:
            self.ask_again_requested.emit(newcomer.username)
