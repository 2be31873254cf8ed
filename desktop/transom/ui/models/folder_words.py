"""What rows of the folder tree say: names, counts, and what is read out or told on hover."""

from transom.engine.entities.mail import Folder
from transom.ui.models.folder_names import FolderNames
from transom.ui.models.folder_tree import Node, path_of
from transom.ui.text import counted, safe

_HELD_WHOLE = frozenset(("drafts", "outbox"))
"""What waits in these is of interest, read or not."""


class FolderWords:
    """Words and numbers for rows; without ``counts_seen`` counts leave out what was seen here."""

    def __init__(self, names: FolderNames) -> None:
        self._names = names
        self.counts_seen = True

    def name_of(self, folder: Folder) -> str:
        """Return what a folder is called."""
        return safe(self._names.name_of(folder))

    def name(self, node: Node) -> str:
        """Return what a row is called."""
        return self.name_of(node.folder) if node.folder else safe(node.title)

    def count(self, folder: Folder) -> int:
        """Return how many messages of a folder are of interest."""
        if folder.well_known in _HELD_WHOLE:
            return folder.total_count
        return max(0, folder.unread_count - (0 if self.counts_seen else folder.seen_count))

    def count_beside(self, node: Node) -> int:
        """Return a folder's count; for an account's section what waits in its inbox."""
        if node.folder is not None:
            return self.count(node.folder)
        inboxes = (one.folder for one in node.children if one.folder and node.account)
        return sum(self.count(one) for one in inboxes if one.well_known == "inbox")

    def spoken(self, node: Node, *, is_several: bool) -> str:
        """Return what a screen reader says of a row."""
        parts = [self.name(node)]
        if node.folder is None:
            return f"{parts[0]}, mailbox" if node.account and is_several else parts[0]
        if node.account is not None:
            parts.append(safe(node.account.name or node.account.username))
        if count := self.count(node.folder):
            words = "in it" if node.folder.well_known in _HELD_WHOLE else "unread"
            parts.append(counted(count, f"message {words}", f"messages {words}"))
        return ", ".join(parts)

    def told(self, node: Node, home: Node) -> str:
        """Say where a folder lies, what the server calls it, and how much is in it."""
        folder = node.folder
        if folder is None or not folder.account:
            return safe(node.account.username) if node.account else ""
        path = " / ".join(self.name(one) for one in path_of(home))
        other = safe(folder.name) if self.name(node) != safe(folder.name) else ""
        unread = counted(folder.unread_count, "unread", "unread")
        parts = [path, other, f"{counted(folder.total_count, 'message', 'messages')}, {unread}"]
        return " · ".join(part for part in parts if part)
