"""Attachments looked at in place of the body."""

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.mail import Attachment
from transom.engine.errors import TransomError
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.preview.pictures import PictureView, picture_from_bytes
from transom.ui.preview.words import WordsView
from transom.ui.text import safe
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.file_kinds import MOST_BYTES, FileKind, file_kind


class FileDesk(QObject):
    """Fetches the attachment that is wished for and shows it in the pane's panel."""

    def __init__(self, engine: Engine, bridge: Bridge, lane: Lane, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._lane, self._pane = engine, bridge, lane, pane
        self._wanted: Attachment | None = None
        pane.strip.preview_requested.connect(self.show_file)
        pane.panel.closed.connect(self._on_panel_closed)

    @Slot(object)
    def show_file(self, attachment: Attachment) -> None:
        """Look at an attachment; its bytes are fetched if they are not stored."""
        self._wanted = None
        self._say(attachment, "Fetching the file…", "ph.cloud-arrow-down")
        self._wanted = attachment
        try:
            future = self._engine.mail.download_attachment(attachment.id)
        except TransomError as error:
            self._on_failed(attachment, error)
            return
        self._bridge.when_done(
            future, partial(self._on_fetched, attachment), partial(self._on_failed, attachment)
        )

    def _on_fetched(self, attachment: Attachment, content: bytes) -> None:
        if self._wanted is not attachment:
            return
        name = safe(attachment.name) or "Without a name"
        kind = file_kind(attachment)
        if len(content) > MOST_BYTES or kind is None:
            self._say(attachment, "It is too large to be looked at here. Save it instead.")
        elif kind is FileKind.PICTURE:
            future = self._lane.submit(picture_from_bytes, content)
            self._bridge.when_done(future, partial(self._on_decoded, attachment))
        elif kind is FileKind.WORDS:
            self._show(attachment, WordsView(content, name))
        else:
            from transom.ui.preview.sheets import SheetsView  # QtPdf: not before it is needed

            view = SheetsView(content, name)
            if view.trouble:
                self._say(attachment, view.trouble)
            else:
                self._show(attachment, view)

    def _on_decoded(self, attachment: Attachment, picture: QImage) -> None:
        if self._wanted is not attachment:
            return
        if picture.isNull():
            self._say(attachment, "It is damaged, or not a picture.")
        else:
            self._show(attachment, PictureView(picture, safe(attachment.name)))

    def _on_failed(self, attachment: Attachment, error: TransomError) -> None:
        if self._wanted is attachment:
            self._say(attachment, f"{error.title}. {error.message}")

    def _say(self, attachment: Attachment, sentence: str, icon: str = "ph.warning-circle") -> None:
        words = EmptyState(self._pane.theme, self._pane.icons)
        words.show_words(safe(attachment.name) or "Without a name", sentence, icon)
        self._show(attachment, words)

    def _show(self, attachment: Attachment, view: QWidget) -> None:
        wanted = self._wanted
        self._pane.show_panel(safe(attachment.name), view, self._tools(attachment))
        self._wanted = wanted

    def _tools(self, attachment: Attachment) -> list[QWidget]:
        files = [one for one in self._pane.strip.shown if file_kind(one) is not None]
        tools: list[QWidget] = []
        if len(files) > 1 and attachment in files:
            place = files.index(attachment)
            for step, icon, words in (
                (-1, "ph.caret-left", "Previous file"),
                (1, "ph.caret-right", "Next file"),
            ):
                button = icon_button(self._pane.icons, icon, words, token="dim", size=16)
                button.clicked.connect(partial(self.show_file, files[(place + step) % len(files)]))
                tools.append(button)
        save = QPushButton("Save")
        save.clicked.connect(partial(self._pane.strip.save_requested.emit, attachment))
        return [*tools, save]

    @Slot()
    def _on_panel_closed(self) -> None:
        self._wanted = None
