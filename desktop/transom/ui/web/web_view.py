"""The one web view for mail; importing it loads QtWebEngine."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from transom.ui.web.frame import FetchPicture
from transom.ui.web.mouse import MouseWays
from transom.ui.web.profile import MailProfile, MailWebPage
from transom.ui.web.scheme import MailScheme, register_scheme


class WebView(QWebEngineView):
    """The one web view for mail, with a menu that offers to copy and nothing else."""

    def __init__(self, fetch_picture: FetchPicture, parent: QWidget, mouse: MouseWays) -> None:
        super().__init__(parent)
        mouse.watch(self)  # before the page, for what it puts in here gets the mouse
        register_scheme()
        self.scheme = MailScheme(fetch_picture)
        self._profile = MailProfile(self.scheme)
        self.mail_page = MailWebPage(self._profile, self)
        self._profile.setParent(self)  # after the page, and so deleted after it
        self.setPage(self.mail_page)
        self.setAcceptDrops(False)
        self.setAccessibleName("Message text")

    def invert(self, is_inverted: bool) -> None:
        """Let the engine darken a mail that was made for white."""
        self.mail_page.settings().setAttribute(
            QWebEngineSettings.WebAttribute.ForceDarkMode, is_inverted
        )

    def end(self) -> None:
        """Delete page and profile in that order."""
        self.setPage(None)  # type: ignore[arg-type]  # documented: leaves the view without a page
        self.mail_page.deleteLater()
        self._profile.deleteLater()
        self.deleteLater()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        for action in (QWebEnginePage.WebAction.Copy, QWebEnginePage.WebAction.SelectAll):
            menu.addAction(self.pageAction(action))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())
