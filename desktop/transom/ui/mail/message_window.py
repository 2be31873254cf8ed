"""One message in a window of its own."""

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.engine import Engine
from transom.engine.entities.mail import Message, MessageId
from transom.engine.workers import Lane
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.notice import Notice
from transom.ui.mail.picture_desk import PictureDesk
from transom.ui.mail.pictures import PictureFetcher
from transom.ui.mail.reading_desk import ReadingDesk
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.mail.seen_desk import SeenDesk
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.shortcuts import bind
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

_USUAL_PX = (820, 760)
_LEAST_PX = (420, 360)


class MessageWindow(QWidget):
    """Shows one message as the page does, with a body view and a loader of its own.

    Signals:
        closed: it is about to go; how large it was as base64.
    """

    closed = Signal(str)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        colors: CategoryColors,
        photos: SenderPhotos,
        lane: Lane,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "card")
        self.setMinimumSize(theme.px(_LEAST_PX[0]), theme.px(_LEAST_PX[1]))
        pictures = PictureFetcher(engine, bridge, self)
        self.reading = ReadingPane(theme, icons, colors, pictures.fetch)
        PictureDesk(engine, bridge, self.reading, pictures)
        self.notice = Notice(self, theme, icons)
        self.desk = ReadingDesk(engine, bridge, lane, self.reading, None, photos, self.notice)
        self.seen = SeenDesk(engine, self.reading, theme, icons)
        self.reading.tools.spread(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.reading)
        for keys, slot in (
            ("Esc", self._on_escape),
            ("Ctrl+W", self.close),
            ("Ctrl+F", self.desk.tools.find),
        ):
            bind(self, keys, slot, Qt.ShortcutContext.WindowShortcut)

    def show_message(self, message: Message, geometry_text: str) -> None:
        """Show a message in a window of the size of last time."""
        self.setWindowTitle(text.safe(message.subject) or "No subject")
        geometry = QByteArray.fromBase64(geometry_text.encode())
        if not geometry_text or not self.restoreGeometry(geometry):
            self.resize(*_USUAL_PX)
        self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self.desk.show_message(message.id)
        self.show()
        self.reading.focus_body()
        QTimer.singleShot(0, self.reading.body, self.reading.body.warm)

    @property
    def message(self) -> MessageId | None:
        """Whose message this window shows."""
        return self.reading.message

    def come_forward(self) -> None:
        """Stand before other windows, with the keyboard."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    @Slot()
    def _on_escape(self) -> None:
        if not self.reading.escape():
            self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        # The page goes before its profile, and both before the window around them.
        self.reading.end()
        self.closed.emit(self.saveGeometry().toBase64().toStdString())
        super().closeEvent(event)
