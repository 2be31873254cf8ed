"""Texts in pages, and what a page does not bring asked for by itself."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from tests.bench.databases import open_store
from tests.bench.invented import Inventor, add_account

from transom.engine.changes import Newsroom
from transom.engine.clock import SystemClock
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import Body
from transom.engine.errors import NotFoundError, TransomError, UnavailableError
from transom.engine.graph.mail import FullText, MailApi
from transom.engine.search.parsing import parse
from transom.engine.store.store import Store
from transom.engine.sync.bodies import PAGE, BodySync
from transom.engine.sync.progress import Progress
from transom.engine.workers import Workers


class Server:
    """Answers as MailApi does, and remembers how it was asked."""

    def __init__(self, messages: Sequence[tuple[RemoteId, datetime]]) -> None:
        self.messages = sorted(messages, key=lambda one: one[1], reverse=True)
        self.hidden: set[RemoteId] = set()
        self.most = 1000
        self.pages: list[int] = []
        self.singles = 0

    def fetch_body_page(
        self, below: int, size: int, wanted: Collection[RemoteId], *, with_heads: bool = False
    ) -> dict[RemoteId, FullText | TransomError]:
        if size > self.most:
            raise UnavailableError("too much")
        seen = [
            remote_id
            for remote_id, at in self.messages
            if at.timestamp() < below + 1 and remote_id not in self.hidden
        ]
        self.pages.append(size)
        return {one: _text(one) for one in seen[:size] if one in wanted}

    def fetch_bodies(
        self,
        messages: Sequence[RemoteId],
        meetings: Collection[RemoteId] = (),
        heads: Collection[RemoteId] = (),
    ) -> dict[RemoteId, FullText | TransomError]:
        self.singles += len(messages)
        return {one: _text(one) for one in messages}


def _text(remote_id: RemoteId) -> FullText:
    return Body(False, f"text of {remote_id.lower()}"), (), None, None


class Room:
    """A store with lines and no texts, and the server that has them."""

    def __init__(self, directory: Path, count: int, workers: Workers) -> None:
        self.store: Store = open_store(directory / "store.db", workers)
        account, folder = add_account(self.store)
        self.account: AccountId = account.id
        lines = [message for message, _ in Inventor().page(count)]
        self.server = Server([(one.remote_id, one.received_at) for one in lines])
        self.store.mail.save_page(
            account.id, folder, lines, [], "more", is_round_done=True, defers_index=True
        )
        self.lines = lines
        api = cast(MailApi, self.server)
        self.bodies = BodySync(
            account.id,
            api,
            api,
            self.store.mail,
            self.store.catching_up,
            Progress(account.id, Newsroom()),
            SystemClock(),
        )

    def fill(self) -> None:
        """Take steps until none follow."""
        tasks = [self.bodies.task()]
        for _ in range(1000):
            if not tasks:
                return
            tasks += tasks.pop(0).job()
        raise AssertionError("it never ends")

    def missing(self) -> int:
        return len(self.store.mail.missing_bodies(self.account, 10_000))


@pytest.fixture
def room(tmp_path: Path) -> Any:
    workers = Workers()
    rooms = []

    def make(count: int = 450) -> Room:
        rooms.append(Room(tmp_path, count, workers))
        return rooms[-1]

    yield make
    for one in rooms:
        one.store.close()
    workers.stop()


def test_a_first_filling_asks_for_pages_and_for_nothing_twice(room: Any) -> None:
    full = room()
    full.fill()
    assert full.missing() == 0
    assert len(full.server.pages) <= -(-450 // PAGE) + 1
    assert full.server.singles <= PAGE // 4


def test_what_no_page_brings_is_asked_for_by_itself(room: Any) -> None:
    full = room()
    full.server.hidden = {one.remote_id for one in full.lines[40:75]}
    full.fill()
    assert full.missing() == 0
    assert full.server.singles >= 35


def test_pages_shrink_where_the_server_cannot_bear_them(room: Any) -> None:
    full = room(200)
    full.server.most = 30
    full.fill()
    assert full.missing() == 0
    assert set(full.server.pages) == {25}


def test_without_any_page_all_comes_all_the_same(room: Any) -> None:
    full = room(90)
    full.server.most = 0
    full.fill()
    assert full.missing() == 0
    assert full.server.pages == []


def test_what_has_lost_its_text_for_good_is_found_by_its_subject(room: Any) -> None:
    full = room(30)
    lost = full.lines[5]

    def refuse(messages: Sequence[RemoteId], *_: object) -> dict[RemoteId, Any]:
        error = NotFoundError("gone")
        return {one: error if one == lost.remote_id else _text(one) for one in messages}

    full.server.fetch_bodies = refuse
    full.server.hidden = {lost.remote_id}
    assert full.store.catching_up.is_index_due()
    full.fill()
    assert not full.store.catching_up.is_index_due()
    words = f'subject:"{lost.subject}" '
    query = parse(words, datetime.now(UTC) + timedelta(days=1))
    assert lost.subject in {line.subject for line in full.store.search.search_messages(query)}


def test_what_stands_on_the_screen_comes_before_all_that_is_newer(room: Any) -> None:
    made = room(300)
    newest_first = [number for number, _ in made.store.mail.missing_bodies(made.account, 300)]
    shown = newest_first[200:215]
    made.bodies.sight_task(newest_first[50:60])
    made.bodies.sight_task(shown).job()  # only where the list came to rest counts
    assert all(made.store.mail.has_body(number) for number in shown)
    assert made.missing() == 300 - len(shown)
    asked = made.server.singles
    made.bodies.sight_task(shown).job()
    assert made.server.singles == asked, "what is here is not asked for"
    made.fill()
    assert made.missing() == 0


def test_on_the_screen_too_texts_older_than_wanted_wait_to_be_opened(room: Any) -> None:
    made = room(60)
    numbers = [number for number, _ in made.store.mail.missing_bodies(made.account, 60)]
    made.store.mail.limits = replace(made.store.mail.limits, first_text=numbers[30])
    made.bodies.sight_task(numbers[25:40]).job()
    assert [made.store.mail.has_body(one) for one in numbers[25:40]] == [True] * 6 + [False] * 9
