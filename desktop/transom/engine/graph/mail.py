"""Mail as Graph serves it: folders, the delta of a folder, bodies, attachments."""

import threading
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import (
    Attachment,
    Body,
    Category,
    Folder,
    Headers,
    Mark,
    Meeting,
    Message,
)
from transom.engine.errors import DeniedError, NonsenseError, NotFoundError, TransomError
from transom.engine.graph.addresses import Address, address
from transom.engine.graph.answers import ServerAnswer
from transom.engine.graph.batch import fetch_batch
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import Page, decode, page_from_json
from transom.engine.graph.lists import fetch_list, fetch_page
from transom.engine.graph.shapes.mail import (
    AttachmentItem,
    CategoryItem,
    FolderItem,
    MessageItem,
    attachment_from_json,
    category_from_json,
    folder_from_json,
    headers_of,
    mark_from_json,
    meeting_of,
    message_from_json,
)
from transom.engine.graph.shapes.values import body_of

MAX_FILE_BYTES = 160 * 1024 * 1024

WELL_KNOWN = (
    "inbox",
    "drafts",
    "sentitems",
    "archive",
    "deleteditems",
    "junkemail",
    "outbox",
    "conversationhistory",
    "clutter",
    "scheduled",
    "syncissues",
    "searchfolders",
)
_NAMES_LAST = 20
"""The tree is listed so often before it is asked anew which folder is the inbox, the archive, ...

A person may make another folder the archive."""
MARKS = 500
"""So many lines a page of a list has that is only compared."""
_PAGE = "odata.maxpagesize=200"
MESSAGE_FIELDS = (
    "parentFolderId,subject,bodyPreview,from,sender,receivedDateTime,sentDateTime,toRecipients,"
    "ccRecipients,bccRecipients,replyTo,isRead,isDraft,flag,inferenceClassification,"
    "hasAttachments,importance,categories,conversationId,internetMessageId,webLink"
)
_FOLDER_FIELDS = (
    "displayName,parentFolderId,childFolderCount,unreadItemCount,totalItemCount,isHidden"
)
# contentId belongs to files only; asked of the base type it is an error.
ATTACHMENT_FIELDS = "id,name,contentType,size,isInline,microsoft.graph.fileAttachment/contentId"
_EVENT = "microsoft.graph.eventMessage/event($select=id,start,end,isAllDay,location)"
_HEAD = "internetMessageHeaders"
_DELTA = "/me/mailFolders/{folder}/messages/delta"

FullText = tuple[Body, tuple[Attachment, ...], Meeting | None, Headers | None]
"""A message's text, its attachments, the meeting it speaks of, and its head if asked for."""


class MailApi:
    """Reads one account's mail."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client
        self._names: Mapping[RemoteId, str] = {}
        self._named: set[str] = set()
        self._listings = 0

    @property
    def stopping(self) -> threading.Event:
        """Set once nothing more is asked for this account."""
        return self._client.stopping

    def list_folders(self) -> list[Folder]:
        """Return the whole tree, parents before children; a top folder's parent id is empty."""
        items = self._walk_folders()
        names = self._names_among({item.id for item in items})
        known = {item.id for item in items}
        return [
            replace(
                folder,
                well_known=names.get(folder.remote_id, ""),
                parent_remote_id=(
                    folder.parent_remote_id if folder.parent_remote_id in known else RemoteId("")
                ),
            )
            for folder in map(folder_from_json, items)
        ]

    def fetch_delta(self, folder: RemoteId, cursor: str | None = None) -> Page[Message]:
        """Return the next page of what changed in a folder; the first round is newest first."""
        first = address(
            _DELTA,
            folder,
            params={"$select": MESSAGE_FIELDS, "$orderby": "receivedDateTime desc"},
        )
        return fetch_page(
            self._client, cursor or first, MessageItem, message_from_json, _DELTA, (_PAGE,)
        )

    def list_marks(self, folder: RemoteId, below: int | None) -> tuple[list[Mark], bool]:
        """Return ids and states of a folder's newest messages, and whether there are more.

        ``below`` is the last second (since 1970) whose messages count. Pages are found by dates:
        the links of such a list are known to end too early.
        """
        params: dict[str, str | int] = {
            "$select": "receivedDateTime",
            "$orderby": "receivedDateTime desc",
            "$top": MARKS,
        }
        if below is not None:
            moment = datetime.fromtimestamp(below + 1, UTC)
            params["$filter"] = f"receivedDateTime lt {moment:%Y-%m-%dT%H:%M:%SZ}"
        target = address("/me/mailFolders/{folder}/messages", folder, params=params)
        page = fetch_page(self._client, target, MessageItem, mark_from_json)
        return page.items, len(page.items) + page.odd >= MARKS or bool(page.next_cursor)

    def fetch_body(
        self, message: RemoteId, *, is_meeting: bool = False, with_head: bool = False
    ) -> FullText:
        """Return a message's text and what comes with it."""
        answer = self._client.get(_body_address(message, is_meeting, with_head))
        full = _full_text(item := decode(answer.body, MessageItem), with_head and not is_meeting)
        if not _may_have_attachments(item):
            return full
        answer = self._client.get(_attachments_address(message))
        return full[0], self._attachments(message, answer), *full[2:]

    def fetch_bodies(
        self,
        messages: Sequence[RemoteId],
        meetings: Collection[RemoteId] = (),
        heads: Collection[RemoteId] = (),
    ) -> dict[RemoteId, FullText | TransomError]:
        """Return the texts of many messages, or the error that stands in the place of one.

        Those that are in ``meetings`` too are asked about their meeting, those in ``heads`` for
        their head.
        """
        found: dict[RemoteId, FullText | TransomError] = {}
        with_files: list[RemoteId] = []
        answers = fetch_batch(
            self._client,
            [_body_address(one, one in meetings, one in heads) for one in messages],
        )
        for message, answer in zip(messages, answers, strict=True):
            try:
                item = decode(_good(answer).body, MessageItem)
            except TransomError as error:
                found[message] = error
                continue
            has_head = message in heads and message not in meetings
            found[message] = _full_text(item, has_head)
            if _may_have_attachments(item):
                with_files.append(message)
        self._add_attachments(found, with_files)
        return found

    def fetch_body_page(
        self, below: int, size: int, wanted: Collection[RemoteId], *, with_heads: bool = False
    ) -> dict[RemoteId, FullText | TransomError]:
        """Return the texts of the mailbox's newest messages, as far as they are ``wanted``.

        ``below`` is the last second whose messages count. Of meetings comes no more than the text.
        """
        moment = datetime.fromtimestamp(below + 1, UTC)
        params: dict[str, str | int] = {
            "$select": f"body,hasAttachments,{_HEAD}" if with_heads else "body,hasAttachments",
            "$filter": f"receivedDateTime lt {moment:%Y-%m-%dT%H:%M:%SZ}",
            "$orderby": "receivedDateTime desc",
            "$top": size,
        }
        page = fetch_page(self._client, address("/me/messages", params=params), MessageItem, _same)
        items = [item for item in page.items if RemoteId(item.id) in wanted]
        found: dict[RemoteId, FullText | TransomError] = {
            RemoteId(item.id): _full_text(item, with_heads) for item in items
        }
        files = [RemoteId(item.id) for item in items if _may_have_attachments(item)]
        self._add_attachments(found, files)
        return found

    def fetch_attachment(
        self,
        message: RemoteId,
        attachment: RemoteId,
        sink: BinaryIO,
        max_bytes: int = MAX_FILE_BYTES,
    ) -> int:
        """Write an attachment's bytes to ``sink``, which can seek; return how many.

        An attached message comes as MIME, an event as iCalendar, a contact as vCard.
        """
        template = "/me/messages/{message}/attachments/{attachment}/$value"
        return self._client.download(address(template, message, attachment), sink, max_bytes)

    def fetch_headers(self, message: RemoteId) -> Headers:
        """Return a message's head; what was never sent by mail has none."""
        target = address("/me/messages/{message}", message, params={"$select": f"id,{_HEAD}"})
        return headers_of(self._client.get_json(MessageItem, target))

    def fetch_source(
        self, message: RemoteId, sink: BinaryIO, max_bytes: int = MAX_FILE_BYTES
    ) -> int:
        """Write the whole message as MIME to ``sink``, which can seek; return how many bytes."""
        target = address("/me/messages/{message}/$value", message)
        return self._client.download(target, sink, max_bytes)

    def fetch_categories(self) -> list[Category]:
        """Return the mailbox's categories and their colours."""
        target = address("/me/outlook/masterCategories")
        return fetch_list(self._client, target, CategoryItem, category_from_json)

    def find_messages(self, messages: Sequence[RemoteId]) -> dict[RemoteId, Message | None]:
        """Return each of many messages as it is and where it lies now, None if it is gone.

        One that cannot be read is left out.
        """
        found: dict[RemoteId, Message | None] = {}
        answers = fetch_batch(self._client, [_line_address(message) for message in messages])
        for message, answer in zip(messages, answers, strict=True):
            if isinstance(answer, NotFoundError):
                found[message] = None
                continue
            with suppress(NonsenseError):
                found[message] = message_from_json(decode(_good(answer).body, MessageItem))
        return found

    def _walk_folders(self) -> list[FolderItem]:
        params: dict[str, str | int] = {"includeHiddenFolders": "true", "$top": 100}
        params["$select"] = _FOLDER_FIELDS
        found: dict[str, FolderItem] = {}
        try:
            level = self._folders_at([address("/me/mailFolders", params=params)])
        except DeniedError:
            # Of a mailbox shared in part a folder may open that the list does not lead to.
            level = self._well_known_folders()
            if not level:
                raise
        while level:
            fresh = [item for item in level if item.id not in found and not item.is_search]
            found.update((item.id, item) for item in fresh)
            level = self._folders_at(
                [
                    address("/me/mailFolders/{folder}/childFolders", item.id, params=params)
                    for item in fresh
                    if item.child_folder_count
                ]
            )
        return list(found.values())

    def _folders_at(self, targets: Sequence[Address]) -> list[FolderItem]:
        """List several folders' children at once; a folder that vanished meanwhile has none."""
        if len(targets) == 1:
            return fetch_list(self._client, targets[0], FolderItem, _as_is)
        items: list[FolderItem] = []
        for target, answer in zip(targets, fetch_batch(self._client, targets), strict=True):
            if isinstance(answer, NotFoundError):
                continue
            page = page_from_json(_good(answer).body, FolderItem, _as_is)
            items += page.items
            if page.next_cursor:
                items += fetch_list(
                    self._client, page.next_cursor, FolderItem, _as_is, target.template
                )
        return items

    def _names_among(self, folders: set[str]) -> Mapping[RemoteId, str]:
        """Return which folder is the inbox and so on; asked again for a new folder, or in time."""
        if self._listings % _NAMES_LAST == 0 or not folders <= self._named:
            self._names, is_sure = self._well_known_names()
            self._named, self._listings = folders if is_sure else set(), 0
        self._listings += 1
        return self._names

    def _well_known_names(self) -> tuple[dict[RemoteId, str], bool]:
        """Return the names, and whether the server has told of all of them."""
        targets = [
            address(f"/me/mailFolders/{name}", params={"$select": "id"}) for name in WELL_KNOWN
        ]
        names: dict[RemoteId, str] = {}
        is_sure = True
        for name, answer in zip(WELL_KNOWN, fetch_batch(self._client, targets), strict=True):
            if isinstance(answer, ServerAnswer):
                names.setdefault(RemoteId(decode(answer.body, FolderItem).id), name)
            else:
                is_sure &= isinstance(answer, (NotFoundError, DeniedError))
        return names, is_sure

    def _well_known_folders(self) -> list[FolderItem]:
        params = {"$select": _FOLDER_FIELDS}
        targets = [address(f"/me/mailFolders/{name}", params=params) for name in WELL_KNOWN]
        answers = fetch_batch(self._client, targets)
        return [decode(one.body, FolderItem) for one in answers if isinstance(one, ServerAnswer)]

    def _add_attachments(
        self, found: dict[RemoteId, FullText | TransomError], messages: Sequence[RemoteId]
    ) -> None:
        """Ask for the attachments of some of the messages that were found."""
        answers = fetch_batch(self._client, [_attachments_address(one) for one in messages])
        for message, answer in zip(messages, answers, strict=True):
            full = found[message]
            if isinstance(full, TransomError):
                continue
            try:
                found[message] = full[0], self._attachments(message, _good(answer)), *full[2:]
            except TransomError as error:
                found[message] = error

    def _attachments(self, message: RemoteId, answer: ServerAnswer) -> tuple[Attachment, ...]:
        page = page_from_json(answer.body, AttachmentItem, attachment_from_json)
        items = page.items
        if page.next_cursor:
            items += fetch_list(
                self._client,
                page.next_cursor,
                AttachmentItem,
                attachment_from_json,
                "/me/messages/{message}/attachments",
            )
        return tuple(items)


def _as_is(item: FolderItem) -> FolderItem:
    return item


def _same(item: MessageItem) -> MessageItem:
    return item


def _good(answer: ServerAnswer | TransomError) -> ServerAnswer:
    if isinstance(answer, TransomError):
        raise answer
    return answer


def _full_text(item: MessageItem, has_head: bool) -> FullText:
    head = headers_of(item) if has_head else None
    return body_of(item.body), (), meeting_of(item), head


def _body_address(message: RemoteId, is_meeting: bool, with_head: bool) -> Address:
    # What only meetings have cannot be selected of the base type: then everything comes but the
    # head, which comes only when it is selected.
    select = f"id,body,hasAttachments,{_HEAD}" if with_head else "id,body,hasAttachments"
    params = {"$expand": _EVENT} if is_meeting else {"$select": select}
    return address("/me/messages/{message}", message, params=params)


def _line_address(message: RemoteId) -> Address:
    return address("/me/messages/{message}", message, params={"$select": MESSAGE_FIELDS})


def _attachments_address(message: RemoteId) -> Address:
    params = {"$select": ATTACHMENT_FIELDS}
    return address("/me/messages/{message}/attachments", message, params=params)


def _may_have_attachments(item: MessageItem) -> bool:
    # The flag is false where every attachment is a picture inside the text.
    text = (item.body.content or "") if item.body else ""
    return bool(item.has_attachments) or "cid:" in text.lower()
