"""One search under way: its pages, count and snippets, and what the server adds, each asked for."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactLine
from transom.engine.entities.listing import FoundOrder, ListWish, with_group
from transom.engine.entities.mail import MessageId, MessageLine
from transom.engine.entities.search import ServerFound
from transom.engine.errors import ServiceError, SignInError, StoppedError, TransomError
from transom.engine.parts.hall import Hall
from transom.engine.search.query import Ignored, Query
from transom.engine.workers import Lane

P = ParamSpec("P")
T = TypeVar("T")

_SLICE_S = 0.05
"""A page with something in it waits no longer for the rest."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what is found; ``is_whole`` if nothing follows."""

    lines: tuple[MessageLine, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Others:
    """What is found besides mail."""

    events: tuple[Event, ...] = ()
    contacts: tuple[ContactLine, ...] = ()


class SearchRun:
    """Answers by Futures from the search's own threads; once cancelled, by nothing more."""

    def __init__(self, hall: Hall, lane: Lane, query: Query) -> None:
        self.query = query
        self._hall = hall
        self._lane = lane
        self._over = threading.Event()

    def page(
        self, after: MessageId | None, most: int, *, is_descending: bool = True
    ) -> "Future[Found]":
        """Deliver the next findings beyond ``after``, newest first or last."""
        return self._lane.submit(
            self._while_wanted, self._page, after, most, is_descending=is_descending
        )

    def order(self, wish: ListWish, others: Sequence[MessageId] = ()) -> "Future[FoundOrder]":
        """Deliver the order of all findings, and of others that are to stand among them."""
        read = self._hall.store.found_orders.read_order
        return self._lane.submit(self._while_wanted, read, self.query, wish, others)

    def rows(self, order: FoundOrder, heads: Sequence[MessageId]) -> "Future[list[MessageLine]]":
        """Deliver rows of an order."""
        return self._lane.submit(self._while_wanted, self._rows, order, heads)

    def count(self) -> "Future[int]":
        """Deliver how many there are in all."""
        search = self._hall.store.search
        return self._lane.submit(self._while_wanted, search.count_messages, self.query)

    def ignored(self) -> "Future[tuple[Ignored, ...]]":
        """Deliver what of the search does not count."""
        return self._lane.submit(self._while_wanted, self._ignored)

    def snippets(self, messages: Sequence[MessageId]) -> "Future[dict[MessageId, str]]":
        """Deliver the pieces of these messages' texts that have the words."""
        search = self._hall.store.search
        return self._lane.submit(self._while_wanted, search.snippets, self.query, messages)

    def others(self, most: int) -> "Future[Others]":
        """Deliver events and contacts."""
        return self._lane.submit(self._while_wanted, self._others, most)

    def ask_server(self) -> "Future[ServerFound]":
        """Ask every account's server for the same, and deliver what it adds."""
        return self._lane.submit(self._ask_server)

    def cancel(self) -> None:
        """Stop looking; what is under way breaks off."""
        self._over.set()

    def _while_wanted(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._over.is_set():
            raise StoppedError("Something else is looked for now.")
        with self._hall.store.search.until(self._over.is_set):
            return job(*args, **kwargs)

    def _rows(self, order: FoundOrder, heads: Sequence[MessageId]) -> list[MessageLine]:
        read = self._hall.store.lists.read_lines
        lines = read(heads)
        shared = [number for head in heads for number in order.groups.get(head, ())]
        below = {line.id: line for line in read(shared)}
        return [
            with_group(line, [below[one] for one in order.groups.get(line.id, ()) if one in below])
            for line in lines
        ]

    def _page(self, after: MessageId | None, most: int, *, is_descending: bool) -> Found:
        lines: list[MessageLine] = []
        until = time.monotonic() + _SLICE_S
        search = self._hall.store.search
        found_by_date = search.iterate(self.query, after, limit=most, is_descending=is_descending)
        with closing(found_by_date) as found:
            for line in found:
                lines.append(line)
                if time.monotonic() > until:
                    return Found(tuple(lines), is_whole=False)
        return Found(tuple(lines), is_whole=len(lines) < most)

    def _ignored(self) -> tuple[Ignored, ...]:
        return self.query.ignored + self._hall.store.search.ignored_names(self.query)

    def _others(self, most: int) -> Others:
        search = self._hall.store.search
        events = search.search_events(self.query, most)
        return Others(tuple(events), tuple(search.search_contacts(self.query, most)))

    def _ask_server(self) -> ServerFound:
        here: set[MessageId] = set()
        absent = cap = 0
        is_capped = False
        unasked: list[TransomError] = []
        mailboxes = self._hall.opened.mailboxes()
        for mailbox in mailboxes:
            try:
                found = mailbox.search.ask(self.query)
            except (ServiceError, SignInError) as error:  # another one's answer counts all the same
                unasked.append(error)
                continue
            here |= set(found.here)
            absent += found.absent
            cap = max(cap, found.cap)
            is_capped |= found.is_capped
        if unasked and len(unasked) == len(mailboxes):
            raise unasked[0]
        ordered = tuple(sorted(here, reverse=True))
        return ServerFound(ordered, absent, cap, is_capped, len(unasked))
