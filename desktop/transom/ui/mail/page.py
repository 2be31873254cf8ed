"""The mail page: joins folders, list and reading pane."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.mail import FolderId, MessageId
from transom.engine.settings import Density
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.arrangement import Arrangement
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.folder_pane import FolderPane
from transom.ui.mail.list_pane import ListPane
from transom.ui.mail.list_words import MOST_FOUND, ListWords
from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.notice import Notice
from transom.ui.mail.pictures import PictureFetcher
from transom.ui.mail.reading_desk import ReadingDesk
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.search_field import MailBar
from transom.ui.models.folders import FolderModel
from transom.ui.models.messages import MessageListModel
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page

_WARM_AFTER_MS = 150
_DAY_CHECK_MS = 30_000


class MailPage(Page):
    """Shows one account's mail; ``lane`` is where bodies are cleaned."""

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, *, lane: Lane
    ) -> None:
        super().__init__()
        self._engine = engine
        self._account: Account | None = None
        self._words = ""
        self._before_search: tuple[FolderId | None, MessageId | None] = (None, None)
        self.folders = FolderModel(engine.mail, bridge, self)
        self.messages = MessageListModel(engine.mail, bridge, parent=self)
        self._colors = CategoryColors(theme)
        self.side = FolderPane(self.folders, theme, icons)
        self.bar = MailBar(theme, icons)
        self.list = MessageList(self.messages, MessageDelegate(theme, icons, self._colors), theme)
        self.list_pane = ListPane(self.list, theme, icons)
        self._pictures = PictureFetcher(engine, bridge, self)
        self.reading = ReadingPane(theme, icons, self._colors, self._pictures.fetch)
        self.arrangement = Arrangement(
            self, self.side, self.bar, self.list_pane, self.reading, engine, theme
        )
        self.desk = ReadingDesk(
            engine, bridge, lane, self.reading, self.messages, Notice(self, theme, icons), self
        )
        self._list_words = ListWords(engine, self.list_pane, self.folders, self.messages)
        self._days = QTimer(self, interval=_DAY_CHECK_MS)
        self._connect(bridge, icons)
        self._add_shortcuts()

    @property
    def account(self) -> Account | None:
        """Whose mail is shown."""
        return self._account

    @override
    def activate(self) -> None:
        if self._engine.state is EngineState.READY:
            self._show_accounts()
        self.list.set_compact(self._engine.settings.density is Density.COMPACT)
        self.messages.refresh_day()
        self._days.start()
        QTimer.singleShot(_WARM_AFTER_MS, self.reading.body, self.reading.body.warm)

    @override
    def focus_first(self) -> None:
        self.list.setFocus()

    @override
    def escape(self) -> bool:
        if self.arrangement.is_drawer_open:
            self.arrangement.close_drawer()
        elif self.arrangement.level == 2 and self.arrangement.is_reading:
            self._on_back_requested()
        elif self.bar.field.text():
            self.bar.set_words("")
        elif not self.list.hasFocus():
            self.list.setFocus()
        else:
            return False
        self.list.setFocus()
        return True

    @override
    def set_narrow(self, level: int) -> None:
        self.arrangement.set_level(level)
        self._show_ways()

    @override
    def shut(self) -> None:
        self.reading.body.close_page()

    def search(self, words: str) -> None:
        """Search for words, as if they had been typed."""
        self.bar.set_words(words)
        self.list.setFocus()

    def show_folder(self, folder: FolderId) -> None:
        """Show a folder's messages, and look for its news."""
        if self.bar.field.text():
            self._words = ""
            self.bar.field.clear()
        self.side.tree.show_folder(folder)
        self.list.select(None)
        self.messages.show_folder(folder)
        self.list.scrollToTop()
        self._engine.mail.open_folder(folder)
        self._show_list_state()

    def show_message(self, message: MessageId) -> bool:
        """Select a message of the list; say whether it is there."""
        return self.list.select(message)

    def _connect(self, bridge: Bridge, icons: Icons) -> None:
        self.side.tree.folder_selected.connect(self._on_folder_selected)
        self.side.account_selected.connect(self._on_account_selected)
        self.bar.words_changed.connect(self._on_words_changed)
        self.bar.entered.connect(self._on_search_entered)
        self.bar.folders_requested.connect(self.arrangement.toggle_drawer)
        self.bar.back_requested.connect(self._on_back_requested)
        self.bar.refresh_requested.connect(self._engine.refresh)
        self.list.message_selected.connect(self.desk.show_message)
        self.list.open_requested.connect(self._on_open_requested)
        self._days.timeout.connect(self.messages.refresh_day)
        icons.ready.connect(self.list.viewport().update)
        bridge.changed.connect(self._on_changed)

    def _add_shortcuts(self) -> None:
        for keys, slot in (
            ("J", lambda: self.list.step(1)),
            ("K", lambda: self.list.step(-1)),
            ("Ctrl+K", self._on_search_key),
            ("Ctrl+F", self._on_search_key),
            ("Ctrl+S", self.desk.save_all),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _show_accounts(self) -> None:
        accounts = self._engine.accounts.list()
        known = self._account.id if self._account else None
        self._account = next((one for one in accounts if one.id == known), None)
        if self._account is None and accounts:
            self._account = accounts[0]
        shown = self._account.id if self._account else None
        self.side.show_accounts(accounts, shown)
        if shown != self.folders.account:
            self._show_account(shown)

    def _show_account(self, account: AccountId | None) -> None:
        self.folders.show_account(account)
        self._learn_categories()
        first = self.folders.first_folder()
        if first is None:
            self.list.select(None)
            self.messages.clear()
            self._show_list_state()
        else:
            self.show_folder(first)

    def _learn_categories(self) -> None:
        if self._account is not None:
            account = self._account.id
            self._colors.learn(account, self._engine.mail.reader.read_categories(account))
            self.list.viewport().update()

    def _show_list_state(self) -> None:
        self._list_words.tell(is_search=bool(self._words))

    def _show_ways(self) -> None:
        level = self.arrangement.level
        has_back = level == 2 and self.arrangement.is_reading
        self.bar.show_ways(has_drawer=level > 0 and not has_back, has_back=has_back)

    @Slot(object)
    def _on_folder_selected(self, folder: FolderId) -> None:
        self.show_folder(folder)
        self.arrangement.close_drawer()
        self.arrangement.show_reading(False)
        self._show_ways()

    @Slot(object)
    def _on_account_selected(self, account: AccountId) -> None:
        accounts = self._engine.accounts.list()
        self._account = next((one for one in accounts if one.id == account), self._account)
        self._show_accounts()

    @Slot()
    def _on_open_requested(self) -> None:
        if self.list.selected is not None:
            self.arrangement.show_reading(True)
            self._show_ways()
            self.reading.body.focus_body()

    @Slot()
    def _on_back_requested(self) -> None:
        self.arrangement.show_reading(False)
        self._show_ways()
        self.list.setFocus()

    @Slot(str)
    def _on_words_changed(self, words: str) -> None:
        before, self._words = self._words, words.strip() and words
        if self._words and not before:
            self._before_search = (self.messages.folder, self.list.selected)
        if self._words:
            found = self._engine.search.search_messages(words, MOST_FOUND)
            self.messages.show_found(found)
            self.arrangement.show_reading(False)
        elif before:
            self._leave_search()
        self._show_list_state()
        self._show_ways()

    def _leave_search(self) -> None:
        folder, message = self._before_search
        if folder is not None:
            self.messages.show_folder(folder)
            self.list.select(message)

    @Slot()
    def _on_search_entered(self) -> None:
        if self.messages.rowCount():
            self.list.setFocus()
            if self.list.selected is None:
                self.list.step(1)

    @Slot()
    def _on_search_key(self) -> None:
        self.bar.field.setFocus()
        self.bar.field.selectAll()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.ACCOUNTS, Kind.STATE):
            if self._engine.state is EngineState.READY:
                self._show_accounts()
        elif self._account is None or change.account not in (None, self._account.id):
            return
        elif change.kind is Kind.CATEGORIES:
            self._learn_categories()
        elif change.kind is Kind.FOLDERS and self.messages.folder is None and not self._words:
            self._show_account(self._account.id)
        elif change.kind in (Kind.FOLDERS, Kind.MESSAGES):
            self._show_list_state()
