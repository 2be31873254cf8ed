"""Messages made beforehand: written to a file once, put together by field when asked for."""

import os
import tempfile
import weakref
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from transom.demo.mailbox.organisation import signed_in
from transom.demo.mailbox.world import Mailbox, World

BETWEEN, WITHIN = b"\x1f", b"\x1e"  # JSON never holds them bare
IMMUTABLE = Prefer(immutable=True)
TYPE, ETAG, PLAIN_ID, LASTING_ID, PLAIN_LINK, LASTING_LINK, BEFORE, AFTER, MEETING = range(9)
LINK = MESSAGE_DEFAULTS.index("webLink")
FIRST, LAST = MESSAGE_DEFAULTS[:LINK], MESSAGE_DEFAULTS[LINK + 1 :]
# Where a field stands once the fields before and after the link are cut apart.
PLACES = {name: place for place, name in enumerate(FIRST + LAST)}
Shown = Json | msgspec.Raw


class Beforehand:
    """The born messages of one mailbox as bytes; whatever was touched since is made anew."""

    def __init__(self, world: World, mailbox: Mailbox, folder: Path) -> None:
        self._mailbox = mailbox
        # Nameless: it is there as long as the process, and goes with it however that ends.
        self._file = tempfile.TemporaryFile(dir=folder, buffering=1 << 20)  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._starts = array("Q", [0])
        plain, lasting = call_for(world, mailbox, Prefer()), call_for(world, mailbox, IMMUTABLE)
        for key in range(mailbox.mail.born):
            message = mailbox.mail.message(key)
            line = fragments(MessageView(plain, message), MessageView(lasting, message))
            self._starts.append(self._starts[-1] + self._file.write(line))
        self._file.flush()
        self._descriptor = self._file.fileno()

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
        plan = Plan.of(call, names)

        def show(key: int) -> Shown:
            if mail.is_touched(key):
                return anew(key)
            start, end = self._starts[key], self._starts[key + 1]
            return plan.join(os.pread(self._descriptor, end - start, start), always_typed)

        return show

    def _can(self, call: Call, names: Sequence[str]) -> bool:
        is_usual = call.prefer.body_type == "html" and not call.is_basic
        return is_usual and all(name in PLACES or name == "webLink" for name in names)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which fragments of a message make the answer."""

    names: tuple[str, ...]
    id: int
    link: int

    @classmethod
    def of(cls, call: Call, names: Sequence[str]) -> "Plan":
        if call.prefer.immutable:
            return cls(tuple(names), LASTING_ID, LASTING_LINK)
        return cls(tuple(names), PLAIN_ID, PLAIN_LINK)

    def join(self, line: bytes, always_typed: bool) -> msgspec.Raw:
        parts = line.split(BETWEEN)
        meeting = parts[MEETING]
        found = [parts[TYPE]] if always_typed or meeting else []
        found += (parts[ETAG], parts[self.id])
        if self.names == MESSAGE_DEFAULTS:
            # Nothing is left out: the fields need not be cut apart.
            found += (parts[BEFORE].replace(WITHIN, b","), parts[self.link])
            found.append(parts[AFTER].replace(WITHIN, b","))
            if meeting:
                found.append(meeting)
        else:
            fields = parts[BEFORE].split(WITHIN) + parts[AFTER].split(WITHIN)
            link = parts[self.link]
            found += [fields[PLACES[one]] if one in PLACES else link for one in self.names]
        return msgspec.Raw(b"{" + b",".join(found) + b"}")


def call_for(world: World, mailbox: Mailbox, prefer: Prefer) -> Call:
    """Return a call that nobody made, to make messages for whoever will."""
    who = signed_in(mailbox.user)
    return Call(world, who, who, mailbox, "", "", Options(), prefer)


def fragments(plain: MessageView, lasting: MessageView) -> bytes:
    """Return one message's members, each as JSON writes it between the braces."""
    link = MESSAGE_FIELDS["webLink"]
    parts = [
        member("@odata.type", message_type(plain.message)),
        member("@odata.etag", etag(plain.change_key)),
        member("id", plain.id),
        member("id", lasting.id),
        member("webLink", link(plain)),
        member("webLink", link(lasting)),
        *(
            WITHIN.join(member(name, MESSAGE_FIELDS[name](plain)) for name in names)
            for names in (FIRST, LAST)
        ),
    ]
    kind = MESSAGE_FIELDS["meetingMessageType"](plain)
    parts.append(member("meetingMessageType", kind) if kind else b"")
    return BETWEEN.join(parts)


def member(name: str, value: object) -> bytes:
    return encode({name: value})[1:-1]
