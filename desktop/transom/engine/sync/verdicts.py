"""What a failure means for an account: go on, wait, or ask for a new sign-in."""

from dataclasses import dataclass

from transom.engine.changes import Phase
from transom.engine.errors import (
    CaptivePortalError,
    CursorLostError,
    OfflineError,
    ProxyError,
    ProxyPasswordError,
    SignInError,
    StoreError,
    ThrottledError,
    TransomError,
    UnavailableError,
    UntrustedError,
)

_BACKOFF_S = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0)
_LONGEST_REST_S = 900.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the account goes on; ``retry_s`` is None where only the person can help."""

    phase: Phase
    retry_s: float | None
    is_worth_telling: bool = True


def may_pass(error: TransomError) -> bool:
    """Whether the server's failure of one step is likely mended by the next round."""
    return isinstance(error, UnavailableError | ThrottledError | CursorLostError)


def verdict_on(error: TransomError, failures: int) -> Verdict | None:
    """Judge the account's ``failures``-th failure in a row; None concerns one step alone."""
    backoff = _backoff_s(failures)
    match error:
        case ProxyPasswordError():
            return Verdict(Phase.OFFLINE, backoff, is_worth_telling=False)  # it is asked about
        case ProxyError() | CaptivePortalError():
            return Verdict(Phase.OFFLINE, backoff)
        case OfflineError():
            # The phase says it already, and keeps saying it.
            return Verdict(Phase.OFFLINE, backoff, is_worth_telling=False)
        case UntrustedError():
            return Verdict(Phase.OFFLINE, backoff)
        case SignInError():
            return Verdict(Phase.SIGN_IN_NEEDED, None)
        case ThrottledError():
            rest = min(max(error.retry_after_s, 1.0), _LONGEST_REST_S)
            return Verdict(Phase.WAITING, rest, is_worth_telling=False)
        case StoreError():
            return Verdict(Phase.WAITING, max(backoff, 30.0))
        case _:
            return None


def verdict_on_nothing_done(failures: int) -> Verdict:
    """Judge a round of which no step succeeded."""
    return Verdict(Phase.WAITING, max(_backoff_s(failures), 15.0))


def _backoff_s(failures: int) -> float:
    return _BACKOFF_S[min(failures, len(_BACKOFF_S) - 1)]
