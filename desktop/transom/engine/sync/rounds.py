"""One delta round of any collection: page after page, until the link for the next round."""

import logging
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.errors import CursorLostError, GuardError, NonsenseError, NotFoundError
from transom.engine.graph.decoding import Page
from transom.engine.sync.tasks import Stage, Task
from transom.engine.sync.walks import Walk

log = logging.getLogger(__name__)

_MOST_LOSSES = 3
_ROUNDS_TO_REST = 20


class Identified(Protocol):
    """An item with an id of the server's."""

    @property
    def remote_id(self) -> RemoteId:
        """The id as the server spells it."""
        ...


T = TypeVar("T", bound=Identified)


class Collection(ABC, Generic[T]):
    """A folder or a calendar's window: where its pages come from and where they go."""

    def __init__(self, account: AccountId, key: str, stage: Stage, rank: int = 0) -> None:
        self.account = account
        self.key = key
        self.stage = stage
        self.rank = rank

    @abstractmethod
    def read_cursor(self) -> str | None:
        """Return the link that leads on, None or empty to begin."""

    @abstractmethod
    def fetch(self, cursor: str | None) -> Page[T]:
        """Return the page a link leads to."""

    @abstractmethod
    def save(self, page: Page[T]) -> None:
        """Store a page and its link in one transaction."""

    @abstractmethod
    def forget_page(self) -> None:
        """Go back to the link of the last whole round."""

    @abstractmethod
    def begin_shadow(self) -> None:
        """Begin a full round behind what is shown."""

    @abstractmethod
    def vanished(self) -> Sequence[Task]:
        """Return what is to be done once the server knows the collection no longer."""

    def ended(self) -> Sequence[Task]:
        """Return what follows a whole round."""
        return ()

    def circled(self) -> Sequence[Task]:
        """Return what is done in place of a round that never ends."""
        return ()


class Rests:
    """Collections whose pages made no sense: left alone for some rounds."""

    def __init__(self) -> None:
        self._left: dict[Hashable, int] = {}
        self._times: Counter[Hashable] = Counter()

    def begin(self, key: Hashable) -> None:
        """Leave a collection alone for long."""
        self._left[key] = _ROUNDS_TO_REST

    def begin_short(self, key: Hashable) -> None:
        """Leave a collection alone, each time longer: the first time the next round tries again."""
        self._left[key] = min(1 << self._times[key], _ROUNDS_TO_REST)
        self._times[key] += 1

    def end(self, key: Hashable) -> None:
        """A collection is whole again."""
        self._times.pop(key, None)
        self._left.pop(key, None)

    def pass_round(self) -> None:
        """One more round goes by."""
        self._left = {key: left - 1 for key, left in self._left.items() if left > 1}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._left


def round_task(collection: Collection[T], rests: Rests, stage: Stage | None = None) -> Task:
    """Return the step that fetches a collection's next page; further pages follow."""
    return _page_task(collection, rests, Walk(), stage or collection.stage)


def _page_task(collection: Collection[T], rests: Rests, walk: Walk, stage: Stage) -> Task:
    job = partial(_refresh_page, collection, rests, walk)
    return Task(collection.account, stage, collection.key, job, collection.rank)


def _refresh_page(collection: Collection[T], rests: Rests, walk: Walk) -> Sequence[Task]:
    following = _page_task(collection, rests, walk, collection.stage)
    cursor = collection.read_cursor()
    try:
        page = collection.fetch(cursor or None)
    except (CursorLostError, GuardError):
        # Links to other hosts are never kept: one that was kept means that the server has moved.
        if not cursor or walk.losses >= _MOST_LOSSES:
            raise
        _begin_anew(collection, cursor, walk)
        return [following]
    except NotFoundError:
        log.info("a collection vanished while it was read")
        return collection.vanished()
    except NonsenseError:
        # Such a link must not be all that is left to go on with.
        collection.forget_page()
        rests.begin_short(collection.key)
        raise
    collection.save(page)
    if page.delta_cursor:
        rests.end(collection.key)
        return collection.ended()
    ids = [*(item.remote_id for item in page.items), *page.removed]
    if not page.next_cursor or walk.is_circling(page.next_cursor, ids):
        log.warning("pages lead nowhere; the round ends without a link to the next")
        collection.forget_page()
        rests.begin(collection.key)
        return collection.circled()
    return [following]


def _begin_anew(collection: Collection[T], cursor: str, walk: Walk) -> None:
    """Go back to the last whole round's link; if that one was refused, start from nothing."""
    collection.forget_page()
    if collection.read_cursor() in (None, "", cursor) or walk.losses:
        collection.begin_shadow()
    walk.begin_anew()
