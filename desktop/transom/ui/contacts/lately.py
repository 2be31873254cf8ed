"""What a person and the mailbox's owner did lately: the newest mail and events with an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import Contact
from transom.engine.entities.mail import MessageLine

MOST_ITEMS = 6
MOST_READ = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A mail or an event, and when it was."""

    icon: str
    words: str
    at: datetime


class Finder(Protocol):
    """The part of the engine's door that searches."""

    def search_messages(self, words: str, limit: int = 200) -> Sequence[MessageLine]:
        """Return messages that hold all words, newest first."""
        ...

    def search_events(self, words: str, limit: int = 50) -> Sequence[Event]:
        """Return events that hold all words."""
        ...


def lately(finder: Finder, contact: Contact, now: datetime) -> list[Item]:
    """Return the newest items that name one of the contact's addresses, newest first."""
    items: dict[tuple[str, int], Item] = {}
    for person in contact.emails[:3]:
        if not person.address.strip():
            continue
        for line in finder.search_messages(person.address, MOST_READ):
            words = line.subject or "(no subject)"
            items["mail", line.id] = Item("ph.envelope-simple", words, line.received_at)
        for event in finder.search_events(person.address, MOST_READ):
            if event.span.starts_at <= now and not event.is_cancelled:
                words = event.subject or "(no subject)"
                items["event", event.id] = Item("ph.calendar", words, event.span.starts_at)
    return sorted(items.values(), key=lambda item: item.at, reverse=True)[:MOST_ITEMS]
