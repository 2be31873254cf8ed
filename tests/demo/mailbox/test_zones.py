"""Tests of the time zones' two names."""

from tzlocal.windows_tz import win_tz

from transom.demo.mailbox.zones import WINDOWS, find_zone


def test_every_windows_name_is_known_and_right() -> None:
    assert win_tz == WINDOWS
    assert all(find_zone(name) is not None for name in WINDOWS)


def test_names_from_outside_the_list_are_nobodys() -> None:
    assert find_zone("../etc/passwd") is None
    assert find_zone("") is None
