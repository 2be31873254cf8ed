"""What Transom may read: of each account, what is asked for always and what a person turned on."""

from functools import partial

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.changes import problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.engine.entities.signin import Permission
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Chip
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_ALWAYS = (
    "Always: your profile, your mail, your calendars, your contacts and your mailbox settings, "
    "all of it for reading only. What stands below is asked for when you turn it on, one at a time."
)
_TAKE_BACK = (
    "Turned off means: no longer asked for and no longer used here. The provider keeps the "
    "permission itself until you take it back on your account's own page."
)


class PermissionsSection(QWidget):
    """One box for each account, with a switch for each further permission.

    Signals:
        permission_requested: a user name, and the permissions to sign in for, by spaces.
    """

    permission_requested = Signal(str, str)

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("What Transom may read", "title"))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(theme.px(12))
        column.addLayout(self._boxes)

    def show_accounts(self) -> None:
        """Show how every account stands now."""
        while (item := self._boxes.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.deleteLater()
        for account in self._engine.accounts.list():
            if account.is_own:
                self._boxes.addWidget(self._box(account))

    def _box(self, account: Account) -> Box:
        box = Box(self._theme, account.username, _ALWAYS)
        permissions = self._engine.permissions.of(account)
        for permission in permissions:
            box.add(self._row(account, permission))
        left = [one.scope for one in permissions if not one.is_granted]
        if len(left) > 1:
            box.add(self._bundle_button(account, left))
        if any(one.is_granted and not one.is_on for one in permissions):
            words = PlainLabel(_TAKE_BACK, "small")
            words.set_wrapped()
            box.add(words)
            if page := self._engine.permissions.grants_page(account):
                box.add(self._page_button(page))
        return box

    def _row(self, account: Account, permission: Permission) -> QWidget:
        px = self._theme.px
        row = QWidget()
        mark, name, purpose = PlainLabel(), PlainLabel(style="strong"), PlainLabel(style="small")
        icon = ("ph.check-circle", "ok") if permission.is_on else ("ph.circle", "dim")
        self._icons.put(mark, *icon, size=18)
        mark.setFixedWidth(px(28))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        for label, words in ((name, permission.name), (purpose, permission.purpose)):
            label.set_wrapped()
            label.set_text(words)
        text = QVBoxLayout()
        text.setSpacing(px(2))
        text.addWidget(name)
        text.addWidget(purpose)
        if permission.needs_administrator and not permission.is_granted:
            chip = Chip(self._theme, "An administrator must approve it", "warn")
            text.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, px(4), 0, px(4))
        line.addWidget(mark)
        line.addLayout(text, 1)
        line.addWidget(self._button(account, permission), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _button(self, account: Account, permission: Permission) -> QPushButton:
        button = QPushButton("Turn off" if permission.is_on else "Turn on")
        button.setAccessibleName(f"{button.text()}: {permission.name}, {account.username}")
        set_tool_tip(button, permission.scope)
        if permission.is_on or permission.is_granted:
            button.clicked.connect(partial(self._on_switched, account, permission, button))
        else:
            asked = partial(self.permission_requested.emit, account.username, permission.scope)
            button.clicked.connect(asked)
        return button

    def _bundle_button(self, account: Account, scopes: list[str]) -> QWidget:
        button = QPushButton("Turn on all of them, in one approval")
        button.setAccessibleName(f"{button.text()}, {account.username}")
        wish = partial(self.permission_requested.emit, account.username, " ".join(scopes))
        button.clicked.connect(wish)
        return _from_the_left(button)

    def _page_button(self, page: str) -> QWidget:
        button = QPushButton("Open your account's page")
        button.setProperty("kind", "link")
        set_tool_tip(button, page)
        button.clicked.connect(partial(self._on_page_requested, page))
        return _from_the_left(button)

    def _on_switched(self, account: Account, permission: Permission, button: QPushButton) -> None:
        button.setEnabled(False)
        part = self._engine.permissions
        switch = part.turn_off if permission.is_on else part.turn_on
        done = switch(account.id, permission.scope)
        self._bridge.when_done(done, self._on_done, self._on_failed)

    @Slot()
    def _on_done(self, _nothing: object) -> None:
        self.show_accounts()

    def _on_failed(self, error: TransomError) -> None:
        self.show_accounts()
        self._bridge.failed.emit(problem_from_error(error))

    def _on_page_requested(self, page: str) -> None:
        QDesktopServices.openUrl(QUrl(page, QUrl.ParsingMode.StrictMode))


def _from_the_left(button: QPushButton) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch()
    return holder
