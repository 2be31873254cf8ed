"""All of one account's sync: what a round and a filling are made of."""

from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account
from transom.engine.errors import TransomError
from transom.engine.graph.account import AccountApi
from transom.engine.graph.availability import AvailabilityApi
from transom.engine.graph.calendar import CalendarApi
from transom.engine.graph.client import GraphClient
from transom.engine.graph.contacts import ContactsApi
from transom.engine.graph.event_files import EventFilesApi
from transom.engine.graph.mail import MailApi
from transom.engine.graph.people import PeopleApi
from transom.engine.graph.search import SearchApi
from transom.engine.journal import Journal
from transom.engine.store.store import Store
from transom.engine.sync.accounts import AccountSync
from transom.engine.sync.bodies import BodySync
from transom.engine.sync.calendar import CalendarSync
from transom.engine.sync.contacts import ContactsSync
from transom.engine.sync.denials import Denials
from transom.engine.sync.event_files import EventFilesSync
from transom.engine.sync.file_texts import FileTexts
from transom.engine.sync.mail import MailSync
from transom.engine.sync.progress import Progress
from transom.engine.sync.reconciling import Reconciler, Stores
from transom.engine.sync.search import ServerSearch
from transom.engine.sync.sources import SourceSync
from transom.engine.sync.tasks import Stage, Task

MAIL, CALENDARS, CONTACTS = "mail", "calendars", "contacts"
EVERYTHING = frozenset({MAIL, CALENDARS, CONTACTS})


class Mailbox:
    """One account's mail, calendars and contacts, each with its way to the server and the store."""

    def __init__(
        self,
        account: Account,
        client: GraphClient,
        store: Store,
        journal: Journal,
        progress: Progress,
        clock: Clock,
        reads: frozenset[str] = EVERYTHING,
    ) -> None:
        self._reads = reads
        self._denied = Denials() if account.mailbox else None
        self.account = account.id
        self.registration = account.registration
        self._client = client
        self._store = store
        self._journal = journal
        front = client.in_front()
        mail_api, contacts_api = MailApi(client), ContactsApi(client)
        front_mail = MailApi(front)
        self.mail = MailSync(
            account.id, mail_api, front_mail, store.mail, store.odd_items, progress
        )
        self.bodies = BodySync(
            account.id, mail_api, front_mail, store.mail, store.catching_up, progress, clock
        )
        self.sources = SourceSync(front_mail, store.mail, store.headers)
        self.search = ServerSearch(account.id, SearchApi(front), store)
        self.calendar = CalendarSync(
            account.id, CalendarApi(client), CalendarApi(front), store.calendar, clock
        )
        self.availability = AvailabilityApi(front)
        self.event_files = EventFilesSync(
            account.id, EventFilesApi(front), store.calendar, store.event_files
        )
        self.contacts = ContactsSync(
            account.id, contacts_api, ContactsApi(front), store.contacts, clock
        )
        self.people = PeopleApi(front)
        stores = Stores(
            store.mail, store.calendar, store.contacts, store.reconciling, store.odd_items
        )
        self._reconciler = Reconciler(account.id, mail_api, stores, clock)
        self._file_texts = FileTexts(account.id, mail_api, store.mail, store.attachment_texts)
        self._account_sync = AccountSync(
            account.id, AccountApi(client), mail_api, contacts_api, store.accounts, store.mail
        )

    def round_tasks(self, *, is_wished: bool = False) -> list[Task]:
        """Return the first steps of a round of news; one that a person wished for skips nothing."""
        parts = {
            MAIL: self.mail.folders_task(is_wished=is_wished),
            CALENDARS: self.calendar.calendars_task(),
        }
        if is_wished or self.contacts.is_due():
            parts[CONTACTS] = self.contacts.folders_task()
        wanted = [task for name, task in parts.items() if name in self._reads]
        if self._denied is not None:
            wanted = self._denied.around(wanted)
        return [
            *wanted,
            *self._account_sync.round_tasks(),
            Task(self.account, Stage.PROFILE, "journal", self._save_journal, rank=1),
        ]

    def filling_tasks(self) -> list[Task]:
        """Return the first steps towards bodies and photos, and of what is slower still."""
        return [
            self.bodies.task(),
            self.contacts.photos_task(),
            self._reconciler.task(),
            self._file_texts.task(),
        ]

    @property
    def odd_items(self) -> int:
        """How many items could not be read since the program started."""
        return self.mail.odd_items + self.calendar.odd_items + self.contacts.odd_items

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def _save_journal(self) -> list[Task]:
        records = self._journal.drain()
        try:
            self._store.journal.save(records)
        except TransomError:
            self._journal.put_back(records)
            raise
        return []
