"""A search as a tree of wishes, and what of it could not be understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


class Where(StrEnum):
    """The part of a message that must hold the words."""

    ANYWHERE = "anywhere"
    SENDER = "sender"
    TO = "to"
    CC = "cc"
    BCC = "bcc"
    PEOPLE = "people"
    SUBJECT = "subject"
    BODY = "body"
    FILES = "files"


class Mark(StrEnum):
    """What a message either is, or has, or not."""

    ATTACHMENT = "attachment"
    CATEGORY = "category"
    UNREAD = "unread"
    FLAGGED = "flagged"
    DRAFT = "draft"
    IMPORTANT = "important"
    FOCUSED = "focused"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must all be there; a phrase wants them in this order and side by side.

    ``is_beginning`` lets the last word be the beginning of a longer one.
    """

    text: str
    where: Where = Where.ANYWHERE
    is_phrase: bool = False
    is_beginning: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark that must be there."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class InFolder:
    """A folder by its name, or by a usual one such as ``inbox``."""

    name: str


@dataclass(frozen=True, slots=True)
class Categorised:
    """A category by its name, or the beginning of one unless ``is_exact``."""

    name: str
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A time from ``since`` on and before ``until``; None leaves a side open."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sized:
    """A size in bytes, text and attachments together, within bounds that themselves count."""

    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """One part at least must hold."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: "Node"


Leaf: TypeAlias = Words | Marked | InFolder | Categorised | Received | Sized
Node: TypeAlias = Leaf | All | Either | Not


@dataclass(frozen=True, slots=True)
class Ignored:
    """A piece of what was typed that does not count, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; ``root`` is None where nothing is."""

    root: Node | None = None
    ignored: tuple[Ignored, ...] = ()

    def wanted_words(self) -> list[Words]:
        """Return the words that are looked for, not those that must be missing."""
        return [] if self.root is None else list(_wanted(self.root))

    def leaves(self) -> list[Leaf]:
        """Return every wish, whether it is to hold or not."""
        return [] if self.root is None else list(_leaves(self.root))


def _wanted(node: Node) -> Iterator[Words]:
    if isinstance(node, Words):
        yield node
    elif isinstance(node, All | Either):
        for part in node.parts:
            yield from _wanted(part)


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, All | Either):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, Not):
        yield from _leaves(node.part)
    else:
        yield node


def without_words(node: Node) -> Node | None:
    """Return what is asked besides words; None where that is nothing, or depends on them."""
    match node:
        case Words():
            return None
        case All(parts):
            kept = [left for part in parts if (left := without_words(part)) is not None]
            return All(tuple(kept)) if kept else None
        case Either(parts):
            sides = [without_words(part) for part in parts]
            return (
                node if all(side == part for side, part in zip(sides, parts, strict=True)) else None
            )
        case Not(part):
            return node if without_words(part) == part else None
        case _:
            return node
