"""The provider's own page in a web view: address always visible, redirect captured unsent."""

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from transom.ui.web.gate import Gate
from transom.ui.web.signin_page import ProviderPage, new_profile
from transom.ui.web.signin_reading import PageReader
from transom.ui.web.signin_target import SignInTarget

_SOON_MS = 20
_OWN_WORLD = 1  # QWebEngineScript.ApplicationWorld: the page cannot see what runs there


class SignInView(QWidget):
    """One sign-in in a profile of its own that leaves nothing behind.

    Signals:
        captured: the whole redirect address, which was never requested.
        page_failed: a sentence on a page that could not be loaded.
        page_loaded: a page of the provider stands ready.
        address_changed: host and path of the page.
        state_changed: the PageState of what the page shows.
        answered_quietly: the redirect address of a question asked without a page.
    """

    state_changed = Signal(object)
    answered_quietly = Signal(str)
    captured = Signal(str)
    page_failed = Signal(str)
    page_loaded = Signal()
    address_changed = Signal(str)

    def __init__(self, target: SignInTarget, zoom: float = 1.0, gate: Gate | None = None) -> None:
        super().__init__()
        self._is_done = self._has_failed = False
        self._target, self._gate = target, gate
        self._quiet: ProviderPage | None = None
        self._popups: list[_Popup] = []
        self._profile = new_profile(self)
        self._page = ProviderPage(self._profile, target, self, gate)
        self._page.captured.connect(self._on_captured)
        self._page.popup_asked.connect(self._on_popup_asked)
        self._page.untrusted.connect(self._on_untrusted)
        self._reader = PageReader(self._page)
        self._reader.state_changed.connect(self.state_changed)
        self._view = QWebEngineView(self)
        self._view.setPage(self._page)
        self._view.setZoomFactor(zoom)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAccessibleName("The provider's sign-in page")
        self._view.urlChanged.connect(self._on_url_changed)
        self._page.settled.connect(self._on_settled)
        self.setFocusProxy(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)
        self._view.load(QUrl(target.url_text))

    @Slot()
    def back(self) -> None:
        """Go back to the page before."""
        self._view.back()

    def ask_quietly(self, url_text: str) -> None:
        """Ask without a page whether this profile's person may go on; no answer is no answer."""
        if self._quiet is not None:
            self._quiet.deleteLater()
        self._quiet = ProviderPage(self._profile, self._target, self, self._gate)
        self._quiet.captured.connect(self.answered_quietly)
        self._quiet.load(QUrl(url_text))

    @Slot()
    def dispose(self) -> None:
        """Forget page, cookies and everything typed: page, view, profile, in that order."""
        self._is_done = True
        if self._gives_up_questions():
            QTimer.singleShot(_SOON_MS, self, self.dispose)
            return
        self._reader.stop()
        if self._quiet is not None:
            self._quiet.deleteLater()
        for popup in self._popups:
            if isValid(popup):
                popup.close()
        self._view.stop()
        self._page.deleteLater()
        self._view.deleteLater()
        self._profile.deleteLater()
        self.deleteLater()

    def _gives_up_questions(self) -> bool:
        """Close what is asked on a page's stack; say if there was something to wait for."""
        popups = [popup.page for popup in self._popups if isValid(popup)]
        asking = [page for page in (self._page, *popups) if page.questions.is_asking]
        for page in asking:
            page.questions.give_up()
        if asking:
            self.hide()
            self.setParent(None)  # whoever shows the view may go at once
        return bool(asking)

    def run_script(self, script: str) -> None:
        """Run a script in the page, apart from the page's own scripts."""
        self._page.runJavaScript(script, _OWN_WORLD)

    @Slot(QUrl)
    def _on_url_changed(self, url: QUrl) -> None:
        # The query carries what only the provider and we should read; host and path say enough.
        self.address_changed.emit(f"{url.authority()}{url.path()}")

    @Slot(bool)
    def _on_settled(self, is_loaded: bool) -> None:
        if self._is_done:
            return
        if is_loaded:
            self.page_loaded.emit()
        else:
            self._fail(self._page.failure)

    @Slot(str)
    def _on_captured(self, url_text: str) -> None:
        if not self._is_done:
            self._is_done = True
            self.captured.emit(url_text)

    @Slot(str)
    def _on_untrusted(self, sentence: str) -> None:
        self._fail(sentence)

    def _fail(self, sentence: str) -> None:
        """Tell the first failure: what follows from it says less."""
        if not self._has_failed:
            self._has_failed = True
            self.page_failed.emit(sentence)

    @Slot(object)
    def _on_popup_asked(self, page: "ProviderPage") -> None:
        popup = _Popup(page, self)
        page.captured.connect(self._on_captured)
        page.untrusted.connect(self._on_untrusted)
        self._popups.append(popup)
        popup.show()


class _Popup(QDialog):
    """A window the provider's page opened, such as a federated sign-in."""

    def __init__(self, page: "ProviderPage", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sign in")
        self.resize(560, 680)
        self.page = page
        self._view = QWebEngineView(self)
        self._view.setPage(page)
        address = QLineEdit(readOnly=True)
        address.setProperty("kind", "address")
        address.setAccessibleName("Address of the page")
        self._view.urlChanged.connect(lambda url: address.setText(f"{url.authority()}{url.path()}"))
        page.windowCloseRequested.connect(self.close)
        page.captured.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(address)
        column.addWidget(self._view, 1)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.page.deleteLater()
        super().closeEvent(event)
