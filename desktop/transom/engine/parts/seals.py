"""The door's seals: a sealed message is fetched whole, taken apart and checked on a worker."""

from concurrent.futures import Future

from transom.engine.entities.mail import Body, Message, MessageId
from transom.engine.entities.seals import Seal
from transom.engine.parts.hall import Hall

Examined = tuple[MessageId, Seal, Body | None]
"""Whose seal it is, the seal, and the text that was signed where there is one."""


class SealsPart:
    """Examines signed and encrypted mail."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def examine(self, message: Message) -> Future[Examined]:
        """Deliver what is known of a message's seal."""

        def job() -> Examined:
            source = self._hall.mailbox(message.account).sources.fetch_source(message.id)
            return (message.id, *examine(source, message))

        return self._hall.opened.schedule.ask(message.account, job)


def examine(source: bytes, message: Message) -> tuple[Seal, Body | None]:
    """Check a message's source, as of when it came; for a worker."""
    # cryptography and the system's roots take a moment: only where something is sealed.
    from transom.engine.trust.certificates import system_roots
    from transom.engine.trust.seals import body_of_content, seal_of

    seal = seal_of(source, message.sender.address, system_roots(), message.received_at)
    return seal, body_of_content(seal.content) if seal.content else None
