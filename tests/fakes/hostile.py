"""A TLS server on loopback for single answers that no tenant gives; it counts what arrives."""

import contextlib
import datetime as dt
import ipaddress
import json
import os
import socket
import ssl
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override


@dataclass(frozen=True)
class Reply:
    """One answer; ``fate`` says what happens to it on the way."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    fate: str = ""  # "", "reset", "truncated", "hang" or "drip"
    pause_s: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def reply_json(thing: Any, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON; underscores in header names stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Type", "application/json")
    return Reply(status, json.dumps(thing).encode(), named)


def reply_error(status: int, code: str = "", **headers: str) -> Reply:
    """Answer as Graph shapes a failure."""
    return reply_json(
        {"error": {"code": code, "message": "for anna@example.com"}}, status, **headers
    )


class HostileServer:
    """Gives the queued replies in order, then the standing one."""

    def __init__(self, folder: Path, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        self.ca_file = str(folder / "hostile-ca.pem")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_write_certificate(folder))
        self._server = _Server(address, _Handler, self)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self._lock = threading.Lock()
        self.released = threading.Event()
        self.reset()

    def reset(self) -> None:
        """Forget replies and requests, and answer everything with an empty object."""
        self.released.clear()
        self.asked: list[Asked] = []
        self.connections = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.standing = Reply()
        self._replies: deque[Reply] = deque()

    @property
    def origin(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}"

    def queue(self, *replies: Reply) -> None:
        self._replies.extend(replies)

    def take(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            return self._replies.popleft() if self._replies else self.standing

    def done(self) -> None:
        with self._lock:
            self.in_flight -= 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], handler: type, owner: HostileServer) -> None:
        self.owner = owner
        super().__init__(address, handler)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: broken lines are this server's trade."""

    @override
    def verify_request(self, request: Any, client_address: Any) -> bool:
        self.owner.connections += 1
        return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        owner = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = owner.take(Asked(self.command, self.path, headers, body))
        try:
            if reply.pause_s:
                owner.released.wait(reply.pause_s)
            with contextlib.suppress(OSError):
                self._send(reply)
        finally:
            owner.done()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _answer

    def _send(self, reply: Reply) -> None:
        if reply.fate == "reset":
            self._reset()
            return
        if reply.fate == "hang":
            self.server.owner.released.wait(30)
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        extra = 1000 if reply.fate == "truncated" else 0
        self.send_header("Content-Length", str(len(reply.body) + extra))
        self.end_headers()
        if reply.fate == "drip":
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        else:
            self.wfile.write(reply.body)
        self.close_connection = bool(reply.fate)

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        os.close(self.connection.detach())

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output clean."""


def _write_certificate(folder: Path) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hostile")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
                    x509.DNSName("pictures.example"),
                    x509.DNSName("*.pictures.example"),
                ]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "hostile-ca.pem").write_bytes(pem)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    both = folder / "hostile.pem"
    both.write_bytes(pem + secret)
    return str(both)
