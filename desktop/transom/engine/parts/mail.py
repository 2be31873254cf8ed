"""The door's mail: what is stored is read at once, what is missing is wished for."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.listing import ListOrder, ListWish
from transom.engine.entities.mail import (
    ALL_INBOXES,
    AttachmentId,
    Folder,
    FolderId,
    Message,
    MessageId,
    MessageLine,
)
from transom.engine.errors import NotFoundError
from transom.engine.files.plain_text import text_of
from transom.engine.files.saving import FALLBACK_NAME, save_new_file
from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane

if TYPE_CHECKING:
    from transom.engine.store.listing import ListReader
    from transom.engine.store.mail import MailReader


class MailPart:
    """Folders, messages and attachments."""

    def __init__(self, hall: Hall, lane: Lane) -> None:
        self._hall = hall
        self._lane = lane

    @property
    def reader(self) -> "MailReader":
        """Reads stored mail on the calling thread."""
        return self._hall.store.mail

    @property
    def lists(self) -> "ListReader":
        """Reads lists by date on the calling thread."""
        return self._hall.store.lists

    def order(self, wish: ListWish) -> Future[ListOrder]:
        """Deliver all rows of a list by their ids, in its order."""
        return self._lane.submit(self._hall.store.orders.read_order, wish)

    def read_texts(self, messages: Sequence[MessageId]) -> Future[list[tuple[Message, str]]]:
        """Deliver messages with their words, the beginning of those that are not fetched yet."""

        def job() -> list[tuple[Message, str]]:
            found = (self.reader.read_message(one) for one in messages)
            return [(known, self._words_of(known)) for known in found if known is not None]

        return self._lane.submit(job)

    def count_unreadable(self, account: AccountId) -> int:
        """Return how many items could not be read; they are kept for a version that can."""
        return self._hall.store.odd_items.count(account)

    def open_folder(self, folder: FolderId) -> None:
        """Fetch this folder's news before anything else; they come as MESSAGES.

        Of a view the news of every inbox are fetched.
        """
        wanted = self.reader.read_members(ALL_INBOXES if folder < 0 else folder)
        for known in self.reader.read_folders():
            mailbox = self._hall.opened.mailbox(known.account) if known.id in wanted else None
            if mailbox is not None:
                self._hall.opened.schedule.wish(mailbox.mail.wished_folder_task(known))

    def repair_folder(self, folder: FolderId) -> bool:
        """Read a folder anew; what is stored stays readable. False where nothing can be fetched."""
        known = self._find_folder(folder)
        mailbox = self._hall.opened.mailbox(known.account) if known else None
        if known is None or mailbox is None:
            return False
        self._hall.opened.schedule.wish(mailbox.mail.repair_task(known))
        return True

    def note_sight(self, lines: Iterable[MessageLine]) -> None:
        """These stand on the screen: texts of theirs that are missing come before all others."""
        by_account: dict[AccountId, list[MessageId]] = {}
        for line in lines:
            by_account.setdefault(line.account, []).append(line.id)
        for account, messages in by_account.items():
            mailbox = self._hall.opened.mailbox(account) if self._hall.is_open else None
            if mailbox is not None:
                self._hall.opened.schedule.wish(mailbox.bodies.sight_task(messages))

    def open_message(self, message: MessageId) -> None:
        """Fetch a body that is not stored yet, or is an older state's; it comes as BODIES."""
        known = self.reader.read_message(message)
        if known is None or self.reader.has_body(message):
            return
        mailbox = self._hall.opened.mailbox(known.account)
        if mailbox is not None:
            self._hall.opened.schedule.wish(mailbox.bodies.wish_task(message))

    def download_attachment(self, attachment: AttachmentId) -> Future[bytes]:
        """Deliver an attachment's bytes, stored or fetched and then stored."""
        message = self._message_of(attachment)
        return self._hall.opened.schedule.ask(
            message.account, lambda: self._bytes_of(message, attachment)
        )

    def save_attachment(self, attachment: AttachmentId, target: Path) -> Future[Path]:
        """Save into a folder, or as a named file; deliver where it lies, never over another."""
        message = self._message_of(attachment)

        def job() -> Path:
            content = self._bytes_of(message, attachment)
            if target.is_dir():
                return save_new_file(target, self._name_of(attachment), content)
            return save_new_file(target.parent, target.name, content)

        return self._hall.opened.schedule.ask(message.account, job)

    def _words_of(self, message: Message) -> str:
        body = self.reader.read_body(message.id)
        return message.preview if body is None else text_of(body)

    def _bytes_of(self, message: Message, attachment: AttachmentId) -> bytes:
        content = self.reader.read_attachment_content(attachment)
        if content is not None:
            return content
        return self._hall.mailbox(message.account).mail.fetch_attachment(attachment)

    def _name_of(self, attachment: AttachmentId) -> str:
        found = self.reader.read_attachment(attachment)
        return found[1].name if found else FALLBACK_NAME

    def _message_of(self, attachment: AttachmentId) -> Message:
        found = self.reader.read_attachment(attachment)
        message = self.reader.read_message(found[0]) if found else None
        if message is None:
            raise NotFoundError("This attachment is no longer there.")
        return message

    def _find_folder(self, folder: FolderId) -> Folder | None:
        return next((one for one in self.reader.read_folders() if one.id == folder), None)
