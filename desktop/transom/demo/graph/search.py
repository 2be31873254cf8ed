"""``$search`` on messages: simple KQL words over sender, subject and body."""

import re
from collections.abc import Callable

from transom.demo.graph.errors import bad_request
from transom.demo.graph.text import plain_text
from transom.demo.mailbox.items import Address, Letter

Match = Callable[[Letter], bool]
WORD = re.compile(r'(?:(\w+)\s*:\s*)?(?:\\?"([^"\\]*)\\?"|\(([^)]*)\)|([^\s"]+))')


def parse_search(text: str) -> Match:
    """Return a test on letters; words are joined by AND, or by OR where it says so."""
    text = text.strip()
    if not (len(text) > 1 and text.startswith('"') and text.endswith('"')):
        raise bad_request("Syntax error: the search clause must stand in double quotes.")
    groups: list[list[Match]] = [[]]
    for field, phrase, inner, word in WORD.findall(text[1:-1]):
        if word == "OR" and not field:
            groups.append([])
        elif word != "AND":
            groups[-1].append(
                one(field.lower(), (phrase or inner or word).lower().strip("'").rstrip("*"))
            )
    return lambda letter: any(group and all(m(letter) for m in group) for group in groups)


def one(field: str, wanted: str) -> Match:
    if field in ("hasattachment", "hasattachments"):
        return lambda letter: bool(letter.attachments) == (wanted in ("true", "yes"))
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
    return lambda letter: any(wanted in read(letter).lower() for read in chosen)


def names(people: tuple[Address, ...]) -> str:
    return " ".join(f"{person.name} {person.address}" for person in people)
