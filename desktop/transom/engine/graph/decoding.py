"""JSON as it really arrives: into typed structs, each item of a page alone."""

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from transom.engine.entities.accounts import RemoteId
from transom.engine.errors import NonsenseError

log = logging.getLogger(__name__)

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")


class OddItemError(ValueError):
    """One item lacks what makes it an item; its page goes on without it."""


class Item(msgspec.Struct, rename="camel"):
    """What every item of a list has, or might."""

    id: str = ""
    odata_type: str | None = msgspec.field(name="@odata.type", default=None)
    removed: msgspec.Raw = msgspec.field(name="@removed", default=msgspec.Raw())

    @property
    def is_removed(self) -> bool:
        """Whether this only says that the item is gone."""
        return bytes(self.removed) not in (b"", b"null")


ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``delta_cursor`` is empty while more pages follow.

    ``odd`` counts items that could not be read, ``odd_raws`` are those that had a legible id.
    """

    items: list[T]
    removed: list[RemoteId] = field(default_factory=list)
    next_cursor: str = ""
    delta_cursor: str = ""
    odd: int = 0
    odd_raws: Mapping[RemoteId, bytes] = field(default_factory=dict)

    @property
    def odd_ids(self) -> tuple[RemoteId, ...]:
        """The ids of items that could not be read."""
        return tuple(self.odd_raws)


class _Envelope(msgspec.Struct):
    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)
    delta_link: str | None = msgspec.field(name="@odata.deltaLink", default=None)


def decode(body: bytes | msgspec.Raw, type_: type[T]) -> T:
    """Read JSON as ``type_``; raise NonsenseError if it is none, or of another shape."""
    try:
        return msgspec.json.decode(body, type=type_, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    except RecursionError:
        raise NonsenseError("The server's answer is nested too deeply.") from None
    try:
        return msgspec.json.decode(_mended(bytes(body)), type=type_, strict=False)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise NonsenseError("The server's answer is not the JSON that was asked for.") from None


def _mended(body: bytes) -> bytes:
    """Replace halves of characters and stray bytes, which only a lenient reader lets pass."""
    loose = json.loads(body.decode("utf-8-sig", "replace"))
    text = json.dumps(loose, ensure_ascii=False, allow_nan=False)
    return _SURROGATE.sub("\ufffd", text).encode()


def page_from_json(
    body: bytes, item_type: type[ItemT], convert: Callable[[ItemT], T], asked: str | None = None
) -> Page[T]:
    """Read a page; of several items with one id the last counts.

    ``asked`` is the link that led here: a page that leads back to it would never end.
    """
    envelope = decode(body, _Envelope)
    if envelope.next_link and envelope.next_link == asked:
        raise NonsenseError("The server repeats one page without end.")
    found: dict[RemoteId, T | None] = {}
    odd: list[tuple[RemoteId, bytes]] = []
    for raw in envelope.value:
        try:
            item = decode(raw, item_type)
            if not item.id:
                raise OddItemError("no id")
            # Delete first: a later item goes to its own place in the order.
            found.pop(RemoteId(item.id), None)
            found[RemoteId(item.id)] = None if item.is_removed else convert(item)
        except (NonsenseError, OddItemError):
            odd.append((_legible_id(raw), bytes(raw)))
    if odd:
        log.warning("left out %d odd items of a page", len(odd))
    return Page(
        items=[thing for thing in found.values() if thing is not None],
        removed=[remote_id for remote_id, thing in found.items() if thing is None],
        next_cursor=envelope.next_link or "",
        delta_cursor=envelope.delta_link or "",
        odd=len(odd),
        odd_raws={remote_id: raw for remote_id, raw in odd if remote_id},
    )


class _OnlyId(msgspec.Struct):
    id: str = ""


def _legible_id(raw: msgspec.Raw) -> RemoteId:
    try:
        return RemoteId(decode(raw, _OnlyId).id)
    except NonsenseError:
        return RemoteId("")


def pages_to_end(fetch: Callable[[str | None], Page[T]]) -> Iterator[Page[T]]:
    """Yield page after page of a list that is read whole; raise if it goes in circles."""
    seen: set[str] = set()
    cursor: str | None = None
    while True:
        page = fetch(cursor)
        yield page
        cursor = page.next_cursor
        if not cursor:
            return
        if cursor in seen:
            raise NonsenseError("The server repeats one page without end.")
        seen.add(cursor)
