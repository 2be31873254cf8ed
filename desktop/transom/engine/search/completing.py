"""What can be offered behind what is typed so far: operators, and what they take."""

from collections.abc import Sequence
from dataclasses import dataclass

from transom.engine.search.operators import OPERATORS, Operator, Takes

MOST = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole search with one piece completed, and words on that piece."""

    text: str
    piece: str
    help: str = ""


def offers_for(text: str, folders: Sequence[str], categories: Sequence[str]) -> list[Offer]:
    """Return what may complete the last piece of ``text``; nothing inside a phrase."""
    if text.count('"') % 2:
        return []
    start = max(text.rfind(" "), text.rfind("(")) + 1
    before, piece = text[:start], text[start:]
    sign = "-" if piece.startswith("-") else ""
    name, colon, value = piece.removeprefix("-").partition(":")
    if not name:
        return []
    if not colon:
        names = (one for one in OPERATORS if one.name.startswith(name.lower()))
        return [
            Offer(f"{before}{sign}{one.name}:", f"{sign}{one.name}:", one.help) for one in names
        ]
    operator = next((one for one in OPERATORS if one.name == name.lower()), None)
    if operator is None:
        return []
    values = [one for one in _values(operator, folders, categories) if _begins(one, value)]
    head = f"{before}{sign}{operator.name}:"
    return [Offer(head + _quoted(one) + " ", f"{operator.name}:{one}") for one in values[:MOST]]


def _values(operator: Operator, folders: Sequence[str], categories: Sequence[str]) -> Sequence[str]:
    match operator.takes:
        case Takes.FOLDER:
            return folders
        case Takes.CATEGORY:
            return categories
        case _:
            return operator.offers


def _begins(value: str, typed: str) -> bool:
    return value.lower().startswith(typed.lower()) and value.lower() != typed.lower()


def _quoted(value: str) -> str:
    return f'"{value}"' if not value.replace("-", "").isalnum() else value
