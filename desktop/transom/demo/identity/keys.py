"""The tenant's secrets: the pair that signs tokens and the key that seals strings."""

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from transom.demo.state import StateDirectory

FILE = "keys.json"
_SEAL_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """An RSA pair known by ``kid``, and 32 bytes for sealing."""

    signing: RSAPrivateKey
    kid: str
    sealing: bytes

    def public_jwk(self, issuer: str) -> dict[str, object]:
        """Return the public half as the key set lists it."""
        numbers = self.signing.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": base64url_number(numbers.n),
            "e": base64url_number(numbers.e),
            "issuer": issuer,
        }


def load_keys(state: StateDirectory) -> Keys:
    """Return the kept keys, or new ones, which makes every earlier token unknown."""
    value = state.read_json(FILE)
    if value is not None:
        try:
            return _keys_from_json(value)
        except (KeyError, TypeError, ValueError, binascii.Error):
            state.set_aside(FILE)
    keys = _keys(generate_private_key(65537, 2048), os.urandom(_SEAL_BYTES))
    state.write_json(FILE, _keys_to_json(keys))
    return keys


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def base64url_number(number: int) -> str:
    return base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _keys(signing: RSAPrivateKey, sealing: bytes) -> Keys:
    public = signing.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return Keys(signing, base64url(hashlib.sha256(public).digest()[:20]), sealing)


def _keys_from_json(value: dict[str, Any]) -> Keys:
    signing = serialization.load_pem_private_key(value["signing"].encode(), password=None)
    sealing = base64.b64decode(value["sealing"], validate=True)
    if not isinstance(signing, RSAPrivateKey) or len(sealing) != _SEAL_BYTES:
        raise ValueError("not the keys of a tenant")
    return _keys(signing, sealing)


def _keys_to_json(keys: Keys) -> dict[str, Any]:
    pem = keys.signing.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {"signing": pem.decode(), "sealing": base64.b64encode(keys.sealing).decode()}
