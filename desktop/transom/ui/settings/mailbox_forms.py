"""Opening a mailbox that is not one's own: what every form has, and the one for an app's."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
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

_READER = (
    "For administrators: an app of your organisation's reads a mailbox by itself, proved by a "
    "certificate, also while nobody is signed in. Transom only reads, whatever the app may do; "
    "the app's own grant may be wider than one mailbox and wider than reading. Ask for "
    "application permissions that read, and limit them to the mailboxes meant."
)


class MailboxForm(Box):
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

    def finish(self) -> None:
        """Put what every form ends with below its fields."""
        self.add(self.status)
        self.add(self._buttons)

    def say(self, words: str, *, is_wrong: bool = False) -> None:
        """Say how it goes."""
        self.status.setProperty("tone", "bad" if is_wrong else "")
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.set_text(words)

    def on_opened(self, account: Account) -> None:
        """Be ready for the next mailbox, and tell."""
        self.open_button.setEnabled(True)
        self.say("")
        self.mailbox.clear()
        self.opened.emit(account)

    def on_failed(self, error: TransomError) -> None:
        """Say what went wrong; another try may do."""
        self.open_button.setEnabled(True)
        self.say(error.message, is_wrong=True)
        self.mailbox.setFocus()


class ReaderForm(MailboxForm):
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
        self.finish()

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
        self.say("Asking for the mailbox…")
        answer = self._engine.mailboxes.add_reader(
            reader, self.mailbox.text(), self.passphrase.text()
        )
        self.passphrase.clear()
        self._bridge.when_done(answer, self.on_opened, self.on_failed)

    @Slot()
    def _on_browse(self) -> None:
        kinds = "Certificates (*.pem *.pfx *.p12);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self, "Certificate", "", kinds)
        if name:
            self.certificate.setText(name)
