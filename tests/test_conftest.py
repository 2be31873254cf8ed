"""The ground all tests stand on holds."""

import os
import socket
from typing import Any

import pytest


@pytest.mark.parametrize("address", [("203.0.113.1", 443), ("2001:db8::1", 443, 0, 0)])
def test_a_connection_that_leaves_this_computer_is_refused_and_noted(
    loopback_only: Any, address: tuple[Any, ...]
) -> None:
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family) as outside, pytest.raises(PermissionError):
        outside.connect(address)
    with socket.socket(family, socket.SOCK_DGRAM) as outside, pytest.raises(PermissionError):
        outside.sendto(b"x", address)
    assert len(loopback_only.refused) == 2
    loopback_only.refused.clear()


def test_nothing_of_the_users_profile_is_in_reach() -> None:
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        assert "transom-tests-" in os.environ[f"XDG_{name}_HOME"]
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
