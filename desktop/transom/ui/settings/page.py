"""The settings page: a list of sections, and one section at a time beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.settings.about import AboutSection
from transom.ui.settings.accounts import AccountsSection
from transom.ui.settings.appearance import AppearanceSection
from transom.ui.settings.calendar import CalendarSection
from transom.ui.settings.mail import MailSection
from transom.ui.settings.permissions import PermissionsSection
from transom.ui.settings.storage import StorageSection
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.page import Page
from transom.ui.widgets.scrolled import Scrolled

_SIDE_PX = (232, 184, 148)
"""The width of the list of sections, by how narrow the window is."""


class SettingsPage(Page):
    """Accounts, appearance, storage and what this program is.

    Signals:
        sign_in_requested: a user name to sign in again, or empty for another account.
        permission_requested: a user name, and the further permissions to ask for, by spaces.
        setup_requested: open the set-up assistant.
    """

    sign_in_requested = Signal(str)
    permission_requested = Signal(str, str)
    setup_requested = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._accounts = AccountsSection(engine, bridge, theme, icons)
        self._permissions = PermissionsSection(engine, bridge, theme, icons)
        self._appearance = AppearanceSection(engine, theme)
        self._mail = MailSection(engine, bridge, theme)
        self._calendar = CalendarSection(engine, theme)
        self._storage = StorageSection(engine, bridge, theme)
        self._sections: dict[str, QWidget] = {
            "Accounts": self._accounts,
            "Permissions": self._permissions,
            "Appearance": self._appearance,
            "Mail": self._mail,
            "Calendar": self._calendar,
            "Storage": self._storage,
            "About": AboutSection(theme),
        }
        self._side = QFrame()
        self._list = QListWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._accounts.sign_in_requested.connect(self.sign_in_requested)
        self._permissions.permission_requested.connect(self.permission_requested)
        self._accounts.permission_requested.connect(self.permission_requested)
        self._accounts.setup_requested.connect(self.setup_requested)
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.setCurrentRow(0)
        bridge.changed.connect(self._on_changed)

    @override
    def activate(self) -> None:
        self._accounts.show_accounts()
        self._permissions.show_accounts()
        self._storage.show_statistics()
        self._calendar.show_choices()
        self._mail.show_choices()

    @override
    def focus_first(self) -> None:
        self._list.setFocus()

    @override
    def set_narrow(self, level: int) -> None:
        self._side.setFixedWidth(self._theme.px(_SIDE_PX[level]))

    @property
    def sections(self) -> Sequence[str]:
        """The names of the sections, in order."""
        return tuple(self._sections)

    def open_section(self, name: str) -> None:
        """Show a section by its name."""
        self._list.setCurrentRow(list(self._sections).index(name))

    def _lay_out(self) -> None:
        px = self._theme.px
        self._side.setProperty("surface", "bg")
        self._side.setProperty("line", "right")
        self.set_narrow(0)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(px(8), px(18), px(8), px(8))
        column.setSpacing(px(10))
        title = PlainLabel("Settings", "strong")
        title.setContentsMargins(px(10), 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self._list, 1)
        self._list.setAccessibleName("Sections of the settings")
        self._list.setProperty("kind", "sections")
        for name, section in self._sections.items():
            item = QListWidgetItem(name)
            item.setSizeHint(QSize(0, px(34)))
            self._list.addItem(item)
            self._stack.addWidget(self._in_scroll_area(section))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(self._stack, 1)

    def _in_scroll_area(self, section: QWidget) -> Scrolled:
        px = self._theme.px
        ground = QFrame()
        ground.setProperty("surface", "panel")
        section.setMaximumWidth(px(720))
        # Side by side with what is left over: the height then counts for the width it really gets.
        row = QHBoxLayout()
        row.addWidget(section, 100)
        row.addStretch(1)
        column = QVBoxLayout(ground)
        column.setContentsMargins(px(28), px(24), px(28), px(24))
        column.addLayout(row)
        column.addStretch(1)
        return Scrolled(ground)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.ACCOUNTS:
            self._accounts.show_accounts()
            self._permissions.show_accounts()
