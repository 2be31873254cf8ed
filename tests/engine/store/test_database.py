"""The file itself: keys, damage, versions, crashes, a full disk, many readers."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import apsw
import pytest

from transom.engine.changes import Change, Kind
from transom.engine.errors import (
    DamagedError,
    DiskFullError,
    StoppedError,
    StoreError,
    TooNewError,
    WrongKeyError,
)
from transom.engine.store.connection import PAGE_SIZE
from transom.engine.store.doors import our_errors
from transom.engine.store.migration import schema_steps
from transom.engine.store.store import Store

OpenStore = Callable[..., Store]


def raw_connection(path: Path, key: bytes) -> apsw.Connection:
    cx = apsw.Connection(str(path))
    cx.pragma("cipher", "chacha20")
    cx.execute(f"pragma key = 'raw:{key.hex()}'")
    return cx


def assert_sound(path: Path, key: bytes) -> None:
    cx = raw_connection(path, key)
    assert cx.pragma("integrity_check") == "ok"
    assert cx.execute("pragma foreign_key_check").fetchall() == []
    cx.close()


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


# A process that writes pages into a store until somebody kills it or the disk refuses.
WRITER = """
import itertools, json, resource, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import (
    Account, Cloud, Person, Registration, RemoteId)
from transom.engine.entities.mail import Folder, Message
from transom.engine.errors import DiskFullError
from transom.engine.store.store import Store
from transom.engine.workers import Workers

path, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
store = Store.open(path, bytes(range(32)), Workers().lane("writer"), Newsroom())
registration = Registration("c", "t", Cloud("c", "a", "g", "r"))
account = store.accounts.save_account(Account("o", "t", "u", "n", registration)).id
folder = store.mail.save_folders(
    account, [Folder(RemoteId("F"), RemoteId(""), "inbox")], is_whole=True)[0].id
first = int(store.mail.read_cursor(folder) or 0)
day = datetime(2026, 1, 1, tzinfo=UTC)
for page in itertools.count(first):
    items = [
        Message(RemoteId(f"m{n}"), RemoteId("F"), f"Subject {n}", "words " * 30,
                Person("A", "a@b.c"), day + timedelta(seconds=n), is_read=n % 2 > 0)
        for n in range(page * 10, page * 10 + 10)
    ]
    try:
        store.mail.save_page(account, folder, items, [], str(page + 1), is_round_done=False)
    except DiskFullError:
        print("full", page, flush=True)
        break
    print(page, flush=True)
"""


def start_writer(path: Path, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(limit)],
        stdout=subprocess.PIPE,
        text=True,
    )


def stored_pages(store: Store) -> int:
    """Return the cursor, after checking that the rows are exactly those of its pages."""
    (inbox,) = store.mail.read_folders()
    pages = int(store.mail.read_cursor(inbox.id) or 0)
    lines = store.mail.read_lines(inbox.id, limit=1_000_000)
    assert [line.subject for line in lines] == [f"Subject {n}" for n in range(pages * 10)][::-1]
    assert store.mail.count_messages(inbox.id) == pages * 10
    assert store.mail.count_messages(inbox.id, only_unread=True) == pages * 5
    return pages


def test_the_file_is_private_and_holds_nothing_readable(
    mailbox: Any, make: Any, tmp_path: Path
) -> None:
    mailbox.page([make.message(1, subject="platypus")])
    files = list(tmp_path.glob("store.db*"))
    assert len(files) == 3
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        data = file.read_bytes()
        assert b"platypus" not in data
        assert b"SQLite format" not in data
    cipher = mailbox.store.database.reader().pragma("cipher")
    assert cipher == "chacha20"
    assert mailbox.store.database.reader().pragma("page_size") == PAGE_SIZE


def test_a_wrong_key_opens_nothing_and_changes_no_byte(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "store.db"
    store = open_store(path)
    make.mailbox(store).page([make.message(1)])
    store.close()
    before = contents(path)
    with pytest.raises(WrongKeyError):
        open_store(path, bytes(32))
    assert contents(path) == before
    assert open_store(path).statistics().messages == 1


def test_a_wrong_key_leaves_the_log_of_a_crash_alone(open_store: OpenStore, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    writer = start_writer(path)
    assert writer.stdout is not None
    while writer.stdout.readline().strip() != "3":
        pass
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert (tmp_path / "store.db-wal").stat().st_size > 0
    with pytest.raises((WrongKeyError, DamagedError)):
        open_store(path, bytes(32))
    assert stored_pages(open_store(path)) >= 4


def test_what_is_no_database_is_damaged_and_left_as_it_is(
    open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    for content in (b"Dear diary, " * 3000, b"short", b"SQLite format 3\0" + bytes(40_000)):
        path.write_bytes(content)
        with pytest.raises(DamagedError):
            open_store(path)
        assert contents(path) == {"store.db": content}


def test_a_piece_of_a_database_is_damaged(make: Any, open_store: OpenStore, tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path)
    make.mailbox(store).page([make.message(n) for n in range(300)])
    store.close()
    whole = path.read_bytes()
    for size in (100, PAGE_SIZE // 2, PAGE_SIZE * 3 + 17, len(whole) // 2):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedError):
            open_store(path)
        assert path.read_bytes() == whole[:size]
    path.write_bytes(whole)
    assert open_store(path).statistics().messages == 300


def test_a_page_that_was_tampered_with_is_damage_when_it_is_read(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    store = open_store(path)
    make.mailbox(store).page([make.message(n) for n in range(300)])
    store.close()
    data = bytearray(path.read_bytes())
    for start in range(PAGE_SIZE * 2, len(data), PAGE_SIZE):
        data[start + 99] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedError):
        open_store(path).mail.read_folders()


def test_a_newer_store_is_refused_and_left_as_it_is(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    open_store(path).close()
    cx = raw_connection(path, make.key)
    cx.pragma("user_version", schema_steps()[-1][0] + 1)
    cx.close()
    before = path.read_bytes()
    with pytest.raises(TooNewError):
        open_store(path)
    assert path.read_bytes() == before


def test_an_empty_file_left_by_a_crash_is_a_new_store(
    open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    path.touch()
    assert open_store(path).statistics().messages == 0


def test_a_folder_instead_of_a_file_is_a_clear_error(open_store: OpenStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        open_store(tmp_path)


def test_a_key_of_another_length_is_a_bug(open_store: OpenStore, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_store(tmp_path / "store.db", b"short")


@pytest.mark.skipif(os.name != "posix", reason="kills a process the POSIX way")
def test_killed_at_any_point_it_loses_and_doubles_nothing(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    reached = 0
    for lines, delay_s in ((1, 0.0), (25, 0.013), (40, 0.004)):
        writer = start_writer(path)
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(lines)][-1]
        threading.Event().wait(delay_s)
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        assert_sound(path, make.key)
        store = open_store(path)
        pages = stored_pages(store)
        assert pages in (acknowledged + 1, acknowledged + 2)
        assert pages > reached
        reached = pages
        store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="limits a file's size the POSIX way")
def test_a_full_disk_is_told_and_nothing_stored_is_lost(
    make: Any, open_store: OpenStore, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    writer = start_writer(path, limit=400 * PAGE_SIZE)
    output = writer.communicate()[0].split("\n")
    assert writer.returncode == 0
    assert output[-2].startswith("full")
    assert_sound(path, make.key)
    assert stored_pages(open_store(path)) == int(output[-2].split()[1]) > 0


def test_a_failing_job_takes_back_its_rows_and_its_news(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    make.changes(news)

    def job(tx: Any) -> None:
        tx.run("update account set name = 'changed'")
        tx.tell(Change(Kind.ACCOUNTS, mailbox.account))
        tx.after_commit(lambda: news.append("committed"))
        raise DiskFullError("as if")

    with pytest.raises(DiskFullError):
        mailbox.store.database.write(job)
    assert mailbox.store.accounts.read_accounts()[0].name == "Ada"
    assert news == []
    assert mailbox.page([make.message(1)]).added


def test_two_threads_read_whole_pages_while_one_writes(mailbox: Any, make: Any) -> None:
    ready, stop = threading.Barrier(3), threading.Event()

    def read() -> list[int]:
        seen: list[int] = []
        ready.wait()
        while not stop.is_set():
            seen.append(len(mailbox.mail.read_lines(mailbox.inbox, limit=10_000)))
        return seen

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        ready.wait()
        for page in range(20):
            mailbox.page([make.message(n) for n in range(page * 50, page * 50 + 50)])
        stop.set()
    counts = [reader.result() for reader in readers]
    for seen in counts:
        assert seen == sorted(seen)
        assert {count % 50 for count in seen} == {0}
        assert len(set(seen)) > 1
    assert mailbox.mail.count_messages(mailbox.inbox) == 1000


def test_readers_cannot_write_and_a_closed_store_says_so(mailbox: Any) -> None:
    database = mailbox.store.database
    with pytest.raises(StoreError), database.reading() as cx:
        cx.execute("delete from account")
    mailbox.store.close()
    with pytest.raises(StoppedError):
        mailbox.mail.read_folders()
    with pytest.raises(StoppedError):
        mailbox.page()


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (apsw.SQLITE_IOERR_READ, DamagedError),
        (apsw.SQLITE_IOERR_CORRUPTFS, DamagedError),
        (apsw.SQLITE_IOERR_WRITE, DiskFullError),
        (apsw.SQLITE_IOERR_LOCK, StoreError),
    ],
)
def test_a_disk_that_cannot_read_a_place_any_more_is_damage(
    code: int, expected: type[StoreError]
) -> None:
    error = apsw.IOError("disk I/O error")
    error.__dict__["extendedresult"] = code
    with pytest.raises(StoreError) as raised, our_errors():
        raise error
    assert type(raised.value) is expected
