"""The mail page: joins folders, list and reading pane."""

from PySide6.QtCore import QTimer, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.mail import FolderId, MessageId
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.arrangement import Arrangement
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.folder_desk import FolderDesk, Owners
from transom.ui.mail.folder_pane import FolderPane
from transom.ui.mail.list_desk import ListDesk
from transom.ui.mail.list_pane import ListPane
from transom.ui.mail.list_words import ListWords
from transom.ui.mail.mailbox_choice import MailboxChoice
from transom.ui.mail.message_delegate import MessageDelegate
from transom.ui.mail.message_list import MessageList
from transom.ui.mail.message_windows import MessageWindows
from transom.ui.mail.notice import Notice
from transom.ui.mail.picture_desk import PictureDesk
from transom.ui.mail.pictures import PictureFetcher
from transom.ui.mail.reader_ways import ReaderWays
from transom.ui.mail.reading_desk import ReadingDesk
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.search import MailSearch
from transom.ui.mail.search_completer import SearchCompleter
from transom.ui.mail.search_field import MailBar
from transom.ui.mail.search_strip import SearchStrip
from transom.ui.mail.seen_desk import SeenDesk
from transom.ui.mail.selection_desk import SelectionDesk
from transom.ui.mail.selection_panel import ReadingSide, SelectionPanel
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.models.folders import FolderModel
from transom.ui.models.messages import MessageListModel
from transom.ui.shortcuts import bind
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page
from transom.ui.widgets.sight import RowsInSight

_WARM_AFTER_MS = 1_200
_DAY_CHECK_MS = 30_000


class MailPage(Page):
    """Shows one account's mail; ``lane`` is where bodies are cleaned."""

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, *, lane: Lane
    ) -> None:
        super().__init__()
        self._engine = engine
        self.folders = FolderModel(engine.mail, engine.search, engine.marks, bridge, self)
        self.messages = MessageListModel(engine.mail, bridge, parent=self)
        self._photos = SenderPhotos(engine.contacts, bridge, self)
        colors = CategoryColors(theme)
        self.side = FolderPane(self.folders, theme, icons)
        self.bar = MailBar(theme, icons)
        delegate = MessageDelegate(theme, icons, colors, self._photos)
        self.list = MessageList(self.messages, delegate, theme)
        self.strip = SearchStrip(theme, icons)
        self.lists = ListDesk(engine, self, self.list, self.messages, theme, icons)
        self.list_pane = ListPane(
            self.list, self.lists.menu, self.lists.strip, self.strip, theme, icons
        )
        self._pictures = PictureFetcher(engine, bridge, self)
        self.reading = ReadingPane(theme, icons, colors, self._pictures.fetch)
        panel = SelectionPanel(theme, icons)
        side = ReadingSide(self.reading, panel)
        self.arrangement = Arrangement(
            self, self.side, self.bar, self.list_pane, side, engine, theme
        )
        self.panes = (self.side, self.bar, self.list_pane, self.reading)
        self._notice = notice = Notice(self, theme, icons)
        PictureDesk(engine, bridge, self.reading, self._pictures)
        self.desk = ReadingDesk(
            engine, bridge, lane, self.reading, self.messages, self._photos, notice
        )
        self.several = SelectionDesk(
            engine, bridge, self.list, self.messages, side, panel, self.desk.saver, notice
        )
        self.windows = MessageWindows(
            engine, bridge, theme, icons, colors, self._photos, lane, notice
        )
        self.ways = ReaderWays(engine, self.reading, icons, self.list, self.desk)
        self.seen = SeenDesk(engine, self.reading, theme, icons)
        self._search = MailSearch(engine, bridge, self.bar, self.strip, self.messages, self.list)
        self._list_words = ListWords(
            engine, self.list_pane, self.folders, self.messages, self._search, self.lists
        )
        self._mailbox = MailboxChoice(engine, bridge, self.side, self.folders, colors)
        self.around = FolderDesk(
            engine, self, self.side, self.folders, self._mailbox, notice, theme, icons
        )
        Owners(self._mailbox, self.folders, self.list, self.messages)
        SearchCompleter(self.bar.field, self._mailbox.names)
        self._sight = RowsInSight(self.list)
        self._days = QTimer(self, interval=_DAY_CHECK_MS)
        self._connect(bridge, icons)
        self._add_shortcuts()

    @override
    def activate(self) -> None:
        self._mailbox.refresh()
        self.lists.refresh()
        self.messages.refresh_day()
        self._days.start()
        QTimer.singleShot(_WARM_AFTER_MS, self.reading.body, self.reading.body.warm)

    @override
    def focus_first(self) -> None:
        self.list.setFocus()

    @override
    def escape(self) -> bool:
        if self.around.finder.leave():
            return True
        if self.arrangement.is_drawer_open:
            self.arrangement.close_drawer()
        elif self.reading.escape():
            return True
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
        self.lists.set_narrow(level)

    @override
    def shut(self) -> None:
        self.windows.close_all()
        self.reading.end()

    @override
    def search(self, words: str) -> None:
        self.bar.set_words(words)
        self.list.setFocus()

    def show_folder(self, folder: FolderId, only_focused: bool | None = None) -> None:
        """Show a folder's messages, and look for its news."""
        if self.bar.field.text():
            self._search.end()
        self.side.tree.show_folder(folder)
        self.list.select(None)
        if only_focused is None and self._mailbox.has_parts(folder):
            only_focused = True
        self.messages.show_folder(folder, only_focused)
        self.list.scrollToTop()
        self._engine.mail.open_folder(folder)
        self._mailbox.note_shown(folder)
        self._list_words.tell()

    def show_message(self, message: MessageId) -> bool:
        """Select a message of the list, in the part that has it; say whether it is there."""
        is_here = self.list.select(message)
        folder, part = self.messages.folder, self.messages.only_focused
        if not is_here and folder is not None and part is not None:
            self.show_folder(folder, not part)
            return self.list.select(message)
        return is_here

    def _connect(self, bridge: Bridge, icons: Icons) -> None:
        self.side.tree.folder_selected.connect(self._on_folder_selected)
        self.around.finder.folder_chosen.connect(self._on_folder_selected)
        self.side.tree.entered.connect(self.arrangement.close_drawer)
        self.side.tree.entered.connect(self.focus_first)
        self.list_pane.tabs.part_selected.connect(self._on_part_selected)
        self.bar.folders_requested.connect(self.arrangement.toggle_drawer)
        self.bar.back_requested.connect(self._on_back_requested)
        self.bar.refresh_requested.connect(self._engine.refresh)
        self._search.searched.connect(self._on_searched)
        self._mailbox.folder_wished.connect(self._on_folder_wished)
        self.list.message_selected.connect(self.desk.show_message)
        self.list.open_requested.connect(self._on_open_requested)
        self.list.window_requested.connect(self._on_window_requested)
        self.ways.window_wished.connect(self.windows.open_message)
        self.windows.invitation_opened.connect(self.desk.invitation_opened)
        self.windows.calendar_file_opened.connect(self.desk.calendar_file_opened)
        self._sight.settled.connect(self._on_rows_seen)
        self._days.timeout.connect(self.messages.refresh_day)
        self.messages.arranged.connect(self._list_words.tell)
        self.lists.table_shown.connect(self.arrangement.stack_panes)
        for repaint in (icons.ready, self._photos.filled, self._mailbox.colors_changed):
            repaint.connect(self.list.viewport().update)
        bridge.changed.connect(self._on_changed)

    def _add_shortcuts(self) -> None:
        self.reading.tools.spread(self)
        for keys, slot in (
            ("J", lambda: self.list.step(1)),
            ("K", lambda: self.list.step(-1)),
            ("Ctrl+K", self._search.focus_field),
            ("Ctrl+Y", self.around.finder.open),
            ("Ctrl+F", lambda: self.desk.tools.find_or(self._search.focus_field)),
        ):
            bind(self, keys, slot)

    @Slot(object)
    def _on_folder_wished(self, folder: FolderId | None) -> None:
        if folder is None:
            self.list.select(None)
            self.messages.clear()
            self._list_words.tell()
        else:
            self.show_folder(folder)

    @Slot(object)
    def _on_folder_selected(self, folder: FolderId) -> None:
        if words := self.folders.kept_search(folder):
            self.search(words)
        else:
            self.show_folder(folder)
        self.arrangement.close_drawer()
        self._on_searched()

    @Slot(object)
    def _on_part_selected(self, is_focused: bool) -> None:
        if self.messages.folder is not None:
            self.show_folder(self.messages.folder, is_focused)

    @Slot(int, int)
    def _on_rows_seen(self, first: int, last: int) -> None:
        seen = (self.messages.line_at(row) for row in range(first, last + 1))
        lines = [line for line in seen if line is not None]
        self._photos.fetch({line.face.address for line in lines})
        self._engine.mail.note_sight(lines)
        self._search.show_snippets(first, last)

    @Slot()
    def _on_open_requested(self) -> None:
        if self.list.selected is not None:
            self.arrangement.show_reading(True)
            self.reading.body.focus_body()

    @Slot()
    def _on_window_requested(self) -> None:
        if self.arrangement.level == 2:
            self._on_open_requested()
        else:
            self.ways.open_window()

    @Slot()
    def _on_back_requested(self) -> None:
        self.arrangement.show_reading(False)
        self.list.setFocus()

    @Slot()
    def _on_searched(self) -> None:
        self.reading.body.mark(self._search.marks)
        self.arrangement.show_reading(False)
        self._list_words.tell()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if not self.folders.accounts or change.kind not in (Kind.FOLDERS, Kind.MESSAGES):
            return
        folder, is_search = self.messages.folder, bool(self._search.words)
        if folder is None and not is_search:
            self._mailbox.go_back()
            return
        is_whole = self.messages.only_focused is None
        if folder is not None and is_whole and self._mailbox.has_parts(folder):
            self.messages.show_folder(folder, True)
        self._list_words.tell()
