"""How another process reaches a running Transom: one question and one answer, as JSON."""

import json
import logging
import math
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from multiprocessing.connection import Listener as SocketListener
from pathlib import Path
from typing import Any, cast

from transom.engine.errors import NonsenseError, StoppedError, TransomError, UnavailableError
from transom.engine.profile import Profile, write_atomically
from transom.engine.workers import Lane

log = logging.getLogger(__name__)

Request = dict[str, Any]
_LONGEST_UNIX_PATH = 100
_MOST_REQUEST_BYTES = 1 << 16
_MOST_ANSWER_BYTES = 1 << 25
_HEARD = b"{}"
_LOOK_AGAIN_S = 0.2
_VISITOR_S = 5.0
"""How long a visitor may take to show the key and to ask."""
PATIENCE_S = 10.0
"""How long a running Transom may take to listen, and to answer what it knows by heart."""


class Listener:
    """Answers other processes of the same user until closed."""

    def __init__(
        self,
        profile: Profile,
        accepting: Lane,
        answering: Lane,
        answer: Callable[[Request], Request],
    ) -> None:
        self._door_path = _door_path(profile)
        self._address = _free_address(profile)
        self._key = secrets.token_bytes(32)
        self._answering = answering
        self._answer = answer
        self._closing = threading.Event()
        # The key is asked for by those who answer: a mute visitor must not block the door.
        self._socket = SocketListener(self._address)
        door = {"address": self._address, "key": self._key.hex()}
        write_atomically(self._door_path, json.dumps(door).encode())
        accepting.submit(self._accept)

    def close(self) -> None:
        """Let nobody in any more."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._door_path.unlink(missing_ok=True)
        # Closing a socket does not wake who waits for it; a last visitor does.
        try:
            Client(self._address).close()
        except OSError:
            log.debug("nobody was waiting at the socket")
        self._socket.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._socket.accept()
            except ConnectionError:
                continue
            except OSError:
                return
            self._answering.submit(self._serve, connection)

    def _serve(self, connection: "Connection[Any, Any]") -> None:
        with connection:
            visitor = _patient(connection, _VISITOR_S, self._closing)
            try:
                deliver_challenge(visitor, self._key)
                answer_challenge(visitor, self._key)
                request = _object_from(visitor.recv_bytes(_MOST_REQUEST_BYTES))
                connection.send_bytes(_HEARD)
                connection.send_bytes(json.dumps(self._reply(request)).encode())
            except AuthenticationError:
                log.warning("a process that does not know the profile's key was turned away")
            except (OSError, EOFError, NonsenseError, UnavailableError):
                log.debug("a visitor left without an answer")

    def _reply(self, request: Request) -> Request:
        try:
            return {"result": self._answer(request)}
        except TransomError as error:
            return {"error": error.message}


def is_answered(profile: Profile) -> bool:
    """Say whether a running Transom holds the profile and takes questions."""
    try:
        door = _object_from(_door_path(profile).read_bytes())
        Client(str(door["address"])).close()
    except (OSError, ValueError, KeyError, NonsenseError):
        return False
    return True


def ask(
    profile: Profile, request: Request, *, answers_in_s: float | None = PATIENCE_S
) -> Request | None:
    """Return a running Transom's answer, None where none runs; TransomError if it has none.

    ``answers_in_s`` is None for what takes its time once the other one has heard of it.
    """
    try:
        door = _object_from(_door_path(profile).read_bytes())
        key = bytes.fromhex(str(door["key"]))
        connection = Client(str(door["address"]))
    except (OSError, ValueError, KeyError, NonsenseError):
        return None  # never started, or ended without clearing up
    with connection:
        try:
            host = _patient(connection, PATIENCE_S)
            answer_challenge(host, key)
            deliver_challenge(host, key)
        except (OSError, EOFError, AuthenticationError):
            return None
        reply = _reply_to(connection, request, answers_in_s)
    if "error" in reply:
        raise UnavailableError(str(reply["error"]))
    result = reply.get("result")
    return result if isinstance(result, dict) else {}


def _reply_to(
    connection: "Connection[Any, Any]", request: Request, answers_in_s: float | None
) -> Request:
    try:
        connection.send_bytes(json.dumps(request).encode())
        _patient(connection, PATIENCE_S).recv_bytes(len(_HEARD))
        return _object_from(_patient(connection, answers_in_s).recv_bytes(_MOST_ANSWER_BYTES))
    except (OSError, EOFError) as error:
        raise StoppedError("The running Transom ended before it answered.") from error


class _Patient:
    """What a greeting asks of a connection, and reading does not wait for ever."""

    def __init__(
        self,
        connection: "Connection[Any, Any]",
        patience_s: float | None,
        closing: threading.Event | None,
    ) -> None:
        self.send_bytes = connection.send_bytes
        self._connection = connection
        self._patience_s = math.inf if patience_s is None else patience_s
        self._closing = closing or threading.Event()

    def recv_bytes(self, maxlength: int | None = None) -> bytes:
        until = time.monotonic() + self._patience_s
        while not self._connection.poll(min(_LOOK_AGAIN_S, self._patience_s)):
            if self._closing.is_set() or time.monotonic() > until:
                raise UnavailableError(
                    "The running Transom does not answer. Wait until it does, or end it."
                )
        return self._connection.recv_bytes(maxlength)


def _patient(
    connection: "Connection[Any, Any]",
    patience_s: float | None,
    closing: threading.Event | None = None,
) -> "Connection[Any, Any]":
    return cast("Connection[Any, Any]", _Patient(connection, patience_s, closing))


def _object_from(content: bytes) -> Request:
    try:
        value = json.loads(content)
    except ValueError as error:
        raise NonsenseError("What came over the socket is not JSON.") from error
    if not isinstance(value, dict):
        raise NonsenseError("What came over the socket is not an object.")
    return value


def _door_path(profile: Profile) -> Path:
    return profile.directory / "listener.json"


def _free_address(profile: Profile) -> str:
    """Return an address nobody uses; the caller holds the profile's lock, so old ones are dead."""
    if sys.platform == "win32":
        return rf"\\.\pipe\transom-{secrets.token_hex(16)}"
    path = profile.socket_path
    if len(os.fsencode(path)) > _LONGEST_UNIX_PATH:
        path = Path(tempfile.mkdtemp(prefix="transom-")) / "socket"
    path.unlink(missing_ok=True)
    return str(path)
