"""One delta round under way, and how to tell that a server leads it in circles."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from transom.engine.entities.accounts import RemoteId

_MOST_BARREN_PAGES = 2
_MOST_EMPTY_PAGES = 100


@dataclass(slots=True, eq=False)
class Walk:
    """What the pages of one round have shown so far.

    Servers may repeat an item, send an empty page or, while they expand a series, the same ids
    under ever new links: only the last never ends.
    """

    losses: int = 0
    """How often the link was refused in this round."""
    _links: set[str] = field(default_factory=set)
    _ids: set[RemoteId] = field(default_factory=set)
    _barren: int = 0
    _empty: int = 0

    def is_circling(self, link: str, ids: Iterable[RemoteId]) -> bool:
        """Take note of a page that leads on by ``link``; say whether following it is pointless."""
        ids = set(ids)
        fresh = ids - self._ids
        self._ids |= fresh
        self._barren = 0 if fresh or not ids else self._barren + 1
        self._empty = 0 if ids else self._empty + 1
        is_known = link in self._links
        self._links.add(link)
        return is_known or self._barren >= _MOST_BARREN_PAGES or self._empty >= _MOST_EMPTY_PAGES

    def begin_anew(self) -> None:
        """Forget the pages: the round starts over from another link."""
        self.losses += 1
        self._links.clear()
        self._ids.clear()
        self._barren = self._empty = 0
