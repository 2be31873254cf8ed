"""The encrypted file: opened, migrated, written on one lane and read on many threads."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import apsw

from transom.engine.changes import Newsroom
from transom.engine.errors import DamagedError, StoppedError, WrongKeyError
from transom.engine.profile import next_of, sync_file, take_next
from transom.engine.store.connection import check_header, connect
from transom.engine.store.doors import our_errors
from transom.engine.store.gate import ReadGate
from transom.engine.store.mended import drop, settle
from transom.engine.store.migration import migrate
from transom.engine.store.phrases import add_functions
from transom.engine.store.salvage import Salvaged, salvage
from transom.engine.store.salvage_rows import UNREADABLE
from transom.engine.store.spare import opens_with, save_spare, spare_of
from transom.engine.store.transaction import Transaction
from transom.engine.workers import Lane

log = logging.getLogger(__name__)

T = TypeVar("T")

_KEY_BYTES = 32
_STEPS_BETWEEN_LOOKS = 20_000
_DAMAGED = "The local copy is damaged. The mailbox on the server is not affected."


class Database:
    """One SQLite file under ChaCha20: one writer, and a read-only connection for each thread."""

    def __init__(self, path: Path, key: bytes, lane: Lane, newsroom: Newsroom) -> None:
        if len(key) != _KEY_BYTES:
            raise ValueError("the store's key has 32 bytes")
        self.path = path
        self._key = key
        self.courtesy = lane.courtesy
        self._lane = lane
        self._newsroom = newsroom
        self._writer: apsw.Connection | None = None
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: list[apsw.Connection] = []
        self._gate = ReadGate()
        self._written = 0
        self.on_damage: Callable[[], None] | None = None
        """Called on the thread that met damage, each time."""

    def open(self, *, mends: bool = False) -> Salvaged | None:
        """Open or create the file and bring its schema up to date; blocks, not for the GUI.

        With ``mends`` a damaged file is replaced first by what can be read of it.
        """
        return self._on_lane(partial(self._open, mends=mends))

    def write(self, job: Callable[[Transaction], T]) -> T:
        """Run ``job`` on the writer's lane in one transaction, wait, and publish its news."""
        return self._on_lane(lambda: self._transact(job))

    def rewrite(self) -> None:
        """Write the file anew without what was deleted, and empty its log; takes its time."""

        def job() -> None:
            cx = self._open_one()
            with our_errors():
                cx.execute("vacuum")
                with suppress(apsw.BusyError):  # somebody reads: the log is emptied a little later
                    cx.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

        self._on_lane(job)

    def change_key(self, key: bytes, commit: Callable[[], None]) -> None:
        """Write the file anew under another key, call ``commit``, then go on with the new file.

        Writers and, for the moment of the exchange, readers wait. Until ``commit`` has returned
        the old file is untouched.
        """
        self._on_lane(lambda: self._change_key(key, commit))

    def mend(self) -> Salvaged:
        """Go on with a sound copy of what can be read; writers wait meanwhile, readers do not."""

        def job() -> Salvaged:
            self._open_one()
            found = salvage(self.path, self._key)
            with self._gate.closed():
                self.close()
                try:
                    settle(self.path)
                finally:
                    self._open_writer()
            return found

        return self._on_lane(job)

    def is_sound(self, stopping: threading.Event) -> bool:
        """Look at every page, on a connection of its own; takes its time."""
        with our_errors():
            try:
                cx = self._connect(apsw.SQLITE_OPEN_READONLY)
            except UNREADABLE:
                return False
            cx.set_progress_handler(stopping.is_set, _STEPS_BETWEEN_LOOKS)
            try:
                return bool(cx.execute("pragma quick_check(1)").get == "ok")
            except UNREADABLE:
                return False
            finally:
                cx.close()

    def save_spare(self) -> None:
        """Write the second copy of what no server can send again."""
        with self.reading() as cx:
            save_spare(self.path, self._key, cx)

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Lend this thread's read-only connection; the driver's errors leave as ours."""
        with self._noticing(), our_errors(), self._gate.pass_through():
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

    @property
    def turnover(self) -> int:
        """A number that grows with everything that is read or written."""
        return self._gate.passages + self._written

    def shrink(self) -> None:
        """Forget the pages kept in memory; a connection in use keeps its own."""
        with self._gate.closed_if_empty() as is_closed:
            if is_closed:
                with self._lock:
                    for cx in self._readers:
                        _forget_pages(cx)
        self._lane.submit(lambda: _forget_pages(self._open_one()))

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

    def _change_key(self, key: bytes, commit: Callable[[], None]) -> None:
        cx = self._open_one()
        copy = next_of(self.path)
        with our_errors():
            copy.unlink(missing_ok=True)
            copy.touch(mode=0o600)
            _copy_under(cx, copy, key)
            _check_opens(connect(copy, key, apsw.SQLITE_OPEN_READONLY), cx)
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
        with our_errors():
            drop(spare_of(self.path))  # nothing under the old key stays
            save_spare(self.path, self._key, self._open_one())

    def _open(self, *, mends: bool) -> Salvaged | None:
        settle(self.path)
        with our_errors():
            drop(next_of(spare_of(self.path)))
        found = salvage(self.path, self._key) if mends else None
        settle(self.path)
        self._open_writer()
        return found

    @contextmanager
    def _noticing(self) -> Iterator[None]:
        try:
            yield
        except DamagedError:
            if self.on_damage is not None:
                self.on_damage()
            raise

    def _on_lane(self, job: Callable[[], T]) -> T:
        # Once its thread is gone, the last words come from whoever closes.
        if self._lane.is_own_thread() or self._lane.has_ended:
            return job()
        return self._lane.submit(job).result()

    def _open_writer(self) -> None:
        with our_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            check_header(self.path)
        try:
            with our_errors(is_opening=True):
                cx = self._connect(apsw.SQLITE_OPEN_READWRITE)
        except WrongKeyError:
            if opens_with(self.path, self._key):  # the key is right, so the file is not
                raise DamagedError(_DAMAGED) from None
            raise
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

    def _open_one(self) -> apsw.Connection:
        if self._writer is None:
            raise StoppedError("The local copy is closed.")
        return self._writer

    def _connect(self, flags: int) -> apsw.Connection:
        return connect(self.path, self._key, flags)

    def _transact(self, job: Callable[[Transaction], T]) -> T:
        cx = self._open_one()
        self._written += 1
        transaction = Transaction(cx, self.courtesy)
        with self._noticing(), our_errors():
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


def _forget_pages(cx: apsw.Connection) -> None:
    with suppress(apsw.Error):  # closed, or in somebody's hands after all
        cx.execute("pragma shrink_memory")


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
