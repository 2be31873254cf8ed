"""What a mail points at: links to follow on a click, and remote things that are held back."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from transom.ui.web.detours import end_of

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_DEVIATIONS = frozenset("\u00df\u03c2\u200c\u200d")
_LONGEST_WORDS = 2_000
_IGNORED_IN_URLS = re.compile("[\t\n\r]")
_HOST_LIKE = re.compile(
    r"(?P<scheme>https?://|//)?(?P<host>[^\s/?#@:]+(?:\.[^\s/?#@:]+)+)(?::\d+)?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_COMMON_ENDINGS = frozenset(
    (
        "com",
        "org",
        "net",
        "edu",
        "gov",
        "mil",
        "int",
        "info",
        "biz",
        "app",
        "dev",
        "cloud",
        "online",
        "site",
        "shop",
        "example",
        "test",
    )
)
_FILE_ENDINGS = frozenset(("py", "md", "rs", "sh", "pl", "cs", "ts", "so", "ps", "ai"))
"""Two letters that are a country's and far more often a file's."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link's true target and the words a reader sees."""

    target: str
    words: str = ""

    @property
    def host(self) -> str:
        """Where the link really leads, past scanners and counters on the way."""
        return host_of(end_of(plain_url(self.target)))

    @property
    def detour(self) -> str:
        """The host that is asked first, where that is another one."""
        first = host_of(self.target)
        return first if first != self.host else ""

    @property
    def claimed_host(self) -> str:
        """The host its words name though it leads elsewhere, else an empty string."""
        if self.target.lower().startswith("mailto:"):
            return self._claimed_address()
        claims = [_host_in_words(self.words), *_addresses_in_words(self.words)]
        claims.append(_host_before_at(self.target))
        host = self.host
        return next((one for one in claims if one and not _are_related(one, host)), "")

    def _claimed_address(self) -> str:
        words = self.words.strip()
        target = self.target[len("mailto:") :].partition("?")[0]
        if not _ADDRESS.fullmatch(words) or words.casefold() == target.casefold():
            return ""
        return words


@dataclass(frozen=True, slots=True)
class Held:
    """What was not loaded: counts by sort, and of the pictures by host, the most frequent first.

    ``insecure`` are pictures that are never loaded, for the way to them is not encrypted.
    """

    pictures: int = 0
    pixels: int = 0
    others: int = 0
    hosts: tuple[tuple[str, int], ...] = ()
    insecure: int = 0

    @property
    def count(self) -> int:
        """All of it."""
        return self.pictures + self.pixels + self.others + self.insecure


class HeldBack:
    """Collects the remote references of one mail while it is cleaned."""

    def __init__(self) -> None:
        self._hosts: Counter[str] = Counter()
        self._pixels = self._others = self._insecure = 0

    def add_picture(self, url_text: str) -> None:
        """Count a picture, if its address is remote at all."""
        if not is_remote(url_text):
            return
        if secure_url(url_text):
            self._hosts[host_of(url_text)] += 1
        else:
            self._insecure += 1

    def add_pixel(self, url_text: str) -> None:
        """Count a picture that is there to be counted."""
        self._pixels += is_remote(url_text)

    def add_other(self, url_text: str) -> None:
        """Count a style sheet, a font or the like."""
        self._others += is_remote(url_text)

    def total(self) -> Held:
        """Return the counts."""
        hosts = tuple(self._hosts.most_common())
        pictures = sum(self._hosts.values())
        return Held(pictures, self._pixels, self._others, hosts, self._insecure)


def plain_url(url_text: str) -> str:
    """Return an address as a browser reads it: no blanks around, no breaks or backslashes in."""
    stripped = url_text.strip("".join(map(chr, range(33))))
    return _IGNORED_IN_URLS.sub("", stripped)


def is_remote(url_text: str) -> bool:
    """Whether following the address would leave this computer."""
    url = plain_url(url_text).replace("\\", "/").lower()
    return url.startswith(("http:", "https:", "ftp:", "//"))


def secure_url(url_text: str) -> str:
    """Return a remote address in full, empty where it names no host to be asked over TLS."""
    url = plain_url(url_text).replace("\\", "/")
    whole = f"https:{url}" if url.startswith("//") else url
    return whole if whole[:8].lower() == "https://" and host_of(whole) else ""


def host_of(url_text: str) -> str:
    """Return the host in ASCII as the network spells it, empty if there is none."""
    try:
        host = unquote(urlsplit(plain_url(url_text).replace("\\", "/")).hostname or "").lower()
        return host if host.isascii() else ".".join(map(_ascii_label, _DOTS.split(host)))
    except (ValueError, UnicodeError):
        return ""


def _ascii_label(label: str) -> str:
    # These the codec turns into other letters, and today's browsers no more.
    if _DEVIATIONS & set(label):
        return f"xn--{label.encode('punycode').decode()}"
    return label if label.isascii() else label.encode("idna").decode()


def _host_in_words(words: str) -> str:
    match = _HOST_LIKE.fullmatch(words.strip())
    if match is None:
        return ""
    host = match["host"].strip(".").lower()
    ending = host.rpartition(".")[2]
    is_plain = match["scheme"] or host.startswith("www.") or ending in _COMMON_ENDINGS
    is_country = len(ending) == 2 and ending.isalpha() and ending not in _FILE_ENDINGS
    return host_of(f"//{host}") if is_plain or is_country else ""


def _addresses_in_words(words: str) -> Iterator[str]:
    """Yield the hosts of whole addresses that stand among other words."""
    for word in words[:_LONGEST_WORDS].split():
        if word.lower().startswith(("http://", "https://", "www.")):
            yield _host_in_words(word.rstrip(".,;:!?)]»”"))


def _host_before_at(target: str) -> str:
    """Return what looks like a host before an @: a name to sign in with, which leads nowhere."""
    try:
        name = urlsplit(plain_url(target).replace("\\", "/")).username or ""
    except ValueError:
        return ""
    return _host_in_words(unquote(name))


def _are_related(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return "." in shorter and longer.endswith(f".{shorter}")
