"""The certificate an app proves itself with: read from PEM or a key store, and signed with."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from transom.engine.errors import CertificateError

_LIFE = timedelta(minutes=10)
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key and the certificate that is registered with the app."""

    key: RSAPrivateKey
    certificate: x509.Certificate

    def assertion(self, client_id: str, audience: str, now: datetime) -> str:
        """Sign that the app asks, for one token endpoint and for a few minutes."""
        if not self.certificate.not_valid_before_utc <= now < self.certificate.not_valid_after_utc:
            raise CertificateError(
                "The certificate for reading this mailbox is not valid today. "
                "Ask your administrator for a new one."
            )
        claims = {
            "aud": audience,
            "iss": client_id,
            "sub": client_id,
            "jti": secrets.token_urlsafe(16),
            "nbf": int(now.timestamp()),
            "exp": int((now + _LIFE).timestamp()),
        }
        digest = self.certificate.fingerprint(hashes.SHA256())
        thumbprint = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        headers = {"x5t#S256": thumbprint}
        return jwt.encode(claims, self.key, algorithm="PS256", headers=headers)


def read_credential(path: Path, passphrase: str = "") -> Credential:
    """Read a PEM file with key and certificate, or a key store; CertificateError if it is none."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise CertificateError(
            f"The certificate file {path} cannot be read: {error.strerror}."
        ) from error
    secret = passphrase.encode() or None
    is_pem = b"-----BEGIN " in content
    try:
        return _from_pem(content, secret) if is_pem else _from_key_store(content, secret)
    except TypeError as error:  # a passphrase is missing, or there is one too many
        raise CertificateError(
            f"The certificate file {path} needs a passphrase, or has none and one was given."
        ) from error
    except ValueError as error:
        raise CertificateError(
            f"The certificate file {path} holds no RSA key with its certificate, "
            "or the passphrase does not fit."
        ) from error


def _from_pem(content: bytes, passphrase: bytes | None) -> Credential:
    key = load_pem_private_key(content, passphrase)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("not an RSA key")
    own = key.public_key().public_numbers()
    for certificate in x509.load_pem_x509_certificates(content):
        if getattr(certificate.public_key(), "public_numbers", lambda: None)() == own:
            return Credential(key, certificate)
    raise ValueError("no certificate of this key")


def _from_key_store(content: bytes, passphrase: bytes | None) -> Credential:
    key, certificate, _others = pkcs12.load_key_and_certificates(content, passphrase)
    if not isinstance(key, RSAPrivateKey) or certificate is None:
        raise ValueError("no RSA key with a certificate")
    return Credential(key, certificate)
