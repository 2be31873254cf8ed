"""Security keys: what a key wants of a person, asked in a dialog of our own."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWebEngineCore import QWebEngineWebAuthPinRequest, QWebEngineWebAuthUxRequest
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from transom.ui.text import safe
from transom.ui.web.security_key_words import (
    Failure,
    PinError,
    Reason,
    State,
    attempts_words,
    failure_words,
    pin_error_words,
    pin_words,
)

LONGEST_PIN_BYTES = 63
_WIDTH_PX, _LIST_PX, _MARGIN_PX = 420, 160, 20
_ENDED = frozenset({State.Cancelled, State.Completed})


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """Where a request stands; ``host`` is who asks, the rest counts in its own state alone."""

    state: State
    host: str = ""
    accounts: tuple[str, ...] = ()
    reason: Reason = Reason.Challenge
    error: PinError = PinError.NoError
    shortest_pin: int = 4
    attempts_left: int = 0
    failure: Failure = Failure.Timeout


class KeyRequest(Protocol):
    """What is used of Qt's request."""

    def state(self) -> State: ...
    def relyingPartyId(self) -> str: ...
    def userNames(self) -> list[str]: ...
    def pinRequest(self) -> QWebEngineWebAuthPinRequest: ...
    def requestFailureReason(self) -> Failure: ...


def facts_from(request: KeyRequest) -> KeyFacts:
    """Read what a dialog needs to know."""
    pin = request.pinRequest()
    return KeyFacts(
        state=request.state(),
        host=request.relyingPartyId(),
        accounts=tuple(request.userNames()),
        reason=pin.reason,
        error=pin.error,
        shortest_pin=pin.minPinLength,
        attempts_left=pin.remainingAttempts,
        failure=request.requestFailureReason(),
    )


class SecurityKeyDialog(QDialog):
    """Asks for an account, a PIN or a touch, and says why a key was refused.

    Signals:
        account_chosen: the name that was picked.
        pin_given: the PIN, which is kept nowhere.
        retry_requested: once more, with this key or another.
        cancelled: nobody wants to go on.
    """

    account_chosen = Signal(str)
    pin_given = Signal(str)
    retry_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Security key")
        self.facts = KeyFacts(State.NotStarted)
        self.title, self.words, self.note = QLabel(), QLabel(), QLabel()
        for label in (self.title, self.words, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.title.setProperty("role", "strong")
        self.note.setProperty("tone", "bad")
        self.accounts = QListWidget()
        self.accounts.setAccessibleName("Accounts on the key")
        self.accounts.itemDoubleClicked.connect(self._on_go_clicked)
        self.pin = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.again = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        for field in (self.pin, self.again):
            field.textChanged.connect(self._on_typed)
        self.waiting = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self.waiting.setAccessibleName("Waiting for the key")
        self.go_button, self.cancel_button = QPushButton("Continue"), QPushButton("Cancel")
        self._lay_out()

    def show_facts(self, facts: KeyFacts) -> None:
        """Show what this state asks for."""
        is_new = (facts.state, facts.failure) != (self.facts.state, self.facts.failure)
        self.facts = facts
        self.pin.clear()
        self.again.clear()
        match facts.state:
            case State.SelectAccount:
                self._ask_account()
            case State.CollectPin:
                self._ask_pin()
            case State.RequestFailed:
                title, sentence = failure_words(facts.failure)
                self._show(title, sentence, go="Try again")
            case State.FinishTokenCollection:
                self._show(
                    "Touch your security key",
                    f"{safe(facts.host)} waits for your key. Put it in if it is not there yet, "
                    "and touch it when it blinks.",
                    waits=True,
                )
            case _:
                self._show("Security key", "Waiting for the key.", waits=True)
        if is_new:
            self.setAccessibleName(f"{self.title.text()}. {self.words.text()}")
        self._column.activate()
        self.adjustSize()
        self._focus()

    @override
    def reject(self) -> None:
        self.pin.clear()
        self.again.clear()
        super().reject()
        self.cancelled.emit()

    @Slot()
    def finish(self) -> None:
        """Go without a word: the key has answered, or the page no longer asks."""
        self.pin.clear()
        self.again.clear()
        self.done(QDialog.DialogCode.Accepted)

    def _ask_account(self) -> None:
        self.accounts.clear()
        self.accounts.addItems([safe(name) for name in self.facts.accounts])
        self.accounts.setCurrentRow(0)
        self._show(
            "Which account?",
            f"Your key has several accounts for {safe(self.facts.host)}. Choose the one to use.",
            go="Continue",
        )

    def _ask_pin(self) -> None:
        facts = self.facts
        title, sentence = pin_words(facts.reason, safe(facts.host), facts.shortest_pin)
        self._show(title, sentence, go="Continue")
        told = (pin_error_words(facts.error, facts.shortest_pin), attempts_words(facts))
        self._note(" ".join(words for words in told if words))
        self._on_typed()

    def _show(self, title: str, sentence: str, *, go: str = "", waits: bool = False) -> None:
        state = self.facts.state
        self.title.setText(title)
        self.words.setText(sentence)
        self._note("")
        self.waiting.setVisible(waits)
        self.accounts.setVisible(state is State.SelectAccount)
        asks_pin = state is State.CollectPin
        self._form.setRowVisible(self.pin, asks_pin)
        self._form.setRowVisible(self.again, asks_pin and self.facts.reason != Reason.Challenge)
        self.go_button.setText(go)
        self.go_button.setVisible(bool(go))
        self.go_button.setEnabled(True)

    def _note(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _focus(self) -> None:
        state = self.facts.state
        if state is State.CollectPin:
            self.pin.setFocus()
        elif state is State.SelectAccount:
            self.accounts.setFocus()
        else:
            button = self.go_button if self.go_button.isVisibleTo(self) else self.cancel_button
            button.setFocus()

    @Slot()
    def _on_typed(self) -> None:
        if self.facts.state is not State.CollectPin:
            return
        pin = self.pin.text()
        fits = len(pin) >= self.facts.shortest_pin and len(pin.encode()) <= LONGEST_PIN_BYTES
        is_same = self.facts.reason == Reason.Challenge or pin == self.again.text()
        self.go_button.setEnabled(fits and is_same)

    @Slot()
    def _on_go_clicked(self) -> None:
        match self.facts.state:
            case State.SelectAccount:
                row = self.accounts.currentRow()
                if 0 <= row < len(self.facts.accounts):
                    # The key's own spelling, not what is safe to show.
                    self.account_chosen.emit(self.facts.accounts[row])
            case State.CollectPin:
                pin = self.pin.text()
                self.pin.clear()
                self.again.clear()
                self.pin_given.emit(pin)
            case State.RequestFailed:
                self.retry_requested.emit()

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.addRow("&PIN", self.pin)
        self._form.addRow("PIN a&gain", self.again)
        buttons = QDialogButtonBox()
        buttons.addButton(self.go_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.cancel_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self.go_button.setDefault(True)
        self.go_button.setProperty("kind", "primary")
        self.go_button.clicked.connect(self._on_go_clicked)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(12)
        for part in (self.title, self.words, self.accounts, self.waiting):
            column.addWidget(part)
        column.addLayout(self._form)
        column.addWidget(self.note)
        column.addWidget(buttons)
        self.accounts.setMaximumHeight(_LIST_PX)
        self.setMinimumWidth(_WIDTH_PX)


class SecurityKeyTalk(QObject):
    """Joins one request of the page to one dialog, and ends with whichever ends first."""

    def __init__(self, request: QWebEngineWebAuthUxRequest, parent: QWidget | None) -> None:
        self.dialog = SecurityKeyDialog(parent)
        super().__init__(self.dialog)
        self._request = request
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.account_chosen.connect(request.setSelectedAccount)
        self.dialog.pin_given.connect(request.setPin)
        self.dialog.retry_requested.connect(request.retry)
        self.dialog.cancelled.connect(request.cancel)
        request.stateChanged.connect(self._on_state_changed)
        request.destroyed.connect(self.dialog.finish)
        self.dialog.show_facts(facts_from(request))
        self.dialog.open()

    @Slot(State)
    def _on_state_changed(self, state: State) -> None:
        if state in _ENDED:
            self.dialog.finish()
        else:
            self.dialog.show_facts(facts_from(self._request))
