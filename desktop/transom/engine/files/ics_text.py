"""Text as an iCalendar file holds it."""

import re

from icalendar import vCategory, vText
from typing_extensions import override

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def clean(text: str) -> str:
    """Return text without controls but for tabs and ends of lines."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class PlainText(vText):
    """A cleaned text that keeps each of its backslashes."""

    def __new__(cls, text: str) -> "PlainText":
        return super().__new__(cls, clean(text))

    @override
    def to_ical(self) -> bytes:
        # WORKAROUND https://github.com/collective/icalendar: its own takes \N, two letters, for
        # an end of line, which C:\News has not; drop when it doubles the backslash first.
        text = str(self).replace("\\", "\\\\").replace("\n", "\\n")
        return text.replace(";", "\\;").replace(",", "\\,").encode("utf-8")


def categories(names: tuple[str, ...]) -> vCategory:
    """Return the names as one property."""
    made = vCategory([])
    made.cats = [PlainText(one) for one in names]
    return made
