"""What a list's wish says, in SQL: which messages fit, and which index finds them."""

import json
from typing import TypeAlias

from transom.engine.entities.listing import ListWish
from transom.engine.entities.mail import FLAGGED, UNREAD
from transom.engine.store.transaction import Value, clean

Values: TypeAlias = dict[str, Value]


def index_for(wish: ListWish) -> tuple[str, str]:
    """Return the index that leads to the fewest messages, and the condition it asks for."""
    if wish.sieve.category:
        return "indexed by message_categorised_in_folder", " and m.categories <> ''"
    if _is_flagged(wish):
        return "indexed by message_flagged_in_folder", " and m.is_flagged = 1"
    if _is_unread(wish):
        return "indexed by message_unread", " and m.is_read = 0"
    if wish.only_focused is not None:
        return "indexed by message_by_focus", f" and m.is_focused = {int(wish.only_focused)}"
    return "indexed by message_in_folder", ""


def reads_rows(wish: ListWish) -> bool:
    """Whether the sieve asks what stands in no index that leads to the messages."""
    has_files = wish.sieve.has_attachments
    narrow = (_is_flagged(wish), _is_unread(wish), wish.only_focused is not None)
    return bool(wish.sieve.category) or sum(narrow) > 1 or (any(narrow) and has_files)


def sieved(wish: ListWish, row: str) -> str:
    """Return what holds of a row that the list shows."""
    conditions = [
        "" if wish.only_focused is None else f"{row}.is_focused = {int(wish.only_focused)}",
        f"{row}.is_read = 0" if _is_unread(wish) else "",
        f"{row}.is_flagged = 1" if _is_flagged(wish) else "",
        f"{row}.has_attachments = 1" if wish.sieve.has_attachments else "",
        _categorised(row) if wish.sieve.category else "",
    ]
    return "".join(f" and {condition}" for condition in conditions if condition)


def is_first(wish: ListWish, row: str) -> str:
    """Return what holds of the newest of its conversation that the list shows."""
    return (
        f" and ({row}.conversation is null or not exists (select 1 from message n"  # noqa: S608
        f" where n.account = {row}.account and n.conversation = {row}.conversation"
        f" and n.folder = {row}.folder and n.id > {row}.id{sieved(wish, 'n')}))"
    )


def values_of(wish: ListWish) -> Values:
    """Return what the conditions name."""
    if not wish.sieve.category:
        return {}
    name = json.dumps(clean(wish.sieve.category), ensure_ascii=False)
    return {"category_first": f"[{name}", "category_later": f",{name}"}


def _categorised(row: str) -> str:
    # A quote within a name is written with a stroke before it, so neither begins inside of one.
    return (
        f"(instr({row}.categories, :category_first) > 0"
        f" or instr({row}.categories, :category_later) > 0)"
    )


def _is_unread(wish: ListWish) -> bool:
    return wish.sieve.is_unread or wish.folder == UNREAD


def _is_flagged(wish: ListWish) -> bool:
    return wish.sieve.is_flagged or wish.folder == FLAGGED
