"""The provider's own page in a web view: address always visible, redirect captured unsent."""

from urllib.parse import urlsplit

from PySide6.QtCore import QCryptographicHash, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEngineFullScreenRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.ui.theme import Theme
from transom.ui.web.scheme import register_scheme
from transom.ui.web.signin_target import SignInTarget
from transom.ui.widgets.icons import Icons

_DEFAULT_PORTS = {"https": 443, "http": 80}


class SignInView(QWidget):
    """One sign-in in a profile of its own that leaves nothing behind.

    Signals:
        captured: the whole redirect address, which was never requested.
        closed: the person closed the view.
        page_failed: a sentence on a page that could not be loaded.
        page_loaded: a page of the provider stands ready.
    """

    captured = Signal(str)
    closed = Signal()
    page_failed = Signal(str)
    page_loaded = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._profile: QWebEngineProfile | None = None
        self._browser: _Browser | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self, target: SignInTarget) -> None:
        """Show the provider's page, in a new profile that is not written to disk."""
        self.clear()
        self._profile = _new_profile(self)
        browser = _Browser(self._profile, target, self._theme, self._icons)
        browser.captured.connect(self.captured)
        browser.closed.connect(self.closed)
        browser.page_failed.connect(self.page_failed)
        browser.page_loaded.connect(self.page_loaded)
        self._browser = browser
        self._column.addWidget(browser)
        browser.load(target.url_text)

    def clear(self) -> None:
        """Forget the page, its cookies and everything typed: page, view, profile, in that order."""
        if self._browser is not None:
            self._browser.dispose()
            self._column.removeWidget(self._browser)
            self._browser.deleteLater()
            self._browser = None
        if self._profile is not None:
            self._profile.deleteLater()
            self._profile = None

    @Slot()
    def dispose(self) -> None:
        """Forget everything and go."""
        self.clear()
        self.deleteLater()

    def run_script(self, script: str) -> None:
        """Run a script in the page, apart from the page's own scripts."""
        if self._browser is not None:
            self._browser.run_script(script)

    @property
    def address(self) -> str:
        """What the address bar shows."""
        return self._browser.address if self._browser else ""


class _Browser(QWidget):
    """Back, address, close, and the page below them."""

    captured = Signal(str)
    closed = Signal()
    page_failed = Signal(str)
    page_loaded = Signal()

    def __init__(
        self, profile: QWebEngineProfile, target: SignInTarget, theme: Theme, icons: Icons
    ) -> None:
        super().__init__()
        self._profile, self._target, self._theme, self._icons = profile, target, theme, icons
        self._is_done = False
        self.page = _SignInPage(profile, target, self)
        self.page.captured.connect(self._on_captured)
        self.page.popup_asked.connect(self._on_popup_asked)
        self.page.untrusted.connect(self._on_untrusted)
        self._popups: list[_Popup] = []
        self._view = QWebEngineView(self)
        self._view.setPage(self.page)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._view.setAccessibleName("The provider's sign-in page")
        self._address = QLineEdit(readOnly=True)
        self._address.setProperty("kind", "address")
        self._address.setAccessibleName("Address of the page")
        self._lay_out()
        self._view.urlChanged.connect(self._on_url_changed)
        self._view.loadFinished.connect(self._on_load_finished)

    @property
    def address(self) -> str:
        return self._address.text()

    def load(self, url_text: str) -> None:
        self._view.load(QUrl(url_text))
        self._view.setFocus()

    def run_script(self, script: str) -> None:
        self.page.runJavaScript(script, 1)  # ApplicationWorld: the page cannot see it

    def dispose(self) -> None:
        self._is_done = True
        for popup in self._popups:
            popup.close()
        self._view.stop()
        self.page.deleteLater()
        self._view.deleteLater()

    def _lay_out(self) -> None:
        px = self._theme.px
        back, close = QPushButton(), QPushButton()
        for button, name, icon in (
            (back, "Back", "ph.arrow-left"),
            (close, "Close the sign-in page", "ph.x"),
        ):
            button.setProperty("kind", "icon")
            button.setAccessibleName(name)
            button.setToolTip(name)
            self._icons.put(button, icon, size=16)
        back.clicked.connect(self._view.back)
        close.clicked.connect(self.closed)
        self._icons.put_in_field(self._address, "ph.lock-simple")
        bar = QHBoxLayout()
        bar.setContentsMargins(px(10), px(7), px(10), px(7))
        bar.addWidget(back)
        bar.addWidget(self._address, 1)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._view, 1)

    @Slot(QUrl)
    def _on_url_changed(self, url: QUrl) -> None:
        # The query carries what only the provider and we should read; host and path say enough.
        self._address.setText(f"{url.authority()}{url.path()}")
        self._address.setCursorPosition(0)

    @Slot(bool)
    def _on_load_finished(self, is_loaded: bool) -> None:
        if self._is_done:
            return
        if is_loaded:
            self.page_loaded.emit()
        elif not self.page.has_captured:
            self.page_failed.emit(
                "The sign-in page could not be loaded. Check the network, then try again."
            )

    @Slot(str)
    def _on_captured(self, url_text: str) -> None:
        if not self._is_done:
            self._is_done = True
            self.captured.emit(url_text)

    @Slot(str)
    def _on_untrusted(self, host: str) -> None:
        self.page_failed.emit(
            f"{host} showed a certificate that this computer does not trust, "
            "so the sign-in page was not opened."
        )

    @Slot(object)
    def _on_popup_asked(self, page: "_SignInPage") -> None:
        popup = _Popup(page, self)
        page.captured.connect(self._on_captured)
        page.untrusted.connect(self._on_untrusted)
        self._popups.append(popup)
        popup.show()


class _Popup(QDialog):
    """A window the provider's page opened, such as a federated sign-in."""

    def __init__(self, page: "_SignInPage", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Sign in")
        self.resize(560, 680)
        self._page = page
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
        self._page.deleteLater()
        super().closeEvent(event)


class _SignInPage(QWebEnginePage):
    """A page that captures the redirect before anything is sent, and refuses the needless.

    Signals:
        captured: the redirect address.
        popup_asked: a page that needs a window.
        untrusted: the host whose certificate was refused.
    """

    captured = Signal(str)
    popup_asked = Signal(object)
    untrusted = Signal(str)

    def __init__(self, profile: QWebEngineProfile, target: SignInTarget, parent: QWidget) -> None:
        super().__init__(profile, parent)
        self._target = target
        self._redirect = _place_of(target.redirect_uri)
        self.has_captured = False
        self.certificateError.connect(self._on_certificate_error)
        self.permissionRequested.connect(self._on_permission_requested)
        self.fullScreenRequested.connect(self._on_full_screen_requested)
        settings = self.settings()
        attribute = QWebEngineSettings.WebAttribute
        for unwanted in (
            attribute.LocalContentCanAccessFileUrls,
            attribute.LocalContentCanAccessRemoteUrls,
            attribute.PdfViewerEnabled,
            attribute.PluginsEnabled,
            attribute.ScreenCaptureEnabled,
            attribute.NavigateOnDropEnabled,
            attribute.AllowWindowActivationFromJavaScript,
            attribute.JavascriptCanAccessClipboard,
            attribute.FullScreenSupportEnabled,
        ):
            settings.setAttribute(unwanted, False)
        # Federated sign-in opens real popups; createWindow below keeps them under the same rules.
        settings.setAttribute(attribute.JavascriptCanOpenWindows, True)

    @override
    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        url = QUrl(url)
        if is_main_frame and _place_of(
            url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        ) == (self._redirect):
            self.has_captured = True
            self.captured.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
            return False
        if url.scheme() == "about":
            return True
        return url.scheme() == "https"

    @override
    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        parent = self.parent()
        page = _SignInPage(self.profile(), self._target, parent)  # type: ignore[arg-type]  # the browser
        self.popup_asked.emit(page)
        return page

    @override
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        """Say nothing: a provider's page may print what belongs in no log."""

    @Slot(QWebEngineCertificateError)
    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        place = f"{error.url().host()}:{error.url().port(443)}"
        chain = error.certificateChain()
        wanted = self._target.certificate_sha256.replace(":", "").lower()
        if wanted and place in self._target.certificate_hosts and chain:
            shown = chain[0].digest(QCryptographicHash.Algorithm.Sha256).toHex().toStdString()
            if shown == wanted:
                error.acceptCertificate()
                return
        error.rejectCertificate()
        self.untrusted.emit(error.url().host())

    @Slot(QWebEnginePermission)
    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    @Slot(QWebEngineFullScreenRequest)
    def _on_full_screen_requested(self, request: QWebEngineFullScreenRequest) -> None:
        request.reject()


def _new_profile(parent: QWidget) -> QWebEngineProfile:
    register_scheme()  # the mail view's, which comes too late after any profile
    profile = QWebEngineProfile(parent)  # no name: off the record
    profile.downloadRequested.connect(_refuse_download)
    profile.setSpellCheckEnabled(False)
    return profile


def _refuse_download(request: QWebEngineDownloadRequest) -> None:
    request.cancel()


def _place_of(url_text: str) -> tuple[str, str, int | None, str]:
    """Return scheme, host, port and path, so that only the very same place compares equal."""
    try:
        parts = urlsplit(url_text)
        port = parts.port
    except ValueError:
        return ("", "", None, url_text)
    if parts.username or parts.password:
        return ("", "", None, url_text)
    scheme = parts.scheme.lower()
    return (
        scheme,
        (parts.hostname or "").lower(),
        port or _DEFAULT_PORTS.get(scheme),
        parts.path or "/",
    )
