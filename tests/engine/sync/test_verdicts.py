"""Verdicts: which failures halt an account, for how long, and which concern one step."""

import pytest

from transom.engine.changes import Phase
from transom.engine.errors import (
    CursorLostError,
    DeniedError,
    DiskFullError,
    GuardError,
    NonsenseError,
    NotFoundError,
    OfflineError,
    SignInNeededError,
    ThrottledError,
    TransomError,
    UnavailableError,
    UntrustedError,
)
from transom.engine.sync.verdicts import verdict_on


@pytest.mark.parametrize(
    ("error", "phase"),
    [
        (OfflineError(""), Phase.OFFLINE),
        (UntrustedError(""), Phase.OFFLINE),
        (SignInNeededError(""), Phase.SIGN_IN_NEEDED),
        (ThrottledError("", 5), Phase.WAITING),
        (DiskFullError(""), Phase.WAITING),
    ],
)
def test_what_concerns_the_account_halts_it(error: TransomError, phase: Phase) -> None:
    verdict = verdict_on(error, 0)
    assert verdict is not None
    assert verdict.phase is phase


@pytest.mark.parametrize(
    "kind",
    [CursorLostError, DeniedError, GuardError, NonsenseError, NotFoundError, UnavailableError],
)
def test_what_concerns_one_step_lets_the_others_go_on(kind: type[TransomError]) -> None:
    assert verdict_on(kind(""), 0) is None


def test_only_a_person_ends_the_wait_for_a_sign_in() -> None:
    verdict = verdict_on(SignInNeededError(""), 3)
    assert verdict is not None
    assert verdict.retry_s is None


def test_tries_become_rarer_but_never_end() -> None:
    pauses = [verdict.retry_s for n in range(20) if (verdict := verdict_on(OfflineError(""), n))]
    assert pauses == sorted(pauses, key=float)
    assert pauses[0] == 2
    assert pauses[-1] == 300


@pytest.mark.parametrize(("asked", "kept"), [(0.0, 1.0), (40.0, 40.0), (1e9, 900.0)])
def test_the_servers_patience_is_kept_within_reason(asked: float, kept: float) -> None:
    verdict = verdict_on(ThrottledError("", asked), 0)
    assert verdict is not None
    assert verdict.retry_s == kept
