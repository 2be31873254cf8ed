"""Lets only reads leave, and only for the configured host."""

import re
from urllib.parse import urlsplit

from transom.engine.entities.accounts import Cloud
from transom.engine.errors import GuardError

READING_POSTS = frozenset({"/v1.0/$batch", "/v1.0/search/query", "/v1.0/me/calendar/getSchedule"})
"""What Graph wants as POST although it only reads; a batch's parts are checked one by one."""

_READING_POST_OF_ANOTHER = re.compile(
    r"/v1\.0/users/[A-Za-z0-9._~%-]+%40[A-Za-z0-9.-]+/calendar/getSchedule"
)
"""The same question, asked in a mailbox that is read by its address."""

_PARTS_ROOTS = ("/me/", "/me?", "/users/")
_PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII without space and backslash
_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|$)", re.IGNORECASE)


def origin_of(cloud: Cloud) -> str:
    """Return ``https://host[:port]`` of the cloud's Graph."""
    parts = urlsplit(cloud.graph_url)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise GuardError("The address of Graph in the settings is not an https address.")
    return f"https://{parts.netloc.lower()}"


def check_link(url_text: str, cloud: Cloud) -> str:
    """Return a server's link rebuilt on the configured origin; raise if it names another.

    The answer is our own origin plus the link's path and query, so that no two readings of one
    odd link can differ about the host.
    """
    if not _PLAIN.fullmatch(url_text):
        raise GuardError("A link holds characters that no link has.")
    try:
        parts = urlsplit(url_text)
        port = parts.port or 443
    except ValueError as error:
        raise GuardError("A link cannot be read.") from error
    own = urlsplit(origin_of(cloud))
    if parts.scheme != "https" or parts.hostname != own.hostname or port != (own.port or 443):
        raise GuardError("A link names a host that is not configured.")
    if "@" in parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        raise GuardError("A link has an odd shape.")
    if _DOTS.search(parts.path):
        raise GuardError("A link climbs out of its path.")
    return origin_of(cloud) + parts.path + (f"?{parts.query}" if parts.query else "")


def check_call(method: str, url_text: str, cloud: Cloud) -> None:
    """Raise unless this is a read of the configured host."""
    clean = check_link(url_text, cloud)
    path = urlsplit(clean).path
    if method == "GET" or (method == "POST" and _is_reading_post(path)):
        return
    raise GuardError("Transom only reads; this call would change something.")


def _is_reading_post(path: str) -> bool:
    is_of_another = _READING_POST_OF_ANOTHER.fullmatch(path) and "%2f" not in path.lower()
    return path in READING_POSTS or bool(is_of_another)


def check_part(method: str, path: str) -> None:
    """Raise unless this part of a batch is a read with a relative address of a mailbox."""
    if method != "GET":
        raise GuardError("Transom only reads; this part of a batch would change something.")
    is_plain = _PLAIN.fullmatch(path) is not None and "//" not in path.partition("?")[0]
    is_known = f"{path}/".startswith(_PARTS_ROOTS) or path.startswith(_PARTS_ROOTS)
    if not is_plain or not is_known or "$batch" in path.lower() or _DOTS.search(path):
        raise GuardError("A part of a batch has an odd address.")
