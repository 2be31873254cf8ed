"""The web profile and page that show mail: no script, no storage, no way out."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEnginePage,
    QWebEnginePermission,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
)
from typing_extensions import override

from transom.ui.web.finding import marking_script
from transom.ui.web.frame import SCHEME
from transom.ui.web.interceptor import MailInterceptor
from transom.ui.web.scheme import MailScheme

_Attribute = QWebEngineSettings.WebAttribute
_Family = QWebEngineSettings.FontFamily
_PAINTS = "performance.getEntriesByType('paint').length"
_OFF = (
    _Attribute.JavascriptEnabled,
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.LocalStorageEnabled,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.FullScreenSupportEnabled,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.TouchIconsEnabled,
    _Attribute.ErrorPageEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.WebGLEnabled,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.AllowWindowActivationFromJavaScript,
    _Attribute.FocusOnNavigationEnabled,
)


class MailProfile(QWebEngineProfile):
    """Off the record, shared with no sign-in; whatever wants out is refused."""

    def __init__(self, scheme: MailScheme) -> None:
        super().__init__()
        self._scheme = scheme
        self.interceptor = MailInterceptor()
        self.installUrlSchemeHandler(SCHEME.encode(), scheme)
        self.setUrlRequestInterceptor(self.interceptor)
        self.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
        self.setPersistentCookiesPolicy(
            QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies
        )
        self.setSpellCheckEnabled(False)
        self.downloadRequested.connect(self._on_download_requested)
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)
        # Mail names fonts of other systems; what stands in for them is the window's own.
        own = QGuiApplication.font().family()
        for kind in (_Family.StandardFont, _Family.SansSerifFont):
            self.settings().setFontFamily(kind, own)

    def _on_download_requested(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()


class MailWebPage(QWebEnginePage):
    """Shows the one address it was sent to; a click on a link becomes a signal.

    Signals:
        link_chosen: the number of a link that was clicked.
    """

    link_chosen = Signal(int)

    def __init__(self, profile: MailProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._expected = QUrl()
        self.permissionRequested.connect(self._on_permission_requested)

    def go(self, url: QUrl) -> None:
        """Load an address, the only one that is let through until the next call."""
        self._expected = url
        self.load(url)

    def ask_for_paint(self, answer: Callable[[bool], None]) -> None:
        """Call ``answer`` with whether the document's first frame stands on the screen."""
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value

        def tell(count: object) -> None:
            answer(isinstance(count, int | float) and count > 0)

        self.runJavaScript(_PAINTS, world, tell)

    def mark(self, words: str) -> None:
        """Mark these words in what is shown; none take the marks away."""
        world = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
        self.runJavaScript(marking_script(words), world)

    def link_number(self, url_text: str) -> int:
        """Return the number of the link of the shown mail an address stands for, else -1."""
        number = url_text.removeprefix(f"{self._expected.toString()}link/")
        is_number = number.isascii() and number.isdigit() and len(number) < 8
        return int(number) if is_number else -1

    @override
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        url = QUrl(url)
        if not isMainFrame:
            return False
        if type is QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            number = self.link_number(url.toString())
            if number >= 0:
                self.link_chosen.emit(number)
        return QUrl(url.toString().partition("#")[0]) == self._expected

    @override
    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        lineNumber: int,
        sourceID: str,
    ) -> None:
        """Drop the engine's remarks: they quote the mail."""

    def _on_permission_requested(self, permission: QWebEnginePermission) -> None:
        permission.deny()
