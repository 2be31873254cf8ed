"""The accounts: who is signed in, with which permissions, and the way out."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.changes import problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, AccountState
from transom.engine.entities.shared import Probe
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.settings.adding import AddingRow, by_whose_right
from transom.ui.settings.health import health_words
from transom.ui.settings.opening_words import lines_of, who_can_change
from transom.ui.settings.registration import RegistrationBox
from transom.ui.theme import Theme
from transom.ui.widgets.account_mark import ColorButton
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.chip import Chip
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel


class AccountsSection(QWidget):
    """One box for each account, and a button for another.

    Signals:
        sign_in_requested: a user name to sign in again, or empty for another account.
        permission_requested: a user name, and the permissions to sign in for, by spaces.
        setup_requested: open the set-up assistant.
    """

    sign_in_requested = Signal(str)
    permission_requested = Signal(str, str)
    setup_requested = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine, self._bridge, self._theme = engine, bridge, theme
        self._probes: dict[str, Probe] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(16))
        self._column.addWidget(PlainLabel("Accounts", "title"))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(theme.px(12))
        self._column.addLayout(self._boxes)
        self.adding = AddingRow(engine, bridge, theme, icons)
        self.adding.sign_in_requested.connect(partial(self.sign_in_requested.emit, ""))
        self.adding.permission_requested.connect(self.permission_requested)
        self.adding.shared_form.looked.connect(self._on_looked)
        self.adding.opened.connect(self.show_accounts)
        self._column.addWidget(self.adding)
        self.registration = RegistrationBox(engine, theme)
        self.registration.setup_requested.connect(self.setup_requested)
        self._column.addWidget(self.registration)

    def show_accounts(self) -> None:
        """Show who is signed in now, and as which app."""
        self.registration.show_set_up()
        while (item := self._boxes.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.deleteLater()
        accounts = self._engine.accounts.list()
        for account in accounts:
            self._boxes.addWidget(self._box(account))
        self.adding.show_accounts(accounts)

    def _box(self, account: Account) -> QFrame:
        px = self._theme.px
        frame = QFrame()
        frame.setProperty("surface", "box")
        avatar = Avatar(self._theme, 40)
        avatar.show_person(account.name or account.username, account_color=account.color)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(PlainLabel(account.name or account.username, "strong", is_elided=True))
        words.addWidget(PlainLabel(account.username, "dim", is_elided=True))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(avatar)
        head.addLayout(words, 1)
        for chip in self._chips(account):
            head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(frame)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addLayout(head)
        if not account.is_own:
            told = PlainLabel(style="small")
            told.set_wrapped()
            told.set_text("\n".join(self._told_of(account)))
            column.addWidget(told)
        for missing in self._engine.accounts.missing_scopes(account) if account.is_own else ():
            lacking = PlainLabel(style="small")
            lacking.setProperty("tone", "warn")
            lacking.set_wrapped()
            lacking.set_text(f"Not granted: {missing.name.lower()}. {missing.switched_off}")
            column.addWidget(lacking)
        health = PlainLabel(style="small")
        health.set_wrapped()
        health.set_text(health_words(self._engine, account))
        column.addWidget(health)
        column.addWidget(self._buttons(account))
        return frame

    def _told_of(self, account: Account) -> list[str]:
        """Say by whose right a mailbox is read, and how far it opened when it was looked at."""
        told = [by_whose_right(account, self._owner_of(account))]
        found = self._probes.get(account.oid)
        if found is not None:
            told += [" · ".join(lines_of(found)), who_can_change(found)]
        return [one for one in told if one]

    def _owner_of(self, account: Account) -> Account | None:
        accounts = self._engine.accounts.list()
        return next((one for one in accounts if one.id == account.via), None)

    def _chips(self, account: Account) -> list[Chip]:
        chips = [Chip(self._theme, "Read-only", "ok")]
        if account.registration.cloud.mark:
            chips.append(Chip(self._theme, account.registration.cloud.mark, "accent"))
        if not account.is_own:
            word = "By certificate" if account.registration.certificate else "Shared with you"
            chips.append(Chip(self._theme, word))
        if account.state is AccountState.SIGN_IN_NEEDED and account.is_own:
            chips.append(Chip(self._theme, "Sign in again", "warn"))
        return chips

    def _buttons(self, account: Account) -> Flow:
        again, out = QPushButton("Sign in again"), QPushButton("Sign out")
        leave = QPushButton("Forget on this computer")
        out.setEnabled(account.state is not AccountState.SIGN_IN_NEEDED)
        out.clicked.connect(partial(self._on_out_clicked, account))
        leave.setProperty("kind", "danger")
        again.clicked.connect(partial(self.sign_in_requested.emit, account.username))
        leave.clicked.connect(partial(self._on_leave_clicked, account, leave))
        row = Flow(self._theme.px(8))
        if account.is_own:
            row.add(again)
            row.add(out)
        elif account.state is AccountState.SIGN_IN_NEEDED:
            retry = QPushButton("Try again")
            retry.clicked.connect(partial(self._on_retry_clicked, account))
            row.add(retry)
        if account.via is not None:
            look = QPushButton("Look what opens")
            look.clicked.connect(partial(self._on_look_clicked, account, look))
            row.add(look)
        color = ColorButton(self._theme, account.color, account.username)
        color.color_chosen.connect(partial(self._on_color_chosen, account))
        row.add(color)
        row.add(leave)
        return row

    def _on_color_chosen(self, account: Account, color: int) -> None:
        chosen = self._engine.accounts.set_color(account.id, color)
        self._bridge.when_done(chosen, self._on_signed_out)

    def _on_retry_clicked(self, account: Account) -> None:
        tried = self._engine.mailboxes.try_again(account.id)
        self._bridge.when_done(tried, self._on_signed_out)

    def _on_look_clicked(self, account: Account, button: QPushButton) -> None:
        button.setEnabled(False)
        found = self._engine.mailboxes.probe_shared(account.via or account.id, account.mailbox)
        self._bridge.when_done(found, self._on_looked, self._on_look_failed)

    @Slot(object)
    def _on_looked(self, found: Probe) -> None:
        self._probes[found.mailbox.casefold()] = found
        self.show_accounts()

    def _on_look_failed(self, error: TransomError) -> None:
        self.show_accounts()
        self._bridge.failed.emit(problem_from_error(error))

    def _on_out_clicked(self, account: Account) -> None:
        self._bridge.when_done(self._engine.accounts.sign_out(account.id), self._on_signed_out)

    def _on_leave_clicked(self, account: Account, button: QPushButton) -> None:
        if button.property("armed"):
            button.setEnabled(False)
            self._bridge.when_done(self._engine.accounts.forget(account.id), self._on_signed_out)
            return
        # Asked in place: the second press does it.
        button.setProperty("armed", True)
        button.setText("Press again: its copy on this computer is deleted")

    @Slot()
    def _on_signed_out(self, _nothing: object) -> None:
        self.show_accounts()
