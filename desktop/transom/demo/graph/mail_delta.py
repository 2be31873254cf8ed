"""What is new in one mail folder, and in the tree of folders."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from transom.demo.graph.call import Call, Json, Reply
from transom.demo.graph.delta import Cursor, answer_delta, opened_token, removed
from transom.demo.graph.errors import bad_filter, bad_request
from transom.demo.graph.expansions import Expansions, expanded, message_expansions
from transom.demo.graph.filters import read_time
from transom.demo.graph.mail import find_folder
from transom.demo.graph.mail_fields import (
    FOLDER_DEFAULTS,
    FOLDER_FIELDS,
    MESSAGE_DEFAULTS,
    MESSAGE_FIELDS,
    FolderView,
    MessageView,
    folder_json,
    message_json,
    message_shower,
)
from transom.demo.graph.paging import known_names
from transom.demo.mailbox.items import Effect, MailFolder
from transom.demo.mailbox.timeline import LAST

FILTER_LIMIT = 5000
REMEMBERED = ("select", "filter", "changetype", "expand")
CHANGES = ("", "created", "updated", "deleted")


def remembered(call: Call) -> dict[str, str]:
    """Return the query options that a delta link carries on."""
    return {n: text for n, text in call.options.given.items() if n in REMEMBERED}


def check_options(call: Call) -> None:
    """Raise where more is asked than change tracking of messages allows."""
    order = " ".join(call.options.text("orderby").lower().split())
    if order not in ("", "receiveddatetime desc"):
        raise bad_request("Change tracking allows only the order receivedDateTime desc.")
    if call.options.text("search") or "skip" in call.options.given:
        raise bad_request("'$search' and '$skip' are not supported with change tracking.")
    if call.options.text("changetype").lower() not in CHANGES:
        raise bad_request("changeType is created, updated or deleted.")


def messages_delta(call: Call, folder_id: str) -> Reply:
    folder = find_folder(call, folder_id).key
    check_options(call)
    token = opened_token(call, f"messages/{folder}/{call.mailbox.user.oid}", remembered(call))
    options = token.options
    wanted = [name for name in options.get("select", "").split(",") if name.strip()]
    stream = MessageStream(
        call,
        folder,
        known_names([name.strip() for name in wanted], MESSAGE_FIELDS, MESSAGE_DEFAULTS),
        parse_since(options.get("filter", "")),
        options.get("changetype", "").lower(),
        message_expansions(call, options.get("expand", "")),
    )
    return answer_delta(call, stream, token)


def parse_since(text: str) -> datetime | None:
    """Return the one bound that delta allows: receivedDateTime ge or gt a time."""
    if not text:
        return None
    parts = text.split()
    if len(parts) != 3 or parts[0].lower() != "receiveddatetime" or parts[1] not in ("ge", "gt"):
        raise bad_filter("Change tracking allows only receivedDateTime ge or gt.")
    return read_time(parts[2])


@dataclass(frozen=True, slots=True)
class MessageStream:
    """The messages of one folder, newest first, and what became of them."""

    call: Call
    folder: int
    names: list[str]
    since: datetime | None
    change_type: str
    expansions: Expansions
    context: str = "Collection(message)"

    def walk(self, after: Cursor, count: int) -> tuple[list[Json | msgspec.Raw], Cursor | None]:
        mail = self.call.mailbox.mail
        keys = mail.keys(self.folder)
        start, end = 0, len(keys)
        if after:
            start = mail.timeline.position_after(keys, after[0], int(after[1]))
        if self.since is not None:
            end = min(mail.timeline.position(keys, self.since, LAST), FILTER_LIMIT)
        page = keys[start : min(start + count, end)]
        following = None
        if start + count < end and len(page):
            following = (mail.received_at(page[-1]).timestamp(), float(page[-1]))
        if self.expansions:
            return [self._show(key) for key in page], following
        show = message_shower(self.call, self.names, always_typed=True)
        return [show(key) for key in page], following

    def news(self, since: int, until: int) -> list[Json]:
        latest: dict[tuple[int, int], Effect] = {}
        for effect in self.call.mailbox.log.between(since, until, "messages", self.folder):
            # Without immutable ids a message that left and came back has two names.
            is_old_name = effect.is_removed and not self.call.prefer.immutable
            place = (effect.key, effect.moves if is_old_name else -1)
            was_created = place in latest and latest.pop(place).is_created
            latest[place] = effect
            if was_created and not effect.is_removed:
                latest[place] = Effect(effect.seq, "messages", self.folder, effect.key, False, True)
        return [item for effect in latest.values() if (item := self._tell(effect)) is not None]

    def _tell(self, effect: Effect) -> Json | None:
        mail = self.call.mailbox.mail
        kind = "deleted" if effect.is_removed else "created" if effect.is_created else "updated"
        if self.change_type and self.change_type != kind:
            return None
        if effect.is_removed:
            item_id = self.call.id_of("m", effect.key, moves=effect.moves)
            return removed(item_id, "#microsoft.graph.message")
        if not mail.holds(effect.key) or mail.message(effect.key).folder != self.folder:
            return None  # it went on since; the next round tells
        if self.since is not None and mail.received_at(effect.key) < self.since:
            return None
        return self._show(effect.key)

    def _show(self, key: int) -> Json:
        view = MessageView(self.call, self.call.mailbox.mail.message(key))
        item = message_json(view, self.names, always_typed=True)
        return item | expanded(view, self.expansions)


def folders_delta(call: Call, parent_id: str = "") -> Reply:
    """Answer the whole tree, or of one folder what lies right below it."""
    parent = find_folder(call, parent_id).key if parent_id else None
    name = f"folders/{call.mailbox.user.oid}/{parent or ''}"
    token = opened_token(call, name, remembered(call))
    wanted = [name.strip() for name in token.options.get("select", "").split(",") if name.strip()]
    stream = FolderStream(call, known_names(wanted, FOLDER_FIELDS, FOLDER_DEFAULTS), parent)
    return answer_delta(call, stream, token)


@dataclass(frozen=True, slots=True)
class FolderStream:
    """The whole tree of folders, flat; hidden ones only come when they were asked for."""

    call: Call
    names: list[str]
    parent: int | None = None
    context: str = "Collection(mailFolder)"

    def walk(self, after: Cursor, count: int) -> tuple[list[Json], Cursor | None]:
        folders = self.call.mailbox.mail.tree
        behind = int(after[0]) if after else 0
        # The top folder itself is not part of the answer.
        left = [f for f in folders if f.parent and not f.is_hidden and f.key > behind]
        left = [f for f in left if self._is_shown(f)]
        page = left[:count]
        following = (float(page[-1].key),) if len(left) > count else None
        return [
            folder_json(FolderView(self.call, folder), self.names) for folder in page
        ], following

    def news(self, since: int, until: int) -> list[Json]:
        mail = self.call.mailbox.mail
        touched = {e.key: e for e in self.call.mailbox.log.between(since, until, "folders", 0)}
        items = []
        for key, effect in touched.items():
            folder = mail.tree.get(key)
            if folder is None and effect.is_removed:
                name = self.call.mailbox.ids.make("f", key)
                items.append(removed(name, "#microsoft.graph.mailFolder"))
            elif folder and not folder.is_hidden and self._is_shown(folder):
                items.append(folder_json(FolderView(self.call, folder), self.names))
        return items

    def _is_shown(self, folder: MailFolder) -> bool:
        return self.parent in (None, folder.parent) and self.call.access.opens(folder.key)
