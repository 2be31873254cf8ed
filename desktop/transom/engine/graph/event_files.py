"""The files of events as Graph serves them."""

from typing import BinaryIO

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import Attachment
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.lists import fetch_list
from transom.engine.graph.mail import ATTACHMENT_FIELDS, MAX_FILE_BYTES
from transom.engine.graph.shapes.mail import AttachmentItem, attachment_from_json

_FILES = "/me/calendars/{calendar}/events/{event}/attachments"


class EventFilesApi:
    """Reads one account's files of events."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def list_files(self, calendar: RemoteId, event: RemoteId) -> list[Attachment]:
        """Return what is known of an event's files, without their contents."""
        target = address(_FILES, calendar, event, params={"$select": ATTACHMENT_FIELDS})
        return fetch_list(self._client, target, AttachmentItem, attachment_from_json, _FILES)

    def fetch_file(
        self,
        calendar: RemoteId,
        event: RemoteId,
        file: RemoteId,
        sink: BinaryIO,
        max_bytes: int = MAX_FILE_BYTES,
    ) -> int:
        """Write a file's bytes to ``sink``, which can seek; return how many."""
        target = address(f"{_FILES}/{{file}}/$value", calendar, event, file)
        return self._client.download(target, sink, max_bytes)
