"""A search on the server: what it finds that is stored here, and what is not."""

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import FolderId, Message, MessageId
from transom.engine.entities.search import ServerFound
from transom.engine.graph.search import SERVER_CAP, SearchApi, kql_from
from transom.engine.search.query import Node, Query, without_words
from transom.engine.store.store import Store


class ServerSearch:
    """Asks one account's server; every method blocks and is for a worker."""

    def __init__(self, account: AccountId, api: SearchApi, store: Store) -> None:
        self._account = account
        self._api = api
        self._store = store

    def ask(self, query: Query) -> ServerFound:
        """Return what the server finds, matched with what is stored by its lasting id."""
        kql = kql_from(query.root) if query.root is not None else ""
        if query.root is None or not kql:
            return ServerFound()
        messages, is_capped = self._api.search_messages(kql)
        stored = {one.remote_id: number for one in messages if (number := self._find(one))}
        absent = [one for one in messages if one.remote_id not in stored]
        here = [*stored.values(), *self._take_in(absent)]
        left = len(messages) - len(here)
        return ServerFound(tuple(self._fitting(query.root, here)), left, SERVER_CAP, is_capped)

    def _find(self, message: Message) -> MessageId | None:
        return self._store.mail.find_message(self._account, message.remote_id)

    def _take_in(self, messages: list[Message]) -> list[MessageId]:
        """Store what the first round of its folder has not reached yet.

        Behind a finished round an unknown message is one the server's index remembers too long, or
        news that the next round brings.
        """
        folders = {one.remote_id: one.id for one in self._store.mail.read_folders(self._account)}
        waiting: dict[FolderId, list[Message]] = {}
        for message in messages:
            folder = folders.get(message.folder_remote_id)
            if folder is not None and not self._store.mail.is_round_done(folder):
                waiting.setdefault(folder, []).append(message)
        for folder, some in waiting.items():
            self._store.mail.save_found(self._account, folder, some)
        taken = (self._find(message) for some in waiting.values() for message in some)
        return [number for number in taken if number is not None]

    def _fitting(self, root: Node, messages: list[MessageId]) -> list[MessageId]:
        """Leave out what does not hold of what the server cannot be asked."""
        rest = without_words(root)
        if rest is None or not messages:
            return messages
        return self._store.search.fitting(rest, messages)
