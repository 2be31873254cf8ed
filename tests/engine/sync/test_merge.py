"""Random histories of a mailbox, told by deltas in every odd way, end in a store like it.

Messages come, change, move (there and back as well) and go, between pages, in the middle of one,
and between a page's arrival and its being stored, while other folders' pages come. Pages are short,
empty, in any order and repeat themselves; links are lost; the program forgets where it was.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.mail import Folder, Message
from transom.engine.errors import CursorLostError
from transom.engine.graph.decoding import Page
from transom.engine.store.store import Store
from transom.engine.sync.mail import FolderNews, MailSync
from transom.engine.sync.progress import Progress
from transom.engine.sync.rounds import Rests, round_task
from transom.engine.sync.tasks import Task
from transom.engine.workers import Workers

FOLDERS = ("inbox", "archive", "bin")
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Letter:
    """A message as the server has it; ``stays`` tells when it came into which folder."""

    number: int
    folder: str
    subject: str
    changed_at: int
    stays: list[tuple[int, str]] = field(default_factory=list)

    def was_in(self, folder: str, at: int) -> bool:
        places = [place for since, place in self.stays if since <= at]
        return bool(places) and places[-1] == folder


@dataclass
class Walk:
    """A round that the server leads: what it still has to tell, and what it has told."""

    folder: str
    since: int | None
    until: int
    left: list[str]
    told: list[str]


class Server:
    """A mailbox that is told by deltas; ``meanwhile`` happens after a page was written."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.letters: dict[str, Letter] = {}
        self.gone: dict[str, Letter] = {}
        self.told: set[tuple[str, str]] = set()
        self.log: list[tuple[str, str]] = []
        self.walks: dict[str, Walk] = {}
        self.is_calm = False
        self.meanwhile: Any = None
        self._numbers = itertools.count()

    # --- what happens in it ---

    def happen(self) -> None:
        """Let one thing happen."""
        kinds = [
            self._add,
            self._change,
            self._move,
            self._move,
            self._there_and_back,
            self._remove,
        ]
        kind = self.random.choice(kinds) if self.letters else self._add
        kind()

    def _add(self) -> None:
        number = next(self._numbers)
        name, folder = f"m{number}", self.random.choice(FOLDERS)
        self.letters[name] = Letter(number, folder, f"{name} new", 0)
        self.note(name, folder, is_change=True)

    def _change(self) -> None:
        name = self._any()
        letter = self.letters[name]
        letter.subject = f"{name} as of {len(self.log)}"
        self.note(name, letter.folder, is_change=True)

    def _move(self) -> None:
        self.move(self._any(), self.random.choice(FOLDERS))

    def move(self, name: str, folder: str) -> None:
        letter = self.letters[name]
        before, letter.folder = letter.folder, folder
        if folder != before:
            self.log.append((before, name))
            self.note(name, folder)

    def _there_and_back(self) -> None:
        name = self._any()
        home = self.letters[name].folder
        for folder in (self.random.choice(FOLDERS), home):
            letter = self.letters[name]
            self.log.append((letter.folder, name))
            letter.folder = folder
            self.note(name, folder)

    def _remove(self) -> None:
        name = self._any()
        self.gone[name] = self.letters.pop(name)
        self.log.append((self.gone[name].folder, name))

    def note(self, name: str, folder: str, *, is_change: bool = False) -> None:
        self.log.append((folder, name))
        letter = self.letters[name]
        letter.stays.append((len(self.log), folder))
        if is_change:
            letter.changed_at = len(self.log)

    def _any(self) -> str:
        return self.random.choice(sorted(self.letters))

    # --- what it answers ---

    def list_folders(self) -> list[Folder]:
        return [Folder(RemoteId(one), RemoteId(""), one) for one in FOLDERS]

    def find_messages(self, messages: Sequence[RemoteId]) -> dict[RemoteId, Message | None]:
        found = {
            one: self._message(one, self.letters[one]) if one in self.letters else None
            for one in messages
        }
        if self.meanwhile and not self.is_calm:
            self.meanwhile()
        return found

    def fetch_delta(self, folder: RemoteId, cursor: str | None = None) -> Page[Message]:
        walk = self._walk(folder, cursor)
        count = len(walk.left) if self.is_calm else self.random.randint(0, 3)
        names, walk.left = walk.left[:count], walk.left[count:]
        if walk.told and not self.is_calm and self.random.random() < 0.3:
            names += self.random.sample(walk.told, 1)  # a replay
        walk.told += names
        items, removed = [], []
        for name in dict.fromkeys(names):
            letter = self.letters.get(name)
            if (
                letter is not None
                and letter.folder == folder
                and not self._is_coy(name, letter, walk)
            ):
                items.append(self._message(name, letter))
                self.told.add((str(folder), name))
            elif not self._is_silent(name, walk):
                removed.append(RemoteId(name))
        link = f"{folder} {walk.until} {self.random.random()}"
        is_last = not walk.left and (self.is_calm or self.random.random() < 0.7)
        if not is_last:
            self.walks[link] = walk
        if self.meanwhile and not self.is_calm:
            self.meanwhile()
        if is_last:
            return Page(items, removed, delta_cursor=f"delta {walk.until}")
        return Page(items, removed, next_cursor=link)

    def _walk(self, folder: str, cursor: str | None) -> Walk:
        if cursor and not self.is_calm and self.random.random() < 0.1:
            raise CursorLostError("The state is lost.")
        if cursor and not cursor.startswith("delta "):
            walk = self.walks[cursor]
            return Walk(walk.folder, walk.since, walk.until, [*walk.left], [*walk.told])
        since = int(cursor.split()[1]) if cursor else None
        if since is None:
            names = [name for name, letter in self.letters.items() if letter.folder == folder]
        else:
            names = [name for place, name in self.log[since:] if place == folder]
        names = list(dict.fromkeys(names))
        self.random.shuffle(names)
        return Walk(folder, since, len(self.log), names, [])

    def _is_silent(self, name: str, walk: Walk) -> bool:
        """Whether to say nothing of what came and went without ever having been told of."""
        letter = self.letters.get(name) or self.gone[name]
        is_new = walk.since is None or not letter.was_in(walk.folder, walk.since)
        is_told = (walk.folder, name) in self.told
        return is_new and not is_told and self.random.random() < 0.5

    def _is_coy(self, name: str, letter: Letter, walk: Walk) -> bool:
        """Whether to tell only that it left, of what left and came back as it was."""
        is_known = (walk.folder, name) in self.told
        if walk.since is None or not is_known or not letter.was_in(walk.folder, walk.since):
            return False
        has_moved = any(since > walk.since for since, _ in letter.stays[1:])
        return has_moved and letter.changed_at <= walk.since and self.random.random() < 0.5

    def _message(self, name: str | RemoteId, letter: Letter) -> Message:
        return Message(
            RemoteId(name),
            RemoteId(letter.folder),
            letter.subject,
            "",
            Person("Ana", "ana@x"),
            FIRST_DAY + timedelta(minutes=letter.number),
        )


class Client:
    """A mailbox's sync over a real store, a page at a time."""

    def __init__(self, store: Store, name: str, server: Server) -> None:
        cloud = Cloud("c", "https://l", "https://g", "https://r")
        account = Account(name, "t", name, name, Registration("c", "common", cloud))
        self.account = store.accounts.save_account(account).id
        self.store, self.server = store, server
        api: Any = server
        progress = Progress(self.account, Newsroom())
        self.sync = MailSync(self.account, api, api, store.mail, store.odd_items, progress)
        self.folders = {
            one.remote_id: one
            for one in store.mail.save_folders(self.account, server.list_folders(), is_whole=True)
        }
        self.tasks: dict[str, Task] = {}
        self.busy: set[str] = set()

    def step(self, folder: str) -> None:
        """Fetch and store a folder's next page, unless one is on its way."""
        if folder in self.busy:
            return
        self.busy.add(folder)
        task = self.tasks.pop(folder, None) or self._begin(folder)
        try:
            followers = task.job()
        except CursorLostError:  # refused again and again: the next round tries anew
            followers = ()
        if followers:
            self.tasks[folder] = followers[0]
        self.busy.discard(folder)

    def forget(self) -> None:
        """Begin anew with what is stored, as after a crash."""
        for folder in [one for one in self.tasks if one not in self.busy]:
            del self.tasks[folder]

    def settle(self) -> None:
        """Fetch the rest of every round, then one whole round of each folder."""
        for folder in FOLDERS * 2:
            self.step(folder)
            while folder in self.tasks:
                self.step(folder)

    def stored(self) -> dict[str, tuple[str, str]]:
        found = {}
        for name, folder in self.folders.items():
            for line in self.store.mail.read_lines(folder.id, limit=1000):
                message = self.store.mail.read_message(line.id)
                assert message is not None
                assert message.remote_id not in found
                found[str(message.remote_id)] = (str(name), line.subject)
        return found

    def _begin(self, folder: str) -> Task:
        return round_task(FolderNews(self.sync, self.folders[RemoteId(folder)]), Rests())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    workers = Workers()
    path: Path = tmp_path_factory.mktemp("merge") / "store.db"
    store = Store.open(path, bytes(32), workers.lane("store"), Newsroom())
    yield store
    store.close()
    workers.stop()


_NAMES = itertools.count()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False), steps=st.integers(1, 60))
def test_any_history_told_in_any_way_ends_like_the_mailbox(
    store: Store, random: Random, steps: int
) -> None:
    live_through(store, random, steps)


@pytest.mark.parametrize("seed", range(60))
def test_a_long_history_ends_like_the_mailbox(store: Store, seed: int) -> None:
    live_through(store, Random(seed), 150)


class Curt(Random):
    """Chance that always takes the first way: a server that says as little as it may."""

    def random(self) -> float:
        return 0.0


def test_what_a_full_round_no_longer_names_is_looked_for_elsewhere(store: Store) -> None:
    server = Server(Curt())
    client = Client(store, f"user {next(_NAMES)}", server)
    server.is_calm = True
    server.letters["m0"] = Letter(0, "bin", "m0 new", 0)
    server.note("m0", "bin", is_change=True)
    client.settle()
    server.move("m0", "inbox")
    client.step("inbox")
    client.store.mail.begin_shadow(client.folders[RemoteId("inbox")].id)
    server.move("m0", "bin")
    client.step("inbox")  # does not name it: it left, and the bin will only say that it was away
    client.settle()
    assert client.stored() == {"m0": ("bin", "m0 new")}


def live_through(store: Store, random: Random, steps: int) -> None:
    """Let a mailbox and a store live for a while, then compare them."""
    server = Server(random)
    client = Client(store, f"user {next(_NAMES)}", server)

    def meanwhile() -> None:
        for _ in range(random.randint(0, 3)):
            if random.random() < 0.6:
                server.happen()
            else:
                client.step(random.choice(FOLDERS))

    server.meanwhile = meanwhile
    for _ in range(steps):
        kind = random.random()
        if kind < 0.3:
            server.happen()
        elif kind < 0.97:
            client.step(random.choice(FOLDERS))
        else:
            client.forget()
    server.is_calm = True
    client.settle()
    truth = {name: (one.folder, one.subject) for name, one in server.letters.items()}
    assert client.stored() == truth
