"""Opens mails that hang on the message on show, and saves the files in them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from transom.engine.engine import Engine
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.attached_mail import AttachedMail, InnerFile
from transom.engine.entities.mail import (
    Attachment,
    AttachmentId,
    AttachmentKind,
    Body,
    MessageId,
)
from transom.engine.errors import TransomError
from transom.engine.files.saving import safe_name, save_new_file
from transom.engine.trust.file_names import dangers_of
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.mail.attached_mail_view import AttachedMailView
from transom.ui.mail.reading_pane import ReadingPane
from transom.ui.web.document import Document, document_from_body
from transom.ui.widgets.file_doubt import FileDoubt, file_of

Opened = tuple[MessageId, AttachedMail, Document]


class AttachedMailDesk(QObject):
    """Reads an attached mail on the lane and shows it in place of the body.

    Signals:
        saved: a sentence on what lies where.
        failed: a sentence on what went wrong.
    """

    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, lane: Lane, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._lane, self._pane = engine, bridge, lane, pane
        self._file: InnerFile | None = None
        pane.strip.mail_requested.connect(self.open)

    @Slot(object)
    def open(self, attachment: Attachment) -> None:
        """Fetch an attached mail and show it."""
        outer = self._pane.message
        if outer is None:
            return
        try:
            future = self._engine.mail.download_attachment(attachment.id)
        except TransomError as error:
            self._on_failed(error)
            return
        told = partial(self._on_downloaded, outer)
        self._bridge.when_done(future, told, self._on_failed)

    def _on_downloaded(self, outer: MessageId, content: bytes) -> None:
        if outer != self._pane.message:
            return
        future = self._lane.submit(_opened, outer, content)
        self._bridge.when_done(future, self._on_opened, self._on_failed)

    def _on_opened(self, opened: Opened) -> None:
        number, mail, document = opened
        if number != self._pane.message:
            return
        view = AttachedMailView(number, mail, document, self._pane.theme, self._pane.icons)
        view.link_chosen.connect(self._pane.follow_link)
        view.save_requested.connect(self._on_save_requested)
        self._pane.show_panel("Attached mail", view)

    @Slot(object)
    def _on_save_requested(self, file: InnerFile) -> None:
        self._file = file
        if not dangers_of(file.name):
            self._choose_place()
            return
        question = FileDoubt([file_of(file.name, len(file.content))], self._pane)
        question.accepted.connect(self._choose_place)
        question.open()

    @Slot()
    def _choose_place(self) -> None:
        if self._file is None:
            return
        usual = QStandardPaths.StandardLocation.DownloadLocation
        start = QStandardPaths.writableLocation(usual) or str(Path.home())
        dialog = QFileDialog(self._pane, "Save file", start)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(safe_name(self._file.name))
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_place_chosen(self, path_text: str) -> None:
        if self._file is not None:
            target = Path(path_text)
            job = self._lane.submit(save_new_file, target.parent, target.name, self._file.content)
            self._bridge.when_done(job, self._on_saved, self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.saved.emit(f"Saved {path.name} in {path.parent}.")

    def _on_failed(self, error: TransomError) -> None:
        self.failed.emit(f"{error.title}. {error.message}")


def _opened(message: MessageId, content: bytes) -> Opened:
    """Runs on the lane."""
    from transom.engine.files.attached_mail import mail_from_file  # its library: not at the start

    mail = mail_from_file(content)
    pictures = [
        Attachment(
            RemoteId(""),
            AttachmentKind.FILE,
            name="",
            content_type="",
            size_bytes=len(one.content),
            is_inline=True,
            content_id=one.content_id,
            id=AttachmentId(place),
        )
        for place, one in enumerate(mail.pictures)
    ]
    return message, mail, document_from_body(mail.body or Body(False, ""), pictures)
