"""Where the key to the local copy comes from, asked when no key ring has it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_SHORTEST = 8


class KeyForm(QWidget):
    """Offers a passphrase or this session only; or asks for the passphrase that is set.

    Signals:
        passphrase_given: the passphrase.
        session_chosen: keep the key in memory only.
        retry_requested: ask the key ring once more.
    """

    passphrase_given = Signal(str)
    session_chosen = Signal()
    retry_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self._is_new = True
        self._title = PlainLabel(style="title")
        self._title.set_wrapped()
        self._sentence = PlainLabel(style="dim")
        self._sentence.set_wrapped()
        self._error = PlainLabel()
        self._error.setProperty("tone", "bad")
        self._error.set_wrapped()
        self._first = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._second = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._form = QFormLayout()
        self._form.setSpacing(px(12))
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.addRow("&Passphrase", self._first)
        self._form.addRow("&Once more", self._second)
        self._use, self._session, self._retry = (
            QPushButton("Use this passphrase"),
            QPushButton("For this session only"),
            QPushButton("Try the key ring again"),
        )
        self._use.setProperty("kind", "primary")
        self._use.clicked.connect(self._on_use_clicked)
        self._second.returnPressed.connect(self._on_use_clicked)
        self._first.returnPressed.connect(self._on_first_returned)
        self._session.clicked.connect(self.session_chosen)
        self._retry.clicked.connect(self.retry_requested)
        self._lay_out(theme)

    def ask(self, reason: str, *, is_new: bool, may_retry: bool, may_use_session: bool) -> None:
        """Say why a key is needed; ``is_new`` when no passphrase protects the profile yet."""
        self._is_new = is_new
        self._title.set_text("Where to keep the key" if is_new else "Unlock the local copy")
        self._sentence.set_text(reason)
        self._form.setRowVisible(self._second, is_new)
        self._use.setText("Use this passphrase" if is_new else "Unlock")
        self._session.setVisible(may_use_session)
        self._retry.setVisible(may_retry)
        self._first.clear()
        self._second.clear()
        self._error.hide()
        self._first.setFocus()

    def complain(self, sentence: str) -> None:
        """Say what was wrong with the last answer."""
        self._error.set_text(sentence)
        self._error.show()
        self._first.selectAll()
        self._first.setFocus()

    def _lay_out(self, theme: Theme) -> None:
        px = theme.px
        buttons = Flow(px(8))
        for button in (self._use, self._session, self._retry):
            buttons.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(32), px(32), px(32))
        column.setSpacing(px(14))
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addLayout(self._form)
        column.addWidget(self._error)
        column.addWidget(buttons)
        column.addStretch(2)

    @Slot()
    def _on_first_returned(self) -> None:
        if self._is_new:
            self._second.setFocus()
        else:
            self._on_use_clicked()

    @Slot()
    def _on_use_clicked(self) -> None:
        passphrase = self._first.text()
        if self._is_new and len(passphrase) < _SHORTEST:
            self.complain(f"A passphrase needs at least {_SHORTEST} characters.")
        elif self._is_new and passphrase != self._second.text():
            self.complain("The two entries differ.")
        elif passphrase:
            self.passphrase_given.emit(passphrase)
