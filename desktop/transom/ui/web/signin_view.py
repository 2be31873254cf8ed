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
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid
from typing_extensions import override

from transom.ui.web.scheme import register_scheme
from transom.ui.web.signin_asking import PageQuestions
from transom.ui.web.signin_reading import PageReader
from transom.ui.web.signin_target import SignInTarget

_DEFAULT_PORTS = {"https": 443, "http": 80}
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

    def __init__(self, target: SignInTarget, zoom: float = 1.0) -> None:
        super().__init__()
        self._is_done = False
        self._target = target
        self._quiet: _SignInPage | None = None
        self._popups: list[_Popup] = []
        self._profile = _new_profile(self)
        self._page = _SignInPage(self._profile, target, self)
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
        self._view.loadFinished.connect(self._on_load_finished)
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
        self._quiet = _SignInPage(self._profile, self._target, self)
        self._quiet.captured.connect(self.answered_quietly)
        self._quiet.load(QUrl(url_text))

    @Slot()
    def dispose(self) -> None:
        """Forget page, cookies and everything typed: page, view, profile, in that order."""
        self._is_done = True
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

    def run_script(self, script: str) -> None:
        """Run a script in the page, apart from the page's own scripts."""
        self._page.runJavaScript(script, _OWN_WORLD)

    @Slot(QUrl)
    def _on_url_changed(self, url: QUrl) -> None:
        # The query carries what only the provider and we should read; host and path say enough.
        self.address_changed.emit(f"{url.authority()}{url.path()}")

    @Slot(bool)
    def _on_load_finished(self, is_loaded: bool) -> None:
        if self._is_done:
            return
        if is_loaded:
            self.page_loaded.emit()
        elif not self._page.has_captured:
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
        self._questions = PageQuestions(self, parent)
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
