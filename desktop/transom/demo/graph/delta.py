"""Delta rounds: a first walk over everything, then whatever happened since."""

from collections.abc import Sequence
from hashlib import blake2s
from typing import Protocol

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, stale_token
from transom.demo.graph.paging import DEFAULT_TOP, page_size
from transom.demo.graph.tokens import Token, read_token, write_token
from transom.demo.mailbox.world import World

Cursor = tuple[float, ...]
START: Cursor = ()
REMEMBERED = 20_000  # as many changes of a mailbox back a link may lie


class Stream(Protocol):
    """A collection whose changes can be followed; made anew for each call."""

    @property
    def context(self) -> str: ...

    def walk(self, after: Cursor, count: int) -> tuple[Sequence[object], Cursor | None]:
        """Return the next items of the first round and where to go on, or none at its end."""
        ...

    def news(self, since: int, until: int) -> Sequence[object]:
        """Return what changed between two places in the log, removals included."""
        ...


def opened_token(call: Call, stream_name: str, options: dict[str, str]) -> Token:
    """Return the token a link carries, or a new one that remembers ``options``."""
    text = call.options.text("skiptoken") or call.options.text("deltatoken")
    if not text:
        page_size(call)  # a size that cannot be is refused before a link carries it on
        kept = {"top": call.options.text("top")} if call.options.text("top") else {}
        return Token(stream_name, call.mailbox.log.end, after=START, options=options | kept)
    newest, anew = call.mailbox.log.end, f"{call.base}{call.path}"
    try:
        token = read_token(secret(call.world), text, stream_name)
    except GraphError:
        raise stale_token(0, newest, anew) from None
    # A link from another life of this tenant, or from so long ago that nobody remembers.
    if max(token.since, token.until) > newest or newest - token.since > REMEMBERED:
        raise stale_token(token.since, newest, anew)
    return token


def answer_delta(call: Call, stream: Stream, token: Token) -> Reply:
    """Answer one page of the round that ``token`` is in."""
    usual = int(token.options.get("top", DEFAULT_TOP))
    size = max(1, page_size(call, usual))  # an empty page would never come to an end
    items: Sequence[object]
    if token.after is not None:
        items, after = stream.walk(token.after, size)
        # Changes made during the walk belong to the next round: its link starts where the walk did.
        is_done, since, until, offset = after is None, token.since, -1, 0
    else:
        after = None
        until = token.until if token.until >= 0 else call.mailbox.log.end
        news = stream.news(token.since, until)
        items, offset = list(news[token.offset : token.offset + size]), token.offset + size
        is_done, since = offset >= len(news), token.since
        if is_done:
            since, until, offset = until, -1, 0
    following = Token(token.stream, since, until, offset, after, token.options)
    mark = write_token(secret(call.world), following)
    answer: Json = {"@odata.context": f"{call.base}/$metadata#{stream.context}", "value": items}
    if is_done:
        answer["@odata.deltaLink"] = call.link(deltatoken=mark)
    else:
        answer["@odata.nextLink"] = call.link(skiptoken=mark)
    return json_reply(answer)


def secret(world: World) -> bytes:
    return blake2s(f"{world.seed}/{world.anchor}".encode(), digest_size=16).digest()


def removed(item_id: str, kind: str) -> Json:
    return {"@odata.type": kind, "id": item_id, "@removed": {"reason": "deleted"}}
