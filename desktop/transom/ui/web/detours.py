"""Links that lead through a scanner or a counter on to somewhere else: where they end."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

_MOST_DETOURS, _LONGEST = 4, 8_000
_DEFENSE = re.compile(r"/v3/__(?P<url>.+?)__;", re.IGNORECASE)
_ONE_SLASH = re.compile(r"\A(https?:/)([^/])", re.IGNORECASE)


def end_of(url_text: str) -> str:
    """Return where a link ends, as far as its own address tells; itself where it is no detour."""
    for _ in range(_MOST_DETOURS):
        further = _further(url_text)
        if not further:
            break
        url_text = further
    return url_text


def _further(url_text: str) -> str:
    if len(url_text) > _LONGEST:
        return ""
    try:
        parts = urlsplit(url_text)
        host, path = (parts.hostname or "").lower(), parts.path.rstrip("/").lower()
    except ValueError:
        return ""
    for ending, read in _DETOURS:
        if host == ending.lstrip(".") or (ending.startswith(".") and host.endswith(ending)):
            target = read(url_text, path)
            return target if target.lower().startswith(("http://", "https://")) else ""
    return ""


def _parameter(*names: str, path: str = "") -> Callable[[str, str], str]:
    def read(url_text: str, found_path: str) -> str:
        if path and found_path != path:
            return ""
        given = parse_qs(urlsplit(url_text).query, max_num_fields=50)
        return next((given[name][0] for name in names if name in given), "")

    return read


def _old_defense(url_text: str, _path: str) -> str:
    coded = _parameter("u")(url_text, "")
    return unquote(coded.replace("-", "%").replace("_", "/"))


def _defense(url_text: str, _path: str) -> str:
    found = _DEFENSE.search(url_text)
    return _ONE_SLASH.sub(r"\1/\2", found["url"]) if found else ""


_DETOURS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    (".safelinks.protection.outlook.com", _parameter("url")),
    ("statics.teams.cdn.office.net", _parameter("url")),
    ("urldefense.com", _defense),
    ("urldefense.proofpoint.com", _old_defense),
    ("linkprotect.cudasvc.com", _parameter("a")),
    ("www.google.com", _parameter("q", "url", path="/url")),
    ("l.facebook.com", _parameter("u")),
    ("lnks.gd", _parameter("url")),
    ("slack-redir.net", _parameter("url")),
    ("www.youtube.com", _parameter("q", path="/redirect")),
)
