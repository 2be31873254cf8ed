"""Whose mail is shown: the accounts in the pane, where each was left, and their colours."""

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import ALL_INBOXES, Fold, FolderId
from transom.ui.bridge import Bridge
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.folder_pane import FolderPane
from transom.ui.models.folder_tree import FIRST_SEARCH
from transom.ui.models.folders import FolderModel


class MailboxChoice(QObject):
    """Keeps the pane in line with the accounts, and remembers which folder was shown last.

    Signals:
        accounts_shown: these are the Accounts in the pane now.
        folder_wished: the FolderId to show now; None where there is none.
        colors_changed: categories have other colours.
    """

    accounts_shown = Signal(object)
    folder_wished = Signal(object)
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
        self._shown: FolderId | None = None
        pane.account_selected.connect(self.choose)
        pane.tree.folds.changed.connect(self._on_fold_changed)
        bridge.changed.connect(self._on_changed)

    @Slot()
    def refresh(self) -> None:
        """Read who is signed in and how the tree is to look; at first go where one was last."""
        if self._engine.state is not EngineState.READY:
            return
        accounts, settings = self._engine.accounts.list(), self._engine.settings
        is_first = not self._folders.accounts
        was = {one.id for one in self._folders.accounts}
        if is_first:
            self._pane.tree.folds.remember(self._engine.marks.reader.read_folded())
        self._folders.show_accounts(
            accounts,
            shows_hidden=settings.hidden_folders,
            counts_seen=not settings.seen_counts,
        )
        self._tell_whose()
        self.accounts_shown.emit(self._folders.accounts)
        if {one.id for one in accounts} != was:
            self._learn_colors(None)
        if self._shown is None or not self._is_there(self._shown):
            self.go_back()

    def go_back(self) -> None:
        """Go to what was shown last, or to what comes first."""
        last = self._engine.marks.reader.read_last_shown() if self._folders.accounts else None
        if last is None or not self._folders.index_of(last).isValid():
            last = self._folders.first_folder()
        self.folder_wished.emit(last)

    def note_shown(self, folder: FolderId) -> None:
        """Remember that this folder or view is shown now, and say whose it is."""
        if folder != self._shown and folder < FIRST_SEARCH:
            self._shown = folder
            self._engine.marks.save_last_shown(folder, self._folders.account_of(folder))
        self._tell_whose()

    def has_parts(self, folder: FolderId) -> bool:
        """Whether the server keeps a part of this folder out of focus."""
        known = self._folders.folder_at(self._folders.index_of(folder))
        is_inbox = folder == ALL_INBOXES or (known is not None and known.well_known == "inbox")
        reader = self._engine.mail.reader
        return is_inbox and bool(reader.read_lines(folder, None, 1, only_focused=False))

    def names(self) -> tuple[list[str], list[str]]:
        """Return the names that can stand behind ``in:`` and ``category:`` in a search."""
        if not self._folders.accounts:
            return [], []
        reader = self._engine.mail.reader
        folders = [one.name for one in reader.read_folders() if not one.is_hidden]
        categories = [
            one.name
            for account in self._folders.accounts
            for one in reader.read_categories(account.id)
        ]
        return list(dict.fromkeys(folders)), list(dict.fromkeys(categories))

    @Slot(object)
    def choose(self, account: AccountId) -> None:
        """Go to where an account was left, or to its inbox."""
        last = self._engine.marks.reader.read_last_shown(account)
        if last is None or self._folders.account_of(last) != account:
            last = self._folders.first_folder(account)
        self.folder_wished.emit(last)

    def _tell_whose(self) -> None:
        shown = self._folders.account_of(self._shown) if self._shown is not None else None
        self._pane.show_accounts(self._folders.accounts, shown)

    def _learn_colors(self, account: AccountId | None) -> None:
        for one in self._folders.accounts:
            if account in (None, one.id):
                self._colors.learn(one.id, self._engine.mail.reader.read_categories(one.id))
        self.colors_changed.emit()

    @Slot(object)
    def _on_fold_changed(self, change: tuple[Fold, AccountId | None, bool]) -> None:
        fold, account, is_folded = change
        self._engine.marks.save_fold(fold, account, is_folded=is_folded)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.ACCOUNTS, Kind.STATE):
            self.refresh()
        elif change.kind is Kind.CATEGORIES:
            self._learn_colors(change.account)
        elif change.kind is Kind.FOLDERS and not self._is_there(self._shown):
            # The folder vanished while it was shown.
            self.go_back()

    def _is_there(self, folder: FolderId | None) -> bool:
        return folder is None or self._folders.index_of(folder).isValid()
