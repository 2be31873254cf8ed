"""Changing the key that everything on this computer is encrypted with."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from transom.engine.engine import Engine
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_WORDS = (
    "A new key is made, and mail, contacts and sign-ins are encrypted anew under it. You can go "
    "on reading meanwhile. If the computer stops in the middle, nothing is lost."
)
_SESSION = "This key is in memory only and ends with Transom."


class KeyBox(Box):
    """A button, and two fields where the profile has a passphrase."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__(theme, "Change the key", _WORDS)
        self._engine, self._bridge = engine, bridge
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        for field, words in (
            (self.passphrase, "New passphrase"),
            (self.again, "New passphrase, once more"),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
            row.addWidget(field)
        self.button = QPushButton("Change the key")
        self.button.clicked.connect(self._on_clicked)
        self.status = PlainLabel(style="small")
        self.status.set_wrapped()
        self.status.hide()
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.button)
        line.addStretch()
        for part in (self._fields, holder, self.status):
            self.add(part)

    def show_source(self, source: str) -> None:
        """Ask for what a key of that source needs."""
        self._fields.setVisible(source == "passphrase")
        self.button.setEnabled(source in ("keyring", "passphrase", "key_file"))
        if source == "session":
            self._say(_SESSION)

    @Slot()
    def _on_clicked(self) -> None:
        passphrase = None
        if not self._fields.isHidden():
            passphrase = self.passphrase.text()
            if not passphrase or passphrase != self.again.text():
                self._say("Type the new passphrase twice, the same both times.")
                self.passphrase.setFocus()
                return
        self.passphrase.clear()
        self.again.clear()
        self.button.setEnabled(False)
        self._say("Encrypting everything anew…")
        self._bridge.when_done(
            self._engine.change_key(passphrase), self._on_changed, self._on_failed
        )

    def _say(self, words: str) -> None:
        self.status.set_text(words)
        self.status.setVisible(bool(words))

    def _on_changed(self, _nothing: None) -> None:
        self.button.setEnabled(True)
        self._say("Done: everything lies under a new key.")

    def _on_failed(self, error: TransomError) -> None:
        self.button.setEnabled(True)
        self._say(f"{error.message} The key before this stays in use.")
