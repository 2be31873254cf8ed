"""The words inside attachments, where a person wants them searched: fetched and read one by one."""

import logging
from io import BytesIO

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import AttachmentKind
from transom.engine.errors import DeniedError, NonsenseError, NotFoundError
from transom.engine.files.extracting import extract_words
from transom.engine.files.file_kinds import kind_of_file
from transom.engine.graph.mail import MailApi
from transom.engine.store.attachment_texts import AttachmentTextStore, TextState, UnreadFile
from transom.engine.store.mail import MailStore
from transom.engine.sync.tasks import Stage, Task

log = logging.getLogger(__name__)

_AT_ONCE = 50
_ENVELOPE_BYTES = 64 << 10
"""What the server counts may be a little less than what it sends."""


class FileTexts:
    """Reads one account's attachments for their words; every step runs on a fetcher."""

    def __init__(
        self, account: AccountId, api: MailApi, mail: MailStore, store: AttachmentTextStore
    ) -> None:
        self._account = account
        self._api = api
        self._mail = mail
        self._store = store

    def task(self) -> Task:
        """Return the step that looks into the next file; more follow."""
        return Task(self._account, Stage.FILE_TEXTS, "file texts", self._look_into_next)

    def _look_into_next(self) -> list[Task]:
        most = self._store.most_bytes
        files = self._store.read_unread(self._account, _AT_ONCE) if most else []
        if not files:
            return []
        wordless, too_large, wanted = [], [], None
        for file in files:
            if not _kind_of(file):
                wordless.append(file.id)
            elif file.size_bytes > most:
                too_large.append(file.id)
            else:
                wanted = file
                break
        self._store.note(wordless, TextState.NONE)
        self._store.note(too_large, TextState.TOO_LARGE)
        if wanted is not None:
            self._look_into(wanted, most)
        return [self.task()]

    def _look_into(self, file: UnreadFile, most: int) -> None:
        try:
            content = self._mail.read_attachment_content(file.id) or self._fetched(file, most)
        except (NotFoundError, DeniedError, NonsenseError) as error:
            log.info("an attachment cannot be had: %s", type(error).__name__)
            self._store.note([file.id], TextState.NONE)
            return
        kind = _kind_of(file)
        if kind == "mail" and content.startswith(b"BEGIN:"):  # an event or a contact
            kind = "text"
        words = extract_words(content, kind, self._api.stopping)
        if words is None or not words.strip():
            self._store.note([file.id], TextState.NONE)
        else:
            self._store.save_words(file.id, words)

    def _fetched(self, file: UnreadFile, most: int) -> bytes:
        """Fetch a file for this alone: it takes no room from those that were opened."""
        sink = BytesIO()
        self._api.fetch_attachment(
            file.message_remote_id, file.remote_id, sink, most + _ENVELOPE_BYTES
        )
        return sink.getvalue()


def _kind_of(file: UnreadFile) -> str:
    if file.is_inline or file.kind is AttachmentKind.REFERENCE:
        return ""
    if file.kind is AttachmentKind.ITEM:
        return "mail"
    return kind_of_file(file.name, file.content_type)
