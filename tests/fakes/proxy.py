"""A small CONNECT proxy on loopback: open or locked, and if wanted one that looks inside TLS."""

import base64
import contextlib
import datetime as dt
import select
import socket
import ssl
import threading
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

REALM = "Contoso office"


class Proxy:
    """Leads every CONNECT to one server, whatever host was asked for; ``login`` locks it."""

    def __init__(self, server_port: int, *, login: str = "", refusal: int = 0) -> None:
        self.login = login
        self.challenge = f'Basic realm="{REALM}", charset="UTF-8"'
        self.refusal = refusal
        self.inside: ssl.SSLContext | None = None
        """How it shows itself in place of the server, if it looks inside."""
        self.sha256 = ""
        """The certificate it then shows."""
        self.asked: list[str] = []
        self.told: list[str] = []
        self._server_port = server_port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._thread.join()

    def close(self) -> None:
        """Be there no longer."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._take, args=(line,), daemon=True).start()

    def _take(self, line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            # A browser tries again on the same line once it knows the password.
            while (head := _read_head(line)) and not self._is_led_on(line, head):
                pass

    def _is_led_on(self, line: socket.socket, head: str) -> bool:
        first, *rest = head.split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in rest)}
        self.asked.append(first.split(" ")[1])
        told = headers.get("proxy-authorization", "")
        self.told.append(told)
        if self.refusal:
            line.sendall(_answer(self.refusal, "Forbidden"))
        elif self.login and told != f"Basic {base64.b64encode(self.login.encode()).decode()}":
            asked = f"Proxy-Authenticate: {self.challenge}\r\n"
            line.sendall(_answer(407, "Proxy Authentication Required", asked))
        else:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._lead_on(line)
            return True
        return False

    def _lead_on(self, line: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", self._server_port)) as server:
            if self.inside is None:
                _join(line, server)
                return
            if not line.recv(1, socket.MSG_PEEK):
                return  # gone before its first word: wrapping it would leave an unclosed socket
            outward = ssl.create_default_context()
            outward.check_hostname, outward.verify_mode = False, ssl.CERT_NONE
            with (
                self.inside.wrap_socket(line, server_side=True) as seen,
                outward.wrap_socket(server, server_hostname="localhost") as real,
            ):
                _join(seen, real)


class Authority:
    """A root made for one test, and the certificates it gives out."""

    def __init__(self, directory: Path, name: str = "Contoso Inspection Root") -> None:
        self._directory = directory
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._now = dt.datetime.now(dt.UTC)
        root = (
            self._builder(self._name, self._key, self._now + dt.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.sha256 = ""
        """The certificate given out last."""
        self.root_file = directory / "root.pem"
        self.root_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))

    def context_for(self, host: str, *, has_expired: bool = False) -> ssl.SSLContext:
        """Return a server's side of TLS that shows a certificate for the host."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        until = self._now + dt.timedelta(days=-1 if has_expired else 1)
        leaf = (
            self._builder(name, key, until)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        self.sha256 = leaf.fingerprint(hashes.SHA256()).hex()
        file = self._directory / f"{host}-{has_expired}.pem"
        file.write_bytes(
            leaf.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, until: dt.datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - dt.timedelta(days=3))
            .not_valid_after(until)
        )


def _read_head(line: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        more = line.recv(4096)
        if not more:
            return ""
        head += more
    return head.decode("latin-1").removesuffix("\r\n\r\n")


def _answer(status: int, reason: str, headers: str = "") -> bytes:
    return f"HTTP/1.1 {status} {reason}\r\n{headers}Content-Length: 0\r\n\r\n".encode()


def _join(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until either side ends."""
    while True:
        pending = [s for s in (one, other) if isinstance(s, ssl.SSLSocket) and s.pending()]
        ready = pending or select.select([one, other], [], [], 5)[0]
        if not ready:
            return
        for source in ready:
            more = _what_came(source)
            if more == b"":
                return
            (other if source is one else one).sendall(more or b"")


def _what_came(line: socket.socket) -> bytes | None:
    """Return what can be read now: None where it was TLS's own talk, empty at the end."""
    line.settimeout(0)
    try:
        return line.recv(65536)
    except (ssl.SSLWantReadError, BlockingIOError):
        return None
    finally:
        line.settimeout(5)
