"""Seals of mail: what is signed or encrypted, by whom, and whether it still is what was signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SealKind(StrEnum):
    """How a message is sealed; ``PARTLY`` is a signed piece within a message that is not."""

    NONE = "none"
    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    PARTLY = "partly"
    PGP_SIGNED = "pgp_signed"
    PGP_ENCRYPTED = "pgp_encrypted"


class SealState(StrEnum):
    """What came of checking a signature."""

    INTACT = "intact"
    CHANGED = "changed"
    UNCHECKABLE = "uncheckable"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate's own words: whoever issued it stands for them."""

    name: str
    addresses: tuple[str, ...]
    issuer: str
    valid_from: datetime
    valid_until: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature; ``is_issuer_known`` if the chain ends in the system's roots, ``fits_sender`` if
    the certificate has the sender's address, ``was_valid`` by its dates when the mail came.
    """

    state: SealState
    certificate: Certificate | None = None
    fits_sender: bool = False
    is_issuer_known: bool = False
    was_valid: bool = False
    is_weak: bool = False
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """What was found on a message; ``content`` is the part that was signed, as MIME."""

    kind: SealKind
    signature: Signature | None = None
    content: bytes = b""
