"""Asks for the key to the local copy, and tries what was answered."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.key_form import KeyForm


class KeyAsking(QObject):
    """Joins the key form to the engine.

    Signals:
        unlocked: the copy is open.
    """

    unlocked = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, form: KeyForm, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._form = engine, bridge, form
        form.passphrase_given.connect(self._on_passphrase_given)
        form.session_chosen.connect(self._on_session_chosen)
        form.retry_requested.connect(self._on_retry_requested)

    def ask(self) -> None:
        """Fill the form in with why the key is needed."""
        state = self._engine.key_state
        if state is not None:
            self._form.ask(
                state.reason,
                is_new=state.source is None,
                may_retry=state.is_keyring_usable or state.source == "keyring",
                may_use_session=True,
            )

    @Slot(str)
    def _on_passphrase_given(self, passphrase: str) -> None:
        self._unlock("passphrase", passphrase)

    @Slot()
    def _on_session_chosen(self) -> None:
        self._unlock("session")

    @Slot()
    def _on_retry_requested(self) -> None:
        self._unlock("keyring")

    def _unlock(self, source: str, passphrase: str | None = None) -> None:
        self._bridge.when_done(
            self._engine.unlock(source, passphrase), self._on_unlocked, self._on_failed
        )

    def _on_unlocked(self, _nothing: None) -> None:
        self.unlocked.emit()

    def _on_failed(self, error: TransomError) -> None:
        self._form.complain(error.message)
