"""The strip of attachments under a message: what they are, and how to keep them."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from transom.engine.entities.mail import Attachment, AttachmentKind
from transom.engine.trust.file_names import Danger
from transom.ui.text import counted, safe, size_words
from transom.ui.theme import Theme
from transom.ui.widgets.buttons import icon_button
from transom.ui.widgets.file_doubt import doubts_of, sentences, short_words
from transom.ui.widgets.file_kinds import file_kind
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_ICONS = {
    "pdf": ("ph.file-pdf", "bad"),
    "xls": ("ph.table", "ok"),
    "xlsx": ("ph.table", "ok"),
    "csv": ("ph.table", "ok"),
    "doc": ("ph.file-text", "accent"),
    "docx": ("ph.file-text", "accent"),
    "ppt": ("ph.presentation-chart", "warn"),
    "pptx": ("ph.presentation-chart", "warn"),
    "zip": ("ph.file-dotted", "dim"),
    "txt": ("ph.file-text", "dim"),
    "ics": ("ph.calendar-blank", "accent"),
    "eml": ("ph.envelope-simple", "accent"),
    "vcf": ("ph.identification-card", "accent"),
}
_MAIL_TYPES = ("message/rfc822", "application/vnd.ms-outlook", "application/ms-tnef")
_CARD_PX, _LOOK_PX, _HEIGHT_PX = 216, 36, 80


class AttachmentStrip(QFrame):
    """One card for each attachment, and a button for all of them.

    Signals:
        save_requested: the Attachment to save.
        save_all_requested: all that are shown are wished for.
        calendar_requested: the Attachment, a calendar file, to look at.
        mail_requested: the Attachment, a mail, to read.
        preview_requested: the Attachment to look at in place.
        drag_requested: the Attachment that the mouse draws away.
    """

    save_requested = Signal(object)
    preview_requested = Signal(object)
    drag_requested = Signal(object)
    save_all_requested = Signal()
    calendar_requested = Signal(object)
    mail_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._shown: tuple[Attachment, ...] = ()
        self._mentions_password = False
        self.setProperty("line", "top")
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._all = QPushButton("Save all")
        self._all.clicked.connect(self.save_all_requested)
        icons.put(self._all, "ph.download-simple", "text", size=16)
        row = QHBoxLayout(self)
        # Below the cards there is room for the bar that many cards need.
        row.setContentsMargins(theme.px(25), theme.px(11), theme.px(25), theme.px(1))
        row.setSpacing(theme.px(10))
        row.addWidget(self._area, 1)
        side = QVBoxLayout()
        side.addWidget(self._all)
        side.addSpacing(theme.px(10))
        row.addLayout(side)
        self.hide()

    @property
    def shown(self) -> tuple[Attachment, ...]:
        """The attachments on show."""
        return self._shown

    def show_attachments(
        self, attachments: Sequence[Attachment], *, mentions_password: bool = False
    ) -> None:
        """Show a message's attachments; with none the strip is gone."""
        if not attachments and not self._shown:
            return
        self._mentions_password = mentions_password
        self._shown = tuple(attachments)
        cards = QWidget()
        row = QHBoxLayout(cards)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(10))
        for attachment in self._shown:
            row.addWidget(self._card(attachment), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch()
        self._area.setWidget(cards)
        cards.setAutoFillBackground(False)
        self._all.setVisible(sum(map(can_save, self._shown)) > 1)
        self.setAccessibleName(counted(len(self._shown), "attachment", "attachments"))
        self.setVisible(bool(self._shown))

    def _card(self, attachment: Attachment) -> "AttachmentCard":
        dangers = doubts_of(attachment, mentions_password=self._mentions_password)
        card = AttachmentCard(attachment, self._theme, self._icons, dangers)
        card.save_requested.connect(self.save_requested)
        card.calendar_requested.connect(self.calendar_requested)
        card.mail_requested.connect(self.mail_requested)
        card.preview_requested.connect(self.preview_requested)
        card.drag_requested.connect(self.drag_requested)
        return card


class AttachmentCard(QFrame):
    """A file's icon, name and size, with a button that saves it.

    Signals:
        save_requested: the Attachment.
        calendar_requested: the Attachment, a calendar file.
        mail_requested: the Attachment, a mail.
        preview_requested: the Attachment, a file that can be looked at in place.
        drag_requested: the Attachment.
    """

    save_requested = Signal(object)
    preview_requested = Signal(object)
    drag_requested = Signal(object)
    calendar_requested = Signal(object)
    mail_requested = Signal(object)

    def __init__(
        self, attachment: Attachment, theme: Theme, icons: Icons, dangers: Sequence[Danger] = ()
    ) -> None:
        super().__init__()
        self.attachment = attachment
        self._pressed_at: QPoint | None = None
        px = theme.px
        self.setProperty("surface", "box")
        self.setFixedSize(px(_CARD_PX + (_LOOK_PX if _can_look(attachment) else 0)), px(56))
        name = safe(attachment.name) or "Without a name"
        self.setAccessibleName(f"{name}, {_details_of(attachment)}")
        mark = PlainLabel()
        icon, token = ("ph.warning", "bad") if dangers else _icon_of(attachment)
        icons.put(mark, icon, token, size=24)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(PlainLabel(safe(attachment.name) or "Without a name", is_elided=True))
        words.addWidget(_details(attachment, dangers))
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(6), px(4))
        row.setSpacing(px(10))
        row.addWidget(mark)
        row.addLayout(words, 1)
        if is_calendar(attachment):
            row.addWidget(self._calendar_button(icons))
        elif is_mail(attachment):
            read = icon_button(
                icons, "ph.eye", f"Read {safe(attachment.name)}", token="dim", size=16
            )
            read.clicked.connect(self._on_read_clicked)
            row.addWidget(read)
        elif file_kind(attachment) is not None:
            row.addWidget(self._preview_button(icons))
        if can_save(attachment):
            row.addWidget(self._save_button(icons))

    def _save_button(self, icons: Icons) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        icons.put(button, "ph.download-simple", "dim", size=16)
        button.setAccessibleName(f"Save {safe(self.attachment.name)}")
        set_tool_tip(button, f"Save {self.attachment.name}")
        button.clicked.connect(self._on_save_clicked)
        return button

    def _calendar_button(self, icons: Icons) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "icon")
        icons.put(button, "ph.eye", "dim", size=16)
        button.setAccessibleName(f"Look at {safe(self.attachment.name)} in the calendar")
        set_tool_tip(button, "Look at it in the calendar, without keeping it")
        button.clicked.connect(self._on_calendar_clicked)
        return button

    def _preview_button(self, icons: Icons) -> QPushButton:
        name = safe(self.attachment.name)
        button = icon_button(icons, "ph.eye", f"Look at {name}", token="dim", size=16)
        button.setAutoDefault(True)  # for Enter as for Space
        button.clicked.connect(self._on_preview_clicked)
        return button

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint() if is_left else None

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._pressed_at = None
            self.drag_requested.emit(self.attachment)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.open()

    def open(self) -> None:
        """Do what is nearest: look at the file, here or in the calendar, or save it."""
        if is_calendar(self.attachment):
            self.calendar_requested.emit(self.attachment)
        elif is_mail(self.attachment):
            self.mail_requested.emit(self.attachment)
        elif file_kind(self.attachment) is not None:
            self.preview_requested.emit(self.attachment)
        elif can_save(self.attachment):
            self.save_requested.emit(self.attachment)

    @Slot()
    def _on_preview_clicked(self) -> None:
        self.preview_requested.emit(self.attachment)

    @Slot()
    def _on_calendar_clicked(self) -> None:
        self.calendar_requested.emit(self.attachment)

    @Slot()
    def _on_read_clicked(self) -> None:
        self.mail_requested.emit(self.attachment)

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_requested.emit(self.attachment)


def can_save(attachment: Attachment) -> bool:
    """Whether there are bytes to save: a link to a file elsewhere has none."""
    return attachment.kind is not AttachmentKind.REFERENCE


def is_calendar(attachment: Attachment) -> bool:
    """Whether an attachment is a file of events."""
    is_named = attachment.name.lower().endswith((".ics", ".ical"))
    is_typed = attachment.content_type.lower().partition(";")[0].strip() == "text/calendar"
    return attachment.kind is AttachmentKind.FILE and (is_named or is_typed)


def is_mail(attachment: Attachment) -> bool:
    """Whether an attachment looks like a mail to read."""
    if attachment.kind is AttachmentKind.ITEM:
        return True
    kind = attachment.content_type.lower().partition(";")[0].strip()
    name = attachment.name.lower()
    is_named = name.endswith((".eml", ".msg")) or name == "winmail.dat"
    return attachment.kind is AttachmentKind.FILE and (is_named or kind in _MAIL_TYPES)


def _icon_of(attachment: Attachment) -> tuple[str, str]:
    if attachment.kind is AttachmentKind.ITEM:
        return "ph.envelope-simple", "accent"
    if attachment.kind is AttachmentKind.REFERENCE:
        return "ph.link", "accent"
    if attachment.content_type.lower().startswith("image/"):
        return "ph.image", "accent"
    ending = attachment.name.rpartition(".")[2].lower()
    return _ICONS.get(ending, ("ph.file", "dim"))


def _details(attachment: Attachment, dangers: Sequence[Danger]) -> PlainLabel:
    label = PlainLabel(_details_of(attachment), "small", is_elided=True)
    if dangers:
        label.set_text(f"{short_words(dangers)} · {label.text()}")
        label.setProperty("tone", "bad")
        label.setAccessibleDescription(sentences(attachment, dangers))
        set_tool_tip(label, sentences(attachment, dangers))
    return label


def _details_of(attachment: Attachment) -> str:
    if attachment.kind is AttachmentKind.REFERENCE:
        return "Link to a file"
    return size_words(attachment.size_bytes)


def _can_look(attachment: Attachment) -> bool:
    """Whether a file can be looked at in place, or in the calendar."""
    return is_calendar(attachment) or is_mail(attachment) or file_kind(attachment) is not None
