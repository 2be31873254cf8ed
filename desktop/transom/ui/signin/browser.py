"""The provider's page with its address always visible, a way back and a way out."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from transom.ui.signin.doctor import Remedy
from transom.ui.theme import Theme
from transom.ui.web.signin_view import SignInView
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons


class Browser(QWidget):
    """A bar over the web view.

    Signals:
        closed: the person closed the page.
        way_chosen: the Offer of the hint that was taken up.
    """

    closed = Signal()
    way_chosen = Signal(object)

    def __init__(self, view: SignInView, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.view = view
        px = theme.px
        self.hint = Banner(theme, icons)
        self._address = QLineEdit(readOnly=True)
        self._address.setProperty("kind", "address")
        self._address.setAccessibleName("Address of the page")
        icons.put_in_field(self._address, "ph.lock-simple")
        back = self._button("Back", "ph.arrow-left", icons)
        close = self._button("Close the sign-in page", "ph.x", icons)
        back.clicked.connect(view.back)
        close.clicked.connect(self.closed)
        view.address_changed.connect(self._on_address_changed)
        bar = QHBoxLayout()
        bar.setContentsMargins(px(10), px(7), px(10), px(7))
        bar.addWidget(back)
        bar.addWidget(self._address, 1)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, px(8))
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.hint)
        column.addWidget(view, 1)
        self.setFocusProxy(view)

    @property
    def address(self) -> str:
        """Host and path of the page."""
        return self._address.text()

    def show_hint(self, sentence: str, way: Remedy) -> None:
        """Say what the page means and offer the way on, above the page."""
        go = partial(self.way_chosen.emit, way.offer)
        self.hint.show_words(sentence, "ph.first-aid-kit", [(way.label, go)])

    def hide_hint(self) -> None:
        """Say nothing: the page needs no help."""
        self.hint.hide()

    def _on_address_changed(self, address: str) -> None:
        self._address.setText(address)
        self._address.setCursorPosition(0)

    @staticmethod
    def _button(name: str, icon: str, icons: Icons) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        button.setAccessibleName(name)
        button.setToolTip(name)
        icons.put(button, icon, size=16)
        return button
