"""How a person has arranged the list, as it is kept in the settings."""

from collections.abc import Mapping
from dataclasses import replace

from transom.engine.entities.listing import EVERYTHING, ListWish, Sieve, SortKey
from transom.engine.entities.mail import FolderId
from transom.engine.settings import Settings

_UNREAD, _FLAGGED, _FILES = "unread", "flagged", "attachments"
_FOLDER, _CATEGORY = "folder=", "category="


def manner_from_settings(settings: Settings) -> ListWish:
    """Return how lists are arranged; what was left in counts for one folder alone."""
    folder, sieve = _sieve_from_words(settings.list_sieve)
    return ListWish(
        folder,
        sieve=sieve,
        sort=settings.list_sort,
        is_descending=settings.list_descending,
        is_grouped=settings.list_conversations,
    )


def settings_with_manner(settings: Settings, manner: ListWish) -> Settings:
    """Return the settings that keep this."""
    return replace(
        settings,
        list_sieve=_words_from_sieve(manner),
        list_sort=manner.sort,
        list_descending=manner.is_descending,
        list_conversations=manner.is_grouped,
    )


def widths_from_settings(settings: Settings) -> dict[str, int]:
    """Return the widths of columns by their titles, in pixels of the design."""
    pairs = (words.rpartition("=") for words in settings.list_column_widths)
    return {name: int(px) for name, _, px in pairs if name and px.isdecimal()}


def settings_with_widths(settings: Settings, widths: Mapping[str, int]) -> Settings:
    """Return the settings that keep these widths."""
    words = tuple(f"{name}={px}" for name, px in widths.items())
    return replace(settings, list_column_widths=words)


def usual_direction(sort: SortKey) -> bool:
    """Return whether an order usually runs downwards: from the newest, from the largest."""
    return sort in (SortKey.DATE, SortKey.SIZE)


def _words_from_sieve(manner: ListWish) -> tuple[str, ...]:
    sieve = manner.sieve
    if not sieve:
        return ()
    words = (
        f"{_FOLDER}{manner.folder}",
        _UNREAD if sieve.is_unread else "",
        _FLAGGED if sieve.is_flagged else "",
        _FILES if sieve.has_attachments else "",
        f"{_CATEGORY}{sieve.category}" if sieve.category else "",
    )
    return tuple(word for word in words if word)


def _sieve_from_words(words: tuple[str, ...]) -> tuple[FolderId, Sieve]:
    number = next((word.removeprefix(_FOLDER) for word in words if word.startswith(_FOLDER)), "")
    if not number.removeprefix("-").isdecimal():
        return FolderId(0), EVERYTHING
    categories = (word.removeprefix(_CATEGORY) for word in words if word.startswith(_CATEGORY))
    sieve = Sieve(_UNREAD in words, _FLAGGED in words, _FILES in words, next(categories, ""))
    return FolderId(int(number)), sieve
