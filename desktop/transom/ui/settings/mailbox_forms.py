"""Opening a mailbox that is not one's own: a shared one, or one an app reads."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.engine.entities.readers import Reader
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_SHARED = (
    "Type the address of a mailbox you may open, or of a colleague who shares a calendar with "
    "you. It is read with your own sign-in and shown as an account of its own."
)
_READER = (
    "For administrators: an app of your organisation's reads a mailbox by itself, proved by a "
    "certificate, also while nobody is signed in. Transom only reads, whatever the app may do; "
    "the app's own grant may be wider than one mailbox and wider than reading. Ask for "
    "application permissions that read, and limit them to the mailboxes meant."
)


class _MailboxForm(Box):
    """Fields, a sentence on how it goes, and two buttons.

    Signals:
        opened: the Account that was added.
        closed: put the form away.
    """

    opened = Signal(object)
    closed = Signal()

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, title: str, sentence: str
    ) -> None:
        super().__init__(theme, title, sentence)
        self._engine, self._bridge = engine, bridge
        self.mailbox = QLineEdit()
        self.mailbox.setPlaceholderText("info@example.com")
        self.status = PlainLabel(style="small")
        self.status.set_wrapped()
        self.open_button, cancel = QPushButton("Open the mailbox"), QPushButton("Cancel")
        self.open_button.setProperty("kind", "primary")
        self.open_button.clicked.connect(self.submit)
        self.mailbox.returnPressed.connect(self.submit)
        cancel.clicked.connect(self.closed)
        self._buttons = Flow(theme.px(8))
        self._buttons.add(self.open_button)
        self._buttons.add(cancel)

    @Slot()
    def submit(self) -> None:
        """Ask for the mailbox."""
        raise NotImplementedError

    def _finish(self) -> None:
        self.add(self.status)
        self.add(self._buttons)

    def _say(self, words: str, *, is_wrong: bool = False) -> None:
        self.status.setProperty("tone", "bad" if is_wrong else "")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.set_text(words)

    def _on_opened(self, account: Account) -> None:
        self.open_button.setEnabled(True)
        self._say("")
        self.mailbox.clear()
        self.opened.emit(account)

    def _on_failed(self, error: TransomError) -> None:
        self.open_button.setEnabled(True)
        self._say(error.message, is_wrong=True)
        self.mailbox.setFocus()


class SharedForm(_MailboxForm):
    """Asks for a mailbox that is shared with one of the accounts."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__(engine, bridge, theme, "Open a shared mailbox", _SHARED)
        self.owner = QComboBox()
        self.add_row("Shared with", self.owner)
        self.add_row("Its address", self.mailbox)
        self._finish()

    def show_owners(self, accounts: list[Account]) -> None:
        """Offer these accounts."""
        self.owner.clear()
        for account in accounts:
            self.owner.addItem(account.username, account)

    @Slot()
    @override
    def submit(self) -> None:
        """Ask for the mailbox with the chosen account's sign-in."""
        owner: Account | None = self.owner.currentData()
        if owner is None:
            return
        self.open_button.setEnabled(False)
        self._say("Looking whether it opens…")
        answer = self._engine.mailboxes.open_shared(owner.id, self.mailbox.text())
        self._bridge.when_done(answer, self._on_opened, self._on_failed)


class ReaderForm(_MailboxForm):
    """Asks for the app, its certificate and the mailbox to read with it."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__(engine, bridge, theme, "Read a mailbox as an administrator", _READER)
        self.client_id, self.tenant = QLineEdit(), QLineEdit()
        self.certificate, self.passphrase = QLineEdit(), QLineEdit()
        self.tenant.setPlaceholderText("contoso.com, or the tenant ID")
        self.certificate.setPlaceholderText("A .pem, .pfx or .p12 file")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText("Only if the file needs one")
        browse = QPushButton("Choose the file…")
        browse.clicked.connect(self._on_browse)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("App (client) ID", self.client_id),
            ("Organisation", self.tenant),
            ("Certificate", self.certificate),
            ("", browse),
            ("Passphrase", self.passphrase),
            ("Mailbox address", self.mailbox),
        )
        for label, part in rows:
            self.add_row(label, part)
        self._finish()

    def show_reader(self, reader: Reader) -> None:
        """Fill in what is known of the app."""
        for field, text in (
            (self.client_id, reader.client_id),
            (self.tenant, reader.tenant),
            (self.certificate, reader.certificate),
        ):
            field.setText(text)

    @Slot()
    @override
    def submit(self) -> None:
        """Ask for the mailbox by the app."""
        reader = Reader(
            self.client_id.text().strip(), self.tenant.text().strip(), self.certificate.text()
        )
        self.open_button.setEnabled(False)
        self._say("Asking for the mailbox…")
        answer = self._engine.mailboxes.add_reader(
            reader, self.mailbox.text(), self.passphrase.text()
        )
        self.passphrase.clear()
        self._bridge.when_done(answer, self._on_opened, self._on_failed)

    @Slot()
    def _on_browse(self) -> None:
        kinds = "Certificates (*.pem *.pfx *.p12);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self, "Certificate", "", kinds)
        if name:
            self.certificate.setText(name)
