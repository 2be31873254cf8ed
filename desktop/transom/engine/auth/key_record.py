"""What vault.json says: where a profile's key comes from and how to know it, never the key."""

import base64
import binascii
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from transom.engine.auth.sealing import PassphraseCost, derive_key
from transom.engine.errors import TooNewError

_RECORD_VERSION = 1


class KeySource(StrEnum):
    """Where the master key comes from."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105  the word, not one
    KEY_FILE = "key_file"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """What vault.json keeps: how to come by the key and how to know it, not the key."""

    profile_id: str
    source: KeySource
    proof: bytes
    cost: PassphraseCost | None = None
    wrapped_key: bytes = b""
    attempted_id: str = ""
    """The id of a key that is about to take over, and may be cleared away."""
    replaced_id: str = ""
    """The id of the key before this one, while files under this one wait to take their places."""


def proof_of(key: bytes, profile_id: str) -> bytes:
    """Return what tells this key from any other, and nothing else about it."""
    return derive_key(key, profile_id, "proof")


def text_from_record(record: KeyRecord) -> str:
    """Write a record as JSON."""
    fields: dict[str, Any] = {
        "version": _RECORD_VERSION,
        "profile_id": record.profile_id,
        "source": record.source.value,
        "proof": base64.b64encode(record.proof).decode(),
    }
    if record.cost:
        fields["scrypt"] = {
            "salt": base64.b64encode(record.cost.salt).decode(),
            "n": record.cost.n,
            "r": record.cost.r,
            "p": record.cost.p,
        }
        fields["wrapped_key"] = base64.b64encode(record.wrapped_key).decode()
    for name in ("attempted_id", "replaced_id"):
        if getattr(record, name):
            fields[name] = getattr(record, name)
    return json.dumps(fields, indent=2) + "\n"


def record_from_text(text: str) -> KeyRecord:
    """Read a record; ValueError, KeyError or TypeError if it is damaged, TooNewError if newer."""
    fields = json.loads(text)
    if fields["version"] != _RECORD_VERSION:
        raise TooNewError("A newer Transom made this profile's key.")
    source = KeySource(fields["source"])
    cost = None
    if source is KeySource.PASSPHRASE:
        scrypt = fields["scrypt"]
        cost = PassphraseCost(_bytes_from(scrypt["salt"]), scrypt["n"], scrypt["r"], scrypt["p"])
        if not cost.is_sane():
            raise ValueError("scrypt parameters out of bounds")
    return KeyRecord(
        profile_id=str(fields["profile_id"]),
        source=source,
        proof=_bytes_from(fields["proof"]),
        cost=cost,
        wrapped_key=_bytes_from(fields.get("wrapped_key", "")),
        attempted_id=str(fields.get("attempted_id", "")),
        replaced_id=str(fields.get("replaced_id", "")),
    )


def _bytes_from(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
