"""The door's heads and sources of messages: a stored head is read at once, all else is asked."""

from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.entities.mail import Headers, Message, MessageId
from transom.engine.errors import NotFoundError
from transom.engine.files.saving import save_new_file
from transom.engine.parts.hall import Hall

if TYPE_CHECKING:
    from transom.engine.sync.sources import SourceSync


class SourcesPart:
    """What stands above and behind a message's text."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def read_headers(self, message: MessageId) -> Headers | None:
        """Return a head on the calling thread, if it was fetched."""
        return self._hall.store.headers.read_headers(message)

    def fetch_headers(self, message: MessageId) -> Future[tuple[MessageId, Headers]]:
        """Deliver a head and whose it is, stored or fetched and then stored."""
        known = self._find(message)
        return self._hall.opened.schedule.ask(
            known.account, lambda: (message, self._source_of(known).fetch_headers(message))
        )

    def fetch_source(self, message: MessageId) -> Future[bytes]:
        """Deliver the whole message as MIME, as the server writes it."""
        known = self._find(message)
        return self._hall.opened.schedule.ask(
            known.account, lambda: self._source_of(known).fetch_source(message)
        )

    def save_source(self, message: MessageId, target: Path) -> Future[Path]:
        """Save a message as an .eml file; deliver where it lies, never over another."""
        known = self._find(message)

        def job() -> Path:
            content = self._source_of(known).fetch_source(message)
            if target.is_dir():
                return save_new_file(target, file_name(known), content)
            return save_new_file(target.parent, target.name, content)

        return self._hall.opened.schedule.ask(known.account, job)

    def _source_of(self, message: Message) -> "SourceSync":
        return self._hall.mailbox(message.account).sources

    def _find(self, message: MessageId) -> Message:
        known = self._hall.store.mail.read_message(message)
        if known is None:
            raise NotFoundError("This message is no longer there.")
        return known


def file_name(message: Message) -> str:
    """Return what to call a message's file: its subject, as far as a name can hold it."""
    subject = " ".join(message.subject.replace("/", "-").replace("\\", "-").split())
    return f"{subject[:80].strip() or 'Message'}.eml"
