"""A client that repeats itself is stopped, and let go on after a while."""

import pytest

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.loops import ALLOWED, WINDOW_S, LoopGuard

FORM = {"grant_type": "refresh_token", "refresh_token": "a"}


class Clock:
    """A clock that stands still until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def _repeat(guard: LoopGuard, times: int = ALLOWED) -> None:
    for number in range(times):
        guard.check("common", FORM | {"client-request-id": str(number)})


def test_the_same_request_is_refused_once_it_came_too_often() -> None:
    guard = LoopGuard(Clock())
    _repeat(guard)
    with pytest.raises(IdentityError) as raised:
        guard.check("common", FORM)
    assert raised.value.code == 50196


def test_other_requests_are_not_held_against_it() -> None:
    guard = LoopGuard(Clock())
    _repeat(guard)
    guard.check("common", FORM | {"refresh_token": "b"})
    guard.check("organizations", FORM)


def test_after_a_pause_it_is_answered_again() -> None:
    clock = Clock()
    guard = LoopGuard(clock)
    _repeat(guard)
    clock.now += WINDOW_S
    guard.check("common", FORM)
