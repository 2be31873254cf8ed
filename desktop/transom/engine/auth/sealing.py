"""Encryption of small files and the keys derived from the one master key."""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealError(Exception):
    """The key does not fit, or a byte was changed: the two look alike."""


def seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Encrypt ``content`` so that it opens with the same ``key`` and ``bound_to`` only."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Decrypt what ``seal`` made; raise SealError where it is not that."""
    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def derive_key(master_key: bytes, profile_id: str, purpose: str) -> bytes:
    """Make the key for one purpose; nothing of the master key can be learned from it."""
    hkdf = HKDF(SHA256(), KEY_BYTES, salt=profile_id.encode(), info=f"transom {purpose}".encode())
    return hkdf.derive(master_key)


@dataclass(frozen=True, slots=True)
class PassphraseCost:
    """scrypt's salt and parameters, kept beside what they protect."""

    salt: bytes
    n: int = 2**16
    r: int = 8
    p: int = 1

    def is_sane(self) -> bool:
        """Whether a damaged or hostile file does not ask for all memory or for nothing."""
        is_power = self.n > 1 and self.n & (self.n - 1) == 0
        return is_power and 2**14 <= self.n <= 2**20 and 8 <= self.r <= 16 and 1 <= self.p <= 4

    def key_from(self, passphrase: str) -> bytes:
        """Derive a key; takes a tenth of a second and ``128 * n * r`` bytes on purpose."""
        # One passphrase has several spellings in Unicode, and systems type different ones.
        spelled = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
        return hashlib.scrypt(
            spelled,
            salt=self.salt,
            n=self.n,
            r=self.r,
            p=self.p,
            maxmem=128 * self.n * self.r * self.p + 2**20,
            dklen=KEY_BYTES,
        )
