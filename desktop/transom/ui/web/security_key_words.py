"""What is said about a security key: its states, its PIN, and why it was refused."""

from typing import Protocol

from PySide6.QtWebEngineCore import QWebEngineWebAuthUxRequest

State = QWebEngineWebAuthUxRequest.WebAuthUxState
Reason = QWebEngineWebAuthUxRequest.PinEntryReason
PinError = QWebEngineWebAuthUxRequest.PinEntryError
Failure = QWebEngineWebAuthUxRequest.RequestFailureReason

_FEW = 3
_CANNOT = (
    "The key cannot do what this account asks for. Use another key, or another way to sign in."
)
_FAILURES = {
    Failure.Timeout: ("The key was not used in time", "Try again, and touch it when it blinks."),
    Failure.KeyNotRegistered: (
        "This key is not known here",
        "It is not registered for the account. Use the key that is.",
    ),
    Failure.KeyAlreadyRegistered: (
        "This key is registered already",
        "There is nothing left to do with it here. Use another one, or cancel.",
    ),
    Failure.SoftPinBlock: (
        "The PIN was wrong too often",
        "Take the key out, put it in again, then try once more.",
    ),
    Failure.HardPinBlock: (
        "The key is locked",
        "The PIN was wrong too often for good. The key has to be reset, which deletes what is on "
        "it. Use another key, or another way to sign in.",
    ),
    Failure.AuthenticatorRemovedDuringPinEntry: (
        "The key was taken out",
        "Put it in again, then try once more.",
    ),
    Failure.AuthenticatorMissingResidentKeys: ("This key does not fit", _CANNOT),
    Failure.AuthenticatorMissingUserVerification: (
        "This key cannot check who you are",
        "The account asks for a PIN or a fingerprint, which this key does not have. Set a PIN on "
        "it, or use another key.",
    ),
    Failure.AuthenticatorMissingLargeBlob: ("This key does not fit", _CANNOT),
    Failure.NoCommonAlgorithms: ("This key does not fit", _CANNOT),
    Failure.StorageFull: ("The key is full", "Delete something from it, or use another key."),
    Failure.UserConsentDenied: (
        "The key was not allowed",
        "The question was declined. Try again if that was a slip.",
    ),
    Failure.WinUserCancelled: (
        "Cancelled in the system's own window",
        "Try again if that was a slip.",
    ),
}
_UNKNOWN = ("The key was refused", "Try again, or use another way to sign in.")
_PIN_ERRORS = {
    PinError.InternalUvLocked: "The key no longer takes a fingerprint; its PIN unlocks it.",
    PinError.WrongPin: "That PIN was wrong.",
    PinError.InvalidCharacters: "The PIN has characters that the key does not take.",
    PinError.SameAsCurrentPin: "The new PIN must be another than the old one.",
}


class PinFacts(Protocol):
    """What is said about the attempts that are left."""

    @property
    def reason(self) -> Reason: ...
    @property
    def attempts_left(self) -> int: ...


def failure_words(failure: Failure) -> tuple[str, str]:
    """Return a title, and what to do, for a request that failed."""
    return _FAILURES.get(failure, _UNKNOWN)


def pin_words(reason: Reason, host: str, shortest: int) -> tuple[str, str]:
    """Return a title and a sentence for a PIN that is asked for."""
    match reason:
        case Reason.Set:
            return "Choose a PIN", f"Your key has no PIN yet. {_at_least(shortest)}"
        case Reason.Change:
            return "Choose a new PIN", f"Your key wants another PIN. {_at_least(shortest)}"
    return (
        "Enter the PIN of your key",
        f"{host} asks who holds the key. The PIN goes to the key alone: not to the page, and it "
        "is not kept.",
    )


def pin_error_words(error: PinError, shortest: int) -> str:
    """Return why a PIN was not taken; empty where none was given yet."""
    if error is PinError.TooShort:
        return f"That PIN was too short. {_at_least(shortest)}"
    return _PIN_ERRORS.get(error, "")


def attempts_words(facts: PinFacts) -> str:
    """Say how many attempts are left, once there are few; the number counts for a challenge."""
    left = facts.attempts_left
    if facts.reason != Reason.Challenge or not 0 < left <= _FEW:
        return ""
    if left == 1:
        return "One attempt is left; after another mistake the key locks itself."
    return f"{left} attempts are left before the key locks itself."


def _at_least(shortest: int) -> str:
    return f"It needs at least {shortest} characters."
