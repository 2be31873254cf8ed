"""The left half of the sign-in page: what Transom is, and the ways in."""

from collections.abc import Set

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.resources import resource_path
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_PROMISES = (
    ("ph.eye", "Reads only", "Transom asks for read permissions. It cannot send, move or delete."),
    (
        "ph.key",
        "Encrypted on this computer",
        "Tokens and mail are kept under a key that only you can unlock.",
    ),
    (
        "ph.wifi-slash",
        "Nobody in between",
        "Talks to your provider and to nobody else. No telemetry.",
    ),
)


class Welcome(QFrame):
    """Says what Transom is and offers to sign in.

    Signals:
        sign_in_requested: open the provider's page.
        browser_requested: sign in with the system's browser.
        code_requested: sign in with a code on another device.
        demo_requested: look around in a demo mailbox.
        registration_requested: enter or change the app registration.
        back_requested: return to the mailbox without signing in.
    """

    sign_in_requested = Signal()
    browser_requested = Signal()
    code_requested = Signal()
    demo_requested = Signal()
    registration_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bg")
        self.setProperty("line", "right")
        self._theme, self._icons = theme, icons
        px = theme.px
        column = self._column = QVBoxLayout(self)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self._logo())
        column.addSpacing(px(20))
        self._headline = PlainLabel(style="welcome")
        self._headline.set_wrapped()
        self._lead = PlainLabel(style="lead")
        self._lead.set_wrapped()
        column.addWidget(self._headline)
        column.addSpacing(px(12))
        column.addWidget(self._lead)
        column.addSpacing(px(28))
        self._add_ways_in(column)
        column.addSpacing(px(24))
        column.addStretch(2)
        column.addWidget(self._promises())
        self._fit()
        self.show_words(
            "A clear window\non your mailbox",
            "Mail, calendar and people from Microsoft 365 or Outlook.com, kept on this computer, "
            "encrypted, and searchable offline.",
        )

    def show_words(self, headline: str, lead: str) -> None:
        """Say why the page is here."""
        self._headline.set_text(headline)
        self._lead.set_text(lead)

    def set_ways(
        self,
        *,
        is_demo: bool,
        has_accounts: bool,
        is_busy: bool,
        hidden: Set[str] = frozenset(),
        is_settled: bool = False,
    ) -> None:
        """Offer what fits: no demo inside the demo, nothing that the organisation hides.

        ``is_settled`` is whether the organisation settled with which registration to sign in.
        """
        self.demo_button.setVisible(not is_demo and "demo" not in hidden)
        self.browser_button.setVisible("browser" not in hidden)
        self.code_button.setVisible("code" not in hidden)
        self._registration_button.setVisible(not is_demo and "registration" not in hidden)
        self._settled.setVisible(not is_demo and is_settled)
        self._back_button.setVisible(has_accounts)
        for way_in in (self.sign_in_button, self.browser_button, self.code_button):
            way_in.setEnabled(not is_busy)
        self.sign_in_button.setText("Sign in to the demo mailbox" if is_demo else "Sign in")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Spend on margins what the words can spare."""
        px = self._theme.px
        spare = self.width() - px(290)
        side = min(px(48), max(px(20), spare // 2))
        side = max(side, (self.width() - px(464)) // 2)
        self._column.setContentsMargins(side, px(40), side, px(32))

    def _logo(self) -> QWidget:
        logo = PlainLabel()
        side = self._theme.px(56)
        logo.setPixmap(QIcon(str(resource_path("icons", "transom.svg"))).pixmap(side, side))
        logo.setAccessibleName("Transom")
        return logo

    def _add_ways_in(self, column: QVBoxLayout) -> None:
        self.sign_in_button = QPushButton("Sign in")
        self.sign_in_button.setProperty("kind", "bigprimary")
        self.sign_in_button.clicked.connect(self.sign_in_requested)
        self._icons.put(self.sign_in_button, "ph.sign-in", "on_accent")
        self.demo_button = QPushButton("Look around in a demo mailbox")
        self.demo_button.setProperty("kind", "big")
        self.demo_button.clicked.connect(self.demo_requested)
        self._icons.put(self.demo_button, "ph.compass", "text")
        self.browser_button = QPushButton("Use my browser instead")
        self.browser_button.clicked.connect(self.browser_requested)
        self.code_button = QPushButton("Use a code")
        self.code_button.clicked.connect(self.code_requested)
        self._registration_button = QPushButton("App registration…")
        self._registration_button.clicked.connect(self.registration_requested)
        self._back_button = QPushButton("Back to the mailbox")
        self._back_button.clicked.connect(self.back_requested)
        column.addWidget(self.sign_in_button)
        column.addSpacing(self._theme.px(12))
        column.addWidget(self.demo_button)
        column.addSpacing(self._theme.px(14))
        column.addWidget(self._links(self.browser_button, self.code_button))
        column.addSpacing(self._theme.px(4))
        column.addWidget(self._links(self._registration_button, self._back_button))
        self._settled = PlainLabel(style="small")
        self._settled.set_wrapped()
        self._settled.set_text("Your organisation settled how you sign in here.")
        self._settled.hide()
        column.addSpacing(self._theme.px(4))
        column.addWidget(self._settled)

    def _links(self, *links: QPushButton) -> Flow:
        row = Flow(self._theme.px(16))
        for link in links:
            link.setProperty("kind", "link")
            row.add(link)
        return row

    def _promises(self) -> QWidget:
        px = self._theme.px
        box = QFrame()
        box.setProperty("surface", "box")
        column = QVBoxLayout(box)
        column.setContentsMargins(px(18), px(16), px(18), px(16))
        column.setSpacing(px(14))
        for icon, title, sentence in _PROMISES:
            mark, strong, words = (
                PlainLabel(),
                PlainLabel(title, "strong"),
                PlainLabel(sentence, "small"),
            )
            strong.set_wrapped()
            words.set_wrapped()
            self._icons.put(mark, icon, "accent", size=18)
            mark.setFixedWidth(px(30))
            mark.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = QVBoxLayout()
            text.setSpacing(px(1))
            text.addWidget(strong)
            text.addWidget(words)
            row = QHBoxLayout()
            row.addWidget(mark)
            row.addLayout(text, 1)
            column.addLayout(row)
        return box
