"""The mailbox's own zone, when its clock differs from this computer's."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal.windows_tz import win_tz

from transom.ui.text import local


def time_elsewhere(at: datetime, zone_name: str) -> str:
    """Return "08:38 in Madrid" if the named zone's clock differs at that instant, else nothing.

    A Windows zone has no city of its own: the mailbox is named instead.
    """
    name = win_tz.get(zone_name, zone_name)
    try:
        there = at.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    if there.utcoffset() == local(at).utcoffset():
        return ""
    if zone_name in win_tz:
        return f"{there:%H:%M} mailbox time"
    place = name.rpartition("/")[2].replace("_", " ")
    return f"{there:%H:%M} in {place}"
