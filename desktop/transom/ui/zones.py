"""Time zones by the names a server sends: IANA's, Windows', or words of its own."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

from transom.ui.text import local


def zone_from_name(name: str) -> tzinfo | None:
    """Return the zone of an IANA or Windows name; None for a name nobody knows."""
    try:
        return ZoneInfo(win_tz.get(name, name)) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def place_words(name: str) -> str:
    """Say where a zone's clock is, as ``in Madrid``; a Windows name stands for many cities."""
    if name in win_tz or "/" not in name:
        return "in UTC" if name == "UTC" else "in the organizer's zone"
    return f"in {name.rsplit('/', 1)[-1].replace('_', ' ')}"


def other_zones(own: tzinfo, names: Iterable[str], now: datetime) -> dict[str, tzinfo]:
    """Return the named zones whose clocks differ from one's own now, by what to call them."""
    found: dict[str, tzinfo] = {}
    for name in names:
        zone = zone_from_name(name)
        if zone is not None and now.astimezone(zone).utcoffset() != now.astimezone(own).utcoffset():
            found["Mailbox" if name in win_tz else zone_words(zone)] = zone
    return found


def zone_words(zone: tzinfo) -> str:
    """Name a zone by its city, as ``Madrid``, or by its own short name."""
    key = getattr(zone, "key", "")
    return str(key or zone).rsplit("/", 1)[-1].replace("_", " ")


def time_elsewhere(at: datetime, zone_name: str) -> str:
    """Return "08:38 in Madrid" if the named zone's clock differs at that instant, else nothing.

    A Windows zone has no city of its own: the mailbox is named instead.
    """
    zone = zone_from_name(zone_name)
    if zone is None or at.astimezone(zone).utcoffset() == local(at).utcoffset():
        return ""
    place = "mailbox time" if zone_name in win_tz else f"in {zone_words(zone)}"
    return f"{at.astimezone(zone):%H:%M} {place}"
