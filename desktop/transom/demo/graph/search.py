"""``$search`` on messages: KQL words over sender, subject and body, AND, OR, NOT, brackets."""

import re
from collections.abc import Callable
from datetime import date, datetime
from operator import eq, ge, gt, le, lt

from transom.demo.graph.errors import bad_request
from transom.demo.graph.text import plain_text
from transom.demo.mailbox.items import Address, Letter

Match = Callable[[Letter, datetime], bool]
"""A test on what was written and when it arrived."""

TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?:(?P<field>\w+)\s*(?P<sign>:|<=|>=|<|>|=)\s*)?"
    r'(?:\\?"(?P<phrase>[^"\\]*)\\?"|\((?P<inner>[^)]*)\)|(?P<word>[^\s"()]+)))'
)
DEEPEST = 20


def parse_search(text: str) -> Match:
    """Return a test on letters; words are joined by AND, or by OR where it says so."""
    text = text.strip()
    if not (len(text) > 1 and text.startswith('"') and text.endswith('"')):
        raise bad_request("Syntax error: the search clause must stand in double quotes.")
    return Reader(text[1:-1]).either(0)


class Reader:
    """Goes through a search once."""

    def __init__(self, text: str) -> None:
        self.tokens = list(TOKEN.finditer(text))
        self.place = 0

    def either(self, depth: int) -> Match:
        groups = [self.all(depth)]
        while self.is_word("OR"):
            self.place += 1
            groups.append(self.all(depth))
        return lambda letter, at: any(
            group and all(m(letter, at) for m in group) for group in groups
        )

    def all(self, depth: int) -> list[Match]:
        group: list[Match] = []
        while self.place < len(self.tokens) and not self.is_word("OR"):
            token = self.tokens[self.place]
            self.place += 1
            if token["close"]:
                break
            if token["word"] != "AND" or token["field"]:
                group.append(self.one(token, depth))
        return group

    def one(self, token: re.Match[str], depth: int) -> Match:
        if token["open"]:
            if depth == DEEPEST:
                raise bad_request("Syntax error: the search clause is nested too deeply.")
            return self.either(depth + 1)
        if token["word"] == "NOT" and not token["field"] and self.place < len(self.tokens):
            following = self.tokens[self.place]
            self.place += 1
            inner = self.one(following, depth)
            return lambda letter, at: not inner(letter, at)
        wanted = token["phrase"] or token["inner"] or token["word"] or ""
        return leaf_of(
            (token["field"] or "").lower(), token["sign"], wanted.lower().strip("'").rstrip("*")
        )

    def is_word(self, word: str) -> bool:
        if self.place >= len(self.tokens):
            return False
        token = self.tokens[self.place]
        return bool(token["word"] == word and not token["field"])


def leaf_of(field: str, sign: str | None, wanted: str) -> Match:
    if field in ("hasattachment", "hasattachments"):
        return lambda letter, _: bool(letter.attachments) == (wanted in ("true", "yes"))
    if field == "received":
        return received(sign or "=", wanted)
    readers: dict[str, Callable[[Letter], str]] = {
        "from": lambda letter: names((letter.sender,) if letter.sender else ()),
        "to": lambda letter: names(letter.to),
        "cc": lambda letter: names(letter.cc),
        "participants": lambda letter: names((*letter.to, *letter.cc)),
        "subject": lambda letter: letter.subject,
        "body": plain_text,
        "attachment": lambda letter: " ".join(a.name for a in letter.attachments),
    }
    chosen = (
        [readers[field]] if field in readers else [readers[n] for n in ("from", "subject", "body")]
    )
    return lambda letter, _: any(wanted in read(letter).lower() for read in chosen)


def received(sign: str, wanted: str) -> Match:
    try:
        day = date.fromisoformat(wanted[:10])
    except ValueError:
        raise bad_request("Syntax error: a date is expected behind 'received'.") from None
    tests: dict[str, Callable[[date, date], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
    test: Callable[[date, date], bool] = tests.get(sign, eq)
    return lambda _, at: test(at.date(), day)


def names(people: tuple[Address, ...]) -> str:
    return " ".join(f"{person.name} {person.address}" for person in people)
