"""A damaged file: what can be read goes on, what is lost is known, and no kill in between hurts."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.entities.mail import Attachment, AttachmentKind, Body
from transom.engine.errors import DamagedError, WrongKeyError
from transom.engine.store import mended
from transom.engine.store.connection import PAGE_SIZE
from transom.engine.store.message_index import TABLES
from transom.engine.store.spare import DERIVED, FETCHED, spare_of, tables_of
from transom.engine.store.store import Store
from transom.engine.workers import Workers

OpenStore = Callable[..., Store]
MESSAGES = 1200
KEY = bytes(range(32))
PRECIOUS = {
    "account",
    "calendar",
    "category",
    "contact_folder",
    "favourite",
    "folded",
    "folder",
    "last_shown",
    "picture_allowance",
    "reminder_mark",
    "reminder_watch",
    "saved_search",
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a closed store, and its spare, to be filled by the first test that asks."""
    return tmp_path_factory.mktemp("whole")


@pytest.fixture
def path(whole: Path, tmp_path: Path, make: Any) -> Path:
    """A copy of a store with a thousand messages, texts, contacts and a kept search."""
    if not (whole / "store.db").exists():
        workers = Workers()
        store = Store.open(whole / "store.db", KEY, workers.lane("store"), Newsroom())
        fill(store, make)
        store.close()
        workers.stop()
    for file in whole.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path / "store.db"


def fill(store: Store, make: Any) -> None:
    mailbox = make.mailbox(store)
    for target, first in ((mailbox.inbox, 0), (mailbox.archive, MESSAGES // 2)):
        for page in range(first, first + MESSAGES // 2, 200):
            items = [make.message(n) for n in range(page, page + 200)]
            mailbox.page(items, folder=target, cursor=f"delta {target}")
    missing = store.mail.missing_bodies(mailbox.account, MESSAGES)
    store.mail.save_bodies(
        [(number, *text_of(at), None, None) for at, (number, _) in enumerate(missing)]
    )
    (contacts,) = store.contacts.save_folders(
        mailbox.account, [ContactFolder(RemoteId("C"), "Contacts")], is_whole=True
    )
    people = [
        Contact(
            RemoteId(f"c{n}"),
            RemoteId("C"),
            f"Person {n}",
            emails=(Person("P", f"p{n}@x.example"),),
        )
        for n in range(300)
    ]
    store.contacts.save_page(mailbox.account, contacts.id, people, [], "end", is_round_done=True)
    store.saved_searches.save_search("Mine", "from:ada")
    store.database.save_spare()


def text_of(at: int) -> tuple[Body, tuple[Attachment, ...]]:
    """Return texts of many sizes, some of which spill over pages, and every ninth with a file."""
    noise = Random(at).randbytes(20_000 if at % 50 == 0 else 300 + at % 700).hex()
    one = Attachment(RemoteId(f"f{at}"), AttachmentKind.FILE, f"plan {at}.pdf", "text/plain", 9000)
    return Body(False, noise), (one,) if at % 9 == 0 else ()


def hurt(path: Path, pages: Iterator[int] | list[int]) -> None:
    """Change a byte of each of these pages, counted from 1."""
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE_SIZE + 700)
            byte = file.read(1)[0]
            file.seek(-1, 1)
            file.write(bytes([byte ^ 0x40]))


def page_count(path: Path) -> int:
    return path.stat().st_size // PAGE_SIZE


def assert_sound(store: Store) -> None:
    cx = store.database.reader()
    assert cx.pragma("quick_check") == "ok"
    assert cx.execute("pragma foreign_key_check").fetchall() == []
    for number, count, unread in cx.execute("select id, stored_count, stored_unread from folder"):
        found = cx.execute(
            "select count(*), coalesce(sum(is_read = 0), 0) from message where folder = ?",
            (number,),
        ).fetchone()
        assert found == (count, unread)
    texts = "select count(*) from message where has_body and id not in (select id from body)"
    assert cx.execute(texts).get == 0


def messages(store: Store) -> dict[str, str]:
    cx = store.database.reader()
    return {
        str(row[0]): str(row[1]) for row in cx.execute("select remote_id, subject from message")
    }


def cursors(store: Store) -> dict[str, str | None]:
    """Return where each folder's next round begins."""
    folders = store.mail.read_folders()
    return {one.name: store.mail.read_cursor(one.id) for one in folders if one.name != "empty"}


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_costs_what_it_hit_and_a_sync_knows_it(
    path: Path, open_store: OpenStore, make: Any, seed: int
) -> None:
    random = Random(seed)
    hurt(path, random.sample(range(2, page_count(path) + 1), random.choice((1, 1, 3, 8))))
    store = open_store(path, mends=True)
    assert_sound(store)
    kept = messages(store)
    assert all(kept[f"m/{n}+="] == f"Subject {n}" for n in range(MESSAGES) if f"m/{n}+=" in kept)
    (account,) = store.accounts.read_accounts()
    assert account.username == "ada@example.com"
    assert [one.words for one in store.saved_searches.read_saved()] == ["from:ada"]
    counts = {one.name: store.mail.count_messages(one.id) for one in store.mail.read_folders()}
    for name, cursor in cursors(store).items():
        assert cursor is None or counts[name] == MESSAGES // 2, "what is lost is asked for again"
    while store.reindexer.go_on():
        pass
    assert store.search.count_messages(make.query("subject:subject")) == len(kept)


def test_where_nothing_is_damaged_a_repair_keeps_every_row_and_every_link(
    path: Path, open_store: OpenStore
) -> None:
    store = open_store(path)
    found = store.mend()
    assert found.gaps == {}
    assert len(messages(store)) == MESSAGES
    assert store.statistics().bodies == MESSAGES
    assert None not in cursors(store).values()
    assert_sound(store)


def test_damage_in_the_middle_of_the_mail_leaves_the_mail_around_it(
    path: Path, open_store: OpenStore
) -> None:
    store = open_store(path)
    cx = store.database.reader()
    names = "select distinct pageno from dbstat where name = 'message' and pagetype = 'leaf'"
    leaves = [int(row[0]) for row in cx.execute(names)]
    store.close()
    hurt(path, leaves[len(leaves) // 2 : len(leaves) // 2 + 1])
    store = open_store(path, mends=True)
    assert MESSAGES * 0.8 < len(messages(store)) < MESSAGES
    assert None in cursors(store).values()


@pytest.mark.parametrize("pages", [[1], [1, 2, 3, 4, 5, 6]])
def test_a_destroyed_beginning_leaves_what_no_server_sends_again(
    path: Path, open_store: OpenStore, pages: list[int]
) -> None:
    hurt(path, pages)
    with pytest.raises(DamagedError):
        open_store(path)
    store = open_store(path, mends=True)
    assert_sound(store)
    (account,) = store.accounts.read_accounts()
    assert account.username == "ada@example.com"
    assert [one.name for one in store.mail.read_folders()] == ["inbox", "archive", "empty"]
    assert [one.words for one in store.saved_searches.read_saved()] == ["from:ada"]
    assert set(cursors(store).values()) == {None}


def test_a_look_at_a_store_whose_beginning_went_while_it_was_open_finds_it_damaged(
    path: Path, open_store: OpenStore
) -> None:
    store = open_store(path)
    assert store.database.is_sound(threading.Event())
    hurt(path, [1, 2, 3, 4, 5, 6])
    assert not store.database.is_sound(threading.Event())


@pytest.mark.parametrize("share", [0.9, 0.5, 0.05])
def test_of_a_piece_of_a_file_the_piece_is_kept(
    path: Path, open_store: OpenStore, share: float
) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(DamagedError):
        open_store(path)
    store = open_store(path, mends=True)
    assert_sound(store)
    assert len(store.accounts.read_accounts()) == 1
    assert mended.broken_of(path).read_bytes() == whole[: int(len(whole) * share)]


def test_a_wrong_key_is_no_damage_whatever_is_asked_for(path: Path, open_store: OpenStore) -> None:
    before = path.read_bytes()
    for mends in (False, True):
        with pytest.raises(WrongKeyError):
            open_store(path, bytes(32), mends=mends)
        assert path.read_bytes() == before
        assert not mended.broken_of(path).exists()
    assert len(messages(open_store(path))) == MESSAGES


# Kills a process of its own at the n-th touch of the disk, for every n, and looks each time.
KILLER = """
import os, resource, shutil, signal, sys
from itertools import count
from pathlib import Path
from transom.engine.changes import Newsroom
from transom.engine.errors import DiskFullError
from transom.engine.store.store import Store
from transom.engine.workers import Workers

whole, directory, most = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
touches = {"open", "os.rename", "os.remove", "os.chmod", "os.truncate"}
KEY = bytes(range(32))


def opened():
    return Store.open(directory / "store.db", KEY, Workers().lane("s"), Newsroom(), mends=True)


def mend(limit):
    left = [limit]

    def hook(event, arguments):
        if event in touches and str(directory) in str(arguments[:2]):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    opened()
    return 7


def look():
    store = opened()
    cx = store.database.reader()
    assert cx.pragma("quick_check") == "ok"
    assert most / 2 < cx.execute("select count(*) from message").get <= most
    assert len(store.accounts.read_accounts()) == len(store.saved_searches.read_saved()) == 1
    store.close()
    assert not list(directory.glob("*.mend*")), list(directory.iterdir())
    assert (directory / "store.db.broken").exists()
    return 7


def fill_disk():
    before = (directory / "store.db").read_bytes()
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        opened()
    except DiskFullError:
        assert (directory / "store.db").read_bytes() == before
        assert not list(directory.glob("*.mend*"))
        return 7
    return 8


def in_a_child(job, *arguments):
    child = os.fork()
    if not child:
        try:
            os._exit(job(*arguments))
        except BaseException as error:
            print(type(error).__name__, error, flush=True)
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


shutil.copytree(whole, directory)
assert in_a_child(fill_disk) == 7
for limit in count():
    shutil.rmtree(directory)
    shutil.copytree(whole, directory)
    ended = in_a_child(mend, limit)
    assert ended in (7, -9), (limit, ended)
    assert in_a_child(look) == 7, limit
    if ended == 7:
        print("killed", limit, flush=True)
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_repair_killed_at_any_point_or_out_of_room_loses_nothing_that_could_be_read(
    path: Path, tmp_path: Path
) -> None:
    hurt(path, [page_count(path) // 2])
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    for file in (path, spare_of(path)):
        shutil.copy(file, fresh)
    command = [sys.executable, "-c", KILLER, str(fresh), str(tmp_path / "run"), str(MESSAGES)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert int(answer.stdout.split()[-1]) > 8, "before and after each of the renamings"


def test_a_spare_follows_the_key_and_forgets_with_the_store(
    path: Path, open_store: OpenStore
) -> None:
    store = open_store(path)
    store.change_key(b"n" * 32, lambda: None)
    store.close()
    hurt(path, [1])
    store = open_store(path, b"n" * 32, mends=True)
    (account,) = store.accounts.read_accounts()
    store.forget_account(account.id)
    store.close()
    hurt(path, [1])
    assert open_store(path, b"n" * 32, mends=True).accounts.read_accounts() == []


def test_every_table_is_known_to_the_repair(store: Store) -> None:
    names = {name for name, _ in tables_of(store.database.reader())}
    assert names - {*FETCHED, *DERIVED} == PRECIOUS, "say whether a server can send it again"
    assert {*FETCHED, *DERIVED} - set(TABLES) <= names
