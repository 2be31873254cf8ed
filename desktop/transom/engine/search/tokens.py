"""Cuts a search into words, phrases, operators, brackets and minus signs; every text has tokens."""

import re
from dataclasses import dataclass
from enum import Enum, auto

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<open>\() | (?P<close>\)) |
        "(?P<phrase>[^"]*)(?P<quote>"?)(?P<star>\*?) |
        (?P<minus>-)(?=[^\s-]) |
        (?P<name>[A-Za-z]+): |
        (?P<word>[^\s"()]+)
    )""",
    re.VERBOSE,
)
_WORD = re.compile(r'[^\s"()]+')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "：": ":"})


class Kind(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    MINUS = auto()
    NAME = auto()
    PHRASE = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the search; ``is_open`` where the person may still be typing it."""

    kind: Kind
    text: str
    source: str
    is_open: bool = False
    has_star: bool = False


def tokens_of(text: str, names: frozenset[str]) -> list[Token]:
    """Cut ``text``; a word before a colon is an operator only if it is one of ``names``."""
    text = text.translate(_QUOTES)
    found: list[Token] = []
    place = 0
    while match := _TOKEN.match(text, place):
        if match["name"] and match["name"].lower() not in names:
            word = _WORD.match(text, match.start("name"))
            assert word is not None
            found.append(_word(word[0], is_last=word.end() == len(text)))
            place = word.end()
            continue
        found.append(_token(match, text))
        place = match.end()
    return found


def _token(match: re.Match[str], text: str) -> Token:
    source = match[0].strip()
    if match["phrase"] is not None:
        is_open = not match["quote"]
        has_star = bool(match["star"])
        return Token(Kind.PHRASE, match["phrase"], source, is_open, has_star)
    if match["word"]:
        return _word(match["word"], is_last=match.end() == len(text))
    for group, kind in (("open", Kind.OPEN), ("close", Kind.CLOSE), ("minus", Kind.MINUS)):
        if match[group]:
            return Token(kind, source, source)
    return Token(Kind.NAME, match["name"].lower(), source, match.end() == len(text))


def _word(word: str, *, is_last: bool) -> Token:
    bare = word.rstrip("*")
    return Token(Kind.WORD, bare, word, is_last, bare != word)
