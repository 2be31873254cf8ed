"""Where a stranger's address may lead: to the public internet, never to this or a near network."""

import ipaddress
import re
import socket
from urllib.parse import SplitResult, quote, urlsplit

from transom.engine.errors import PictureError

_HTTPS_PORT = 443
_LONGEST_URL = 8_000
_LONGEST_HOST = 253
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")
_AS_IS = "!$%&'()*+,/:;=?@~-._[]"

# Whatever the registries keep for themselves, for neighbours and for examples.
_CLOSED_FOUR = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "192.175.48.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
        ),
    )
)
# Outside of this no address is anybody's: so loopback, link-local, unique local and multicast, and
# the forms that carry an address of the fourth version (mapped, compatible, NAT64) are all refused.
_GLOBAL_SIX = ipaddress.IPv6Network("2000::/3")
_CLOSED_SIX = tuple(
    map(
        ipaddress.IPv6Network,
        (
            "2001::/23",  # Teredo, benchmarks, overlays
            "2001:db8::/32",
            "2002::/16",  # 6to4: an address of the fourth version inside
            "2620:4f:8000::/48",
            "3fff::/20",
        ),
    )
)
_NEAR_ENDINGS = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home.arpa")


def is_public(address: str) -> bool:
    """Whether an address belongs to somebody on the public internet."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return not any(parsed in network for network in _CLOSED_FOUR)
    if parsed.scope_id is not None or parsed not in _GLOBAL_SIX:
        return False
    return not any(parsed in network for network in _CLOSED_SIX)


def is_near(host: str) -> bool:
    """Whether a host's name alone says that it is this computer or one of a near network."""
    host = host.rstrip(".").lower()
    if (literal := literal_address(host)) is not None:
        return not is_public(literal)
    return "." not in host or any(
        host == ending or host.endswith(f".{ending}") for ending in _NEAR_ENDINGS
    )


def literal_address(host: str) -> str | None:
    """Return the address a host is, however it is spelt (``0x7f.1``); None for a name."""
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeEncodeError):
        return None


def checked_place(url_text: str, ports: frozenset[int] = frozenset({_HTTPS_PORT})) -> SplitResult:
    """Spell an address as it is asked for; PictureError for one that never is."""
    try:
        parts = urlsplit(url_text)
        host, port = _ascii_host(parts.hostname or ""), parts.port or _HTTPS_PORT
    except ValueError as error:
        raise PictureError("The address of the picture makes no sense.") from error
    if parts.scheme != "https":
        raise PictureError("The address of the picture is not encrypted (https).")
    if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST or len(url_text) > _LONGEST_URL:
        raise PictureError("The address of the picture makes no sense.")
    if "@" in parts.netloc:
        raise PictureError("The address of the picture holds a name or a password.")
    if port not in ports:
        raise PictureError("The picture lies on an unusual port.")
    place = host if port == _HTTPS_PORT else f"{host}:{port}"
    path, query = quote(parts.path or "/", safe=_AS_IS), quote(parts.query, safe=_AS_IS)
    return SplitResult("https", place, path, query, "")


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    return host if host.isascii() else host.encode("idna").decode()
