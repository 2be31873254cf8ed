"""The frame around the pages: rail, notices, pages, status bar, and the keys they share."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow
from typing_extensions import override

from transom.engine.changes import Change, Kind, Problem
from transom.engine.engine import Engine, EngineState
from transom.ui.bridge import Bridge
from transom.ui.notices import NoticeBox
from transom.ui.opening import OpeningPage
from transom.ui.place import narrow_level
from transom.ui.rail import PAGES, SETTINGS, Rail
from transom.ui.scenes import Scenes
from transom.ui.shortcut_sheet import ShortcutSheet
from transom.ui.shortcuts import bind
from transom.ui.signin_door import SignInDoor
from transom.ui.status import StatusBar
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page

if TYPE_CHECKING:
    from transom.ui.signin.page import SignInPage


class Window(QMainWindow):
    """Transom's main window.

    Signals:
        first_painted: the window stands on the screen; everything slow may begin.
        closed: the person closed it.
        demo_requested: open the demo mailbox.
    """

    first_painted = Signal()
    closed = Signal()
    demo_requested = Signal()

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        build_page: Callable[[str], Page],
    ) -> None:
        super().__init__()
        self._engine, self._theme, self._build_page = engine, theme, build_page
        self._pages: dict[str, Page] = {}
        self._current, self._is_painted = "mail", False
        self.setWindowTitle("Transom")
        self.rail, self.status = Rail(theme, icons), StatusBar(theme, icons)
        self._opening = OpeningPage(engine, theme, icons)
        self.shortcuts, self.notices = ShortcutSheet(self, theme, icons), NoticeBox(theme, icons)
        self._scenes = Scenes(self.notices, self._opening, self.rail, self.status)
        self.setCentralWidget(self._scenes)
        self.setMinimumSize(theme.px(420), theme.px(420))
        self._add_shortcuts()
        self._door = SignInDoor(build_page, bridge, self._scenes)
        self._door.signed_in.connect(self._on_signed_in)
        self._door.closed.connect(lambda: self.show_page(self._current))
        self._door.demo_requested.connect(self.demo_requested)
        self.rail.page_selected.connect(self.show_page)
        bridge.changed.connect(self._on_changed)
        bridge.failed.connect(self._on_failed)
        bridge.busy.connect(self.status.show_activity)
        self.show_state()

    @property
    def signin(self) -> "SignInPage":
        """The sign-in page."""
        return self._door.page

    def page(self, name: str) -> Page:
        """Return a page by its name, built when first needed."""
        if name not in self._pages:
            page = self._pages[name] = self._build_page(name)
            self._scenes.pages.addWidget(page)
            page.set_narrow(narrow_level(self, self._theme))
        return self._pages[name]

    @Slot(str)
    def show_page(self, name: str) -> None:
        """Open a page."""
        page = self.page(name)
        self._current = name
        self.rail.show_page(name)
        self._scenes.show_mailbox(page)
        page.activate()
        page.focus_first()

    @Slot()
    def show_state(self) -> None:
        """Show what fits the engine's state: words, the sign-in page, or the mailbox."""
        state = self._engine.state
        if state is EngineState.OPENING:
            self._opening.show_opening()
            self._scenes.show_opening()
        elif state is EngineState.FAILED and self._engine.error is not None:
            self._opening.show_error(self._engine.error)
            self._scenes.show_opening()
        elif state is EngineState.KEY_NEEDED or not self._engine.accounts.list():
            self._door.show()
        else:
            self._show_accounts()
            if not self._scenes.is_mailbox and not self._door.is_asking:
                self.show_page(self._current)

    def show_signin(self, login_hint: str = "", extra_scopes: tuple[str, ...] = ()) -> None:
        """Open the provider's page for an account, for more permissions of it, or for a new one."""
        self._door.show().start(login_hint, extra_scopes=extra_scopes)

    def come_forward(self) -> None:
        """Stand before other windows, with the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_setup(self) -> None:
        """Open the set-up of the app registration; who leaves it comes back to this page."""
        self._door.show().show_setup(leads_back=True)

    def shut(self) -> None:
        """End what must end before the application does."""
        self._door.shut()
        for page in self._pages.values():
            page.shut()
        for timer in self.findChildren(QTimer):  # none may ask an engine that is about to stop
            timer.stop()

    def _add_shortcuts(self) -> None:
        everywhere = Qt.ShortcutContext.WindowShortcut
        for name, _label, _icon, keys in (*PAGES, SETTINGS):
            bind(self, keys, partial(self._on_page_key, name), everywhere)
        bind(self, "F5", self._on_refresh_wished, everywhere)
        bind(self, "Esc", self._on_escape, everywhere)
        bind(self, "?", self.shortcuts.toggle, everywhere)
        bind(self, "Ctrl+Q", self.close, everywhere)

    def _on_page_key(self, name: str) -> None:
        if self._scenes.is_mailbox:
            self.show_page(name)

    def _on_refresh_wished(self) -> None:
        self._door.allow_proxy()
        self._engine.refresh()

    def _on_escape(self) -> None:
        if self.shortcuts.leave():
            return
        if self._scenes.is_signin:
            self.signin.escape()
        elif self._scenes.is_mailbox:
            self.page(self._current).escape()

    def _show_accounts(self) -> None:
        accounts = self._engine.accounts.list()
        self.rail.show_person(accounts[0].name or accounts[0].username, accounts[0].color)
        self.status.show_accounts(accounts, self._engine.key_source)
        self.notices.show_accounts(accounts, self.show_signin)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind in (Kind.ACCOUNTS, Kind.STATE):
            self.show_state()

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        if self._engine.state is not EngineState.FAILED and not problem.needs_sign_in:
            self.notices.tell_problem(problem)

    @Slot(object)
    def _on_signed_in(self, _account: object) -> None:
        self._show_accounts()
        self.show_page(self._current if self.signin.asks_for_more else "mail")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in self._pages.values():
            page.set_narrow(narrow_level(self, self._theme))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)  # once this is on the screen

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
