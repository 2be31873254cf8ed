"""The door for the system browser: a listener on this computer that takes one answer."""

import contextlib
import selectors
import socket
import string
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from transom.engine.clock import Clock
from transom.engine.errors import (
    ServiceError,
    SignInCancelledError,
    SignInExpiredError,
    StoppedError,
)
from transom.resources import resource_text

_LOOK_EVERY_S = 0.1
_MOST_BYTES = 16 * 1024
_SLOWEST_S = 5.0
_MOST_LINES = 16
_HEADERS = (
    "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
    "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
    "Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"
)
_DONE = (
    "You can go back to Transom",
    "It has the answer to this sign-in. You may close this page.",
)
_OTHER = ("Nothing to see here", "This address only takes the answer to a sign-in of Transom's.")


class LoopbackListener:
    """Waits on a free port of 127.0.0.1 for the browser to bring one answer.

    Browsers open lines they do not use, so several are served at once, and a line that brings
    something else than the answer changes nothing.
    """

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.bind(("127.0.0.1", 0))
            self._socket.listen(_MOST_LINES)
        except OSError as error:
            self._socket.close()
            raise ServiceError(
                "This computer lets no program wait for its own browser.",
                cause=type(error).__name__,
            ) from error
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    @property
    def redirect_uri(self) -> str:
        """The registered address with the port, which registrations ignore."""
        return f"http://localhost:{self.port}"

    def wait(
        self,
        is_answer: Callable[[str], bool],
        *,
        is_late: Callable[[], bool],
        cancelled: threading.Event,
        stopping: threading.Event,
        clock: Clock,
    ) -> str:
        """Return the whole address of the answer; the listener is closed either way."""
        with contextlib.closing(self), selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            lines: dict[socket.socket, _Line] = {}
            try:
                while True:
                    _raise_if_over(is_late, cancelled, stopping)
                    for key, _ in selector.select(_LOOK_EVERY_S):
                        if key.fileobj is self._socket:
                            self._take_line(selector, lines, clock.monotonic())
                            continue
                        found = self._read(key.fileobj, lines, selector, is_answer)
                        if found:
                            return found
                    _drop_slow(lines, selector, clock.monotonic())
            finally:
                for line in lines:
                    line.close()

    def close(self) -> None:
        """Take no answer any more."""
        self._socket.close()

    def _take_line(
        self,
        selector: selectors.BaseSelector,
        lines: "dict[socket.socket, _Line]",
        now: float,
    ) -> None:
        try:
            line, _ = self._socket.accept()
        except OSError:
            return
        if len(lines) >= _MOST_LINES:
            line.close()
            return
        line.setblocking(False)
        lines[line] = _Line(now)
        selector.register(line, selectors.EVENT_READ)

    def _read(
        self,
        line: object,
        lines: "dict[socket.socket, _Line]",
        selector: selectors.BaseSelector,
        is_answer: Callable[[str], bool],
    ) -> str:
        """Read what came; return the answer's address once a line has brought it."""
        if not isinstance(line, socket.socket):
            return ""
        request = lines[line]
        try:
            more = line.recv(_MOST_BYTES)
        except BlockingIOError:
            return ""
        except OSError:
            more = b""
        request.bytes += more
        if more and b"\r\n\r\n" not in request.bytes and len(request.bytes) < _MOST_BYTES:
            return ""
        selector.unregister(line)
        del lines[line]
        with line:
            if not more:
                return ""
            url_text = request.url_text(self.port)
            if url_text and is_answer(url_text):
                _answer(line, "200 OK", *_DONE)
                return url_text
            _answer(line, "404 Not Found", *_OTHER)
        return ""


class _Line:
    """What one connection has sent so far."""

    def __init__(self, since: float) -> None:
        self.since = since
        self.bytes = b""

    def url_text(self, port: int) -> str:
        """Return the address asked for, if it was asked of this place by a plain GET."""
        head = self.bytes.partition(b"\r\n\r\n")[0].decode("latin-1")
        first, *rest = head.split("\r\n")
        words = first.split(" ")
        hosts = [line.partition(":")[2].strip() for line in rest if line.lower()[:5] == "host:"]
        # Another name for this computer means another site's page is asking.
        if len(words) != 3 or words[0] != "GET" or hosts != [f"localhost:{port}"]:
            return ""
        if not words[1].startswith("/") or urlsplit(words[1]).path != "/":
            return ""
        return f"http://localhost:{port}{words[1]}"


def _raise_if_over(
    is_late: Callable[[], bool], cancelled: threading.Event, stopping: threading.Event
) -> None:
    if stopping.is_set():
        raise StoppedError("Transom is closing.")
    if cancelled.is_set():
        raise SignInCancelledError("You gave this sign-in up. Nothing has changed.")
    if is_late():
        raise SignInExpiredError("The browser brought no answer in time. Start again.")


def _drop_slow(
    lines: dict[socket.socket, _Line], selector: selectors.BaseSelector, now: float
) -> None:
    for line in [line for line, request in lines.items() if now - request.since > _SLOWEST_S]:
        # Browsers keep lines open without a word; slow is who stops in the middle of one.
        if lines[line].bytes or len(lines) > _MOST_LINES // 2:
            selector.unregister(line)
            del lines[line]
            line.close()


def _answer(line: socket.socket, status: str, title: str, sentence: str) -> None:
    template = string.Template(resource_text("words", "answer-page.html"))
    page = template.substitute(title=title, sentence=sentence).encode()
    head = f"HTTP/1.1 {status}\r\n{_HEADERS}Content-Length: {len(page)}\r\n\r\n".encode()
    with contextlib.suppress(OSError):  # the browser has gone: its answer counts all the same
        line.settimeout(_SLOWEST_S)
        line.sendall(head + page)
        line.shutdown(socket.SHUT_WR)
