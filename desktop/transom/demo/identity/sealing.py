"""Strings that only this tenant can read or make: codes, tokens, cookies, sign-ins under way."""

import base64
import binascii
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class BadSealError(Exception):
    """The string was not sealed here for this purpose."""


class Sealer:
    """Encrypts small values under one key; a value sealed for one purpose opens for no other."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal_bytes(self, purpose: str, value: dict[str, Any]) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        plain = json.dumps(value, separators=(",", ":")).encode()
        return nonce + self._cipher.encrypt(nonce, plain, purpose.encode())

    def open_bytes(self, purpose: str, sealed: bytes) -> dict[str, Any]:
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = self._cipher.decrypt(nonce, content, purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise BadSealError from error
        value: dict[str, Any] = json.loads(plain)
        return value

    def seal(self, purpose: str, value: dict[str, Any]) -> str:
        """Return text that is safe in a URL, a form and a cookie."""
        return base64.urlsafe_b64encode(self.seal_bytes(purpose, value)).rstrip(b"=").decode()

    def open(self, purpose: str, text: str) -> dict[str, Any]:
        padding = "=" * (-len(text) % 4)
        try:
            sealed = base64.b64decode(text + padding, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadSealError from error
        return self.open_bytes(purpose, sealed)
