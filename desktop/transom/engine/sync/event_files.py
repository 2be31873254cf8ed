"""The files of events a person looks at: listed when the event is opened, fetched when wished."""

import io
from functools import partial

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import EventId
from transom.engine.entities.mail import AttachmentId, AttachmentKind
from transom.engine.errors import NotFoundError
from transom.engine.graph.event_files import EventFilesApi
from transom.engine.store.calendar import CalendarStore
from transom.engine.store.event_files import EventFileStore
from transom.engine.sync.tasks import Stage, Task


class EventFilesSync:
    """Fetches one account's files of events; every step runs on a fetcher."""

    def __init__(
        self,
        account: AccountId,
        front_api: EventFilesApi,
        calendar: CalendarStore,
        store: EventFileStore,
    ) -> None:
        self._account = account
        self._api = front_api
        self._calendar = calendar
        self._store = store

    def files_task(self, event: EventId) -> Task:
        """Return the step that lists the files of an event a person opened."""
        job = partial(self._refresh_files, event)
        return Task(self._account, Stage.WISH, f"event files {event}", job)

    def fetch_file(self, file: AttachmentId) -> bytes:
        """Return a file's bytes, stored or fetched and then stored; blocks."""
        content = self._store.read_content(file)
        if content is not None:
            return content
        found = self._store.read_file(file)
        event = self._calendar.read_event(found[0]) if found else None
        if found is None or event is None:
            raise NotFoundError("This file is no longer there.")
        if found[1].kind is AttachmentKind.REFERENCE:
            raise NotFoundError("This is only a link to a file that lies elsewhere.")
        sink = io.BytesIO()
        place = event.calendar_remote_id, event.remote_id
        self._api.fetch_file(*place, found[1].remote_id, sink)
        self._store.save_content(file, sink.getvalue())
        return sink.getvalue()

    def _refresh_files(self, event: EventId) -> list[Task]:
        known = self._calendar.read_event(event)
        if known is not None and known.has_attachments:
            files = self._api.list_files(known.calendar_remote_id, known.remote_id)
            self._store.save_files(event, files)
        return []
