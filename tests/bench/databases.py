"""Stores to measure and their peers: without encryption, or bare connections with the schema."""

from pathlib import Path

import apsw
from typing_extensions import override

from transom.engine.auth.vault import KeySource, Vault
from transom.engine.changes import Newsroom
from transom.engine.profile import Profile
from transom.engine.store.connection import PAGE_SIZE
from transom.engine.store.database import Database
from transom.engine.store.migration import migrate
from transom.engine.store.store import Store
from transom.engine.workers import Workers

KEY = bytes(range(32))


class PlainDatabase(Database):
    """The store's database, its key left out."""

    @override
    def _connect(self, flags: int) -> apsw.Connection:
        cx = apsw.Connection(str(self.path), flags=flags)
        cx.pragma("page_size", PAGE_SIZE)
        cx.pragma("temp_store", "memory")
        return cx


def open_store(
    path: Path, workers: Workers, key: bytes = KEY, *, is_encrypted: bool = True
) -> Store:
    """Open or create a store, under a key or without encryption."""
    kind = Database if is_encrypted else PlainDatabase
    database = kind(path, key, workers.lane(path.stem), Newsroom())
    database.open()
    return Store(database)


def store_key(profile: Profile, key_file: Path) -> bytes:
    """Return the key of a profile's store, made on first use."""
    vault = Vault(profile.directory, key_file)
    vault.unlock(KeySource.KEY_FILE)
    return vault.store_key()


def open_bare(path: Path, key: bytes = KEY) -> apsw.Connection:
    """Open an encrypted file with the store's schema and settings, and nothing around it."""
    cx = apsw.Connection(str(path))
    cx.pragma("cipher", "chacha20")
    cx.pragma("page_size", PAGE_SIZE)
    cx.execute(f"pragma key = 'raw:{key.hex()}'")
    cx.pragma("journal_mode", "wal")
    cx.pragma("synchronous", "normal")
    migrate(cx)
    return cx
