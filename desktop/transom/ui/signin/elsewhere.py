"""What stands here while somebody signs in elsewhere: in the browser, or on another device."""

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.accounts import SignInRequest
from transom.engine.entities.signin import CodeRequest
from transom.ui.signin.qr import QrCode
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_SECOND_MS = 1000


class Elsewhere(QWidget):
    """A title, what to do, and the ways to give up or to change one's mind.

    Signals:
        cancelled: give this sign-in up.
        other_door_requested: try the other way of signing in elsewhere.
    """

    cancelled = Signal()
    other_door_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        px = theme.px
        mark, words = PlainLabel(), PlainLabel(style="dim")
        icons.put(mark, icon, "accent", size=32)
        words.set_wrapped()
        words.set_text(sentence)
        heading = PlainLabel(style="title")
        heading.set_wrapped()
        heading.set_text(title)
        self.notice = PlainLabel(style="small")
        self.notice.set_wrapped()
        self.setAccessibleName(f"{title}. {sentence}")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(40), px(32), px(40), px(32))
        self._column.setSpacing(px(14))
        self._column.addStretch(1)
        for part in (mark, heading, words):
            self._column.addWidget(part)

    def _finish(self, buttons: list[QPushButton], other_door: str) -> None:
        row = Flow(self._theme.px(10))
        cancel, other = QPushButton("Cancel"), QPushButton(other_door)
        cancel.clicked.connect(self.cancelled)
        other.clicked.connect(self.other_door_requested)
        for button in (*buttons, cancel, other):
            row.add(button)
        buttons[0].setProperty("kind", "primary")
        self.setFocusProxy(buttons[0])
        self._column.addWidget(row)
        self._column.addWidget(self.notice)
        self._column.addStretch(2)

    def _copy(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.notice.set_text(f"{what} copied.")


class BrowserPane(Elsewhere):
    """Sends a person to their own browser and waits for it."""

    def __init__(self, request: SignInRequest, theme: Theme, icons: Icons) -> None:
        super().__init__(
            theme,
            icons,
            "ph.globe",
            "Go on in your browser",
            "The provider's page has opened there. Sign in and accept; Transom goes on by itself "
            "as soon as the browser is done. Your own browser knows this computer's certificates, "
            "managed accounts and proxies.",
        )
        self._url_text = request.url_text
        self.open_button, copy = QPushButton("Open it again"), QPushButton("Copy the address")
        self.open_button.clicked.connect(self.open)
        copy.clicked.connect(self._on_copy_clicked)
        self._finish([self.open_button, copy], "No browser? Use a code")

    @Slot()
    def open(self) -> None:
        """Open the provider's page in the system's browser."""
        if not QDesktopServices.openUrl(QUrl(self._url_text, QUrl.ParsingMode.StrictMode)):
            self.notice.set_text(
                "No browser could be opened. Copy the address into one on this computer, or use "
                "a code."
            )

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._copy(self._url_text, "Address")


class CodePane(Elsewhere):
    """Shows the code, where to type it, and how long it is good for."""

    def __init__(self, request: CodeRequest, left_s: int, theme: Theme, icons: Icons) -> None:
        super().__init__(
            theme,
            icons,
            "ph.device-mobile",
            "Sign in on any device",
            "Open the address below on a telephone or another computer, type the code and sign in "
            "there. Transom goes on by itself. Never type a code that somebody sent you.",
        )
        self._request = request
        self._left_s = left_s
        self.code = PlainLabel(request.user_code, "person", is_selectable=True)
        self.code.setAccessibleName(f"The code is {' '.join(safe(request.user_code))}")
        address = PlainLabel(style="strong", is_selectable=True)
        address.set_wrapped()
        address.set_text(request.page_url_text)
        self._left = PlainLabel(style="small")
        px = theme.px
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for label in (PlainLabel("Address", "small"), address, PlainLabel("Code", "small")):
            words.addWidget(label)
        words.addWidget(self.code)
        words.addWidget(self._left)
        words.addStretch()
        row: QBoxLayout = QHBoxLayout()
        row.setSpacing(px(20))
        row.addWidget(QrCode(request.page_url_text, px(164)), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._column.addLayout(row)
        copy, here = QPushButton("Copy the code"), QPushButton("Open the address here")
        copy.clicked.connect(self._on_copy_clicked)
        here.clicked.connect(self._on_here_clicked)
        self._finish([copy, here], "Use my browser instead")
        self._timer = QTimer(self, interval=_SECOND_MS)
        self._timer.timeout.connect(self._on_second)
        self._timer.start()
        self._show_left()

    @Slot()
    def _on_second(self) -> None:
        self._left_s = max(0, self._left_s - 1)
        self._show_left()

    def _show_left(self) -> None:
        minutes, seconds = divmod(self._left_s, 60)
        self._left.set_text(f"Good for {minutes}:{seconds:02}")

    @Slot()
    def _on_copy_clicked(self) -> None:
        self._copy(self._request.user_code, "Code")

    @Slot()
    def _on_here_clicked(self) -> None:
        self._on_copy_clicked()
        QDesktopServices.openUrl(QUrl(self._request.page_url_text, QUrl.ParsingMode.StrictMode))
