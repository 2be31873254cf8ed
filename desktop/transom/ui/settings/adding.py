"""The ways to one more account: signing in, a mailbox that is shared, one that an app reads."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.ui.bridge import Bridge
from transom.ui.settings.mailbox_forms import ReaderForm
from transom.ui.settings.shared_form import SHARED_SCOPES, SharedForm
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons


class AddingRow(QWidget):
    """Three buttons, and below them the form of the last one pressed.

    Signals:
        sign_in_requested: sign in with another account.
        permission_requested: a user name, and the permissions to sign in for, by spaces.
        opened: a mailbox was added.
    """

    sign_in_requested = Signal()
    permission_requested = Signal(str, str)
    opened = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine = engine
        self.shared_form = SharedForm(engine, bridge, theme)
        self.reader_form = ReaderForm(engine, bridge, theme)
        add = QPushButton("Add an account")
        self.shared_button = QPushButton("Open a shared mailbox…")
        self.reader_button = QPushButton("Read a mailbox as an administrator…")
        add.clicked.connect(self.sign_in_requested)
        self.shared_button.clicked.connect(self._on_shared_clicked)
        self.reader_button.clicked.connect(self._on_reader_clicked)
        self.shared_form.permission_requested.connect(self.permission_requested)
        row = Flow(theme.px(8))
        for button, icon in (
            (add, "ph.plus"),
            (self.shared_button, "ph.users"),
            (self.reader_button, "ph.identification-badge"),
        ):
            icons.put(button, icon, "text", size=16)
            row.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(row)
        for form in (self.shared_form, self.reader_form):
            form.hide()
            form.closed.connect(form.hide)
            form.opened.connect(form.hide)
            form.opened.connect(self.opened)
            column.addWidget(form)

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """Offer shared mailboxes to accounts of organisations: others have nothing shared."""
        owners = [one for one in accounts if one.is_own and not one.is_personal]
        self.shared_button.setVisible(bool(owners))
        self.shared_form.show_owners(owners)

    @Slot()
    def _on_shared_clicked(self) -> None:
        self.reader_form.hide()
        self.shared_form.show()
        self.shared_form.mailbox.setFocus()

    @Slot()
    def _on_reader_clicked(self) -> None:
        self.shared_form.hide()
        self.reader_form.show_reader(self._engine.mailboxes.reader())
        self.reader_form.show()
        self.reader_form.client_id.setFocus()


def by_whose_right(account: Account, owner: Account | None = None) -> str:
    """Say how a mailbox that is not one's own is read, and what the grant behind that holds.

    ``owner`` is the account it is shared with.
    """
    if not account.registration.certificate:
        if owner is None:
            return "Read with the sign-in of the account it is shared with."
        if not any(map(owner.uses, SHARED_SCOPES.values())):
            return (
                f"Shared with {owner.username}, which may not read what is shared with it any "
                "more: turn that on again under Permissions to see what is new."
            )
        return f"Read with the sign-in of {owner.username}, which it is shared with."
    roles = sorted(account.granted_scopes)
    held = f" It was granted: {', '.join(roles)}." if roles else ""
    wide = [role for role in roles if not _only_reads(role)]
    more = (
        f" That is wider than reading ({', '.join(wide)}): Transom never uses it, but whoever "
        "holds the certificate could."
        if wide
        else " The grant may reach more mailboxes than this one."
    )
    return f"Read by an app of the organisation's with a certificate.{held}{more}"


def _only_reads(role: str) -> bool:
    return any(word in ("Read", "ReadBasic") for word in role.split("."))
