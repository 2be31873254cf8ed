"""One picture from a stranger: few hops, bounded in bytes and time, and nothing but a picture."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin

import requests
import urllib3.exceptions

from transom.engine.auth.lines import Lines
from transom.engine.auth.proxies import Proxies
from transom.engine.auth.wire import session_for, wire_errors
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import OfflineError, PictureError, StoppedError, TransomError
from transom.engine.remote.line import Deadlines, made_quiet, stranger_session
from transom.engine.remote.looks import look_of
from transom.engine.remote.places import checked_place
from transom.engine.remote.reach import Reach

MOST_BYTES = 10_000_000
MOST_HOPS = 3
MOST_SECONDS = 20.0
_READ_S = 10.0
_CHUNK = 1 << 16
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Line:
    """One thread's connections for one message."""

    session: requests.Session
    lines: Lines


class Errand:
    """The pictures of one message, fetched while somebody looks at it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free: list[Line] = []
        self._busy: list[Line] = []
        self.is_over = False

    def end(self) -> None:
        """Cut everything; what is still asked for fails at once. For any thread."""
        with self._lock:
            self.is_over = True
            lines = [*self._free, *self._busy]
            self._free.clear()
        for line in lines:
            line.lines.cut()

    def take(self) -> Line | None:
        """Return a line that is open and rests, if there is one."""
        with self._lock:
            if self.is_over:
                raise StoppedError("Nobody looks at this picture any more.")
            line = self._free.pop() if self._free else None
            if line is not None:
                self._busy.append(line)
            return line

    def add(self, line: Line) -> None:
        """Know a new line."""
        with self._lock:
            self._busy.append(line)
            is_over = self.is_over
        if is_over:
            line.lines.cut()

    def give_back(self, line: Line, *, is_sound: bool) -> None:
        """Let a line rest for the next picture, or close it."""
        with self._lock:
            self._busy.remove(line)
            is_kept = is_sound and not self.is_over
            if is_kept:
                self._free.append(line)
        if not is_kept:
            line.session.close()


class PictureFetch:
    """Fetches pictures by the rules; every method is for a worker."""

    def __init__(self, reach: Reach, proxies: Proxies | None, deadlines: Deadlines) -> None:
        self._reach = reach
        self._proxies = proxies
        self._deadlines = deadlines
        self._context: ssl.SSLContext | None = None

    def fetch(self, url_text: str, cloud: Cloud, errand: Errand) -> bytes:
        """Return a picture's bytes; PictureError says why it is left out."""
        try:
            with self._line(cloud, errand) as line:
                content = self._content(url_text, cloud, line.session)
        except OfflineError as error:
            if errand.is_over:
                raise StoppedError("Nobody looks at this picture any more.") from error
            raise
        look = look_of(content)
        if look is None:
            raise PictureError("What came is no picture that Transom shows (png, jpeg, gif, webp).")
        if not look.is_bearable:
            raise PictureError("The picture has more pixels than this computer should unpack.")
        return content

    @contextmanager
    def _line(self, cloud: Cloud, errand: Errand) -> Iterator[Line]:
        line = errand.take()
        if line is None:
            line = self._new_line(cloud)
            errand.add(line)
        is_sound = False
        try:
            with self._deadlines.hold(line.lines, MOST_SECONDS), _our_errors():
                yield line
            is_sound = True
        finally:
            errand.give_back(line, is_sound=is_sound)

    def _new_line(self, cloud: Cloud) -> Line:
        lines = Lines()
        if cloud.pictures_url:
            session = session_for(cloud, self._proxies)
            lines.watch(session)
            return Line(made_quiet(session), lines)
        if self._context is None:
            self._context = self._reach.new_context()
        return Line(stranger_session(self._reach, self._context, self._proxies, lines), lines)

    def _content(self, url_text: str, cloud: Cloud, session: requests.Session) -> bytes:
        for _ in range(MOST_HOPS + 1):
            place = checked_place(url_text, self._reach.ports)
            self._reach.check_name(place.hostname or "")
            asked = url_text = place.geturl()
            if cloud.pictures_url:
                asked = f"{cloud.pictures_url}?url={quote(asked, safe='')}"
            response = session.get(
                asked, stream=True, timeout=(_READ_S, _READ_S), allow_redirects=False
            )
            with response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    url_text = urljoin(url_text, response.headers["location"])
                    continue
                return _read(response)
        raise PictureError("The picture's address leads from one place to the next.")


def _read(response: requests.Response) -> bytes:
    if response.status_code != requests.codes.ok:
        raise PictureError("The picture's server does not hand it out.")
    if int(response.headers.get("content-length", "0").strip() or 0) > MOST_BYTES:
        raise _too_large()
    content = bytearray()
    while piece := response.raw.read(_CHUNK, decode_content=False):
        content += piece
        if len(content) > MOST_BYTES:
            raise _too_large()
    return bytes(content)


def _too_large() -> PictureError:
    return PictureError(f"The picture is larger than {MOST_BYTES // 1_000_000} MB.")


@contextmanager
def _our_errors() -> Iterator[None]:
    """Turn what the wire raises into our errors."""
    try:
        with wire_errors():
            yield
    except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
        if isinstance(error, TransomError):
            raise
        raise OfflineError("The connection to the picture's server broke off.") from error
