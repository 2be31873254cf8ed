"""Whose mail is shown, and what belongs to that account: its folders and its categories."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import ALL_INBOXES, FolderId
from transom.ui.bridge import Bridge
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.folder_pane import FolderPane
from transom.ui.models.folders import FolderModel


class MailboxChoice(QObject):
    """Keeps one of the accounts chosen.

    Signals:
        account_shown: other folders stand in the pane.
        colors_changed: categories have other colours.
    """

    account_shown = Signal()
    colors_changed = Signal()

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        pane: FolderPane,
        folders: FolderModel,
        colors: CategoryColors,
    ) -> None:
        super().__init__(pane)
        self._engine, self._pane, self._folders, self._colors = engine, pane, folders, colors
        pane.account_selected.connect(self.choose)
        bridge.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read who is signed in, and keep the choice while it can be kept."""
        if self._engine.state is EngineState.READY:
            self.choose(self._folders.account)

    def has_parts(self, folder: FolderId) -> bool:
        """Whether the server keeps a part of this folder out of focus."""
        known = self._folders.folder_at(self._folders.index_of(folder))
        is_inbox = folder == ALL_INBOXES or (known is not None and known.well_known == "inbox")
        reader = self._engine.mail.reader
        return is_inbox and bool(reader.read_lines(folder, None, 1, only_focused=False))

    def names(self) -> tuple[list[str], list[str]]:
        """Return the names that can stand behind ``in:`` and ``category:`` in a search."""
        account = self._folders.account
        if account is None:
            return [], []
        reader = self._engine.mail.reader
        folders = [one.name for one in reader.read_folders(account) if not one.is_hidden]
        return folders, [one.name for one in reader.read_categories(account)]

    @Slot(object)
    def choose(self, account: AccountId | None) -> None:
        """Show an account's folders, or the first account's if there is no such one."""
        accounts = self._engine.accounts.list()
        ids = [one.id for one in accounts]
        chosen = account if account in ids else next(iter(ids), None)
        self._pane.show_accounts(accounts, chosen)
        if chosen != self._folders.account:
            self._folders.show_account(chosen)
            self._learn_colors()
            self.account_shown.emit()

    def _learn_colors(self) -> None:
        account = self._folders.account
        if account is not None:
            self._colors.learn(account, self._engine.mail.reader.read_categories(account))
            self.colors_changed.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.ACCOUNTS, Kind.STATE):
            self.refresh()
        elif change.kind is Kind.CATEGORIES and change.account in (None, self._folders.account):
            self._learn_colors()
