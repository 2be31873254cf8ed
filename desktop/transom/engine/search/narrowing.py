"""A search narrowed further by what its list is to leave in."""

from collections.abc import Iterator
from dataclasses import replace

from transom.engine.entities.listing import Sieve
from transom.engine.search.query import All, Categorised, Mark, Marked, Node, Query


def narrowed(query: Query, sieve: Sieve) -> Query:
    """Return the search for what both ask for; one for nothing stays so."""
    if query.root is None or not sieve:
        return query
    return replace(query, root=All((query.root, *_wishes(sieve))))


def _wishes(sieve: Sieve) -> Iterator[Node]:
    if sieve.is_unread:
        yield Marked(Mark.UNREAD)
    if sieve.is_flagged:
        yield Marked(Mark.FLAGGED)
    if sieve.has_attachments:
        yield Marked(Mark.ATTACHMENT)
    if sieve.category:
        yield Categorised(sieve.category, is_exact=True)
