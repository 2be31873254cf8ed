"""The door's doubts: whether a sender is who the name says, weighed against whom one knows."""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, Person
from transom.engine.entities.mail import Message, MessageId
from transom.engine.parts.hall import Hall
from transom.engine.trust.doubts import Doubt, DoubtKind, KnownPeople, doubts_of
from transom.engine.workers import Lane

_KEPT_S = 600.0

Doubts = tuple[MessageId, tuple[Doubt, ...]]


class DoubtsPart:
    """Weighs senders on a lane of its own; who is known is read anew every few minutes."""

    def __init__(
        self, hall: Hall, lane: Lane, accounts: Callable[[], list[Account]], clock: Clock
    ) -> None:
        self._hall = hall
        self._lane = lane
        self._accounts = accounts
        self._clock = clock
        self._lock = threading.Lock()
        self._known: KnownPeople | None = None
        self._read_at = 0.0

    def weigh(self, message: Message, *, is_list: bool) -> Future[Doubts]:
        """Deliver whose message it is and what is odd about its sender."""
        return self._lane.submit(self._weigh, message, is_list)

    def _weigh(self, message: Message, is_list: bool) -> Doubts:
        known = self._people()
        found = list(doubts_of(message.sender, message.reply_to, known, is_list=is_list))
        address = message.sender.address
        is_stranger = address and address.casefold() not in known.addresses
        if is_stranger and not self._has_written_before(address, message.id):
            found.append(Doubt(DoubtKind.FIRST_MAIL, address))
        return message.id, tuple(found)

    def _has_written_before(self, address: str, message: MessageId) -> bool:
        return self._hall.store.correspondents.has_earlier_from(address, message)

    def _people(self) -> KnownPeople:
        with self._lock:
            now = self._clock.monotonic()
            if self._known is None or now - self._read_at > _KEPT_S:
                owners = [Person(one.name, one.username) for one in self._accounts()]
                people = self._hall.store.correspondents.read_people()
                self._known, self._read_at = KnownPeople(people, owners), now
            return self._known
