"""Opening a mailbox that is shared with one of the accounts: asking for leave, looking, adding."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.engine.entities.shared import Probe
from transom.ui.bridge import Bridge
from transom.ui.settings.mailbox_forms import MailboxForm
from transom.ui.settings.opening_words import lines_of, who_can_change
from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox
from transom.ui.widgets.flow import Flow

SHARED_SCOPES = {
    "Mail": "Mail.Read.Shared",
    "Calendar": "Calendars.Read.Shared",
    "Contacts": "Contacts.Read.Shared",
}
_WORDS = (
    "Type the address of a mailbox you may open, or of a colleague who shares a folder or a "
    "calendar with you: no list of them exists. It is read with your own sign-in and shown as an "
    "account of its own. What you tick is asked for now, if it was not before."
)


class SharedForm(MailboxForm):
    """Asks for a mailbox that is shared with one of the accounts.

    Signals:
        permission_requested: a user name, and the permissions to sign in for, by spaces.
        looked: the Probe that says how far the mailbox opens.
    """

    permission_requested = Signal(str, str)
    looked = Signal(object)

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__(engine, bridge, theme, "Open a shared mailbox", _WORDS)
        self.owner = QComboBox()
        self.parts = {name: CheckBox(theme, name) for name in SHARED_SCOPES}
        self._waits_for = ""
        row = Flow(theme.px(12))
        for box in self.parts.values():
            row.add(box)
        self.add_row("Shared with", self.owner)
        self.add_row("Its address", self.mailbox)
        self.add_row("Look for", row)
        self.finish()
        self.parts["Mail"].setChecked(True)

    def show_owners(self, accounts: list[Account]) -> None:
        """Offer these accounts; a wish that waited for their leave goes on."""
        chosen = self.owner.currentText()
        self.owner.clear()
        for account in accounts:
            self.owner.addItem(account.username, account)
        self.owner.setCurrentIndex(max(0, self.owner.findText(chosen)))
        owner: Account | None = self.owner.currentData()
        if owner is not None and self._waits_for == owner.username and not self._missing(owner):
            self._waits_for = ""
            self.show()
            self.submit()

    @Slot()
    @override
    def submit(self) -> None:
        """Ask for the permissions that are missing, or look at the mailbox at once."""
        owner: Account | None = self.owner.currentData()
        if owner is None:
            return
        wanted = self._missing(owner)
        unasked = [scope for scope in wanted if scope not in owner.granted_scopes]
        if not any(box.isChecked() for box in self.parts.values()):
            self.say("Tick what to look for.", is_wrong=True)
        elif unasked:
            self._waits_for = owner.username
            self.say("Asking for the permission first…")
            self.permission_requested.emit(owner.username, " ".join(wanted))
        elif wanted:
            self.open_button.setEnabled(False)
            turned = self._engine.permissions.turn_on(owner.id, wanted[0])
            self._bridge.when_done(turned, self._on_turned_on, self.on_failed)
        else:
            self._look(owner)

    def _missing(self, owner: Account) -> list[str]:
        """Return the permissions that the ticks need and the account does not use."""
        ticked = [SHARED_SCOPES[name] for name, box in self.parts.items() if box.isChecked()]
        return [scope for scope in ticked if not owner.uses(scope)]

    def _look(self, owner: Account) -> None:
        self.open_button.setEnabled(False)
        self.say("Looking what of it opens…")
        answer = self._engine.mailboxes.probe_shared(owner.id, self.mailbox.text())
        self._bridge.when_done(answer, self._on_looked, self.on_failed)

    @Slot(object)
    def _on_turned_on(self, _nothing: object) -> None:
        owners = {one.username: one for one in self._engine.accounts.list()}
        for row in range(self.owner.count()):
            self.owner.setItemData(row, owners.get(self.owner.itemText(row)))
        self.open_button.setEnabled(True)
        self.submit()

    def _on_looked(self, found: Probe) -> None:
        self.open_button.setEnabled(True)
        self.looked.emit(found)
        said = [" · ".join(lines_of(found)), who_can_change(found)]
        self.say("\n".join(one for one in said if one), is_wrong=not found.is_open)
        owner: Account | None = self.owner.currentData()
        if found.is_open and owner is not None:
            answer = self._engine.mailboxes.open_shared(owner.id, found.mailbox)
            self._bridge.when_done(answer, self.on_opened, self.on_failed)
        else:
            self.mailbox.setFocus()
