"""Zone names as servers send them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from transom.ui.zones import other_zones, place_words, zone_from_name, zone_words


@pytest.mark.parametrize(
    ("name", "hours"), [("Europe/Madrid", 1), ("FLE Standard Time", 2), ("UTC", 0)]
)
def test_names_of_both_families_are_known(name: str, hours: int) -> None:
    offset = datetime(2026, 11, 26, 12, tzinfo=zone_from_name(name)).utcoffset()
    assert offset is not None and offset.total_seconds() == hours * 3600


@pytest.mark.parametrize("name", ["", "Customized Time Zone", "../../etc/passwd", "/", "a\0b"])
def test_a_name_nobody_knows_is_no_zone(name: str) -> None:
    assert zone_from_name(name) is None


def test_only_zones_whose_clock_differs_get_one_of_their_own() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    names = ["Europe/Helsinki", "Europe/Madrid", "Tokyo Standard Time", "nowhere"]
    assert list(other_zones(ZoneInfo("Europe/Tallinn"), names, now)) == ["Madrid", "Mailbox"]


def test_a_windows_name_is_no_city() -> None:
    assert place_words("FLE Standard Time") == "in the organizer's zone"
    assert place_words("America/New_York") == "in New York"
    assert zone_words(ZoneInfo("America/New_York")) == "New York"
