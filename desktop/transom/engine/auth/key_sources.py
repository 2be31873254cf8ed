"""Where a profile's master key comes from, by each of its sources, and how another takes over."""

import hmac
import logging
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.auth.key_file import create_key_file, read_key_file
from transom.engine.auth.key_record import (
    KeyRecord,
    KeySource,
    proof_of,
    record_from_text,
    text_from_record,
)
from transom.engine.auth.sealing import KEY_BYTES, PassphraseCost, SealError, seal, unseal
from transom.engine.errors import DamagedError, KeyringError
from transom.engine.profile import next_of, take_next, write_atomically

if TYPE_CHECKING:  # loaded where a profile's key is in the key ring
    from keyring.backend import KeyringBackend

    from transom.engine.auth.rings import Ring

log = logging.getLogger(__name__)


class KeySources:
    """Makes, finds and exchanges the master key; vault.json says how, and never what it is."""

    def __init__(
        self, profile_directory: Path, key_file: Path | None, backend: "KeyringBackend | None"
    ) -> None:
        self.record_path = profile_directory / "vault.json"
        self._key_file = key_file
        self._backend = backend

    def may_use_file(self, record: KeyRecord | None) -> bool:
        """Whether a key file was named and this profile uses one, or could."""
        is_fit = record is None or record.source is KeySource.KEY_FILE
        return self._key_file is not None and is_fit

    def is_ring_usable(self) -> bool:
        """Whether there is a key ring to trust; may wait for its service."""
        return self._find_ring() is not None

    def make(self, source: KeySource, passphrase: str | None) -> tuple[KeyRecord, bytes]:
        """Make a profile's first key, where it will be found again."""
        profile_id = secrets.token_hex(16)
        key = self._first_key(source, profile_id)
        record = _record_of(source, profile_id, key, passphrase)
        # Last: a crash before this line leaves a profile that never had a key.
        self._write(record)
        return record, key

    def find(self, record: KeyRecord, passphrase: str | None) -> bytes:
        """Return the key that a record is about, or raise KeyringError."""
        key = self._stored_key(record, passphrase)
        if not hmac.compare_digest(proof_of(key, record.profile_id), record.proof):
            raise KeyringError("That key belongs to another profile; this one's is unchanged.")
        return key

    def read_record(self) -> KeyRecord | None:
        """Return what vault.json says, None where there is none; DamagedError if illegible."""
        try:
            return record_from_text(self.record_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedError(
                f"{self.record_path.name}, which says where this profile's key is, cannot be "
                "read. It was left as it is."
            ) from error

    # --- another key ---

    def begin_change(self, record: KeyRecord, passphrase: str | None) -> tuple[KeyRecord, bytes]:
        """Make another key beside the one in use, and the record that will name it."""
        if record.source is KeySource.PASSPHRASE:
            _required(passphrase)
        profile_id = secrets.token_hex(16)
        # Said first, so that a key whose change was broken off does not stay in the ring.
        self._write(replace(record, attempted_id=profile_id))
        if record.source is KeySource.KEY_FILE:
            path = next_of(self._named_key_file())
            path.unlink(missing_ok=True)
            key = create_key_file(path)
        else:
            key = secrets.token_bytes(KEY_BYTES)
        if record.source is KeySource.KEYRING:
            self._ring().save_key(profile_id, key)
        changed = _record_of(record.source, profile_id, key, passphrase)
        return replace(changed, replaced_id=record.profile_id), key

    def commit_change(self, changed: KeyRecord) -> None:
        """Let the other key be the one: from here on only it is asked for."""
        self._write(changed)

    def settle(self, record: KeyRecord) -> KeyRecord:
        """Finish a change of keys that was committed, or clear away one that was not."""
        if not record.replaced_id and not record.attempted_id:
            return record
        settled = replace(record, replaced_id="", attempted_id="")
        if record.source is KeySource.KEY_FILE:
            path = self._named_key_file()
            if record.replaced_id:
                take_next(path)
            else:
                next_of(path).unlink(missing_ok=True)
        if record.source is KeySource.KEYRING:
            try:
                self._ring().delete_key(record.replaced_id or record.attempted_id)
            except KeyringError:
                # Nothing lies under it any more; it must not keep anybody from what does.
                log.warning("a key that is no longer used could not be removed from the key ring")
        self._write(settled)
        return settled

    def _write(self, record: KeyRecord) -> None:
        write_atomically(self.record_path, text_from_record(record).encode())

    def _find_ring(self) -> "Ring | None":
        from transom.engine.auth.rings import find_ring

        return find_ring(self._backend)

    def _ring(self) -> "Ring":
        ring = self._find_ring()
        if ring is None:
            raise KeyringError(reason_for(None, False))
        return ring

    def _first_key(self, source: KeySource, profile_id: str) -> bytes:
        if source is KeySource.KEY_FILE:
            path = self._named_key_file()
            return read_key_file(path) or create_key_file(path)
        key = secrets.token_bytes(KEY_BYTES)
        if source is KeySource.KEYRING:
            self._ring().save_key(profile_id, key)
        return key

    def _stored_key(self, record: KeyRecord, passphrase: str | None) -> bytes:
        if record.source is KeySource.KEYRING:
            ring = self._find_ring()
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
            # A change that was committed and broken off has left the new key beside the old one.
            beside = read_key_file(next_of(path)) if record.replaced_id else None
            key = beside or read_key_file(path)
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


def _record_of(source: KeySource, profile_id: str, key: bytes, passphrase: str | None) -> KeyRecord:
    cost, wrapped_key = None, b""
    if source is KeySource.PASSPHRASE:
        cost = PassphraseCost(salt=secrets.token_bytes(16))
        wrapped_key = seal(cost.key_from(_required(passphrase)), key, profile_id.encode())
    return KeyRecord(profile_id, source, proof_of(key, profile_id), cost, wrapped_key)


def reason_for(source: KeySource | None, is_usable: bool) -> str:
    """Say where a profile's key is, or could be."""
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
