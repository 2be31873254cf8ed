"""Mail in the store: read by key on any thread, written page by page with its cursor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    Body,
    Category,
    Folder,
    FolderId,
    Headers,
    Meeting,
    Message,
    MessageId,
    MessageLine,
)
from transom.engine.entities.views import members_of
from transom.engine.store.body_page import FullBody, make_room, packed, write_bodies
from transom.engine.store.columns import unpack
from transom.engine.store.database import Database
from transom.engine.store.folder_tree import FolderTreeWriter
from transom.engine.store.mail_page import (
    PageWriter,
    SavedPage,
    doubtful_in,
    rows_from_messages,
)
from transom.engine.store.marks import seen_counts
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import (
    ATTACHMENT_COLUMNS,
    FOLDER_COLUMNS,
    LINE_COLUMNS,
    MESSAGE_COLUMNS,
    attachment_from_row,
    conversation_number,
    folder_from_row,
    line_from_row,
    message_from_row,
)
from transom.engine.store.odd_items import note_odd
from transom.engine.store.rounds import MAIL_FOLDERS, OpenRounds, Round, open_rounds
from transom.engine.store.transaction import Transaction, clean
from transom.engine.store.views import count_view, read_view_ids

PAGE_LINES = 128
_CATEGORY = "insert or replace into category values (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept: texts from ``first_text`` on, and so many bytes of attachments."""

    first_text: MessageId = MessageId(0)
    attachment_bytes: int = 500 << 20


class MailReader:
    """Reads mail on the calling thread, newest first."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.limits = Limits()

    def read_folders(self, account: AccountId | None = None) -> list[Folder]:
        """Return the folders of one account, or of all."""
        with self._db.reading() as cx:
            seen = seen_counts(cx)
            rows = cx.execute(
                f"select {FOLDER_COLUMNS} from folder where ?1 is null or account = ?1"  # noqa: S608
                " order by account, id",
                (account,),
            )
            return [folder_from_row(row, seen.get(row[0], 0)) for row in rows]

    def read_members(self, folder: FolderId) -> frozenset[FolderId]:
        """Return the folders whose messages a view lists; of a folder that is none, itself."""
        return members_of(folder, self.read_folders() if folder < 0 else ())

    def read_lines(
        self,
        folder: FolderId,
        before: MessageId | None = None,
        limit: int = PAGE_LINES,
        *,
        only_unread: bool = False,
        only_focused: bool | None = None,
    ) -> list[MessageLine]:
        """Return the folder's lines that come after ``before`` in the list, newest first.

        ``only_focused`` chooses between what the server puts in Focused (True) and Other (False).
        The folder may be a view, over the folders of all accounts.
        """
        chosen = _chosen(only_unread, only_focused)
        if folder < 0:
            members = self.read_members(folder)
            with self._db.reading() as cx:
                found = read_view_ids(cx, folder, members, before, limit, chosen)
            return self.read_lines_by_ids(found)
        older = "" if before is None else " and m.id < ?3"
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {LINE_COLUMNS} from message m where m.folder = ?1{chosen}{older}"  # noqa: S608
                " order by m.id desc limit ?2",
                (folder, limit) if before is None else (folder, limit, before),
            )
            return [line_from_row(row) for row in rows]

    def read_lines_by_ids(self, ids: Sequence[MessageId]) -> list[MessageLine]:
        """Return those of the named lines that exist, newest first."""
        marks = ", ".join("?" * len(ids))
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {LINE_COLUMNS} from message m where m.id in ({marks})"  # noqa: S608
                " order by m.id desc",
                tuple(ids),
            )
            return [line_from_row(row) for row in rows]

    def read_conversation(
        self, account: AccountId, conversation_id: str, limit: int = PAGE_LINES
    ) -> list[MessageLine]:
        """Return a conversation's newest lines from all folders, newest first."""
        key = (account, conversation_number(conversation_id), clean(conversation_id), limit)
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {LINE_COLUMNS} from message m where m.account = ? and m.conversation = ?"  # noqa: S608
                " and m.conversation_id = ? order by m.id desc limit ?",
                key,
            )
            return [line_from_row(row) for row in rows]

    def count_messages(
        self, folder: FolderId, *, only_unread: bool = False, only_focused: bool | None = None
    ) -> int:
        """Return how many of the folder's messages are stored; counts only where tabs choose."""
        column = "stored_unread" if only_unread else "stored_count"
        chosen = "" if only_focused is None else _chosen(only_unread, only_focused)
        if folder < 0:
            members = self.read_members(folder)
            with self._db.reading() as cx:
                return count_view(cx, folder, members, chosen, column)
        if chosen:
            with self._db.reading() as cx:
                sql = f"select count(*) from message m where m.folder = ?{chosen}"  # noqa: S608
                return int(cx.execute(sql, (folder,)).get)
        with self._db.reading() as cx:
            count = cx.execute(f"select {column} from folder where id = ?", (folder,)).get  # noqa: S608
            return int(count or 0)

    def read_message(self, message: MessageId) -> Message | None:
        """Return all that is known of a message but its body."""
        with self._db.reading() as cx:
            columns = ", ".join(f"m.{name}" for name in MESSAGE_COLUMNS.split(", "))
            row = cx.execute(
                f"select m.id, f.remote_id, {columns}, m.meeting"  # noqa: S608
                " from message m join folder f on f.id = m.folder where m.id = ?",
                (message,),
            ).fetchone()
            return None if row is None else message_from_row(row)

    def read_body(self, message: MessageId) -> Body | None:
        """Return a message's body, if one was fetched; see ``has_body`` for whether it holds."""
        with self._db.reading() as cx:
            row = cx.execute("select is_html, content from body where id = ?", (message,)).get
            return None if row is None else Body(bool(row[0]), unpack(row[1]))

    def has_body(self, message: MessageId) -> bool:
        """Whether the body that is stored is that of the message's present state."""
        with self._db.reading() as cx:
            return bool(cx.execute("select has_body from message where id = ?", (message,)).get)

    def read_attachments(self, message: MessageId) -> list[Attachment]:
        """Return a message's attachments in the server's order."""
        with self._db.reading() as cx:
            rows = cx.execute(
                f"select {ATTACHMENT_COLUMNS} from attachment where message = ? order by id",  # noqa: S608
                (message,),
            )
            return [attachment_from_row(row) for row in rows]

    def read_attachment(self, attachment: AttachmentId) -> tuple[MessageId, Attachment] | None:
        """Return one attachment and the message it belongs to."""
        with self._db.reading() as cx:
            row = cx.execute(
                f"select {ATTACHMENT_COLUMNS}, message from attachment where id = ?",  # noqa: S608
                (attachment,),
            ).fetchone()
            return None if row is None else (MessageId(row[-1]), attachment_from_row(row))

    def read_attachment_content(self, attachment: AttachmentId) -> bytes | None:
        """Return an attachment's bytes, if they were fetched."""
        with self._db.reading() as cx:
            row = cx.execute(
                "select content from attachment_content where id = ?", (attachment,)
            ).fetchone()
            return None if row is None else bytes(row[0])

    def read_categories(self, account: AccountId) -> list[Category]:
        """Return the account's category names and colours."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select name, color from category where account = ? order by name", (account,)
            )
            return [Category(name, color) for name, color in rows]

    def missing_bodies(self, account: AccountId, limit: int) -> list[tuple[MessageId, RemoteId]]:
        """Return the newest messages whose body is wanted and not here, or has changed since."""
        with self._db.reading() as cx:
            rows = cx.execute(
                "select id, remote_id from message where account = ? and has_body = 0"
                " and id >= ? order by id desc limit ?",
                (account, self.limits.first_text, limit),
            )
            return [(MessageId(number), RemoteId(remote)) for number, remote in rows]

    def find_message(self, account: AccountId, remote_id: RemoteId) -> MessageId | None:
        """Return the local id of the server's message."""
        with self._db.reading() as cx:
            found = cx.execute(
                "select id from message where account = ? and remote_id = ?", (account, remote_id)
            ).get
            return None if found is None else MessageId(found)

    def read_cursor(self, folder: FolderId) -> str | None:
        """Return the link that leads on: within the round under way, else to the next round."""
        with self._db.reading() as cx:
            cursor = cx.execute(
                "select coalesce(page_cursor, delta_cursor) from folder where id = ?", (folder,)
            ).get
            return None if cursor is None else str(cursor)

    def read_doubtful(self, folder: FolderId) -> list[RemoteId]:
        """Return what lies in a folder although no page of its own has named it so far."""
        with self._db.reading() as cx:
            return doubtful_in(cx, folder)

    def read_open_rounds(self, account: AccountId) -> OpenRounds:
        """Return which of an account's folders have something left of a round."""
        with self._db.reading() as cx:
            return open_rounds(cx, account)

    def is_round_done(self, folder: FolderId) -> bool:
        """Whether all of the folder was fetched at least once."""
        with self._db.reading() as cx:
            sql = "select 1 from folder where id = ? and delta_cursor is not null"
            return bool(cx.execute(sql, (folder,)).get)


class MailStore(MailReader):
    """Writes mail; each call is one transaction and one piece of news."""

    def __init__(self, database: Database, index: MessageIndex) -> None:
        super().__init__(database)
        self._index = index

    def save_folders(
        self, account: AccountId, folders: Sequence[Folder], *, is_whole: bool
    ) -> list[Folder]:
        """Add and renew folders; when they are the whole tree, those not named go with their mail.

        An empty whole tree is not believed: every mailbox has folders.
        """

        def job(tx: Transaction) -> None:
            writer = FolderTreeWriter(tx, account)
            writer.save(folders)
            if is_whole and folders:
                writer.remove_all_but({folder.remote_id for folder in folders})

        self._db.write(job)
        return self.read_folders(account)

    def save_page(
        self,
        account: AccountId,
        folder: FolderId,
        items: Sequence[Message],
        removed: Iterable[RemoteId],
        cursor: str,
        *,
        is_round_done: bool,
        odd: Mapping[RemoteId, bytes] = MappingProxyType({}),
        placed: Sequence[tuple[FolderId, Message]] = (),
        defers_index: bool = False,
        kept: Iterable[RemoteId] = (),
    ) -> SavedPage:
        """Store a delta page together with the link that leads on.

        ``placed`` were asked for because they may have left; they go where they are said to be,
        unless another folder's page has taken them over meanwhile.
        The last page of a shadow round also removes what it did not name; what it named and could
        not be read (``odd``) stays, and so does what is to be ``kept``. A folder that vanished
        takes nothing in. With ``defers_index`` what is new is found once its text is here.
        """
        gone = list(removed)
        rows = rows_from_messages(self._db.courtesy.between(items), account, folder)

        def job(tx: Transaction) -> SavedPage:
            walk = Round(tx, MAIL_FOLDERS, folder)
            if not walk.exists():
                return SavedPage()
            late = self.limits.first_text if defers_index else None
            writer = PageWriter(tx, self._index, account, folder, late_from=late)
            writer.remove(gone)
            writer.save_rows(rows)
            writer.place(placed)
            writer.note_named([item.remote_id for item in items])
            here = [message.remote_id for target, message in placed if target == folder]
            walk.note_seen([*(item.remote_id for item in items), *here, *odd, *kept])
            note_odd(tx, account, folder, odd, [*(item.remote_id for item in items), *gone])
            if is_round_done and walk.is_shadow():
                writer.remove_all_but(walk.seen())
                walk.end_shadow()
            walk.save_cursor(cursor, is_done=is_round_done)
            return writer.saved()

        return self._db.write(job)

    def save_found(self, account: AccountId, folder: FolderId, items: Sequence[Message]) -> None:
        """Store messages that a search brought before the folder's own round did."""

        def job(tx: Transaction) -> None:
            if Round(tx, MAIL_FOLDERS, folder).exists():
                PageWriter(tx, self._index, account, folder).save(items)

        self._db.write(job)

    def forget_page(self, folder: FolderId) -> None:
        """Give up the round under way and go back to the link that ended the last one."""
        self._db.write(lambda tx: Round(tx, MAIL_FOLDERS, folder).forget_page())

    def begin_shadow(self, folder: FolderId) -> None:
        """Begin a full round behind the messages that are shown; ``save_page`` finishes it."""
        self._db.write(lambda tx: Round(tx, MAIL_FOLDERS, folder).begin_shadow())

    def save_body(
        self,
        message: MessageId,
        body: Body,
        attachments: Sequence[Attachment] = (),
        meeting: Meeting | None = None,
        headers: Headers | None = None,
    ) -> bool:
        """Store what came with a body; say whether the message is still there."""
        return bool(self.save_bodies([(message, body, attachments, meeting, headers)]))

    def save_bodies(self, bodies: Sequence[FullBody]) -> list[MessageId]:
        """Store several bodies in one transaction; return the messages that are still there."""
        ready = [packed(one) for one in self._db.courtesy.between(bodies)]
        if not ready:
            return []
        here = self._db.write(lambda tx: write_bodies(tx, self._index, ready))
        return [one.message for one in ready if one.message in here]

    def save_attachment_content(self, attachment: AttachmentId, content: bytes) -> None:
        """Keep an attachment's bytes; others go where all together are too many."""

        def job(tx: Transaction) -> None:
            row = tx.run(
                "select m.account, m.folder, m.id from attachment a"
                " join message m on m.id = a.message where a.id = ?",
                (attachment,),
            ).fetchone()
            if row is None:
                return
            tx.run("insert or replace into attachment_content values (?, ?)", (attachment, content))
            make_room(tx, attachment, self.limits.attachment_bytes)
            tx.tell(Change(Kind.BODIES, AccountId(row[0]), row[1], (row[2],)))

        self._db.write(job)

    def save_categories(self, account: AccountId, categories: Sequence[Category]) -> None:
        """Replace the account's categories."""

        def job(tx: Transaction) -> None:
            tx.run("delete from category where account = ?", (account,))
            for one in categories:
                tx.run(_CATEGORY, (account, one.name, one.color))
            tx.tell(Change(Kind.CATEGORIES, account))

        self._db.write(job)


def _chosen(only_unread: bool, only_focused: bool | None) -> str:
    focused = "" if only_focused is None else f" and m.is_focused = {int(only_focused)}"
    return f"{' and m.is_read = 0' if only_unread else ''}{focused}"
