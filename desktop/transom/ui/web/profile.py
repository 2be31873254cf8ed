"""The web profile and page that show mail: no script, no storage, no way out."""

from collections.abc import Callable, Iterable

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

from transom.ui.web.card_script import CARD_SCRIPT
from transom.ui.web.finding import marking_script
from transom.ui.web.frame import SCHEME
from transom.ui.web.interceptor import MailInterceptor
from transom.ui.web.scheme import MailScheme

_Attribute = QWebEngineSettings.WebAttribute
_Family = QWebEngineSettings.FontFamily
OWN_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
"""Where scripts of ours run: no mail's document has one, and none could see what is here."""
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
        self.scripts().insert(_card_script())
        self.downloadRequested.connect(self._on_download_requested)
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)
        # Mail names fonts of other systems; what stands in for them is the window's own.
        own = QGuiApplication.font().family()
        for kind in (_Family.StandardFont, _Family.SansSerifFont):
            self.settings().setFontFamily(kind, own)

    def _on_download_requested(self, download: QWebEngineDownloadRequest) -> None:
        download.cancel()


def _card_script() -> QWebEngineScript:
    script = QWebEngineScript()
    script.setName("cards")
    script.setSourceCode(CARD_SCRIPT)
    script.setWorldId(OWN_WORLD)
    script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
    script.setRunsOnSubFrames(True)
    return script


class MailWebPage(QWebEnginePage):
    """Shows the one address it was sent to; a click on a link becomes a signal.

    Signals:
        link_chosen: the address of a link that was clicked.
        button_pressed: the address a button of a page of ours stands for.
    """

    link_chosen = Signal(str)
    button_pressed = Signal(str)

    def __init__(self, profile: MailProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._expected = QUrl()
        self._frames_to_come: set[str] = set()
        self._frames: set[str] = set()
        self.permissionRequested.connect(self._on_permission_requested)

    def go(self, url: QUrl, frames: Iterable[QUrl] = ()) -> None:
        """Load an address, the only one that is let through until the next call."""
        self._expected = url
        self._frames.clear()
        self._frames_to_come = {frame.toString() for frame in frames}
        self.load(url)

    def expect_frame(self, url: QUrl) -> None:
        """Let an address be loaded into a frame, once."""
        self._frames_to_come.add(url.toString())

    def ask_for_paint(self, script: str, answer: Callable[[bool], None]) -> None:
        """Call ``answer`` with whether the script finds the document standing on the screen."""

        def tell(count: object) -> None:
            answer(isinstance(count, int | float) and count > 0)

        self.run(script, tell)

    def run(self, script: str, answer: Callable[[object], None] | None = None) -> None:
        """Run a script of ours in the page, in a world that no mail shares."""
        self.runJavaScript(script, OWN_WORLD, answer or _heed_not)

    def find_words(self, words: str, step: int) -> None:
        """Go to the next hit, or the one before; ``findTextFinished`` tells which it is."""
        way = QWebEnginePage.FindFlag.FindBackward if step < 0 else QWebEnginePage.FindFlag(0)
        self.findText(words, way)

    def mark(self, words: str) -> None:
        """Mark these words in what is shown; none take the marks away."""
        script = marking_script(words)
        self.run(script)
        for frame in self.mainFrame().children():
            frame.runJavaScript(script, OWN_WORLD)

    @override
    def acceptNavigationRequest(
        self, url: QUrl | str, type: QWebEnginePage.NavigationType, isMainFrame: bool
    ) -> bool:
        text = QUrl(url).toString()
        kinds = QWebEnginePage.NavigationType
        if type is kinds.NavigationTypeLinkClicked:
            self.link_chosen.emit(text)
        elif type is kinds.NavigationTypeFormSubmitted:
            if isMainFrame:
                self.button_pressed.emit(text.removesuffix("?"))
            return False
        place = text.partition("#")[0]
        if isMainFrame:
            return QUrl(place) == self._expected
        if text != place:  # a place within what a frame shows
            return place in self._frames
        if type is not kinds.NavigationTypeOther or place not in self._frames_to_come:
            return False
        self._frames_to_come.discard(place)  # whatever else wants to be there comes too late
        self._frames.add(place)
        return True

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


def _heed_not(answer: object) -> None:
    """Take an answer nobody waits for."""
