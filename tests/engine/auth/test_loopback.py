"""The listener for the system browser, asked by real browsers' habits and by strangers."""

import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from tests.fakes.clock import FakeClock

from transom.engine.auth.loopback import LoopbackListener
from transom.engine.errors import (
    ServiceError,
    SignInCancelledError,
    SignInExpiredError,
    StoppedError,
)
from transom.engine.workers import Workers

PATIENCE_S = 10


class Waiting:
    """A listener on which a worker waits for the answer with ``state=mine``."""

    def __init__(self, workers: Workers) -> None:
        self.listener = LoopbackListener()
        self.cancelled, self.stopping = threading.Event(), threading.Event()
        self.is_late = False
        self.clock = FakeClock()
        self.answer: Future[str] = workers.lane("waiting").submit(
            self.listener.wait,
            lambda url_text: "state=mine" in url_text,
            is_late=lambda: self.is_late,
            cancelled=self.cancelled,
            stopping=self.stopping,
            clock=self.clock,
        )

    def get(self, target: str, method: str = "GET", host: str = "") -> tuple[int, str, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.listener.port, timeout=PATIENCE_S)
        headers = {"Host": host or f"localhost:{self.listener.port}"}
        line.request(method, target, headers=headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, text, str(answer.headers)


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    workers = Workers()
    one = Waiting(workers)
    yield one
    one.cancelled.set()
    assert workers.stop(PATIENCE_S)


def test_the_answer_is_taken_and_the_page_says_that_it_may_be_closed(waiting: Waiting) -> None:
    status, text, headers = waiting.get("/?code=c&state=mine")
    assert status == 200 and "close this page" in text
    assert "no-store" in headers and "default-src 'none'" in headers
    assert waiting.answer.result(PATIENCE_S) == (
        f"http://localhost:{waiting.listener.port}/?code=c&state=mine"
    )
    with pytest.raises(ConnectionRefusedError):
        waiting.get("/?code=c&state=mine")


def test_it_listens_on_this_computer_alone(waiting: Waiting) -> None:
    assert waiting.listener._socket.getsockname()[0] == "127.0.0.1"
    assert waiting.listener.redirect_uri == f"http://localhost:{waiting.listener.port}"


@pytest.mark.parametrize(
    ("target", "method", "host"),
    [
        ("/favicon.ico", "GET", ""),
        ("/?code=c&state=theirs", "GET", ""),
        ("/elsewhere?code=c&state=mine", "GET", ""),
        ("/?code=c&state=mine", "POST", ""),
        ("/?code=c&state=mine", "GET", "rebound.example"),
        ("http://localhost/?code=c&state=mine", "GET", ""),
    ],
)
def test_what_is_not_the_answer_changes_nothing(
    waiting: Waiting, target: str, method: str, host: str
) -> None:
    status, text, _ = waiting.get(target, method, host)
    assert status == 404 and "code" not in text
    assert not waiting.answer.done()
    assert waiting.get("/?code=c&state=mine")[0] == 200
    waiting.answer.result(PATIENCE_S)


def test_lines_that_say_nothing_or_stop_halfway_hold_nobody_up(waiting: Waiting) -> None:
    place = ("127.0.0.1", waiting.listener.port)
    with socket.create_connection(place), socket.create_connection(place) as halfway:
        halfway.sendall(b"GET /?code=c")
        assert waiting.get("/?code=c&state=mine")[0] == 200
        waiting.answer.result(PATIENCE_S)


def test_an_endless_question_is_cut_off(waiting: Waiting) -> None:
    with socket.create_connection(("127.0.0.1", waiting.listener.port)) as line:
        line.settimeout(PATIENCE_S)
        line.sendall(b"GET /".ljust(16 * 1024, b"a"))
        assert line.recv(1000).startswith(b"HTTP/1.1 404")
    assert not waiting.answer.done()


def _cancel(one: Waiting) -> None:
    one.cancelled.set()


def _stop(one: Waiting) -> None:
    one.stopping.set()


def _grow_late(one: Waiting) -> None:
    one.is_late = True


@pytest.mark.parametrize(
    ("end", "kind"),
    [(_cancel, SignInCancelledError), (_stop, StoppedError), (_grow_late, SignInExpiredError)],
)
def test_waiting_ends_and_nothing_is_listened_to_any_more(
    waiting: Waiting, end: Callable[[Waiting], None], kind: type[Exception]
) -> None:
    end(waiting)
    with pytest.raises(kind):
        waiting.answer.result(PATIENCE_S)
    with pytest.raises(ConnectionRefusedError):
        waiting.get("/?code=c&state=mine")


def test_a_crowd_of_lines_and_one_that_breaks_off_do_not_keep_the_answer_out(
    waiting: Waiting,
) -> None:
    place = ("127.0.0.1", waiting.listener.port)
    crowd = [socket.create_connection(place, timeout=PATIENCE_S) for _ in range(16)]
    # The seventeenth is turned away without a word.
    with socket.create_connection(place, timeout=PATIENCE_S) as late:
        assert late.recv(1) == b""
    for number, line in enumerate(crowd):
        if number % 2:
            line.sendall(b"GET /?code=c")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()
    assert waiting.get("/?code=c&state=mine")[0] == 200
    assert "state=mine" in waiting.answer.result(PATIENCE_S)


def test_a_line_that_stops_in_the_middle_is_dropped_and_a_silent_one_kept(
    waiting: Waiting,
) -> None:
    place = ("127.0.0.1", waiting.listener.port)
    with (
        socket.create_connection(place, timeout=PATIENCE_S) as silent,
        socket.create_connection(place, timeout=PATIENCE_S) as slow,
    ):
        slow.sendall(b"GET /?co")
        slow.settimeout(0.3)
        with pytest.raises(TimeoutError):
            slow.recv(1)
        slow.settimeout(PATIENCE_S)
        waiting.clock.advance(6)
        assert slow.recv(1) == b""
        host = f"localhost:{waiting.listener.port}"
        silent.sendall(f"GET /?code=c&state=mine HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert "state=mine" in waiting.answer.result(PATIENCE_S)


def test_a_computer_that_lets_nobody_listen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(socket.socket, "listen", refuse)
    with pytest.raises(ServiceError, match="no program wait"):
        LoopbackListener()
