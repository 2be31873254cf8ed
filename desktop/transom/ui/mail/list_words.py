"""What stands above the list and in its place: a folder's name and count, or why it is empty."""

from transom.engine.engine import Engine
from transom.engine.entities.mail import FLAGGED, UNREAD, FolderId
from transom.ui import text
from transom.ui.mail.list_desk import ListDesk
from transom.ui.mail.list_pane import ListPane
from transom.ui.mail.search import MailSearch
from transom.ui.models.folders import FolderModel
from transom.ui.models.messages import MessageListModel

_EMPTY_VIEWS = {
    UNREAD: ("Everything is read", "No account has unread messages.", "ph.check-circle"),
    FLAGGED: ("Nothing flagged", "What is flagged in any account stands here.", "ph.flag"),
}


class ListWords:
    """Says what the list shows."""

    def __init__(
        self,
        engine: Engine,
        pane: ListPane,
        folders: FolderModel,
        messages: MessageListModel,
        search: MailSearch,
        lists: ListDesk,
    ) -> None:
        self._engine, self._pane, self._lists = engine, pane, lists
        self._folders, self._messages, self._search = folders, messages, search

    def tell(self) -> None:
        """Bring title, count and empty state up to date."""
        count = self._messages.rowCount()
        is_search = bool(self._search.words)
        if is_search:
            self._pane.show_part(None)
            self._pane.show_title("Search results", self._search.count)
        else:
            self._tell_folder()
        is_on_its_way = is_search and not self._search.is_settled
        if count or is_on_its_way or self._messages.is_looking:
            self._pane.show_list()
        elif self._lists.manner.sieve:
            self._pane.show_empty(
                "Nothing fits",
                "Nothing that was found is what the list is narrowed to."
                if is_search
                else "Messages are here, and none is what the list is narrowed to.",
                "ph.funnel-simple",
                ("Show everything", self._lists.show_everything),
            )
        elif is_search:
            self._pane.show_empty(
                "Nothing found", "No stored message has all of this.", "ph.magnifying-glass"
            )
        elif self._messages.folder is None:
            self._pane.show_empty("Fetching folders…", "The first look takes a moment.")
        else:
            self._tell_empty(self._messages.folder)

    def _tell_empty(self, folder: FolderId) -> None:
        if folder in _EMPTY_VIEWS:
            self._pane.show_empty(*_EMPTY_VIEWS[folder])
            return
        words = "This part of the inbox" if self._messages.only_focused is not None else ""
        self._pane.show_empty("Nothing here", f"{words or 'This folder'} has no messages.")

    def _tell_folder(self) -> None:
        number = self._messages.folder
        index = self._folders.index_of(number) if number is not None else None
        folder = self._folders.folder_at(index) if index is not None else None
        part = self._messages.only_focused
        self._pane.show_part(part)
        if folder is None or number is None:
            self._pane.show_title("", "")
            return
        title = self._folders.name_of(number) if part is None else ""
        self._pane.show_title(title, self._count_words(number, part))

    def _count_words(self, folder: FolderId, part: bool | None) -> str:
        if self._messages.is_looking:
            return "Looking…" if self._messages.manner.sieve else "Sorting…"
        if self._messages.manner.sieve:
            return ""
        stored = self._engine.mail.reader.count_messages(folder, only_focused=part)
        return text.counted(stored, "message", "messages")
