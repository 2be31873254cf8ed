"""A mail that hangs on a mail, to read in place: who wrote it, its body, and the files in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.accounts import Person
from transom.engine.entities.attached_mail import AttachedMail, InnerFile
from transom.engine.entities.mail import MessageId
from transom.ui import text
from transom.ui.mail.held_banner import document_words
from transom.ui.mail.link_line import LinkLine
from transom.ui.theme import Theme
from transom.ui.web.body import BodyView
from transom.ui.web.document import Document
from transom.ui.web.picture_places import PictureSource
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_MOST_NAMED, _MOST_FILES = 12, 30


class AttachedMailView(QWidget):
    """Shows an attached mail in a web view of its own, with no picture but those in the mail.

    The document calls these by their place among the mail's.

    Signals:
        link_chosen: the Link that was clicked.
        save_requested: the InnerFile to save.
    """

    link_chosen = Signal(object)
    save_requested = Signal(object)

    def __init__(
        self,
        outer: MessageId,
        mail: AttachedMail,
        document: Document,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._pictures = theme, icons, mail.pictures
        self.body = BodyView(theme, self._deliver)
        self._link_line = LinkLine(theme, self.body)
        self.body.link_chosen.connect(self.link_chosen)
        self.body.link_hovered.connect(self._link_line.show_link)
        self._head, self._files = QVBoxLayout(), QVBoxLayout()
        self._show_head(mail, document_words(document))
        for file in mail.files[:_MOST_FILES]:
            self._files.addLayout(self._file(file))
        self._lay_out()
        self.body.show_document(outer, document)
        if not document.is_plain:
            self.body.warm()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DeferredDelete:
            self.body.close_page()  # the page goes before its profile
        return super().event(event)

    def _deliver(self, picture: PictureSource, deliver: Callable[[bytes], None]) -> None:
        place = picture if isinstance(picture, int) else len(self._pictures)
        deliver(self._pictures[place].content if place < len(self._pictures) else b"")

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, px(8))
        column.setSpacing(px(6))
        self._head.setContentsMargins(px(26), px(12), px(26), 0)
        self._files.setContentsMargins(px(26), 0, px(26), 0)
        column.addLayout(self._head)
        column.addWidget(self.body, 1)
        column.addLayout(self._files)

    def _show_head(self, mail: AttachedMail, left_out: str) -> None:
        subject = PlainLabel(style="title", is_selectable=True)
        subject.set_wrapped()
        subject.set_text(text.safe(mail.subject)[:200] or "No subject")
        self._head.addWidget(subject)
        for line in lines_of(mail):
            label = PlainLabel(style="dim", is_selectable=True)
            label.set_wrapped()
            label.set_text(line)
            self._head.addWidget(label)
        warning = "Nobody checked who wrote this: it is a file, and a file can say anything."
        for words in filter(None, (warning, left_out)):
            self._head.addWidget(PlainLabel(words, "small", is_elided=True))

    def _file(self, file: InnerFile) -> QHBoxLayout:
        row = QHBoxLayout()
        name = text.safe(file.name)
        size = text.size_words(len(file.content))
        row.addWidget(PlainLabel(f"{name} · {size}", is_elided=True), 1)
        save = QPushButton("Save")
        save.setAccessibleName(f"Save {name}")
        save.clicked.connect(lambda: self.save_requested.emit(file))
        row.addWidget(save)
        return row


def lines_of(mail: AttachedMail) -> list[str]:
    """Return who wrote to whom, and when."""
    sender = _named((mail.sender,)) if mail.sender != Person("", "") else ""
    when = text.full_date(mail.sent_at) if mail.sent_at else ""
    lines = (("From", sender), ("To", _named(mail.to)), ("Sent", when))
    return [f"{name}: {words}" for name, words in lines if words]


def _named(people: Sequence[Person]) -> str:
    named = [
        f"{text.safe(one.name, is_isolated=True)} <{text.safe(one.address, is_isolated=True)}>"
        if one.name and one.address
        else text.safe(one.name or one.address, is_isolated=True)
        for one in people[:_MOST_NAMED]
    ]
    more = len(people) - len(named)
    return ", ".join([*named, *([f"{text.number(more)} more"] if more > 0 else [])])
