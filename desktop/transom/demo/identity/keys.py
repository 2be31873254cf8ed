"""The tenant's secrets: the pairs that sign tokens and the key that seals strings."""

import base64
import binascii
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from transom.demo.state import StateDirectory

FILE = "keys.json"
KEPT_PAIRS = 3
_SEAL_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An RSA pair known by ``kid``."""

    private: RSAPrivateKey
    kid: str

    @classmethod
    def of(cls, private: RSAPrivateKey) -> "SigningKey":
        public = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return cls(private, base64url(hashlib.sha256(public).digest()[:20]))

    def public_jwk(self, issuer: str) -> dict[str, object]:
        """Return the public half as the key set lists it."""
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": base64url_number(numbers.n),
            "e": base64url_number(numbers.e),
            "issuer": issuer,
        }


class Keys:
    """The newest pair signs; a few older ones stay published, so that what they signed holds."""

    def __init__(self, state: StateDirectory, pairs: Iterable[SigningKey], sealing: bytes) -> None:
        self._state = state
        self._pairs = list(pairs)
        self.sealing = sealing

    @property
    def current(self) -> SigningKey:
        return self._pairs[0]

    def find(self, kid: str) -> SigningKey | None:
        return next((pair for pair in self._pairs if pair.kid == kid), None)

    def public_jwks(self, issuer: str) -> list[dict[str, object]]:
        return [pair.public_jwk(issuer) for pair in self._pairs]

    def roll(self, *, forgets_old: bool = False) -> None:
        """Sign with a new pair from now on; forgetting the old ones is what an emergency does."""
        new = SigningKey.of(generate_private_key(65537, 2048))
        self._pairs = [new] if forgets_old else [new, *self._pairs][:KEPT_PAIRS]
        self.save()

    def save(self) -> None:
        pems = [
            pair.private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ).decode()
            for pair in self._pairs
        ]
        sealing = base64.b64encode(self.sealing).decode()
        self._state.write_json(FILE, {"signing": pems, "sealing": sealing})


def load_keys(state: StateDirectory) -> Keys:
    """Return the kept keys, or new ones, which makes every earlier token unknown."""
    value = state.read_json(FILE)
    if value is not None:
        try:
            return _keys_from_json(state, value)
        except (KeyError, TypeError, ValueError, binascii.Error):
            state.set_aside(FILE)
    pair = SigningKey.of(generate_private_key(65537, 2048))
    keys = Keys(state, [pair], os.urandom(_SEAL_BYTES))
    keys.save()
    return keys


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def base64url_number(number: int) -> str:
    return base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _keys_from_json(state: StateDirectory, value: dict[str, Any]) -> Keys:
    pairs = [SigningKey.of(_private_from_pem(pem)) for pem in value["signing"]]
    sealing = base64.b64decode(value["sealing"], validate=True)
    if not pairs or len(sealing) != _SEAL_BYTES:
        raise ValueError("not the keys of a tenant")
    return Keys(state, pairs, sealing)


def _private_from_pem(pem: str) -> RSAPrivateKey:
    private = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("not a key that signs tokens")
    return private
