"""A search in the server's own language, and the messages it finds."""

import re

from transom.engine.entities.mail import Message
from transom.engine.graph.addresses import Address, address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.lists import fetch_page
from transom.engine.graph.mail import MESSAGE_FIELDS
from transom.engine.graph.shapes.mail import MessageItem, message_from_json
from transom.engine.search.query import All, Either, Mark, Marked, Node, Not, Received, Where, Words

SERVER_CAP = 250
"""So many messages a search returns at most, as documented."""

_PAGE_ROWS = 125
_SPECIAL = re.compile(r'["\\():*<>=]+')
_NAMES = {
    Where.ANYWHERE: "",
    Where.SENDER: "from:",
    Where.TO: "to:",
    Where.CC: "cc:",
    Where.BCC: "bcc:",
    Where.PEOPLE: "participants:",
    Where.SUBJECT: "subject:",
    Where.BODY: "body:",
    Where.FILES: "attachment:",
}


class SearchApi:
    """Asks one account's server for messages by words."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def search_messages(self, kql: str) -> tuple[list[Message], bool]:
        """Return the newest messages found, and whether the server stopped at its cap."""
        found: list[Message] = []
        template = "/me/messages"
        params: dict[str, str | int] = {
            "$search": f'"{kql}"',
            "$select": MESSAGE_FIELDS,
            "$top": _PAGE_ROWS,
        }
        target: Address | str = address(template, params=params)
        while target and len(found) < SERVER_CAP:
            page = fetch_page(self._client, target, MessageItem, message_from_json, template)
            found += page.items
            target = page.next_cursor if page.items else ""
        return found[:SERVER_CAP], len(found) >= SERVER_CAP


def kql_from(node: Node) -> str:
    """Write what the server can be asked of a search; empty if it has no words."""
    return _kql(node) if _has_words(node) else ""


def _has_words(node: Node) -> bool:
    if isinstance(node, All | Either):
        parts = [_has_words(part) for part in node.parts]
        return any(parts) if isinstance(node, All) else all(parts)
    return isinstance(node, Words)


def _kql(node: Node) -> str:
    match node:
        case Words():
            return _words(node)
        case All(parts):
            return " AND ".join(filter(None, map(_nested, parts)))
        case Either(parts):
            written = [_nested(part) for part in parts]
            return " OR ".join(written) if all(written) else ""
        case Not(Words() as words):
            inner = _words(words)
            return f"NOT {inner}" if inner else ""
        case Marked(Mark.ATTACHMENT):
            return "hasAttachments:true"
        case Received(since, until):
            sides = [f"received>={since.date()}"] if since else []
            sides += [f"received<={until.date()}"] if until else []
            return " AND ".join(sides)
        case _:
            return ""  # what the server cannot tell is looked at here


def _nested(node: Node) -> str:
    written = _kql(node)
    is_joined = isinstance(node, All | Either) and len(node.parts) > 1
    return f"({written})" if written and is_joined else written


def _words(wish: Words) -> str:
    words = _SPECIAL.sub(" ", wish.text).split()
    if not words:
        return ""
    name = _NAMES[wish.where]
    if wish.is_phrase and len(words) > 1:
        return f'{name}\\"{" ".join(words)}\\"'
    star = "*" if wish.is_beginning else ""
    written = [f"{name}{word}" for word in words]
    return " AND ".join([*written[:-1], written[-1] + star])
