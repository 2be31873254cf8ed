"""One question to Graph, taken apart: whose mailbox, which options, which preferences."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from transom.demo.graph.errors import GraphError, bad_request, encode
from transom.demo.mailbox.access import OWN, Access
from transom.demo.mailbox.organisation import Entry
from transom.demo.mailbox.world import Mailbox, World
from transom.demo.mailbox.zones import find_zone

JSON = (
    "application/json;odata.metadata=minimal;odata.streaming=true;"
    "IEEE754Compatible=false;charset=utf-8"
)
Json = dict[str, object]
KNOWN = frozenset(
    [
        "select",
        "top",
        "skip",
        "orderby",
        "filter",
        "search",
        "count",
        "expand",
        "skiptoken",
        "deltatoken",
        "format",
        "startdatetime",
        "enddatetime",
        "includehiddenfolders",
        "changetype",
    ]
)
PREFERENCE = re.compile(r'\s*([\w.\-]+)\s*(?:=\s*(?:"([^"]*)"|([^,;\s]*)))?\s*(?:[,;]|$)')


@dataclass(frozen=True, slots=True)
class Prefer:
    """What the ``Prefer`` headers asked for, as far as the tenant honours it."""

    immutable: bool = False
    page_size: int | None = None
    zone: str = "UTC"
    body_type: str = "html"
    applied: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """The query options, by lower-case names without the dollar."""

    given: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.given.get(name, "")

    def number(self, name: str) -> int | None:
        text = self.given.get(name)
        if text is None:
            return None
        if not text.isascii() or not text.isdigit():
            raise bad_request(f"Invalid value '{text}' for the query option '${name}'.")
        return int(text)

    def is_true(self, name: str) -> bool:
        text = self.text(name).lower()
        if text not in ("", "true", "false"):
            raise bad_request(f"Invalid value '{text}' for the query option '{name}'.")
        return text == "true"

    def names(self, name: str) -> list[str] | None:
        """Return a comma-separated list, or none if the option was not given."""
        text = self.given.get(name)
        return None if text is None else [part.strip() for part in text.split(",") if part.strip()]


class Maker(Protocol):
    """Knows a faster way to show messages than making each anew."""

    def shower(
        self, call: "Call", names: Sequence[str], *, always_typed: bool = False
    ) -> Callable[[int], "Json | msgspec.Raw"]:
        """Return how to show a message by its key."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """A question about one mailbox; ``base`` and ``path`` (as it came, undecoded) build the links.

    ``viewer`` asks, ``whom`` is the person or the mailbox's account that is asked about; ``scopes``
    are all of the token's, and with ``is_basic`` it does not reach the bodies.
    """

    world: World
    viewer: Entry
    whom: Entry
    opened: Mailbox | None
    base: str
    path: str
    options: Options
    prefer: Prefer
    access: Access = OWN
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    is_basic: bool = False
    maker: Maker | None = None

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox, or the 404 of an account that has none."""
        if self.opened is None:
            raise no_mailbox()
        return self.opened

    def read_body(self) -> Json:
        """Return the JSON object that was sent, or raise the 400."""
        try:
            value = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise bad_request("Unable to read JSON request payload.")
        return value

    def link(self, **options: str) -> str:
        """Return the address of this collection with other options."""
        query = urlencode({f"${name}": text for name, text in options.items()}, quote_via=quote)
        return f"{self.base}{self.path}?{query}"

    def context(self, what: str) -> str:
        return f"{self.base}/$metadata#users('{self.whom.oid}')/{what}"

    def id_of(self, kind: str, key: int, part: int = 0, moves: int = 0) -> str:
        immutable = self.prefer.immutable
        return self.mailbox.ids.make(kind, key, part, moves=moves, immutable=immutable)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, before the headers that every answer carries."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)


def no_mailbox() -> GraphError:
    message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    return GraphError(404, "MailboxNotEnabledForRESTAPI", message)


class Tagged(msgspec.Struct):
    """Something that says which version of it this is."""

    etag: str = msgspec.field(name="@odata.etag", default="")


def json_reply(value: Json) -> Reply:
    tag = str(value.get("@odata.etag", ""))
    return Reply(200, encode(value), headers={"ETag": tag} if tag else {})


def entity_reply(context: str, shown: Json | msgspec.Raw) -> Reply:
    """Return one thing by itself; it may be ready made."""
    head, body = encode({"@odata.context": context})[:-1], encode(shown)
    tag = msgspec.json.decode(body, type=Tagged).etag
    return Reply(200, head + b"," + body[1:], headers={"ETag": tag} if tag else {})


def parse_options(query: str) -> Options:
    given: dict[str, str] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        plain = name.removeprefix("$").lower()
        if name.startswith("$") and plain not in KNOWN:
            raise bad_request(f"The query parameter '{name}' is not supported.", "BadRequest")
        if plain in given:
            raise bad_request(f"Query option '{name}' was specified more than once.")
        given[plain] = text
    return Options(given)


def parse_prefer(headers: list[str]) -> Prefer:
    wishes: dict[str, str] = {}
    for header in headers:
        for name, quoted, bare in PREFERENCE.findall(header):
            wishes[name.lower()] = quoted or bare
    applied: list[str] = []
    immutable = wishes.get("idtype", "").lower() == "immutableid"
    if immutable:
        applied.append('IdType="ImmutableId"')
    size = wishes.get("odata.maxpagesize", "")
    if size.isascii() and size.isdigit() and int(size) > 0:
        applied.append(f"odata.maxpagesize={size}")
    zone = wishes.get("outlook.timezone", "UTC")
    if find_zone(zone) is None:
        raise GraphError(
            400,
            "TimeZoneNotSupportedException",
            f"A valid TimeZone value must be specified. '{zone}' is not supported.",
        )
    if "outlook.timezone" in wishes:
        applied.append(f'outlook.timezone="{zone}"')
    body_type = wishes.get("outlook.body-content-type", "").lower()
    if body_type in ("text", "html"):
        applied.append(f'outlook.body-content-type="{body_type}"')
    page_size = min(int(size), 1000) if applied and f"odata.maxpagesize={size}" in applied else None
    return Prefer(
        immutable, page_size, zone, "text" if body_type == "text" else "html", ", ".join(applied)
    )
