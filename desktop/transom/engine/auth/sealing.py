"""Encryption of small files and the keys derived from the one master key."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealError(Exception):
    """The key does not fit, or a byte was changed: the two look alike."""


def seal(key: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Encrypt ``content`` so that it opens with the same ``key`` and ``bound_to`` only."""
    # Tokens and passphrases need it; a start that finds its key elsewhere does not wait for it.
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, bound_to)


def unseal(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Decrypt what ``seal`` made; raise SealError where it is not that."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def derive_key(master_key: bytes, profile_id: str, purpose: str) -> bytes:
    """Make the key for one purpose; nothing of the master key can be learned from it."""
    # HKDF-SHA256 (RFC 5869); 32 bytes are its first block.
    pseudorandom = hmac.digest(profile_id.encode(), master_key, "sha256")
    return hmac.digest(pseudorandom, f"transom {purpose}".encode() + b"\x01", "sha256")


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
