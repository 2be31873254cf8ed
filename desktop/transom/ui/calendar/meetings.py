"""Where an online meeting is joined and a place is found, read from what an event says."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from transom.engine.entities.calendar import Event

_MOST_CHARACTERS: Final = 200_000
_URL = re.compile(r"https://[^\s<>\"'“”\\)\]]{4,2000}", re.IGNORECASE)
_ROOMS: Final = (
    (
        "Teams",
        re.compile(r"(?:[\w-]+\.)*teams\.(?:microsoft\.com|live\.com|cloud\.microsoft)"),
        re.compile(r"/(?:l/meetup-join|meet|dl/launcher)/"),
    ),
    ("Zoom", re.compile(r"(?:[\w-]+\.)*zoom(?:gov)?\.(?:us|com)"), re.compile(r"/[jmsw]y?/[\w.-]")),
    (
        "Meet",
        re.compile(r"meet\.google\.com"),
        re.compile(r"/(?:[a-z]{3}-[a-z]{4}-[a-z]{3}|lookup/[\w-]+)"),
    ),
    (
        "Webex",
        re.compile(r"[\w-]+(?:\.my)?\.webex\.com"),
        re.compile(r"/(?:meet|join|wbxmjs|[\w-]+/j\.php|[\w-]+/meet)"),
    ),
)
"""Providers by their hosts and the paths of their meeting rooms."""
_WRAPPER = re.compile(r"(?:[\w-]+\.)*safelinks\.protection\.outlook\.com")
_NOWHERE = re.compile(
    r"\b(?:teams|zoom|webex|google meet|online|virtual|remote|skype|https?:|(?:meeting )?room\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting in the browser: its provider's name, empty if unknown, and its address."""

    provider: str
    url_text: str

    @property
    def words(self) -> str:
        """What the button says."""
        return f"Join {self.provider}" if self.provider else "Join online"


def meeting_of(event: Event) -> Meeting | None:
    """Find the meeting: what the server names first, then the place, then the text."""
    if event.join_url:
        url_text = event.join_url.strip()
        if is_safe(url_text):
            return Meeting(provider_of(url_text, is_any_path=True), url_text)
    body = event.body.content[:_MOST_CHARACTERS]
    for text in (event.location, event.preview, unescape(body) if event.body.is_html else body):
        for match in _URL.finditer(text):
            url_text = _unwrapped(match[0].rstrip(".,;:!?"))
            if provider := provider_of(url_text):
                return Meeting(provider, url_text)
    return None


def provider_of(url_text: str, *, is_any_path: bool = False) -> str:
    """Name whose meeting room a safe address is, or nothing; ``is_any_path`` asks for the host."""
    if not is_safe(url_text):
        return ""
    parts = urlsplit(url_text)
    host = (parts.hostname or "").lower()
    for name, hosts, paths in _ROOMS:
        if hosts.fullmatch(host) and (is_any_path or paths.match(parts.path)):
            return name
    return ""


def is_safe(url_text: str) -> bool:
    """Whether an address may be handed to the browser: https with a host, no user, no port."""
    try:
        parts = urlsplit(url_text)
        has_port = parts.port not in (None, 443)
    except ValueError:
        return False
    is_plain = parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    return is_plain and not has_port and url_text.isprintable() and " " not in url_text


def map_url(location: str) -> str:
    """Return a map's address for a place; nothing where it is no place on the ground."""
    place = " ".join(location.split())
    if len(place) < 4 or _NOWHERE.search(place):
        return ""
    return f"https://www.openstreetmap.org/search?query={quote(place[:200])}"


def _unwrapped(url_text: str) -> str:
    """Take the address out of the wrapping that a mail filter put around it."""
    try:
        parts = urlsplit(url_text)
    except ValueError:
        return url_text
    if not _WRAPPER.fullmatch((parts.hostname or "").lower()):
        return url_text
    return parse_qs(parts.query).get("url", [url_text])[0]
