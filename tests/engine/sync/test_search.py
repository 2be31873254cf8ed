"""Asking the server before the first round is over: what it finds is taken in, and only that."""

from datetime import UTC, datetime, timedelta
from typing import Any

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Account, Cloud, Person, Registration, RemoteId
from transom.engine.entities.mail import Folder, Message
from transom.engine.search.parsing import parse
from transom.engine.store.store import Store
from transom.engine.sync.search import ServerSearch
from transom.engine.workers import Workers

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def message(number: int, folder: str) -> Message:
    return Message(
        RemoteId(f"m{number}"),
        RemoteId(folder),
        f"plan {number}",
        "",
        Person("Ana", "ana@x"),
        NOW - timedelta(days=number),
        is_read=number % 2 == 0,
    )


class Server:
    """Finds what it was told to, without a wire."""

    def __init__(self, *found: Message) -> None:
        self.found = list(found)
        self.asked: list[str] = []

    def search_messages(self, kql: str) -> tuple[list[Message], bool]:
        self.asked.append(kql)
        return self.found, False


def test_only_a_folder_under_way_takes_in_what_the_server_found(tmp_path: Any) -> None:
    workers = Workers()
    store = Store.open(tmp_path / "s.db", bytes(32), workers.lane("w"), Newsroom())
    try:
        cloud = Cloud("c", "https://l", "https://g", "https://r")
        account = store.accounts.save_account(
            Account("o", "t", "u", "n", Registration("c", "common", cloud))
        ).id
        names = ("begun", "done")
        begun, done = store.mail.save_folders(
            account, [Folder(RemoteId(one), RemoteId(""), one) for one in names], is_whole=True
        )
        store.mail.save_page(account, begun.id, [message(1, "begun")], [], "n", is_round_done=False)
        store.mail.save_page(account, done.id, [message(2, "done")], [], "d", is_round_done=True)
        found = [message(n, "begun" if n % 2 else "done") for n in range(1, 5)]
        server: Any = Server(*found, message(9, "elsewhere"))
        answer = ServerSearch(account, server, store).ask(parse("plan in:begun is:unread ", NOW))
        assert server.asked == ["plan"]
        stored = {store.mail.read_message(number).remote_id for number in answer.here}  # type: ignore[union-attr]
        assert stored == {"m1", "m3"}
        assert answer.absent == 2
        assert store.mail.find_message(account, RemoteId("m4")) is None
        assert store.mail.read_cursor(begun.id) == "n"
    finally:
        store.close()
        workers.stop()
