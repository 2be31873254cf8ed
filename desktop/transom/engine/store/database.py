"""The encrypted file: opened, migrated, written on one lane and read on many threads."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import TypeVar

import apsw

from transom.engine.changes import Newsroom
from transom.engine.errors import DamagedError, StoppedError, TooNewError
from transom.engine.profile import next_of, sync_file, take_next
from transom.engine.store.doors import our_errors
from transom.engine.store.gate import ReadGate
from transom.engine.store.phrases import add_functions
from transom.engine.store.transaction import Transaction
from transom.engine.workers import Lane

log = logging.getLogger(__name__)

T = TypeVar("T")

CACHE_KIB = 16 << 10
PAGE_SIZE = 16384
_BUSY_MS = 5000
_KEY_BYTES = 32


class Database:
    """One SQLite file under ChaCha20: one writer, and a read-only connection for each thread."""

    def __init__(self, path: Path, key: bytes, lane: Lane, newsroom: Newsroom) -> None:
        if len(key) != _KEY_BYTES:
            raise ValueError("the store's key has 32 bytes")
        self.path = path
        self._key = key
        self._lane = lane
        self._newsroom = newsroom
        self._writer: apsw.Connection | None = None
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[apsw.Connection] = []
        self._gate = ReadGate()

    def open(self) -> None:
        """Open or create the file and bring its schema up to date; blocks, not for the GUI."""
        self._on_lane(self._open_writer)

    def write(self, job: Callable[[Transaction], T]) -> T:
        """Run ``job`` on the writer's lane in one transaction, wait, and publish its news."""
        return self._on_lane(lambda: self._transact(job))

    def rewrite(self) -> None:
        """Write the file anew without what was deleted, and empty its log; takes its time."""
        self._on_lane(self._rewrite)

    def change_key(self, key: bytes, commit: Callable[[], None]) -> None:
        """Write the file anew under another key, call ``commit``, then go on with the new file.

        Writers and, for the moment of the exchange, readers wait. Until ``commit`` has returned
        the old file is untouched.
        """
        self._on_lane(lambda: self._change_key(key, commit))

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Lend this thread's read-only connection; the driver's errors leave as ours."""
        with our_errors(), self._gate.pass_through():
            yield self.reader()

    def reader(self) -> apsw.Connection:
        """Return this thread's own read-only connection."""
        cx: apsw.Connection | None = getattr(self._local, "cx", None)
        if cx is not None:
            return cx
        if self._writer is None:
            raise StoppedError("The local copy is closed.")
        with our_errors():
            cx = self._connect(apsw.SQLITE_OPEN_READONLY)
            cx.execute("pragma query_only = on")
            add_functions(cx)
        with self._lock:
            self._readers.append(cx)
        self._local.cx = cx
        return cx

    def size_bytes(self) -> int:
        """Return what the file and its log take on the disk."""
        parts = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(part.stat().st_size for part in parts if part.exists())

    def close(self) -> None:
        """Close every connection, the writer's last so that the log is folded in."""
        with self._lock:
            readers, self._readers = self._readers, []
        writer, self._writer = self._writer, None
        self._local = threading.local()
        for cx in [*readers, *([writer] if writer else [])]:
            try:
                cx.close()
            except apsw.ThreadingViolationError:
                cx.interrupt()  # a thread is reading: its connection dies with it
                log.debug("a connection was in use while closing")

    def _rewrite(self) -> None:
        cx = self._writer
        if cx is None:
            raise StoppedError("The local copy is closed.")
        with our_errors():
            cx.execute("vacuum")
            with suppress(apsw.BusyError):  # somebody reads: the log is emptied a little later
                cx.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def _change_key(self, key: bytes, commit: Callable[[], None]) -> None:
        cx = self._writer
        if cx is None:
            raise StoppedError("The local copy is closed.")
        copy = next_of(self.path)
        with our_errors():
            copy.unlink(missing_ok=True)
            copy.touch(mode=0o600)
            _copy_under(cx, copy, key)
            _check_opens(self._connect(apsw.SQLITE_OPEN_READONLY, copy, key), cx)
            sync_file(copy)
        with self._gate.closed():
            self.close()
            try:
                commit()
                self._key = key
                with our_errors():
                    take_next(self.path)
            finally:
                self._open_writer()

    def _on_lane(self, job: Callable[[], T]) -> T:
        # Once its thread is gone, the last words come from whoever closes.
        if self._lane.is_own_thread() or self._lane.has_ended:
            return job()
        return self._lane.submit(job).result()

    def _open_writer(self) -> None:
        with our_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            _check_header(self.path)
        with our_errors(is_opening=True):
            cx = self._connect(apsw.SQLITE_OPEN_READWRITE)
        try:
            with our_errors():
                cx.pragma("journal_mode", "wal")
                cx.pragma("synchronous", "normal")
                cx.pragma("journal_size_limit", 32 << 20)
                cx.pragma("foreign_keys", True)
                migrate(cx)
        except BaseException:
            cx.close()
            raise
        self._writer = cx

    def _connect(self, flags: int, path: Path | None = None, key: bytes = b"") -> apsw.Connection:
        cx = apsw.Connection(str(path or self.path), flags=flags | apsw.SQLITE_OPEN_URI)
        try:
            cx.pragma("cipher", "chacha20")
            cx.pragma("page_size", PAGE_SIZE)
            cx.execute(f"pragma key = 'raw:{(key or self._key).hex()}'")
            cx.set_busy_timeout(_BUSY_MS)
            cx.pragma("temp_store", "memory")  # spilled rows would lie there in plain
            cx.pragma("cache_size", -CACHE_KIB)  # a page read anew is decrypted anew
            cx.execute(
                "select count(*) from sqlite_schema"
            ).fetchall()  # any key looks right before
        except BaseException:
            cx.close()
            raise
        return cx

    def _transact(self, job: Callable[[Transaction], T]) -> T:
        cx = self._writer
        if cx is None:
            raise StoppedError("The local copy is closed.")
        transaction = Transaction(cx)
        with our_errors():
            cx.execute("begin immediate")
            try:
                result = job(transaction)
                cx.execute("commit")
            except BaseException:
                if not cx.get_autocommit():
                    cx.execute("rollback")
                raise
        self._newsroom.publish(*transaction.committed())
        return result


def _copy_under(cx: apsw.Connection, copy: Path, key: bytes) -> None:
    """Write a whole copy with a key of its own."""
    address = f"{copy.absolute().as_uri()}?cipher=chacha20&key=raw:{key.hex()}"
    failure: apsw.Error | None = None
    try:
        cx.execute("vacuum into ?", (address,))
    except apsw.Error as error:
        # SQLite names the address it could not write, and with it the key.
        failure = type(error)(str(error).replace(key.hex(), "…"))
        failure.__dict__["extendedresult"] = getattr(error, "extendedresult", 0)
    if failure is not None:
        raise failure


def _check_opens(copy: apsw.Connection, original: apsw.Connection) -> None:
    """Raise unless the copy has as much of everything as what it was made of."""
    try:
        for question in ("pragma user_version", "select count(*) from sqlite_schema"):
            if copy.execute(question).get != original.execute(question).get:
                raise DamagedError("The copy under the new key is not whole; the old one stays.")
    finally:
        copy.close()


def _check_header(path: Path) -> None:
    """Refuse what is no encrypted database, so that only a wrong key looks like a wrong key."""
    size = path.stat().st_size
    if size == 0:
        return
    with path.open("rb") as file:
        head = file.read(24)
    # The cipher leaves these bytes readable: page size, versions, reserve and payload fractions.
    is_ours = head[16:18] == PAGE_SIZE.to_bytes(2, "big") and head[21:24] == b"\x40\x20\x20"
    if not is_ours or size < PAGE_SIZE:
        raise DamagedError("The local copy is not a database, or only a piece of one.")


def schema_steps() -> list[tuple[int, str]]:
    """Return the numbered schema files, oldest first."""
    folder = resources.files("transom.engine.store") / "schema"
    return sorted(
        (int(file.name[:4]), file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    )


def migrate(cx: apsw.Connection) -> None:
    """Apply the schema files this database has not seen, each in one transaction."""
    steps = schema_steps()
    version = int(cx.pragma("user_version"))
    if version > steps[-1][0]:
        raise TooNewError(
            "A newer Transom wrote the local copy. Use that one, or choose another profile.",
            found=str(version),
            known=str(steps[-1][0]),
        )
    for number, sql in steps:
        if number > version:
            with cx:
                cx.execute(sql)
                cx.pragma("user_version", number)
