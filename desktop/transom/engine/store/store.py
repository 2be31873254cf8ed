"""The whole store behind one name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import MessageId
from transom.engine.store.accounts import AccountStore
from transom.engine.store.attachment_texts import AttachmentTextStore
from transom.engine.store.calendar import CalendarStore
from transom.engine.store.catching_up import CatchingUp
from transom.engine.store.columns import seconds_from_time
from transom.engine.store.contacts import ContactStore
from transom.engine.store.correspondents import CorrespondentReader
from transom.engine.store.database import Database
from transom.engine.store.event_files import EventFileStore
from transom.engine.store.forgetting import forget_account
from transom.engine.store.found_order import FoundOrders
from transom.engine.store.headers import HeaderStore
from transom.engine.store.journal import JournalStore
from transom.engine.store.listing import ListReader
from transom.engine.store.mail import Limits, MailStore
from transom.engine.store.marks import MarkStore
from transom.engine.store.message_index import MessageIndex
from transom.engine.store.message_rows import TIE_BITS
from transom.engine.store.odd_items import OddItemStore
from transom.engine.store.ordering import OrderReader
from transom.engine.store.pictures import PictureStore
from transom.engine.store.reconciling import ReconcilingStore
from transom.engine.store.reindexing import Reindexer
from transom.engine.store.reminders import ReminderStore
from transom.engine.store.salvage import Salvaged
from transom.engine.store.saved_searches import SavedSearchStore
from transom.engine.store.search import SearchReader
from transom.engine.workers import Lane


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much is kept, and what it takes on the disk."""

    accounts: int
    folders: int
    messages: int
    bodies: int
    events: int
    contacts: int
    size_bytes: int
    unreadable: int = 0


class Store:
    """Accounts, mail, calendar, reminders, contacts, search and journal over one database."""

    def __init__(self, database: Database) -> None:
        index = MessageIndex()
        self.database = database
        self.accounts = AccountStore(database, index)
        self.mail = MailStore(database, index)
        self.lists = ListReader(database, self.mail)
        self.orders = OrderReader(database, self.mail)
        self.headers = HeaderStore(database)
        self.correspondents = CorrespondentReader(database)
        self.pictures = PictureStore(database)
        self.odd_items = OddItemStore(database, index)
        self.attachment_texts = AttachmentTextStore(database, index)
        self.calendar = CalendarStore(database)
        self.event_files = EventFileStore(database)
        self.reminders = ReminderStore(database, self.calendar)
        self.contacts = ContactStore(database)
        self.search = SearchReader(database, self.calendar)
        self.found_orders = FoundOrders(database, self.search)
        self.saved_searches = SavedSearchStore(database)
        self.reconciling = ReconcilingStore(database, index)
        self.reindexer = Reindexer(database, index)
        self.catching_up = CatchingUp(database, index)
        self.marks = MarkStore(database)
        self.journal = JournalStore(database)

        self._index = index
        self.salvaged: Salvaged | None = None
        """What was kept, if a damaged file had to be mended to open it."""

    @classmethod
    def open(
        cls, path: Path, key: bytes, lane: Lane, newsroom: Newsroom, *, mends: bool = False
    ) -> "Store":
        """Open or create the store; blocks, not for the GUI thread.

        With ``mends`` what can be read of a damaged one goes on, and a sync fetches the rest.
        """
        database = Database(path, key, lane, newsroom)
        salvaged = database.open(mends=mends)
        store = cls(database)
        store.salvaged = salvaged
        try:  # without these nothing can be shown: better a repair now than a window with holes
            store.accounts.read_accounts()
            store.mail.read_folders()
        except BaseException:
            database.close()
            raise
        return store

    def mend(self) -> Salvaged:
        """Go on with what can be read of a damaged file; whoever shows something reads it again."""
        found = self.database.mend()
        self._index.forget_terms()
        return found

    def limit(self, first_text_at: datetime | None, attachment_bytes: int) -> None:
        """Fetch texts from a time on, all for None, and keep so many bytes of attachments."""
        first = 0 if first_text_at is None else seconds_from_time(first_text_at) << TIE_BITS
        self.mail.limits = Limits(MessageId(max(0, first)), attachment_bytes)

    def forget_account(self, account: AccountId) -> None:
        """Remove every trace of an account; takes its time, and says where it could not."""
        forget_account(self.database, self.accounts, account)
        self.database.save_spare()

    def change_key(self, key: bytes, commit: Callable[[], None]) -> None:
        """Write everything anew under another key; see ``Database.change_key``."""
        self.database.change_key(key, commit)

    def close(self) -> None:
        """Close every connection."""
        self.database.close()

    def statistics(self) -> Statistics:
        """Count what is kept, from the counts the rows carry."""
        with self.database.reading() as cx:
            row = cx.execute(
                "select (select count(*) from account), (select count(*) from folder),"
                " (select coalesce(sum(stored_count), 0) from folder),"
                " (select count(*) from message indexed by message_without_body"
                "  where account in (select id from account) and has_body = 0),"
                " (select count(*) from event where kind <> 'master'),"
                " (select count(*) from contact)"
            ).fetchone()
        assert row is not None
        accounts, folders, messages, without_body, events, contacts = (int(count) for count in row)
        return Statistics(
            accounts=accounts,
            folders=folders,
            messages=messages,
            bodies=messages - without_body,
            events=events,
            contacts=contacts,
            size_bytes=self.database.size_bytes(),
            unreadable=self.odd_items.count(),
        )
