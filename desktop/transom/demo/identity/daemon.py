"""The credentials of the app that signs in as itself, made once and kept for its user to take."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.x509.oid import NameOID

from transom.demo.identity.registration import DAEMON_NAME
from transom.demo.state import StateDirectory

CERTIFICATE_FILE, KEY_FILE, SECRET_FILE = "daemon.pem", "daemon-key.pem", "daemon-secret.txt"
_LIFE = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class DaemonCredentials:
    """A certificate and a secret, either of which proves the app."""

    certificate: x509.Certificate
    secret: str
    certificate_file: Path
    key_file: Path

    @property
    def thumbprint(self) -> str:
        """Return what Entra shows beside an uploaded certificate."""
        return self.certificate.fingerprint(hashes.SHA1()).hex().upper()  # noqa: S303


def load_daemon(state: StateDirectory) -> DaemonCredentials:
    """Return the kept credentials; damaged or run-out ones are made anew."""
    certificate = _kept_certificate(state) or _make_certificate(state)
    secret = state.read(SECRET_FILE)
    if not secret:
        secret = secrets.token_urlsafe(30).encode()
        state.write(SECRET_FILE, secret)
    return DaemonCredentials(
        certificate,
        secret.decode("ascii", "replace").strip(),
        state.file(CERTIFICATE_FILE),
        state.file(KEY_FILE),
    )


def _kept_certificate(state: StateDirectory) -> x509.Certificate | None:
    content, key_content = state.read(CERTIFICATE_FILE), state.read(KEY_FILE)
    if content is None or key_content is None:
        return None
    try:
        certificate = x509.load_pem_x509_certificate(content)
        key = serialization.load_pem_private_key(key_content, password=None)
    except (ValueError, TypeError):
        state.set_aside(CERTIFICATE_FILE)
        return None
    is_pair = key.public_key() == certificate.public_key()
    return certificate if is_pair and certificate.not_valid_after_utc > datetime.now(UTC) else None


def _make_certificate(state: StateDirectory) -> x509.Certificate:
    key = generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DAEMON_NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _LIFE)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    state.write(KEY_FILE, key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    state.write(CERTIFICATE_FILE, certificate.public_bytes(pem))
    return certificate
