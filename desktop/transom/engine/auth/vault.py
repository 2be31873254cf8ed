"""Where secrets lie: the one master key by its sources, and the tokens encrypted with it."""

import hmac
import json
import logging
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from keyring.backend import KeyringBackend

from transom.engine.auth.key_file import create_key_file, read_key_file
from transom.engine.auth.key_record import (
    KeyRecord,
    KeySource,
    proof_of,
    record_from_text,
    text_from_record,
)
from transom.engine.auth.rings import find_ring
from transom.engine.auth.sealing import (
    KEY_BYTES,
    PassphraseCost,
    SealError,
    derive_key,
    seal,
    unseal,
)
from transom.engine.errors import DamagedError, DiskFullError, KeyringError, TooNewError
from transom.engine.profile import keep_aside, write_atomically

__all__ = ["KeySource", "KeyState", "Vault"]

log = logging.getLogger(__name__)

_TOKENS_MARK = b"TRANSOM-TOKENS-"
_TOKENS_HEAD = _TOKENS_MARK + b"1\n"


@dataclass(frozen=True, slots=True)
class KeyState:
    """What a profile's key needs: ``source`` is None until the profile has chosen one."""

    source: KeySource | None
    is_keyring_usable: bool
    reason: str


class Vault:
    """Finds or makes the master key, and keeps the tokens; every method may block on the disk."""

    def __init__(
        self,
        profile_directory: Path,
        key_file: Path | None = None,
        keyring_backend: KeyringBackend | None = None,
    ) -> None:
        self._record_path = profile_directory / "vault.json"
        self._tokens_path = profile_directory / "tokens.bin"
        self._key_file = key_file
        self._backend = keyring_backend
        self._lock = threading.RLock()
        self._profile_id = ""
        self._master_key = b""
        self._is_in_memory = False
        self._tokens: dict[str, str] | None = None

    def probe(self) -> KeyState:
        """Say which source this profile uses, or could; may wait for the key ring's service."""
        record = self._read_record()
        if self._key_file and (record is None or record.source is KeySource.KEY_FILE):
            return KeyState(KeySource.KEY_FILE, False, "The key comes from the file you named.")
        is_usable = find_ring(self._backend) is not None
        source = record.source if record else None
        return KeyState(source, is_usable, _reason_for(source, is_usable))

    def unlock(self, source: KeySource, passphrase: str | None = None) -> bytes:
        """Return the master key, made on first use; KeyringError where it cannot be had."""
        with self._lock:
            if source is KeySource.SESSION:
                self._open(secrets.token_hex(16), secrets.token_bytes(KEY_BYTES), is_in_memory=True)
                return self._master_key
            record = self._read_record()
            if record is None:
                record, key = self._create(source, passphrase)
            elif record.source is not source:
                raise KeyringError(_reason_for(record.source, True))
            else:
                key = self._find_key(record, passphrase)
            self._open(record.profile_id, key, is_in_memory=False)
            return key

    def store_key(self) -> bytes:
        """Return the database's 32-byte key; the vault must be unlocked."""
        return derive_key(self._opened_key(), self._profile_id, "store")

    def read_tokens(self) -> dict[str, str]:
        """Return every account's token cache; a damaged file is kept aside and reads as empty."""
        with self._lock:
            if self._tokens is None:
                self._tokens = {} if self._is_in_memory else self._read_tokens_file()
            return dict(self._tokens)

    def write_tokens(self, key: str, blob: str | None) -> None:
        """Have one account's tokens on disk, or gone from it, before returning."""
        with self._lock:
            tokens = self.read_tokens()
            if blob is None:
                tokens.pop(key, None)
            else:
                tokens[key] = blob
            if not self._is_in_memory:
                self._write_tokens_file(tokens)
            self._tokens = tokens

    # --- the master key ---

    def _open(self, profile_id: str, key: bytes, *, is_in_memory: bool) -> None:
        self._profile_id = profile_id
        self._master_key = key
        self._is_in_memory = is_in_memory
        self._tokens = None

    def _opened_key(self) -> bytes:
        if not self._master_key:
            raise KeyringError("The key has not been unlocked yet.")
        return self._master_key

    def _create(self, source: KeySource, passphrase: str | None) -> tuple[KeyRecord, bytes]:
        if self._tokens_path.exists():
            raise KeyringError(
                f"This profile has tokens but no {self._record_path.name}, which knows their key. "
                "Put that file back, or remove the profile and sign in again."
            )
        profile_id = secrets.token_hex(16)
        key = self._first_key(source, profile_id)
        cost, wrapped_key = None, b""
        if source is KeySource.PASSPHRASE:
            cost = PassphraseCost(salt=secrets.token_bytes(16))
            wrapped_key = seal(cost.key_from(_required(passphrase)), key, profile_id.encode())
        record = KeyRecord(profile_id, source, proof_of(key, profile_id), cost, wrapped_key)
        # Last: a crash before this line leaves a profile that never had a key.
        write_atomically(self._record_path, text_from_record(record).encode())
        return record, key

    def _first_key(self, source: KeySource, profile_id: str) -> bytes:
        if source is KeySource.KEY_FILE:
            path = self._named_key_file()
            return read_key_file(path) or create_key_file(path)
        key = secrets.token_bytes(KEY_BYTES)
        if source is KeySource.KEYRING:
            ring = find_ring(self._backend)
            if ring is None:
                raise KeyringError(_reason_for(None, False))
            ring.save_key(profile_id, key)
        return key

    def _find_key(self, record: KeyRecord, passphrase: str | None) -> bytes:
        key = self._stored_key(record, passphrase)
        if not hmac.compare_digest(proof_of(key, record.profile_id), record.proof):
            raise KeyringError("That key belongs to another profile; this one's is unchanged.")
        return key

    def _stored_key(self, record: KeyRecord, passphrase: str | None) -> bytes:
        if record.source is KeySource.KEYRING:
            ring = find_ring(self._backend)
            if ring is None:
                raise KeyringError(
                    "This profile's key is in a key ring, and no key ring answers now."
                )
            key = ring.read_key(record.profile_id)
            if key is None:
                raise KeyringError("The key ring no longer holds this profile's key.")
            return key
        if record.source is KeySource.KEY_FILE:
            path = self._named_key_file()
            key = read_key_file(path)
            if key is None:
                raise KeyringError(f"The key file {path} is not there.")
            return key
        assert record.cost is not None
        try:
            return unseal(
                record.cost.key_from(_required(passphrase)),
                record.wrapped_key,
                record.profile_id.encode(),
            )
        except SealError as error:
            raise KeyringError("That is not this profile's passphrase.") from error

    def _named_key_file(self) -> Path:
        if self._key_file is None:
            raise KeyringError("This profile's key is in a file. Name it with --key-file.")
        return self._key_file

    def _read_record(self) -> KeyRecord | None:
        try:
            return record_from_text(self._record_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedError(
                f"{self._record_path.name}, which says where this profile's key is, cannot be "
                "read. It was left as it is."
            ) from error

    # --- tokens.bin ---

    def _read_tokens_file(self) -> dict[str, str]:
        tokens_key = derive_key(self._opened_key(), self._profile_id, "tokens")
        try:
            content = self._tokens_path.read_bytes()
        except FileNotFoundError:
            return {}
        if content.startswith(_TOKENS_MARK) and not content.startswith(_TOKENS_HEAD):
            raise TooNewError(f"A newer Transom wrote {self._tokens_path.name}.")
        try:
            text = unseal(tokens_key, content[len(_TOKENS_HEAD) :], self._binding())
            return _tokens_from_json(text)
        except (SealError, ValueError):
            aside = keep_aside(self._tokens_path)
            log.warning("the tokens were damaged: kept aside as %s", aside.name)
            return {}

    def _write_tokens_file(self, tokens: dict[str, str]) -> None:
        tokens_key = derive_key(self._opened_key(), self._profile_id, "tokens")
        sealed = seal(tokens_key, json.dumps(tokens).encode(), self._binding())
        try:
            write_atomically(self._tokens_path, _TOKENS_HEAD + sealed)
        except OSError as error:
            raise DiskFullError(
                "The renewed sign-in could not be saved, so it is not used.",
                cause=error.strerror or type(error).__name__,
            ) from error

    def _binding(self) -> bytes:
        return _TOKENS_HEAD + self._profile_id.encode()


def _reason_for(source: KeySource | None, is_usable: bool) -> str:
    if source is KeySource.PASSPHRASE:
        return "This profile is opened with its passphrase."
    if source is KeySource.KEY_FILE:
        return "This profile's key is in a file. Name it with --key-file."
    if source is KeySource.KEYRING and is_usable:
        return "This profile's key is in the key ring."
    if source is KeySource.KEYRING:
        return "This profile's key is in a key ring, and no key ring answers now."
    if is_usable:
        return "The key ring can keep the key."
    return "There is no key ring on this computer that keeps secrets encrypted."


def _required(passphrase: str | None) -> str:
    if not passphrase:
        raise KeyringError("A passphrase is needed, and it must not be empty.")
    return passphrase


def _tokens_from_json(text: bytes) -> dict[str, str]:
    tokens = json.loads(text)
    if not isinstance(tokens, dict):
        raise ValueError("tokens are not an object")
    return {str(key): str(blob) for key, blob in tokens.items()}
