"""Contacts: folders, each folder's news page by page, photos last."""

from collections.abc import Sequence
from functools import partial

from typing_extensions import override

from transom.engine.clock import Clock
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.contacts import Contact, ContactFolder, ContactFolderId, ContactId
from transom.engine.graph.contacts import ContactsApi
from transom.engine.graph.decoding import Page
from transom.engine.store.contacts import ContactStore
from transom.engine.sync.rounds import Collection, Rests, round_task
from transom.engine.sync.tasks import Stage, Task

PHOTOS_AT_ONCE = 20
EVERY_S = 300.0
"""People's addresses change seldom: a round that nobody wished for asks no more often."""


class ContactFolderNews(Collection[Contact]):
    """The news of one folder of contacts."""

    def __init__(self, sync: "ContactsSync", folder: ContactFolder) -> None:
        super().__init__(folder.account, f"contacts {folder.id}", Stage.CONTACTS)
        self._sync = sync
        self._folder = folder

    @override
    def read_cursor(self) -> str | None:
        return self._sync.store.read_cursor(self._folder.id)

    @override
    def fetch(self, cursor: str | None) -> Page[Contact]:
        folder = self._folder
        return self._sync.api.fetch_delta(folder.remote_id, folder.is_default, cursor)

    @override
    def save(self, page: Page[Contact]) -> None:
        self._sync.save_page(self._folder, page)

    @override
    def forget_page(self) -> None:
        self._sync.store.forget_page(self._folder.id)

    @override
    def begin_shadow(self) -> None:
        self._sync.store.begin_shadow(self._folder.id)

    @override
    def ended(self) -> Sequence[Task]:
        self._sync.note_read(self._folder)
        return ()

    @override
    def vanished(self) -> Sequence[Task]:
        return [self._sync.prune_task()]


class ContactsSync:
    """Keeps one account's contacts like the server's; every step runs on a fetcher."""

    def __init__(
        self,
        account: AccountId,
        api: ContactsApi,
        front_api: ContactsApi,
        store: ContactStore,
        clock: Clock,
    ) -> None:
        self.api = api
        self.store = store
        self._account = account
        self._front_api = front_api
        self._clock = clock
        self._begun_at: float | None = None
        self._unread: set[ContactFolderId] = set()
        self._rests = Rests()
        self._unanswered: set[ContactId] = set()
        self.odd_items = 0

    def is_due(self) -> bool:
        """Whether it is time to look for news, or some of the last time's are still to come."""
        now = self._clock.monotonic()
        return self._begun_at is None or bool(self._unread) or now - self._begun_at >= EVERY_S

    def note_read(self, folder: ContactFolder) -> None:
        """All news of a folder are here."""
        self._unread.discard(folder.id)

    def folders_task(self) -> Task:
        """Return the step that refreshes the folders; each folder's news follow."""
        return Task(self._account, Stage.CONTACTS, "contact folders", self._refresh_folders)

    def prune_task(self) -> Task:
        """Return the step that refreshes the folders alone, after one vanished."""
        return Task(self._account, Stage.CONTACTS, "contact folder vanished", self._prune_folders)

    def photos_task(self) -> Task:
        """Return the step that fetches some missing photos; more follow."""
        return Task(self._account, Stage.PHOTOS, "photos", self._refresh_photos)

    def photo_task(self, contact: ContactId) -> Task:
        """Return the step that fetches the photo of the contact a person looks at."""
        job = partial(self._refresh_photo, contact)
        return Task(self._account, Stage.WISH, f"photo {contact}", job)

    def save_page(self, folder: ContactFolder, page: Page[Contact]) -> None:
        """Store a page of a folder and its link."""
        self.odd_items += page.odd - len(page.odd_raws)
        self.store.save_page(
            self._account,
            folder.id,
            page.items,
            page.removed,
            page.delta_cursor or page.next_cursor,
            is_round_done=bool(page.delta_cursor),
            odd=page.odd_raws,
        )

    def _refresh_folders(self) -> list[Task]:
        folders = self.store.save_folders(self._account, self.api.list_folders(), is_whole=True)
        self._begun_at, self._unread = self._clock.monotonic(), {one.id for one in folders}
        self._rests.pass_round()
        news = [ContactFolderNews(self, folder) for folder in folders]
        return [round_task(one, self._rests) for one in news if one.key not in self._rests]

    def _prune_folders(self) -> list[Task]:
        self.store.save_folders(self._account, self.api.list_folders(), is_whole=True)
        return []

    def _refresh_photos(self) -> list[Task]:
        limit = PHOTOS_AT_ONCE + len(self._unanswered)
        missing = [
            (number, remote_id)
            for number, remote_id in self.store.missing_photos(self._account, limit)
            if number not in self._unanswered
        ][:PHOTOS_AT_ONCE]
        if not missing:
            return []
        found = self.api.fetch_photos([remote_id for _, remote_id in missing])
        self.store.save_photos(
            {number: found[remote_id] for number, remote_id in missing if remote_id in found}
        )
        self._unanswered |= {number for number, remote_id in missing if remote_id not in found}
        return [self.photos_task()]

    def _refresh_photo(self, contact: ContactId) -> list[Task]:
        known = self.store.read_contact(contact)
        if known is not None:
            self.store.save_photo(contact, self._front_api.fetch_photo(known.remote_id))
        return []
