"""Texts of messages: those a person waits for at once, all others newest first, by pages."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import MessageId, MessageKind
from transom.engine.errors import (
    DeniedError,
    NonsenseError,
    NotFoundError,
    ThrottledError,
    TransomError,
    UnavailableError,
)
from transom.engine.graph.mail import FullText, MailApi
from transom.engine.store.catching_up import CatchingUp
from transom.engine.store.mail import MailStore
from transom.engine.store.message_rows import TIE_BITS, received_since
from transom.engine.sync.progress import Progress
from transom.engine.sync.tasks import Stage, Task

log = logging.getLogger(__name__)

AT_ONCE = 20
"""So many texts are asked for one by one in a batch: a request each."""
PAGE = 100
"""So many come with one request, as a list."""
CHAINS = 2
"""While one batch is stored the other is fetched."""
HEADS_COME_FOR = timedelta(days=30)
"""A head is a quarter of a usual mail: new mail's comes with the body, older mail's when read."""
_WORTH_A_PAGE = 4
"""A page is asked for where at least one in so many of its texts is wanted."""
_SMALLEST_PAGE = 10
_MOST_COUNTED = 100_000
_SLOW_S = 0.7
"""A server that takes so long for a page leaves time to index lines without their texts."""

Outcomes = Mapping[RemoteId, FullText | TransomError]


class BodySync:
    """Fetches one account's texts; every step runs on a fetcher."""

    def __init__(
        self,
        account: AccountId,
        api: MailApi,
        front_api: MailApi,
        store: MailStore,
        catching_up: CatchingUp,
        progress: Progress,
        clock: Clock,
    ) -> None:
        self._account = account
        self._api, self._front_api = api, front_api
        self._store, self._catching_up = store, catching_up
        self._progress, self._clock = progress, clock
        self._lock = threading.Lock()
        self._bodiless: set[MessageId] = set()
        self._underway: set[MessageId] = set()
        self._strays: set[MessageId] = set()
        self._in_sight: tuple[MessageId, ...] = ()
        self._page = PAGE

    def task(self) -> Task:
        """Return the step that counts the missing bodies; they follow, newest first."""
        return Task(self._account, Stage.BODIES, "bodies", self._count)

    def wish_task(self, message: MessageId) -> Task:
        """Return the step that fetches the body a person waits for."""
        job = partial(self._fetch_wish, message)
        return Task(self._account, Stage.WISH, f"body {message}", job)

    def sight_task(self, messages: Sequence[MessageId]) -> Task:
        """Return the step that fetches the texts of what stands on the screen, before others."""
        self._in_sight = tuple(messages)
        return Task(self._account, Stage.WISH, "bodies in sight", self._fetch_in_sight)

    def _count(self) -> list[Task]:
        missing = len(self._store.missing_bodies(self._account, _MOST_COUNTED))
        self._progress.remain(missing - len(self._bodiless))
        return [self._chain_task(number) for number in range(CHAINS)]

    def _chain_task(self, number: int) -> Task:
        job = partial(self._go_on, number)
        return Task(self._account, Stage.BODIES, f"bodies {number}", job)

    def _go_on(self, chain: int) -> list[Task]:
        batch, is_page = self._take()
        try:
            if not batch:
                # What never gets a text is found by its line.
                return [self._chain_task(chain)] if self._catching_up.index_some() else []
            begun = time.monotonic()
            found = self._page_of(batch) if is_page else self._one_by_one(batch, self._api)
            is_slow = time.monotonic() - begun > _SLOW_S
            self._save(batch, found)
        finally:
            with self._lock:
                self._underway.difference_update(batch)
        if is_slow:
            self._catching_up.index_some()
        return [self._chain_task(chain)]

    # --- what comes next ---

    def _take(self) -> tuple[dict[MessageId, RemoteId], bool]:
        """Choose the newest missing texts that no other chain fetches, and how they are asked for.

        As a page, where one would bring many of them; what a page did not bring, and what speaks
        of a meeting, is asked for by itself.
        """
        with self._lock:
            others = self._bodiless | self._underway
            wanted = max(AT_ONCE, self._page)
            missing = self._store.missing_bodies(self._account, wanted + len(others))
            fresh = [one for one in missing if one[0] not in others][:wanted]
            batch = self._page_batch(fresh)
            is_page = len(batch) * _WORTH_A_PAGE >= self._page > 0
            if not is_page:
                batch = dict(fresh[:AT_ONCE])
            self._underway.update(batch)
        return batch, is_page

    def _page_batch(
        self, missing: Sequence[tuple[MessageId, RemoteId]]
    ) -> dict[MessageId, RemoteId]:
        """Return what the page that begins with the newest of them is likely to bring."""
        if not self._page or not missing:
            return {}
        alone = self._strays | self._catching_up.meetings([one for one, _ in missing])
        plain = [one for one in missing if one[0] not in alone]
        if not plain or len(missing) - len(plain) >= AT_ONCE:
            return {}
        last = self._catching_up.last_within(self._account, plain[0][0], self._page)
        return {number: remote_id for number, remote_id in plain if number >= last}

    # --- the ways to ask ---

    def _page_of(self, batch: Mapping[MessageId, RemoteId]) -> Outcomes:
        newest = max(batch)
        new = received_since(self._clock.now() - HEADS_COME_FOR)
        try:
            found = self._api.fetch_body_page(
                newest >> TIE_BITS, self._page, set(batch.values()), with_heads=newest >= new
            )
        except (DeniedError, NotFoundError):
            # Of a mailbox shared in part its whole mail cannot be listed.
            self._page = 0
            return {}
        except (UnavailableError, NonsenseError):
            # Too much for one answer, or for the time it may take.
            smaller = self._page // 2
            self._page = smaller if smaller >= _SMALLEST_PAGE else 0
            return {}
        with self._lock:
            self._strays |= {number for number, one in batch.items() if one not in found}
        return found

    def _one_by_one(self, batch: Mapping[MessageId, RemoteId], api: MailApi) -> Outcomes:
        meetings = self._catching_up.meetings(list(batch))
        new = received_since(self._clock.now() - HEADS_COME_FOR)
        return api.fetch_bodies(
            list(batch.values()),
            [batch[number] for number in batch if number in meetings],
            [batch[number] for number in batch if number >= new],
        )

    def _save(self, batch: Mapping[MessageId, RemoteId], found: Outcomes) -> None:
        """Store what came; raise if nothing did because the server has no time."""
        good = []
        passing: TransomError | None = None
        for number, remote_id in batch.items():
            outcome = found.get(remote_id)
            if outcome is None:
                continue
            if not isinstance(outcome, TransomError):
                good.append((number, *outcome))
            elif isinstance(outcome, (ThrottledError, UnavailableError)):
                passing = outcome
            else:
                self._bodiless.add(number)
        self._store.save_bodies(good)
        with self._lock:
            self._strays.difference_update(one[0] for one in good)
        self._progress.advance(len(good))
        if passing is not None and not good:
            raise passing

    def _fetch_in_sight(self) -> list[Task]:
        missing = self._catching_up.without_text(self._in_sight, self._store.limits.first_text)
        with self._lock:
            others = self._bodiless | self._underway
            batch = dict([one for one in missing if one[0] not in others][:AT_ONCE])
            self._underway.update(batch)
        try:
            if batch:
                self._save(batch, self._one_by_one(batch, self._front_api))
        finally:
            with self._lock:
                self._underway.difference_update(batch)
        return []

    def _fetch_wish(self, message: MessageId) -> list[Task]:
        known = self._store.read_message(message)
        if known is not None and not self._store.has_body(message):
            is_meeting = known.kind is not MessageKind.MAIL
            full = self._front_api.fetch_body(
                known.remote_id, is_meeting=is_meeting, with_head=True
            )
            self._store.save_body(message, *full)
        return []
