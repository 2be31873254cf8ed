"""Delta rounds against a server that loses links, repeats pages or answers nonsense."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.hostile import HostileServer, Reply, reply_error, reply_json

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Registration, RemoteId
from transom.engine.entities.mail import Folder
from transom.engine.errors import NonsenseError
from transom.engine.graph.client import GraphClient
from transom.engine.graph.limiter import Limiter
from transom.engine.graph.mail import MailApi
from transom.engine.journal import Journal
from transom.engine.store.store import Store
from transom.engine.sync.mail import MailSync
from transom.engine.sync.progress import Progress
from transom.engine.sync.tasks import Task
from transom.engine.workers import Workers


class Token:
    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        return "secret"


class Bench:
    """One folder's sync between a hostile server and a real store."""

    def __init__(self, server: HostileServer, directory: Path) -> None:
        self.server = server
        self.workers = Workers()
        newsroom = Newsroom()
        self.store = Store.open(
            directory / "store.db", b"k" * 32, self.workers.lane("store"), newsroom
        )
        cloud = Cloud("test", server.origin, server.origin, "", ca_file=server.ca_file)
        registration = Registration("client", "common", cloud)
        account = self.store.accounts.save_account(
            Account("oid", "tid", "anna@example.com", "Anna", registration)
        )
        clock = FakeClock()
        self.client = GraphClient(
            account, Token(), Journal(), threading.Event(), clock, Limiter(clock)
        )
        api = MailApi(self.client)
        self.sync = MailSync(
            account.id,
            api,
            api,
            self.store.mail,
            self.store.odd_items,
            Progress(account.id, newsroom),
        )
        (self.folder,) = self.store.mail.save_folders(
            account.id, [Folder(RemoteId("inbox"), RemoteId(""), "Inbox")], is_whole=True
        )

    def close(self) -> None:
        self.client.close()
        self.workers.stop()
        self.store.close()

    def link(self, name: str) -> str:
        return f"{self.server.origin}/v1.0/me/mailFolders/inbox/messages/delta?$token={name}"

    def page(
        self, *names: str, follows: str = "", ends: str = "", removed: Sequence[str] = ()
    ) -> Reply:
        value: list[dict[str, Any]] = [
            {"id": name, "subject": name, "receivedDateTime": "2026-11-20T10:00:00Z"}
            for name in names
        ]
        value += [{"id": name, "@removed": {"reason": "deleted"}} for name in removed]
        body: dict[str, Any] = {"value": value}
        if follows:
            body["@odata.nextLink"] = self.link(follows)
        if ends:
            body["@odata.deltaLink"] = self.link(ends)
        return reply_json(body)

    def run(self, *replies: Reply) -> None:
        """Fetch the folder's news to the end of the round."""
        self.server.queue(*replies)
        tasks: list[Task] = [self.sync.wished_folder_task(self.folder)]
        for _ in range(50):
            if not tasks:
                return
            tasks += tasks.pop(0).job()
        raise AssertionError("the round never ends")

    def stored(self) -> set[str]:
        lines = self.store.mail.read_lines(self.folder.id)
        return {line.subject for line in lines}

    def cursor(self) -> str | None:
        return self.store.mail.read_cursor(self.folder.id)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def bench(server: HostileServer, tmp_path: Path) -> Iterator[Bench]:
    server.reset()
    built = Bench(server, tmp_path)
    yield built
    built.close()


def test_a_round_ends_with_the_link_for_the_next(bench: Bench) -> None:
    bench.run(bench.page("a", follows="2"), bench.page(follows="3"), bench.page("b", ends="d1"))
    assert bench.stored() == {"a", "b"}
    assert bench.cursor() == bench.link("d1")


NOWHERE = (404, {"error": {"code": "ErrorItemNotFound", "message": ""}})


def batch_of(*parts: tuple[int, dict[str, Any]]) -> Reply:
    return reply_json(
        {
            "responses": [
                {"id": str(n), "status": status, "headers": {}, "body": body}
                for n, (status, body) in enumerate(parts)
            ]
        }
    )


def test_a_repair_reads_a_folder_anew_and_takes_nothing_away_meanwhile(bench: Bench) -> None:
    bench.run(bench.page("a", "lost", ends="d1"))
    bench.server.queue(bench.page("b", follows="2"))
    bench.sync.wished_folder_task(bench.folder).job()
    bench.sync.repair_task(bench.folder)
    bench.run(bench.page(ends="d2"))
    assert bench.stored() == {"a", "lost", "b"}, "a round under way comes first"
    bench.run(bench.page("a", follows="r2"), bench.page("b", "c", ends="d3"), batch_of(NOWHERE))
    assert "$token" not in bench.server.asked[-3].path
    assert bench.stored() == {"a", "b", "c"}
    bench.run(bench.page(ends="d4"))
    assert "d3" in bench.server.asked[-1].path, "it is done once"


def test_a_bad_item_is_kept_counted_and_tried_again_by_another_version(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = {"id": "odd", "subject": ["no", "text"]}
    good = {"id": "a", "subject": "a", "receivedDateTime": "2026-11-20T10:00:00Z"}
    bench.run(reply_json({"value": [bad, good], "@odata.deltaLink": bench.link("d1")}))
    assert bench.stored() == {"a"}
    assert bench.sync.odd_items == 1
    bench.sync._retry_odd()
    assert len(bench.server.asked) == 1, "this version has tried"
    monkeypatch.setattr("transom.engine.store.odd_items.program_version", lambda: "next")
    here = {"id": "odd", "subject": "odd", "parentFolderId": "inbox"}
    bench.server.queue(batch_of((200, {**here, "isRead": {}})))
    bench.sync._retry_odd()
    assert bench.sync.odd_items == 1, "nor can that one"
    bench.sync._retry_odd()
    monkeypatch.setattr("transom.engine.store.odd_items.program_version", lambda: "later")
    bench.server.queue(batch_of((200, here)))
    bench.sync._retry_odd()
    assert bench.stored() == {"a", "odd"}
    assert bench.sync.odd_items == 0


def test_pages_of_known_items_end_the_round_without_a_link(bench: Bench) -> None:
    bench.server.standing = bench.page("a", follows="same")
    replies = [bench.page("a", follows=f"page{n}") for n in range(40)]
    bench.run(*replies)
    assert len(bench.server.asked) == 3
    assert bench.stored() == {"a"}
    assert bench.cursor() is None


def test_a_circle_leaves_the_last_whole_rounds_link(bench: Bench) -> None:
    bench.run(bench.page("a", ends="d1"))
    bench.run(
        bench.page("b", follows="x"), bench.page("c", follows="y"), bench.page("c", follows="x")
    )
    assert bench.stored() == {"a", "b", "c"}
    assert bench.cursor() == bench.link("d1")


def test_a_lost_link_begins_a_round_behind_what_is_shown(bench: Bench) -> None:
    bench.run(bench.page("a", "b", ends="d1"))
    lost = reply_error(410, "SyncStateNotFound")
    seen: list[set[str]] = []
    pages = bench.page("b", follows="2"), bench.page("c", ends="d2")
    bench.server.queue(lost, *pages, batch_of(NOWHERE))
    tasks = [bench.sync.wished_folder_task(bench.folder)]
    while tasks:
        tasks += tasks.pop(0).job()
        seen.append(bench.stored())
    assert seen == [{"a", "b"}, {"a", "b"}, {"b", "c"}], "nothing shown vanishes on the way"
    assert bench.cursor() == bench.link("d2")


def test_a_link_lost_in_the_middle_goes_back_to_the_last_whole_round(bench: Bench) -> None:
    bench.run(bench.page("a", ends="d1"))
    bench.server.queue(bench.page("b", follows="2"))
    first = bench.sync.wished_folder_task(bench.folder)
    first.job()
    lost = reply_error(410, "SyncStateNotFound")
    bench.run(lost, bench.page("b", "c", ends="d2"))
    assert bench.stored() == {"a", "b", "c"}
    assert bench.server.asked[-1].path.endswith("d1")


def test_nonsense_in_the_middle_is_told_and_not_asked_for_again(bench: Bench) -> None:
    bench.run(bench.page("a", ends="d1"))
    with pytest.raises(NonsenseError):
        bench.run(bench.page("b", follows="2"), Reply(200, b"<html>maintenance</html>"))
    assert bench.stored() == {"a", "b"}
    assert bench.cursor() == bench.link("d1")


def test_a_link_to_another_host_is_not_followed_and_not_kept(bench: Bench) -> None:
    bench.run(bench.page("a", ends="d1"))
    page = {"value": [], "@odata.nextLink": "https://graph.example/v1.0/me/messages/delta"}
    with pytest.raises(NonsenseError):
        bench.run(reply_json(page))
    assert bench.cursor() == bench.link("d1")
    assert len(bench.server.asked) == 2


def test_links_of_a_server_that_moved_are_lost_and_nothing_else(bench: Bench) -> None:
    bench.run(bench.page("a", "b", ends="d1"))
    moved = "https://127.0.0.1:9/v1.0/me/messages/delta"
    bench.store.mail.save_page(
        bench.folder.account, bench.folder.id, [], [], moved, is_round_done=True
    )
    bench.run(bench.page("b", follows="2"), bench.page("c", ends="d2"), batch_of(NOWHERE))
    assert bench.stored() == {"b", "c"}
    assert bench.cursor() == bench.link("d2")


def test_one_odd_item_is_counted_and_the_page_is_kept(bench: Bench) -> None:
    page = {"value": [{"id": "a", "subject": "a", "receivedDateTime": "2026-11-20T10:00:00Z"}, 7]}
    bench.run(reply_json({**page, "@odata.deltaLink": bench.link("d1")}))
    assert bench.stored() == {"a"}
    assert bench.sync.odd_items == 1


def test_a_removal_is_believed_only_once_the_message_is_nowhere(bench: Bench) -> None:
    bench.run(bench.page("back", "gone", "elsewhere", ends="d1"))
    facts = {"subject": "back", "receivedDateTime": "2026-11-20T10:00:00Z"}
    here = {"id": "back", "parentFolderId": "inbox", **facts}
    unread = {"id": "elsewhere", "parentFolderId": "a folder we do not read", **facts}
    bench.run(
        bench.page(removed=["back", "gone", "elsewhere", "never seen"], ends="d2"),
        batch_of((200, here), NOWHERE, (200, unread)),
    )
    assert bench.stored() == {"back"}
    asked = bench.server.asked[-1]
    assert asked.method == "POST"
    assert b"never" not in asked.body, "what is not stored is not asked about"
