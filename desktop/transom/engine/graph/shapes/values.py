"""What many shapes share: texts, instants, days, zones and people."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from tzlocal.windows_tz import win_tz

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import Body

_FIRST_YEAR, _LAST_YEAR = 1601, 9998  # what lies outside is Exchange's "no date"
_UTC_NAMES = frozenset({"", "utc", "z", "gmt", "tzone://microsoft/utc"})


class EmailAddress(msgspec.Struct):
    """A name and an address."""

    name: str | None = None
    address: str | None = None


class Recipient(msgspec.Struct, rename="camel"):
    """Graph's wrapper around a name and an address."""

    email_address: EmailAddress | None = None


class ItemBody(msgspec.Struct, rename="camel"):
    """A text and what kind of text it is."""

    content_type: str | None = None
    content: str | None = None


class ZonedTime(msgspec.Struct, rename="camel"):
    """A wall time without an offset, and the zone whose wall it hangs on."""

    date_time: str | None = None
    time_zone: str | None = None


def text_of(value: str | None) -> str:
    """Return a text that is there, free of NUL."""
    return (value or "").replace("\0", "")


def texts_of(values: Iterable[str | None] | None) -> tuple[str, ...]:
    """Return the texts of a list that are not empty, each once, in order."""
    return tuple(dict.fromkeys(text for value in values or () if (text := text_of(value).strip())))


def person_of(value: EmailAddress | None) -> Person:
    """Return a person, nameless and without address if nothing is known."""
    if value is None:
        return Person("", "")
    return Person(text_of(value.name).strip(), text_of(value.address).strip())


def people_of(values: Iterable[Recipient | None] | None) -> tuple[Person, ...]:
    """Return the people of a list of recipients of whom anything is known."""
    people = (person_of(value.email_address) for value in values or () if value is not None)
    return tuple(person for person in people if person.name or person.address)


def body_of(value: ItemBody | None) -> Body:
    """Return a text as it came; of an unknown kind it counts as plain."""
    if value is None:
        return Body(is_html=False, content="")
    is_html = (value.content_type or "").lower() == "html"
    return Body(is_html=is_html, content=text_of(value.content))


def instant_of(text: str | None, zone: tzinfo = UTC) -> datetime | None:
    """Return an instant in UTC; None for nonsense and for what stands for "no date"."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return None
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def day_of(text: str | None) -> date | None:
    """Return the calendar day a text begins with, whatever time and zone follow."""
    try:
        day = date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def birthday_of(text: str | None) -> date | None:
    """Return a birthday: the server sends a day as an instant near that day's noon or midnight.

    An instant late in the evening is the next day's midnight somewhere to the east.
    """
    moment = instant_of(text)
    if moment is None:
        return day_of(text)
    return (moment + timedelta(hours=1)).date() if moment.hour == 23 else moment.date()


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo:
    """Return the zone of an IANA or Windows name; UTC for a name nobody knows."""
    if name.lower() in _UTC_NAMES:
        return UTC
    try:
        return ZoneInfo(win_tz.get(name, name))
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of zones
        return UTC


def zoned_instant_of(value: ZonedTime | None) -> datetime | None:
    """Return the instant of a wall time and its zone."""
    if value is None:
        return None
    return instant_of(value.date_time, zone_of(text_of(value.time_zone)))
