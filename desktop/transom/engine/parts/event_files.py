"""The door's files of events: what is known is read at once, bytes are wished for."""

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

from transom.engine.entities.calendar import Event, EventId
from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.errors import NotFoundError
from transom.engine.files.saving import save_new_file
from transom.engine.parts.hall import Hall


class EventFilesPart:
    """Files that hang on events."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def read_files(self, event: EventId) -> Sequence[Attachment]:
        """Return an event's files on the calling thread, as far as they are known."""
        return self._hall.store.event_files.read_files(event)

    def open_files(self, event: EventId) -> None:
        """Ask what files an event has; they come as EVENTS."""
        known = self._hall.store.calendar.read_event(event)
        mailbox = self._hall.opened.mailbox(known.account) if known else None
        if known is not None and known.has_attachments and mailbox is not None:
            self._hall.opened.schedule.wish(mailbox.event_files.files_task(event))

    def download(self, file: AttachmentId) -> Future[bytes]:
        """Deliver a file's bytes, stored or fetched and then stored."""
        event, _ = self._find(file)
        return self._hall.opened.schedule.ask(event.account, lambda: self._bytes_of(event, file))

    def save(self, file: AttachmentId, target: Path) -> Future[Path]:
        """Save into a folder, or as a named file; deliver where it lies, never over another."""
        event, known = self._find(file)

        def job() -> Path:
            content = self._bytes_of(event, file)
            if target.is_dir():
                return save_new_file(target, known.name, content)
            return save_new_file(target.parent, target.name, content)

        return self._hall.opened.schedule.ask(event.account, job)

    def _bytes_of(self, event: Event, file: AttachmentId) -> bytes:
        content = self._hall.store.event_files.read_content(file)
        if content is not None:
            return content
        return self._hall.mailbox(event.account).event_files.fetch_file(file)

    def _find(self, file: AttachmentId) -> tuple[Event, Attachment]:
        found = self._hall.store.event_files.read_file(file)
        event = self._hall.store.calendar.read_event(found[0]) if found else None
        if found is None or event is None:
            raise NotFoundError("This file is no longer there.")
        return event, found[1]
