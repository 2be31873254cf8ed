"""What fills the window: the opening's words, the mailbox in its frame, or the sign-in page."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from transom.ui.notices import NoticeBox
from transom.ui.opening import OpeningPage
from transom.ui.rail import Rail
from transom.ui.status import StatusBar
from transom.ui.widgets.page import Page


class Scenes(QWidget):
    """Shows one of the three at a time, below the notices; the mailbox is a stack of pages."""

    def __init__(
        self,
        notices: NoticeBox,
        opening: OpeningPage,
        rail: Rail,
        status: StatusBar,
    ) -> None:
        super().__init__()
        self._notices, self._opening = notices, opening
        self._signin: Page | None = None
        self.pages = QStackedWidget()
        self._mailbox = self._framed(rail, status)
        self._scene = QStackedWidget()
        for scene in (opening, self._mailbox):
            self._scene.addWidget(scene)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(notices)
        column.addWidget(self._scene, 1)
        self._scene.currentChanged.connect(self._on_scene_changed)

    @property
    def is_mailbox(self) -> bool:
        """Whether a page of the mailbox can be seen."""
        return self._scene.currentWidget() is self._mailbox

    @property
    def is_signin(self) -> bool:
        """Whether the sign-in page stands here."""
        return self._signin is not None and self._scene.currentWidget() is self._signin

    def show_opening(self) -> None:
        """Show how the opening of the profile goes."""
        self._scene.setCurrentWidget(self._opening)

    def show_mailbox(self, page: QWidget) -> None:
        """Show one of the pages."""
        self.pages.setCurrentWidget(page)
        self._scene.setCurrentWidget(self._mailbox)

    def add_signin(self, page: Page) -> None:
        """Take the sign-in page in."""
        self._signin = page
        self._scene.addWidget(page)

    def show_signin(self, page: Page) -> None:
        """Show the sign-in page."""
        self._scene.setCurrentWidget(page)
        page.activate()

    def _framed(self, rail: Rail, status: StatusBar) -> QWidget:
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.pages, 1)
        body.addWidget(status)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(rail)
        row.addLayout(body, 1)
        return frame

    @Slot(int)
    def _on_scene_changed(self, _place: int) -> None:
        self._notices.set_signing_in(self.is_signin)
