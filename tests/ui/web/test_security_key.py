"""Security keys: every state has its words, its answer and its way out.

No key can be plugged into a test, and Qt has no pretend one: the dialog is tested with the facts
of each state, and the joint with an object that has the shape of Qt's request.
"""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from transom.ui.web.security_key import (
    KeyFacts,
    SecurityKeyDialog,
    SecurityKeyTalk,
)
from transom.ui.web.security_key_words import Failure, PinError, Reason, State

HOST = "login.example.com"
ACCOUNTS = ("ada@contoso.example", "<b>grace</b>@contoso.example")
ASKING = (
    State.SelectAccount,
    State.CollectPin,
    State.FinishTokenCollection,
    State.RequestFailed,
)
PIN = KeyFacts(State.CollectPin, HOST, attempts_left=8)


@pytest.fixture
def dialog(qtbot: QtBot) -> SecurityKeyDialog:
    one = SecurityKeyDialog(None)
    qtbot.addWidget(one)
    one.show()
    return one


def test_an_account_is_chosen_by_the_name_the_key_knows(
    dialog: SecurityKeyDialog, qtbot: QtBot
) -> None:
    dialog.show_facts(KeyFacts(State.SelectAccount, HOST, ACCOUNTS))
    assert HOST in dialog.words.text() and dialog.accounts.isVisible()
    assert not dialog.pin.isVisible() and not dialog.waiting.isVisible()
    dialog.accounts.setCurrentRow(1)
    with qtbot.waitSignal(dialog.account_chosen) as chosen:
        dialog.go_button.click()
    assert chosen.args == [ACCOUNTS[1]]


def test_a_pin_goes_to_the_key_and_stays_nowhere(dialog: SecurityKeyDialog, qtbot: QtBot) -> None:
    dialog.show_facts(PIN)
    assert dialog.pin.hasFocus() or dialog.focusWidget() is dialog.pin
    assert HOST in dialog.words.text() and not dialog.again.isVisible()
    assert not dialog.go_button.isEnabled() and not dialog.note.isVisible()
    qtbot.keyClicks(dialog.pin, "123")
    assert not dialog.go_button.isEnabled(), "four characters at least"
    qtbot.keyClicks(dialog.pin, "4")
    with qtbot.waitSignal(dialog.pin_given) as given:
        qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert given.args == ["1234"] and not dialog.pin.text()


def test_a_pin_too_long_for_any_key_is_not_sent(dialog: SecurityKeyDialog) -> None:
    dialog.show_facts(PIN)
    dialog.pin.setText("é" * 32)
    assert not dialog.go_button.isEnabled()
    dialog.pin.setText("é" * 31)
    assert dialog.go_button.isEnabled()


@pytest.mark.parametrize(
    ("error", "left", "said"),
    [
        (PinError.WrongPin, 8, "That PIN was wrong."),
        (PinError.WrongPin, 3, "3 attempts are left"),
        (PinError.WrongPin, 1, "One attempt is left"),
        (PinError.InternalUvLocked, 8, "fingerprint"),
        (PinError.TooShort, 8, "at least 6 characters"),
        (PinError.InvalidCharacters, 8, "characters that the key does not take"),
        (PinError.SameAsCurrentPin, 8, "another than the old one"),
    ],
)
def test_a_pin_that_was_refused_is_asked_for_again_with_why(
    dialog: SecurityKeyDialog, error: PinError, left: int, said: str
) -> None:
    dialog.show_facts(replace(PIN, error=error, attempts_left=left, shortest_pin=6))
    assert said in dialog.note.text() and dialog.note.isVisible()


@pytest.mark.parametrize("reason", [Reason.Set, Reason.Change])
def test_a_new_pin_is_typed_twice(dialog: SecurityKeyDialog, reason: Reason) -> None:
    dialog.show_facts(replace(PIN, reason=reason, shortest_pin=6, attempts_left=1))
    assert "at least 6 characters" in dialog.words.text() and dialog.again.isVisible()
    assert not dialog.note.isVisible(), "attempts count for a challenge alone"
    dialog.pin.setText("123456")
    dialog.again.setText("123457")
    assert not dialog.go_button.isEnabled()
    dialog.again.setText("123456")
    assert dialog.go_button.isEnabled()


def test_a_touch_is_waited_for(dialog: SecurityKeyDialog) -> None:
    dialog.show_facts(KeyFacts(State.FinishTokenCollection, HOST))
    assert "Touch" in dialog.title.text() and HOST in dialog.words.text()
    assert dialog.waiting.isVisible() and not dialog.go_button.isVisible()
    assert "Touch" in dialog.accessibleName()


@pytest.mark.parametrize("failure", list(Failure))
def test_every_failure_has_words_and_may_be_tried_again(
    dialog: SecurityKeyDialog, qtbot: QtBot, failure: Failure
) -> None:
    dialog.show_facts(KeyFacts(State.RequestFailed, HOST, failure=failure))
    assert dialog.title.text() != "The key was refused" and dialog.words.text().endswith(".")
    with qtbot.waitSignal(dialog.retry_requested):
        dialog.go_button.click()


@pytest.mark.parametrize(
    "state",
    [State.SelectAccount, State.CollectPin, State.FinishTokenCollection, State.RequestFailed],
)
@pytest.mark.parametrize("way", ["button", "escape"])
def test_every_state_can_be_cancelled(
    dialog: SecurityKeyDialog, qtbot: QtBot, state: State, way: str
) -> None:
    dialog.show_facts(KeyFacts(state, HOST, ACCOUNTS))
    dialog.pin.setText("1234")
    with qtbot.waitSignal(dialog.cancelled):
        if way == "button":
            dialog.cancel_button.click()
        else:
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and not dialog.pin.text()


def test_a_hosts_name_is_plain_text(dialog: SecurityKeyDialog) -> None:
    dialog.show_facts(KeyFacts(State.FinishTokenCollection, "<img src=x>"))
    assert dialog.words.textFormat() is Qt.TextFormat.PlainText


# --- the joint ---


@dataclass
class Pin:
    """The shape of Qt's question for a PIN."""

    reason: Reason = Reason.Challenge
    error: PinError = PinError.NoError
    minPinLength: int = 4
    remainingAttempts: int = 8


class Request(QObject):
    """The shape of Qt's request, and what it was told."""

    stateChanged = Signal(State)

    def __init__(self) -> None:
        super().__init__()
        self.now, self.pin, self.told = State.SelectAccount, Pin(), list[object]()
        self.failure = Failure.Timeout

    def go(self, state: State) -> None:
        self.now = state
        self.stateChanged.emit(state)

    def state(self) -> State:
        return self.now

    def relyingPartyId(self) -> str:
        return HOST

    def userNames(self) -> list[str]:
        return list(ACCOUNTS)

    def pinRequest(self) -> Pin:
        return self.pin

    def requestFailureReason(self) -> Failure:
        return self.failure

    def setSelectedAccount(self, name: str) -> None:
        self.told.append(name)

    def setPin(self, pin: str) -> None:
        self.told.append(pin)

    def retry(self) -> None:
        self.told.append("retry")

    def cancel(self) -> None:
        self.told.append("cancel")
        self.go(State.Cancelled)


def test_one_dialog_goes_through_all_states_and_closes_by_itself(qtbot: QtBot) -> None:
    request = Request()
    talk = SecurityKeyTalk(request, None)  # type: ignore[arg-type]  # its shape is what counts
    dialog = talk.dialog
    assert dialog.isVisible() and dialog.accounts.count() == 2
    dialog.go_button.click()
    request.go(State.CollectPin)
    dialog.pin.setText("1234")
    dialog.go_button.click()
    request.pin = Pin(error=PinError.WrongPin, remainingAttempts=2)
    request.go(State.CollectPin)
    assert "2 attempts" in dialog.note.text()
    dialog.pin.setText("4321")
    dialog.go_button.click()
    request.go(State.FinishTokenCollection)
    assert dialog.waiting.isVisible()
    request.go(State.RequestFailed)
    assert "in time" in dialog.title.text()
    dialog.go_button.click()
    assert request.told == [ACCOUNTS[0], "1234", "4321", "retry"]
    request.go(State.Completed)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert request.told[-1] == "retry", "closing by itself cancels nothing"


def test_cancel_is_told_once_and_the_dialog_goes(qtbot: QtBot) -> None:
    request = Request()
    dialog = SecurityKeyTalk(request, None).dialog  # type: ignore[arg-type]  # as above
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert request.told == ["cancel"]


def test_a_page_that_goes_takes_its_dialog_along(qtbot: QtBot) -> None:
    request = Request()
    dialog = SecurityKeyTalk(request, None).dialog  # type: ignore[arg-type]  # as above
    request.deleteLater()
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    QApplication.processEvents()
