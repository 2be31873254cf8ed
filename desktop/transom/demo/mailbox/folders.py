"""The mail folders a user is born with, and the tree they grow into."""

from collections.abc import Iterator

from transom.demo.mailbox.ids import Ids
from transom.demo.mailbox.items import MailFolder

ROOT, INBOX, DRAFTS, SENT, DELETED, JUNK, ARCHIVE, OUTBOX = range(1, 9)
PROJECTS, HARBOUR, RECEIPTS, EMPTY, HISTORY, SYNC_ISSUES, CONFLICTS = range(9, 16)
LOCAL_FAILURES, SERVER_FAILURES, RECOVERABLE, SEARCH_FOLDERS = range(16, 20)

WORK_FOLDERS = (
    MailFolder(ROOT, "Top of Information Store", 0, "msgfolderroot"),
    MailFolder(INBOX, "Inbox", ROOT, "inbox"),
    MailFolder(DRAFTS, "Drafts", ROOT, "drafts"),
    MailFolder(SENT, "Sent Items", ROOT, "sentitems"),
    MailFolder(DELETED, "Deleted Items", ROOT, "deleteditems"),
    MailFolder(JUNK, "Junk Email", ROOT, "junkemail"),
    MailFolder(ARCHIVE, "Archive", ROOT, "archive"),
    MailFolder(OUTBOX, "Outbox", ROOT, "outbox"),
    MailFolder(PROJECTS, "Projects", ROOT),
    MailFolder(HARBOUR, "Harbour bridge", PROJECTS),
    MailFolder(RECEIPTS, "Receipts", ROOT),
    MailFolder(EMPTY, "To sort later", ROOT),
    MailFolder(HISTORY, "Conversation History", ROOT, "conversationhistory", True),
    MailFolder(SYNC_ISSUES, "Sync Issues", ROOT, "syncissues", True),
    MailFolder(CONFLICTS, "Conflicts", SYNC_ISSUES, "conflicts", True),
    MailFolder(LOCAL_FAILURES, "Local Failures", SYNC_ISSUES, "localfailures", True),
    MailFolder(SERVER_FAILURES, "Server Failures", SYNC_ISSUES, "serverfailures", True),
    # These lie beside the top folder: only their names lead to them.
    MailFolder(RECOVERABLE, "Deletions", 0, "recoverableitemsdeletions", True),
    MailFolder(SEARCH_FOLDERS, "Finder", 0, "searchfolders", True),
)

PERSONAL_FOLDERS = tuple(
    folder
    for folder in WORK_FOLDERS
    if folder.key not in (PROJECTS, HARBOUR, SYNC_ISSUES) and folder.parent != SYNC_ISSUES
)

# How many of a hundred ordinary letters each folder gets; the rest is the inbox's.
SHARES = (
    (SENT, 11),
    (ARCHIVE, 6),
    (DELETED, 4),
    (JUNK, 3),
    (DRAFTS, 1),
    (PROJECTS, 3),
    (HARBOUR, 8),
    (RECEIPTS, 4),
    (HISTORY, 1),
)
FIRST_LIVE = 1000
UNREAD = {INBOX: 12, DRAFTS: 2, PROJECTS: 3, HARBOUR: 3, JUNK: 2}


class FolderTree:
    """The folders of one mailbox by key; knows their names and which lies in which."""

    def __init__(self, folders: tuple[MailFolder, ...], ids: Ids) -> None:
        self._folders = {folder.key: folder for folder in folders}
        self._ids = ids
        self._next_key = FIRST_LIVE

    def __iter__(self) -> Iterator[MailFolder]:
        return iter(self._folders.values())

    def get(self, key: int) -> MailFolder | None:
        return self._folders.get(key)

    def named(self, text: str) -> MailFolder | None:
        """Return the folder of a well-known name or an id."""
        for folder in self:
            if folder.well_known and folder.well_known == text.lower():
                return folder
        ref = self._ids.read(text)
        return self._folders.get(ref.key) if ref and ref.kind == "f" else None

    def children(self, parent: int) -> list[MailFolder]:
        return [folder for folder in self if folder.parent == parent]

    def below(self, folder: MailFolder) -> Iterator[MailFolder]:
        """Yield a folder and everything under it."""
        yield folder
        for child in self.children(folder.key):
            yield from self.below(child)

    def add(self, name: str, parent: int) -> MailFolder:
        folder = MailFolder(self._next_key, name, parent or ROOT)
        self._next_key += 1
        self._folders[folder.key] = folder
        return folder

    def remove(self, folder: MailFolder) -> None:
        del self._folders[folder.key]
