"""A real encrypted store in a temporary folder, and invented rows to put into it."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from transom.engine.changes import Change, Newsroom
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    Cloud,
    Person,
    Registration,
    RemoteId,
)
from transom.engine.entities.mail import Folder, Message
from transom.engine.search.parsing import parse
from transom.engine.search.query import Query
from transom.engine.store.store import Store
from transom.engine.workers import Workers

KEY = bytes(range(32))
FIRST_DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)

MakeMessage = Callable[..., Message]


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def news(newsroom: Newsroom) -> list[Any]:
    told: list[Any] = []
    newsroom.listen(told.append)
    return told


@pytest.fixture
def open_store(newsroom: Newsroom) -> Iterator[Callable[..., Store]]:
    """Opens stores that are closed when the test ends."""
    workers = Workers()
    lanes = itertools.count()
    opened: list[Store] = []

    def open_one(path: Path, key: bytes = KEY, *, mends: bool = False) -> Store:
        lane = workers.lane(f"writer-{next(lanes)}")
        opened.append(Store.open(path, key, lane, newsroom, mends=mends))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()
    assert workers.stop()


@pytest.fixture
def store(open_store: Callable[..., Store], tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.db")


def account(name: str = "ada") -> Account:
    cloud = Cloud("demo", "https://login", "https://graph", "https://redirect", mark="demo")
    return Account(
        oid=f"oid-{name}",
        tid="tid",
        username=f"{name}@example.com",
        name=name.title(),
        registration=Registration("client", "common", cloud),
        granted_scopes=frozenset({"Mail.Read", "User.Read"}),
    )


def folder(name: str, **facts: Any) -> Folder:
    return Folder(RemoteId(f"F/{name}"), RemoteId(""), name, **facts)


def message(number: int, **facts: Any) -> Message:
    values: dict[str, Any] = {
        "remote_id": RemoteId(f"m/{number}+="),
        "folder_remote_id": RemoteId("F/inbox"),
        "subject": f"Subject {number}",
        "preview": f"Preview {number}",
        "sender": Person("Ada Lovelace", "ada@example.com"),
        "received_at": FIRST_DAY + timedelta(minutes=number),
    }
    return Message(**{**values, **facts})


def query(words: str) -> Query:
    return parse(words, FIRST_DAY)


class Mailbox:
    """An account with three folders in a store, and short words to fill them."""

    def __init__(self, store: Store, name: str = "ada") -> None:
        self.store = store
        self.mail = store.mail
        self.account: AccountId = store.accounts.save_account(account(name)).id
        saved = self.mail.save_folders(
            self.account, [folder("inbox"), folder("archive"), folder("empty")], is_whole=True
        )
        self.inbox, self.archive, self.empty = (one.id for one in saved)

    def page(self, items: Any = (), removed: Any = (), **facts: Any) -> Any:
        """Save a page into the inbox, or into ``folder``."""
        target = facts.pop("folder", self.inbox)
        cursor = facts.pop("cursor", "next")
        done = facts.pop("done", True)
        return self.mail.save_page(
            self.account,
            target,
            list(items),
            [RemoteId(f"m/{number}+=") for number in removed],
            cursor,
            is_round_done=done,
            odd=dict.fromkeys(facts.pop("odd_ids", ()), b"{}"),
        )

    def subjects(self, target: Any = None) -> list[str]:
        """Return what the inbox, or ``target``, lists."""
        lines = self.mail.read_lines(target or self.inbox, limit=10_000)
        return [line.subject for line in lines]


@pytest.fixture
def mailbox(store: Store) -> Mailbox:
    return Mailbox(store)


def changes(news: list[Any]) -> list[Change]:
    """Return the news so far and begin a new count."""
    told = [piece for piece in news if isinstance(piece, Change)]
    news.clear()
    return told


@pytest.fixture
def make() -> Any:
    """The words above, for tests that cannot import a neighbour."""

    class Make:
        """Invented rows."""

        account = staticmethod(account)
        folder = staticmethod(folder)
        message = staticmethod(message)
        changes = staticmethod(changes)
        query = staticmethod(query)
        mailbox = Mailbox
        key = KEY
        first_day = FIRST_DAY

    return Make
