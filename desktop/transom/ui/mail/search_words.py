"""A search's findings in words: how many, where, and what did not count."""

from transom.engine.entities.listing import MOST_ORDERED
from transom.engine.search.query import Ignored
from transom.ui import text
from transom.ui.mail.search_listing import SearchListing
from transom.ui.models.found_messages import FoundMessages


def count_words(listing: SearchListing, rows: FoundMessages) -> str:
    """Say how many were found here, and what the server adds."""
    total = listing.total
    here = rows.count - rows.from_server if total is None else total
    words = text.number(here) + ("+" if total is None and rows.count else "")
    server = listing.server
    if server is None or not server.cap:
        return f"{words} found" if total is not None else words
    more = rows.from_server + server.absent
    return f"{words} here, {text.number(more)} more on the server"


def server_words(listing: SearchListing) -> str:
    """Say how far the server's answer goes, once it was asked."""
    server = listing.server
    if server is None:
        return ""
    if not server.cap:
        return "The server can only be asked for words."
    stops = f"A server stops at {text.number(server.cap)} findings"
    said = f"{stops}; it did." if server.is_capped else f"{stops}."
    if server.unasked:
        said += f" {text.counted(server.unasked, 'mailbox', 'mailboxes')} could not be asked."
    if server.absent:
        absent = text.counted(server.absent, "message is", "messages are")
        return f"{said} {absent} not stored here yet."
    return said


def cut_words(listing: SearchListing) -> str:
    """Say where an order does not hold all that was found."""
    return f"Sorted are the newest {text.number(MOST_ORDERED)}." if listing.is_cut else ""


def ignored_words(ignored: tuple[Ignored, ...]) -> str:
    """Say what of the search did not count, and why."""
    pieces = [f"{one.text} {one.reason}" for one in ignored]
    return f"Left out: {'; '.join(pieces)}." if pieces else ""
