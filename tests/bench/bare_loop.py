"""The floor of sync: one thread that asks for the same pages and writes them down."""

import json
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import requests
from tests.bench.databases import open_bare

from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud, RemoteId
from transom.engine.graph import mail
from transom.engine.graph.addresses import Address, address
from transom.engine.graph.decoding import Item
from transom.engine.graph.exchange import prefer_header
from transom.engine.graph.shapes.mail import AttachmentItem, FolderItem, MessageItem
from transom.engine.store.html_text import text_from_html
from transom.engine.store.message_index import starts_of
from transom.engine.store.message_rows import MESSAGE_COLUMNS, TIE_BITS
from transom.engine.store.words import index_words
from transom.engine.sync.bodies import PAGE

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)
_BATCH = 20


class _List(msgspec.Struct):
    value: msgspec.Raw
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


class _Part(msgspec.Struct):
    id: str
    body: msgspec.Raw = msgspec.field(default=msgspec.Raw())


class _Parts(msgspec.Struct):
    responses: list[_Part]


class BareLoop:
    """Walks folders, delta pages and bodies in turn; the three times add up to the whole."""

    def __init__(self, cloud: Cloud, token: str, store: Path, key: bytes) -> None:
        self._root = f"{cloud.graph_url.rstrip('/')}/v1.0"
        self._session = session_for(cloud)
        self._session.headers["Authorization"] = f"Bearer {token}"
        self._cx = open_bare(store, key)
        self._ties = 0
        self._places: set[int] = set()
        self._found: dict[str, tuple[int, MessageItem]] = {}
        self.wire_s = self.rows_s = self.index_s = 0.0

    @property
    def messages(self) -> int:
        """How many messages were written."""
        return len(self._found)

    def run(self) -> None:
        """Fetch and write everything."""
        try:
            for number, folder in enumerate(self._folders(), 1):
                self._write_folder(number, folder)
                self._fetch_messages(number, folder.id)
            self._fetch_texts()
        finally:
            self._session.close()
            self._cx.close()

    # --- the wire ---

    def _folders(self) -> list[FolderItem]:
        params: dict[str, str | int] = {"includeHiddenFolders": "true", "$top": 100}
        found: list[FolderItem] = []
        targets = [address("/me/mailFolders", params=params)]
        while targets:
            target = targets.pop()
            items = self._list(target, FolderItem)
            found += [item for item in items if not item.is_search]
            targets += [
                address("/me/mailFolders/{folder}/childFolders", item.id, params=params)
                for item in items
                if item.child_folder_count
            ]
        return found

    def _list(self, target: Address, type_: type[ItemT]) -> list[ItemT]:
        found: list[ItemT] = []
        link: str | None = self._root + target.path
        while link:
            items, link = self._page(link, type_)
            found += items
        return found

    def _fetch_messages(self, folder: int, remote_id: str) -> None:
        params = {"$select": mail.MESSAGE_FIELDS, "$orderby": "receivedDateTime desc"}
        first = address(mail._DELTA, remote_id, params=params)
        link: str | None = self._root + first.path
        while link:
            items, link = self._page(link, MessageItem, mail._PAGE)
            self._timed_rows(self._write_messages, folder, items)

    def _page(self, link: str, type_: type[ItemT], *prefer: str) -> tuple[list[ItemT], str | None]:
        begun = time.perf_counter()
        page = msgspec.json.decode(self._ask("GET", link, prefer), type=_List)
        items = msgspec.json.decode(page.value, type=list[type_], strict=False)  # type: ignore[valid-type]
        self.wire_s += time.perf_counter() - begun
        return items, page.next_link

    def _ask(self, method: str, link: str, prefer: Sequence[str], body: bytes = b"") -> bytes:
        call_id = str(uuid.uuid4())
        headers = {
            "Accept": "application/json",
            "client-request-id": call_id,
            "return-client-request-id": "true",
            "Prefer": prefer_header(prefer),
            **({"Content-Type": "application/json"} if body else {}),
        }
        response: requests.Response = self._session.request(
            method, link, data=body or None, headers=headers, stream=True, timeout=60
        )
        content: bytes = response.raw.read(decode_content=True)
        response.raise_for_status()
        return content

    def _batch(self, targets: Sequence[Address], type_: type[T]) -> list[T]:
        if not targets:
            return []
        begun = time.perf_counter()
        headers = {"Prefer": prefer_header(()), "Accept": "application/json"}
        parts = [
            {"id": str(n), "method": "GET", "url": target.path, "headers": headers}
            for n, target in enumerate(targets)
        ]
        body = msgspec.json.encode({"requests": parts})
        answer = msgspec.json.decode(
            self._ask("POST", f"{self._root}/$batch", (), body), type=_Parts
        )
        found = {part.id: msgspec.json.decode(part.body, type=type_) for part in answer.responses}
        self.wire_s += time.perf_counter() - begun
        return [found[str(n)] for n in range(len(targets))]

    def _fetch_texts(self) -> None:
        """Page through the whole mailbox once more, newest first, for the texts alone."""
        params: dict[str, str | int] = {
            "$select": "body,hasAttachments",
            "$orderby": "receivedDateTime desc",
            "$top": PAGE,
        }
        link: str | None = self._root + address("/me/messages", params=params).path
        while link:
            items, link = self._page(link, MessageItem)
            known = [item for item in items if item.id in self._found]
            if known:
                self._write_texts(known)

    def _write_texts(self, texts: Sequence[MessageItem]) -> None:
        with_files = [text.id for text in texts if mail._may_have_attachments(text)]
        files: dict[str, list[AttachmentItem]] = {}
        for start in range(0, len(with_files), _BATCH):
            some = with_files[start : start + _BATCH]
            lists = self._batch([mail._attachments_address(RemoteId(one)) for one in some], _List)
            for one, found in zip(some, lists, strict=True):
                files[one] = msgspec.json.decode(found.value, type=list[AttachmentItem])
        rows = sorted(
            ((*self._found[text.id], text, files.get(text.id, [])) for text in texts),
            key=lambda row: row[0],
        )
        self._timed_rows(self._write_bodies, rows)
        begun = time.perf_counter()
        with self._cx:
            self._cx.executemany(
                "insert into message_text (rowid, subject, sender, receivers, body, files, place)"
                " values (?, ?, ?, ?, ?, ?, '')",
                words := [self._words(*row) for row in rows],
            )
            self._cx.executemany(
                "insert into message_start (rowid, starts) values (?, ?)",
                [(at, starts_of(set(" ".join(some).split()))) for at, *some in words],
            )
        self.index_s += time.perf_counter() - begun

    # --- rows ---

    def _timed_rows(self, write: Callable[..., None], *values: Any) -> None:
        begun = time.perf_counter()
        with self._cx:
            write(*values)
        self.rows_s += time.perf_counter() - begun

    def _write_folder(self, number: int, folder: FolderItem) -> None:
        self._cx.execute(
            "insert into folder (id, account, remote_id, parent_remote_id, name, well_known,"
            " unread_count, total_count, is_hidden) values (?, 1, ?, '', ?, '', 0, 0, 0)",
            (number, folder.id, folder.display_name or ""),
        )

    def _write_messages(self, folder: int, items: Sequence[MessageItem]) -> None:
        rows = []
        for item in reversed(items):
            self._ties += 1
            received = datetime.fromisoformat(item.received_date_time or "1970-01-01T00:00:01Z")
            number = int(received.timestamp()) << TIE_BITS | self._ties
            rows.append(_message_row(number, folder, item))
            self._found[item.id] = (number, item)
        marks = ", ".join("?" * (1 + len(MESSAGE_COLUMNS.split(", "))))
        self._cx.executemany(
            f"insert into message (id, {MESSAGE_COLUMNS}) values ({marks})",
            rows,
        )

    def _write_bodies(
        self, rows: Iterable[tuple[int, MessageItem, MessageItem, list[AttachmentItem]]]
    ) -> None:
        for number, _, text, files in rows:
            content = (text.body.content or "") if text.body else ""
            self._cx.execute(
                "insert into body values (?, 1, ?)", (number, zlib.compress(content.encode(), 1))
            )
            self._cx.execute(
                "update message set has_body = 1, size_bytes = ? where id = ?",
                (len(content), number),
            )
            self._cx.executemany(
                "insert into attachment (message, remote_id, kind, name, content_type, size_bytes,"
                " is_inline, content_id, source_url) values (?, ?, '', ?, ?, ?, ?, ?, '')",
                [
                    (
                        number,
                        one.id,
                        one.name or "",
                        one.content_type or "",
                        one.size or 0,
                        bool(one.is_inline),
                        one.content_id or "",
                    )
                    for one in files
                ],
            )

    def _words(
        self,
        number: int,
        item: MessageItem,
        text: MessageItem,
        files: Sequence[AttachmentItem],
    ) -> tuple[int, str, str, str, str, str]:
        body = text.body
        content = (body.content or "") if body else ""
        is_html = body is not None and body.content_type == "html"
        place = number >> TIE_BITS
        while place in self._places:
            place += 1
        self._places.add(place)
        return (
            place,
            " ".join(index_words([item.subject or ""])),
            " ".join(index_words(_person(item))),
            " ".join(index_words(word for pair in _people(item) for word in pair)),
            " ".join(index_words([text_from_html(content) if is_html else content])),
            " ".join(index_words([one.name or "" for one in files])),
        )


def _person(item: MessageItem) -> tuple[str, str]:
    address_ = item.from_.email_address if item.from_ else None
    return ((address_.name or ""), (address_.address or "")) if address_ else ("", "")


def _people(item: MessageItem) -> list[list[str]]:
    lists = (item.to_recipients, item.cc_recipients, item.bcc_recipients)
    return [
        [one.email_address.name or "", one.email_address.address or ""]
        for people in lists
        for one in people or ()
        if one and one.email_address
    ]


def _message_row(number: int, folder: int, item: MessageItem) -> tuple[Any, ...]:
    people = _people(item)
    return (
        number,
        1,
        folder,
        item.id,
        *_person(item),
        item.subject or "",
        item.body_preview or "",
        bool(item.is_read),
        bool(item.is_draft),
        item.flag is not None and item.flag.flag_status == "flagged",
        item.inference_classification != "other",
        bool(item.has_attachments),
        item.importance or "",
        "mail",
        json.dumps(item.categories) if item.categories else "",
        hash(item.conversation_id),
        item.conversation_id or "",
        number >> TIE_BITS,
        json.dumps(people) if people else "",
        item.internet_message_id or "",
        item.web_link or "",
        item.etag or "",
    )
