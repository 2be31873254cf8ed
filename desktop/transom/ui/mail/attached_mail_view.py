"""A mail that hangs on a mail, to read in place: who wrote it, its words, and the files in it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.accounts import Person
from transom.engine.entities.attached_mail import AttachedMail, InnerFile
from transom.ui import text
from transom.ui.theme import Theme
from transom.ui.web.document import Document
from transom.ui.web.text_view import TextView
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_MOST_NAMED, _MOST_FILES = 12, 30


class AttachedMailView(QWidget):
    """Shows an attached mail's text without pictures or styles; nothing in it is loaded.

    Signals:
        link_chosen: the Link that was clicked.
        save_requested: the InnerFile to save.
    """

    link_chosen = Signal(object)
    save_requested = Signal(object)

    def __init__(self, mail: AttachedMail, document: Document, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.words = TextView(theme)
        self.words.show_runs(document.runs, document.run_links)
        self.words.link_chosen.connect(self.link_chosen)
        self.setFocusProxy(self.words)
        column = QVBoxLayout(self)
        px = theme.px
        column.setContentsMargins(px(26), px(12), px(26), px(12))
        column.setSpacing(px(6))
        subject = PlainLabel(style="title", is_selectable=True)
        subject.set_wrapped()
        subject.set_text(text.safe(mail.subject)[:200] or "No subject")
        column.addWidget(subject)
        for line in lines_of(mail):
            label = PlainLabel(style="dim", is_selectable=True)
            label.set_wrapped()
            label.set_text(line)
            column.addWidget(label)
        warning = "Nobody checked who wrote this: it is a file, and a file can say anything."
        column.addWidget(PlainLabel(warning, "small", is_elided=True))
        column.addWidget(self.words, 1)
        for file in mail.files[:_MOST_FILES]:
            column.addLayout(self._file(file))

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
