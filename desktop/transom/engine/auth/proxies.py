"""Which proxy stands before a host, which of them are down, and what they are told."""

import ipaddress
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from transom.engine.entities.network import ProxyQuestion
from transom.engine.errors import ProxyRefusedError

ProxyFinder = Callable[[str], Sequence[str]]
"""Says which proxies to try for an address, best first; an empty string means none."""

_KEPT_S = 60.0
_DOWN_S = 300.0
_SPOKEN = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Login:
    """What a proxy is told; never for a log."""

    username: str
    password: str


def proxies_of_environment(url_text: str) -> list[str]:
    """Read the environment, and the settings of Windows and macOS without their scripts."""
    import urllib.request  # not before the first request: it takes its time

    parts = urlsplit(url_text)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return [""]
    found = urllib.request.getproxies()
    return [found.get(parts.scheme) or found.get("all") or ""]


def is_this_computer(host: str) -> bool:
    """Whether a host is this computer itself, which no proxy stands before."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Proxies:
    """Shared by all sessions; usable from any thread."""

    def __init__(
        self,
        find: ProxyFinder = proxies_of_environment,
        on_question: Callable[[], None] = lambda: None,
    ) -> None:
        self._find = find
        self._on_question = on_question
        self._lock = threading.Lock()
        self._found: dict[str, tuple[float, list[str]]] = {}
        self._down: dict[str, float] = {}
        self._logins: dict[str, Login] = {}
        self.question: ProxyQuestion | None = None
        """What a proxy asked last and nobody has answered."""

    def before(self, url_text: str) -> str:
        """Return the proxy to go through, without a password in it; empty for none."""
        parts = urlsplit(url_text)
        host = parts.hostname or ""
        if is_this_computer(host):
            return ""
        # A script is asked for the host alone: what is asked of it is nobody's business.
        proxies = self._proxies_for(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/")
        spoken = [one for one in proxies if not one or urlsplit(one).scheme in _SPOKEN]
        if proxies and not spoken:
            raise ProxyRefusedError(
                "The proxy of this network speaks a language that Transom does not (SOCKS)."
            )
        up = [one for one in spoken if one not in self._down_now()]
        return (up or spoken or [""])[0]

    def mark_down(self, proxy: str) -> None:
        """Try another one first for a while, if there is another."""
        with self._lock:
            self._down[proxy] = time.monotonic()

    def headers_for(self, proxy: str) -> dict[str, str]:
        """Return what to say to a proxy: who is asking, if it has wanted to know."""
        login = self.login(_place(proxy))
        if login is None:
            return {}
        plain = f"{login.username}:{login.password}".encode()
        return {"Proxy-Authorization": f"Basic {b64encode(plain).decode()}"}

    def login(self, place: str) -> Login | None:
        """Return what is known for a proxy, by host and port, or by its host alone."""
        with self._lock:
            same = [key for key in self._logins if place in (key, _host(key))]
            known = next(iter(same), _host(place))
            return self._logins.get(known)

    def learn(self, place: str, login: Login) -> None:
        """Tell a proxy this from now on; without a port, all proxies of that host."""
        with self._lock:
            for other in [key for key in self._logins if _host(key) == place]:
                del self._logins[other]
            self._logins[place] = login
            if self.question is not None and place in (self.question.place, _host(place)):
                self.question = None

    def ask(self, proxy: str, realm: str) -> None:
        """Remember that a proxy wants a name and a password, or other ones."""
        place = _place(proxy)
        with self._lock:
            is_repeated = place in self._logins or _host(place) in self._logins
            self.question = ProxyQuestion(place, realm, is_repeated=is_repeated)
        self._on_question()

    def _down_now(self) -> set[str]:
        since = time.monotonic() - _DOWN_S
        with self._lock:
            return {proxy for proxy, at in self._down.items() if at > since}

    def _proxies_for(self, url_text: str) -> list[str]:
        now = time.monotonic()
        with self._lock:
            at, proxies = self._found.get(url_text, (0.0, []))
        if not at or now - at > _KEPT_S:
            proxies = [self._without_login(one) for one in self._find(url_text)]
            with self._lock:
                self._found[url_text] = (now, proxies)
        return proxies

    def _without_login(self, proxy: str) -> str:
        """Take name and password out of an address: addresses turn up in errors."""
        if not proxy:
            return ""
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        bare = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        if parts.username:
            login = Login(unquote(parts.username), unquote(parts.password or ""))
            with self._lock:
                self._logins.setdefault(_place(bare), login)
        return bare


def _place(proxy: str) -> str:
    parts = urlsplit(proxy)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return f"{parts.hostname}:{port}"


def _host(place: str) -> str:
    host, colon, port = place.rpartition(":")
    return host if colon and port.isdigit() else place
