"""A page of the provider's: the redirect is captured unsent, and the needless refused."""

from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import QCryptographicHash, QUrl, Signal, Slot
from PySide6.QtWebEngineCore import (
    QWebEngineCertificateError,
    QWebEngineDownloadRequest,
    QWebEngineFullScreenRequest,
    QWebEngineLoadingInfo,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineSettings,
)
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from transom.ui.web.gate import Gate
from transom.ui.web.scheme import register_scheme
from transom.ui.web.signin_asking import PageQuestions
from transom.ui.web.signin_failures import why_not_loaded
from transom.ui.web.signin_target import SignInTarget

_UNKNOWN_ROOT = QWebEngineCertificateError.Type.CertificateAuthorityInvalid
_UNTRUSTED = (
    "{host} showed a certificate that this computer does not trust, so the sign-in page was not "
    "opened."
)
_WORDS = {
    _UNKNOWN_ROOT: (
        "{host} showed a certificate by an authority that this computer does not trust, so the "
        "sign-in page was not opened. On a company network it is your company's root that is "
        "missing here."
    ),
    QWebEngineCertificateError.Type.CertificateDateInvalid: (
        "{host} showed a certificate that is not valid at this computer's time, so the sign-in "
        "page was not opened. Look at the clock."
    ),
}
_DEFAULT_PORTS = {"https": 443, "http": 80}


class ProviderPage(QWebEnginePage):
    """Captures the redirect before anything is sent, in popups too; one profile for a sign-in.

    Signals:
        captured: the redirect address.
        popup_asked: a page that needs a window.
        untrusted: a sentence on the certificate that was refused.
        settled: whether a page stands there now, be it one that tells of an error.
    """

    captured = Signal(str)
    popup_asked = Signal(object)
    untrusted = Signal(str)
    settled = Signal(bool)

    def __init__(
        self,
        profile: QWebEngineProfile,
        target: SignInTarget,
        parent: QWidget,
        gate: Gate | None = None,
    ) -> None:
        super().__init__(profile, parent)
        _delete_after_pages(profile)
        self._target = target
        self._gate = gate
        self._redirect = _place_of(target.redirect_uri)
        self.has_captured = False
        self.failure = ""
        """Why no page stands there, once it has settled without one."""
        self.loadingChanged.connect(self._on_loading_changed)
        self.certificateError.connect(self._on_certificate_error)
        self.permissionRequested.connect(self._on_permission_requested)
        self.fullScreenRequested.connect(self._on_full_screen_requested)
        self.questions = PageQuestions(self, parent, gate)
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
        page = ProviderPage(self.profile(), self._target, parent, self._gate)  # type: ignore[arg-type]  # the browser
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

    @Slot(QWebEngineLoadingInfo)
    def _on_loading_changed(self, info: QWebEngineLoadingInfo) -> None:
        status = QWebEngineLoadingInfo.LoadStatus
        if self.has_captured or info.status() not in (
            status.LoadSucceededStatus,
            status.LoadFailedStatus,
        ):
            return
        # A provider that refuses says so on a page, and with a status that Qt takes for a failure.
        is_page = info.errorDomain() == QWebEngineLoadingInfo.ErrorDomain.HttpStatusCodeDomain
        self.failure = why_not_loaded(info.errorCode())
        self.settled.emit(info.status() is status.LoadSucceededStatus or is_page)

    @Slot(QWebEngineCertificateError)
    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        host, port, chain = error.url().host(), error.url().port(443), error.certificateChain()
        shown = chain[0].digest(QCryptographicHash.Algorithm.Sha256).toHex().toStdString()
        wanted = self._target.certificate_sha256.replace(":", "").lower()
        if wanted and f"{host}:{port}" in self._target.certificate_hosts and shown == wanted:
            error.acceptCertificate()
        elif error.type() is _UNKNOWN_ROOT and self._gate and not wanted:
            # Chromium has roots of its own; a company's may stand among the system's.
            kept = QWebEngineCertificateError(error)
            kept.defer()
            self._gate.ask_trust(host, port, shown, partial(self._on_trust_known, kept))
        else:
            self._distrust(error)

    def _on_trust_known(self, error: QWebEngineCertificateError, is_trusted: bool) -> None:
        if not isValid(self):
            error.rejectCertificate()
        elif is_trusted:
            error.acceptCertificate()
        else:
            self._distrust(error)

    def _distrust(self, error: QWebEngineCertificateError) -> None:
        error.rejectCertificate()
        host = error.url().host()
        self.untrusted.emit(_WORDS.get(error.type(), _UNTRUSTED).format(host=host))

    @Slot(QWebEnginePermission)
    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        permission.deny()

    @Slot(QWebEngineFullScreenRequest)
    def _on_full_screen_requested(self, request: QWebEngineFullScreenRequest) -> None:
        request.reject()


def new_profile(parent: QWidget) -> QWebEngineProfile:
    register_scheme()  # the mail view's, which comes too late after any profile
    profile = QWebEngineProfile(parent)  # no name: off the record
    profile.downloadRequested.connect(_refuse_download)
    profile.setSpellCheckEnabled(False)
    return profile


def _delete_after_pages(profile: QWebEngineProfile) -> None:
    """Make it the youngest child: Qt deletes children in the order in which they came."""
    parent = profile.parent()
    profile.setParent(None)
    profile.setParent(parent)


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
