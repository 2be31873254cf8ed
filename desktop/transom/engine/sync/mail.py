"""Mail: the folder tree, each folder's news page by page, bodies newest first."""

import logging
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from io import BytesIO

from typing_extensions import override

from transom.engine.entities.accounts import AccountId, RemoteId
from transom.engine.entities.mail import (
    AttachmentId,
    AttachmentKind,
    Folder,
    FolderId,
    Message,
)
from transom.engine.errors import (
    NotFoundError,
)
from transom.engine.graph.decoding import Page
from transom.engine.graph.mail import MailApi
from transom.engine.store.mail import MailStore
from transom.engine.store.odd_items import OddItemStore
from transom.engine.sync.progress import Progress
from transom.engine.sync.quiet import QuietFolders
from transom.engine.sync.rounds import Collection, Rests, round_task
from transom.engine.sync.tasks import Stage, Task

log = logging.getLogger(__name__)

_MOST_ASKED = 2_000
"""So many that a full round did not name are asked for one by one; more count as gone."""
_RANKS = {"inbox": 0, "drafts": 1, "sentitems": 2, "archive": 4, "deleteditems": 8, "junkemail": 9}
_USUAL_RANK = 3
_HIDDEN_RANK = 10


class FolderNews(Collection[Message]):
    """The news of one mail folder."""

    def __init__(self, sync: "MailSync", folder: Folder) -> None:
        rank = _HIDDEN_RANK if folder.is_hidden else _RANKS.get(folder.well_known, _USUAL_RANK)
        super().__init__(folder.account, f"folder {folder.id}", Stage.MESSAGES, rank)
        self._sync = sync
        self._folder = folder

    @override
    def read_cursor(self) -> str | None:
        self._sync.begin_repair(self._folder.id)
        return self._sync.store.read_cursor(self._folder.id)

    @override
    def fetch(self, cursor: str | None) -> Page[Message]:
        return self._sync.api.fetch_delta(self._folder.remote_id, cursor)

    @override
    def save(self, page: Page[Message]) -> None:
        self._sync.save_page(self._folder, page)

    @override
    def forget_page(self) -> None:
        self._sync.store.forget_page(self._folder.id)

    @override
    def begin_shadow(self) -> None:
        self._sync.store.begin_shadow(self._folder.id)

    @override
    def ended(self) -> Sequence[Task]:
        self._sync.quiet.note_read(self._folder)
        return ()

    @override
    def vanished(self) -> Sequence[Task]:
        return [self._sync.prune_task()]


class MailSync:
    """Keeps one account's mail like the server's; every step runs on a fetcher."""

    def __init__(
        self,
        account: AccountId,
        api: MailApi,
        front_api: MailApi,
        store: MailStore,
        odd_items: OddItemStore,
        progress: Progress,
    ) -> None:
        self.api = api
        self.store = store
        self._account = account
        self._front_api = front_api
        self._progress = progress
        self._rests = Rests()
        self.quiet = QuietFolders()
        self._repairs: set[FolderId] = set()
        self._lock = threading.Lock()
        self._nameless = 0
        self._odd_items = odd_items
        self._has_retried = False

    @property
    def odd_items(self) -> int:
        """How many messages could not be read: those that are kept, and those without a name."""
        return self._odd_items.count(self._account) + self._nameless

    # --- steps, as the schedule takes them --------------------------------------------------------

    def folders_task(self, *, is_wished: bool = False) -> Task:
        """Return the step that refreshes the tree; news follow of each folder they are due of."""
        job = partial(self._refresh_folders, is_wished=is_wished)
        return Task(self._account, Stage.FOLDERS, "folders", job)

    def prune_task(self) -> Task:
        """Return the step that refreshes the tree alone, after a folder vanished."""
        return Task(self._account, Stage.FOLDERS, "vanished", self._prune_folders)

    def wished_folder_task(self, folder: Folder) -> Task:
        """Return the step that fetches the news of the folder a person looks at."""
        return round_task(FolderNews(self, folder), self._rests, Stage.WISH)

    def repair_task(self, folder: Folder) -> Task:
        """Return the step that begins to read a folder anew, behind what is shown of it."""
        with self._lock:
            self._repairs.add(folder.id)
        return self.wished_folder_task(folder)

    def begin_repair(self, folder: FolderId) -> None:
        """Begin a wished repair of a folder, unless a round of it is under way."""
        with self._lock:
            is_wished = folder in self._repairs
        if is_wished and folder not in self.store.read_open_rounds(self._account).amid:
            self.store.begin_shadow(folder)
            with self._lock:
                self._repairs.discard(folder)

    # --- folders and pages ------------------------------------------------------------------------

    def _refresh_folders(self, *, is_wished: bool) -> list[Task]:
        listed = self.api.list_folders()
        folders = self.store.save_folders(self._account, listed, is_whole=True)
        rounds = self.store.read_open_rounds(self._account)
        for folder in folders:
            if folder.id in rounds.first:
                # A line and a body for each.
                self._progress.expect(2 * folder.total_count)
                self._progress.advance(self.store.count_messages(folder.id))
        self._rests.pass_round()
        due = folders if is_wished else [one for one in folders if self.quiet.is_due(one, rounds)]
        self.quiet.begin_round()
        news = [FolderNews(self, folder) for folder in due]
        tasks = [round_task(one, self._rests) for one in news if one.key not in self._rests]
        if not self._has_retried:
            tasks.append(Task(self._account, Stage.MESSAGES, "odd items", self._retry_odd, 1))
        return tasks

    def _prune_folders(self) -> list[Task]:
        self.store.save_folders(self._account, self.api.list_folders(), is_whole=True)
        return []

    def save_page(self, folder: Folder, page: Page[Message]) -> None:
        """Store a page of a folder and its link."""
        self._nameless += page.odd - len(page.odd_raws)
        suspects = self._suspects(folder, page)
        found = self.api.find_messages(suspects) if suspects else {}
        placed = self._placed(found.values())
        unknown = set(suspects) - found.keys()
        kept = {message.remote_id for _, message in placed} | unknown
        self.store.save_page(
            self._account,
            folder.id,
            page.items,
            [one for one in (*page.removed, *found) if one not in kept],
            page.delta_cursor or page.next_cursor,
            is_round_done=bool(page.delta_cursor),
            odd=page.odd_raws,
            placed=placed,
            defers_index=self._is_amid_first_round(folder),
            kept=unknown,
        )
        self._progress.advance(len(page.items))

    def _placed(self, found: Iterable[Message | None]) -> list[tuple[FolderId, Message]]:
        """Return messages with the folders they lie in, as far as those are known here."""
        here = [message for message in found if message is not None]
        if not here:
            return []
        folders = {one.remote_id: one.id for one in self.store.read_folders(self._account)}
        return [
            (folders[message.folder_remote_id], message)
            for message in here
            if message.folder_remote_id in folders
        ]

    def _is_amid_first_round(self, folder: Folder) -> bool:
        """Whether so much comes at once that each message is indexed only with its text.

        The page of the inbox that a person sees first can be searched at once.
        """
        is_begun = self.store.read_cursor(folder.id) is not None
        is_first = folder.well_known == "inbox" and not is_begun
        return not is_first and not self.store.is_round_done(folder.id)

    def _suspects(self, folder: Folder, page: Page[Message]) -> list[RemoteId]:
        """Return what is said to have left, and at a round's end what no page speaks of.

        A message moved away and back between two rounds is reported removed and never added
        again; one that moved on may have changed, or be gone, before its new folder's page comes.
        Nor does a full round say where something went, and its new folder may keep silent.
        """
        suspects = [remote_id for remote_id in page.removed if self._lies_in(folder, remote_id)]
        if page.delta_cursor:
            named = {*suspects, *(item.remote_id for item in page.items), *page.odd_raws}
            doubtful = self.store.read_doubtful(folder.id)
            suspects += [one for one in doubtful if one not in named][:_MOST_ASKED]
        return suspects

    def _lies_in(self, folder: Folder, remote_id: RemoteId) -> bool:
        number = self.store.find_message(self._account, remote_id)
        message = self.store.read_message(number) if number is not None else None
        return message is not None and message.folder == folder.id

    def _retry_odd(self) -> list[Task]:
        """Ask again for what an earlier version of the program could not read."""
        asked = self._odd_items.read_outdated(self._account)
        if asked:
            folders = {one.remote_id: one.id for one in self.store.read_folders(self._account)}
            self._odd_items.settle(self._account, asked, self.api.find_messages(asked), folders)
        self._has_retried = True
        return []

    # --- attachments ------------------------------------------------------------------------------

    def fetch_attachment(self, attachment: AttachmentId) -> bytes:
        """Return an attachment's bytes, stored or fetched and then stored; blocks."""
        content = self.store.read_attachment_content(attachment)
        if content is not None:
            return content
        found = self.store.read_attachment(attachment)
        message = self.store.read_message(found[0]) if found else None
        if found is None or message is None:
            raise NotFoundError("This attachment is no longer there.")
        if found[1].kind is AttachmentKind.REFERENCE:
            raise NotFoundError("This attachment is only a link to a file that lies elsewhere.")
        sink = BytesIO()
        self._front_api.fetch_attachment(message.remote_id, found[1].remote_id, sink)
        self.store.save_attachment_content(attachment, sink.getvalue())
        return sink.getvalue()
