"""How another process reaches a running Transom: one question and one answer, as JSON."""

import json
import logging
import os
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from multiprocessing.connection import Listener as SocketListener
from pathlib import Path
from typing import Any

from transom.engine.errors import NonsenseError, StoppedError, TransomError, UnavailableError
from transom.engine.profile import Profile, write_atomically
from transom.engine.workers import Lane

log = logging.getLogger(__name__)

Request = dict[str, Any]
_LONGEST_UNIX_PATH = 100
_MOST_REQUEST_BYTES = 1 << 16
_MOST_ANSWER_BYTES = 1 << 25
_PATIENCE_S = 5.0


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
        self._socket = SocketListener(self._address, authkey=self._key)
        door = {"address": self._address, "key": self._key.hex()}
        write_atomically(self._door_path, json.dumps(door).encode())
        accepting.submit(self._accept)

    def close(self) -> None:
        """Let nobody in any more."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._door_path.unlink(missing_ok=True)
        # Closing a socket does not wake who waits for it; a last visitor does. It brings no key,
        # for it must not wait for a greeting either.
        try:
            Client(self._address).close()
        except OSError:
            log.debug("nobody was waiting at the socket")
        self._socket.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection = self._socket.accept()
            except (AuthenticationError, EOFError, ConnectionError):
                if not self._closing.is_set():
                    log.warning("a process that does not know the profile's key was turned away")
                continue
            except OSError:
                return
            self._answering.submit(self._serve, connection)

    def _serve(self, connection: "Connection[Any, Any]") -> None:
        with connection:
            try:
                if not self._closing.is_set() and connection.poll(_PATIENCE_S):
                    request = _object_from(connection.recv_bytes(_MOST_REQUEST_BYTES))
                    connection.send_bytes(json.dumps(self._reply(request)).encode())
            except (OSError, EOFError, NonsenseError):
                log.debug("a visitor left without an answer")

    def _reply(self, request: Request) -> Request:
        try:
            return {"result": self._answer(request)}
        except TransomError as error:
            return {"error": error.message}


def ask(profile: Profile, request: Request) -> Request | None:
    """Return a running Transom's answer, None where none runs; TransomError if it has none."""
    try:
        door = _object_from(_door_path(profile).read_bytes())
        connection = Client(str(door["address"]), authkey=bytes.fromhex(str(door["key"])))
    except (OSError, EOFError, AuthenticationError, ValueError, KeyError, NonsenseError):
        return None  # never started, or ended without clearing up
    try:
        with connection:
            connection.send_bytes(json.dumps(request).encode())
            reply = _object_from(connection.recv_bytes(_MOST_ANSWER_BYTES))
    except (OSError, EOFError) as error:
        raise StoppedError("The running Transom ended before it answered.") from error
    if "error" in reply:
        raise UnavailableError(str(reply["error"]))
    result = reply.get("result")
    return result if isinstance(result, dict) else {}


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
