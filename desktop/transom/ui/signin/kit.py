"""The wall: why an administrator is needed, what to send them, and waiting for their yes."""

from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.signin import AdminKit
from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_COPIED_MS = 2500
_MESSAGE_PX = 220


class KitPane(QWidget):
    """Shows the message ready to send, and what the waiting has brought so far.

    Signals:
        admin_requested: open the administrator's page in a window of its own.
        look_requested: see now whether it was approved.
        back_requested: leave the wall.
    """

    admin_requested = Signal()
    look_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.message = QPlainTextEdit(readOnly=True)
        self.message.setProperty("kind", "message")
        self.message.setMinimumHeight(theme.px(_MESSAGE_PX))
        self.message.setAccessibleName("Message to your administrator")
        self.bundle = CheckBox(theme, "Ask for every permission Transom can make use of at once")
        set_tool_tip(self.bundle, "One approval then covers shared mailboxes and the directory too")
        self.status = PlainLabel(style="small")
        self.status.set_wrapped()
        self.copy_button = QPushButton("Copy the message")
        self.copy_button.setProperty("kind", "primary")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self.admin_button = QPushButton("I am the admin")
        self.admin_button.clicked.connect(self.admin_requested)
        self.look_button = QPushButton("Look again")
        self.look_button.clicked.connect(self.look_requested)
        self._back = QPushButton("Back")
        self._back.clicked.connect(self.back_requested)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(partial(self.copy_button.setText, "Copy the message"))
        self._lay_out(icons)

    def show_kit(self, kit: AdminKit) -> None:
        """Show what to send."""
        self.message.setPlainText(kit.message)

    def _lay_out(self, icons: Icons) -> None:
        px = self._theme.px
        mark, title = PlainLabel(), PlainLabel("Your administrator decides", "title")
        icons.put(mark, "ph.shield-check", "accent", size=32)
        lead = PlainLabel(style="dim")
        lead.set_wrapped()
        lead.set_text(
            "In your organisation an administrator approves apps before people may use them. "
            "Send them this message. Leave this page open if you like: Transom notices the "
            "approval and signs you in by itself."
        )
        buttons = Flow(px(10))
        for button in (self.copy_button, self.admin_button, self.look_button, self._back):
            buttons.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(40), px(28), px(40), px(28))
        column.setSpacing(px(12))
        for part in (mark, title, lead):
            column.addWidget(part)
        column.addWidget(self.message, 1)
        column.addWidget(self.bundle)
        column.addWidget(buttons)
        column.addWidget(self.status)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.message.toPlainText())
        self.copy_button.setText("Copied")
        self._copied.start()
