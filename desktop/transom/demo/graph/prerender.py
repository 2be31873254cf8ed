"""Messages made beforehand: written to a file once, put together from its parts when asked for."""

import struct
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path

import msgspec

from transom.demo.graph.call import Call, Json, Options, Prefer
from transom.demo.graph.errors import encode
from transom.demo.graph.mail_fields import (
    MESSAGE_DEFAULTS,
    MESSAGE_FIELDS,
    MessageView,
    etag,
    message_json,
    message_type,
)
from transom.demo.graph.pages_file import open_pages, write_pages
from transom.demo.mailbox.organisation import signed_in
from transom.demo.mailbox.world import Mailbox, World

IMMUTABLE = Prefer(immutable=True)
LINK = MESSAGE_DEFAULTS.index("webLink")
FIRST, LAST = MESSAGE_DEFAULTS[:LINK], MESSAGE_DEFAULTS[LINK + 1 :]
# A record is a table of where its parts begin, and the parts, each with a comma behind it.
PARTS = ("type", "etag", "id", "lasting id", "link", "lasting link", *FIRST, *LAST, "meeting")
TABLE = struct.Struct(f"<{len(PARTS) + 1}I")
PLACES = {name: place for place, name in enumerate(PARTS)}
BEFORE, AFTER, MEETING = PLACES[FIRST[0]], PLACES[LAST[0]], PLACES["meeting"]
Shown = Json | msgspec.Raw


class Beforehand:
    """The born messages of one mailbox as bytes; whatever was touched since is made anew."""

    def __init__(self, world: World, mailbox: Mailbox, folder: Path) -> None:
        self._mailbox = mailbox
        mark = mark_of(world)
        kept = open_pages(folder, mark)
        self.was_kept = kept is not None
        self._pages = kept or write_pages(folder, mark, records(world, mailbox))

    def shower(
        self, call: Call, names: Sequence[str], *, always_typed: bool = False
    ) -> Callable[[int], Shown]:
        """Return how to show a message by its key with these properties."""
        mail = call.mailbox.mail

        def anew(key: int) -> Shown:
            view = MessageView(call, mail.message(key))
            return message_json(view, list(names), always_typed=always_typed)

        if call.opened is not self._mailbox or not self._can(call, names):
            return anew
        find, is_touched = self._pages.find, mail.is_touched
        join = Plan.of(call, names, always_typed=always_typed).joiner()

        def show(key: int) -> Shown:
            return anew(key) if is_touched(key) else msgspec.Raw(join(*find(key)))

        return show

    def _can(self, call: Call, names: Sequence[str]) -> bool:
        is_usual = call.prefer.body_type == "html" and not call.is_basic
        return is_usual and all(name in PLACES or name == "webLink" for name in names)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which parts of a record make the answer."""

    names: tuple[str, ...]
    id: int
    link: int
    always_typed: bool

    @classmethod
    def of(cls, call: Call, names: Sequence[str], *, always_typed: bool) -> "Plan":
        ways = ("lasting id", "lasting link") if call.prefer.immutable else ("id", "link")
        name, link = (PLACES[way] for way in ways)
        return cls(tuple(names), name, link, always_typed)

    def joiner(self) -> Callable[[bytearray, int], bytes]:
        """Return how to make an answer of the record that begins at a place in some bytes."""
        is_whole = self.names == MESSAGE_DEFAULTS
        spans = self._all() if is_whole else [(n, n + 1) for n in self._chosen()]
        typed = [(0, 1), *spans]
        usual = typed if self.always_typed else spans
        of_meetings = [*typed, (MEETING, MEETING + 1)] if is_whole else typed
        unpack = TABLE.unpack_from

        def join(block: bytearray, start: int) -> bytes:
            table = unpack(block, start)
            is_meeting = table[MEETING] != table[MEETING + 1]
            parts: list[bytes | bytearray] = [b"{"]
            for first, behind in of_meetings if is_meeting else usual:
                parts.append(block[start + table[first] : start + table[behind]])
            parts[-1] = parts[-1][:-1] + b"}"  # in place of the last comma
            return b"".join(parts)

        return join

    def _all(self) -> list[tuple[int, int]]:
        etag_place = PLACES["etag"]
        head = [(etag_place, etag_place + 1), (self.id, self.id + 1)]
        return [*head, (BEFORE, AFTER), (self.link, self.link + 1), (AFTER, MEETING)]

    def _chosen(self) -> list[int]:
        chosen = [self.link if name == "webLink" else PLACES[name] for name in self.names]
        return [PLACES["etag"], self.id, *chosen]


def mark_of(world: World) -> bytes:
    """Return what tells one tenant's pages from another's, or from those of other code."""
    digest = blake2s(f"{world.seed}/{world.anchor}/{world.mailboxes()[0].mail.born}".encode())
    sources = sorted(Path(__file__).parents[1].rglob("*.py")) or [Path(sys.executable)]
    for source in sources:
        facts = source.stat()
        digest.update(f"{source.name}/{facts.st_size}/{facts.st_mtime_ns}\n".encode())
    return digest.digest()


def records(world: World, mailbox: Mailbox) -> Iterator[bytes]:
    plain, lasting = call_for(world, mailbox, Prefer()), call_for(world, mailbox, IMMUTABLE)
    for key in range(mailbox.mail.born):
        message = mailbox.mail.message(key)
        yield record(MessageView(plain, message), MessageView(lasting, message))


def call_for(world: World, mailbox: Mailbox, prefer: Prefer) -> Call:
    """Return a call that nobody made, to make messages for whoever will."""
    who = signed_in(mailbox.user)
    return Call(world, who, who, mailbox, "", "", Options(), prefer)


def record(plain: MessageView, lasting: MessageView) -> bytes:
    """Return one message's members as JSON writes them between the braces, and their table."""
    link, kind = MESSAGE_FIELDS["webLink"], MESSAGE_FIELDS["meetingMessageType"](plain)
    parts = [
        member("@odata.type", message_type(plain.message)),
        member("@odata.etag", etag(plain.change_key)),
        member("id", plain.id),
        member("id", lasting.id),
        member("webLink", link(plain)),
        member("webLink", link(lasting)),
        *(member(name, MESSAGE_FIELDS[name](plain)) for name in FIRST + LAST),
        member("meetingMessageType", kind) if kind else b"",
    ]
    table = [TABLE.size]
    for part in parts:
        table.append(table[-1] + len(part))
    return TABLE.pack(*table) + b"".join(parts)


def member(name: str, value: object) -> bytes:
    return encode({name: value})[1:-1] + b","
