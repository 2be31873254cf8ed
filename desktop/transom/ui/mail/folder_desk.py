"""What can be done around the folder tree: favourites, its menu, going by name, repairing."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.engine.entities.mail import FolderId
from transom.ui.mail.favourites import Favourites
from transom.ui.mail.folder_finder import FolderFinder
from transom.ui.mail.folder_menu import FolderMenu
from transom.ui.mail.folder_pane import FolderPane
from transom.ui.mail.mailbox_choice import MailboxChoice
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.notice import Notice
from transom.ui.models.folders import FolderModel
from transom.ui.models.messages import MessageListModel
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


class FolderDesk(QObject):
    """Joins the tree's helpers to the engine and to the list."""

    def __init__(
        self,
        engine: Engine,
        page: QWidget,
        pane: FolderPane,
        folders: FolderModel,
        mailbox: MailboxChoice,
        notice: Notice,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__(pane)
        self._engine, self._notice = engine, notice
        self.favourites = Favourites(engine, pane.tree, folders, theme)
        self.menu = FolderMenu(engine, pane.tree, self.favourites)
        self.finder = FolderFinder(page, folders, theme, icons)
        self.menu.repair_requested.connect(self._on_repair_requested)
        self.menu.hidden_changed.connect(mailbox.refresh)

    @Slot(object)
    def _on_repair_requested(self, folder: FolderId) -> None:
        if self._engine.mail.repair_folder(folder):
            words = "Reading the folder anew. What is stored stays readable meanwhile."
            self._notice.say(words, "ph.wrench", None)
        else:
            words = "This mailbox cannot be reached without signing in again."
            self._notice.say(words, "ph.warning-circle", None)


class Owners(QObject):
    """Tells a list whose messages are whose and where they lie, as accounts come and go."""

    def __init__(
        self,
        mailbox: MailboxChoice,
        folders: FolderModel,
        view: MessageList,
        messages: MessageListModel,
    ) -> None:
        super().__init__(view)
        messages.folder_name = folders.name_of
        self._view, self._messages = view, messages
        mailbox.accounts_shown.connect(self._on_accounts_shown)

    @Slot(object)
    def _on_accounts_shown(self, accounts: tuple[Account, ...]) -> None:
        self._view.marks.learn(accounts)
        self._messages.owners = {one.id: safe(one.name or one.username) for one in accounts}
        self._view.viewport().update()
