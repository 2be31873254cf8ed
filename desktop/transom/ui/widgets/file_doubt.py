"""Words for files that are not what they seem, and the question before one is kept."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import Attachment, AttachmentKind
from transom.engine.trust.file_names import Danger, dangers_of, real_ending
from transom.ui.text import safe
from transom.ui.widgets.labels import PlainLabel

_MOST_NAMED, _LONGEST_NAME = 6, 200
_SHORT = {
    Danger.REVERSED: "Backwards name",
    Danger.PADDED: "Hidden ending",
    Danger.HIDDEN_ENDING: "Two endings",
    Danger.PROGRAM: "Program",
    Danger.PAGE: "Web page",
    Danger.MACROS: "Macros",
    Danger.DISK: "Disk image",
    Danger.LOCKED_ARCHIVE: "Locked?",
}
_SENTENCES = {
    Danger.REVERSED: "Its name has marks in it that turn letters around.",
    Danger.PADDED: "Its name has a wide gap, which pushes the ending out of sight.",
    Danger.HIDDEN_ENDING: "Its name pretends to be another kind of file; it really is .{ending}.",
    Danger.PROGRAM: "It is a program (.{ending}): opened, it can do whatever you can.",
    Danger.PAGE: "It is a web page (.{ending}): opened, it can imitate a sign-in.",
    Danger.MACROS: "It can have macros (.{ending}): programs that run when it is opened.",
    Danger.DISK: "It is the image of a disk (.{ending}), and may have programs in it.",
    Danger.LOCKED_ARCHIVE: "The mail speaks of a password: nobody scans a locked archive.",
}


def doubts_of(attachment: Attachment, *, mentions_password: bool = False) -> tuple[Danger, ...]:
    """Return what is odd about an attachment; links and attached mails have no file name."""
    if attachment.kind is not AttachmentKind.FILE:
        return ()
    return dangers_of(attachment.name, mentions_password=mentions_password)


def file_of(name: str, size_bytes: int) -> Attachment:
    """Return a file that is no attachment as one, for words about its name."""
    return Attachment(RemoteId(""), AttachmentKind.FILE, name, "", size_bytes)


def short_words(dangers: Sequence[Danger]) -> str:
    """Return the gravest in two or three words."""
    return _SHORT[dangers[0]] if dangers else ""


def sentences(attachment: Attachment, dangers: Sequence[Danger]) -> str:
    """Return all of it in sentences."""
    ending = safe(real_ending(attachment.name))[:20]
    return " ".join(_SENTENCES[one].format(ending=ending) for one in dangers)


class FileDoubt(QDialog):
    """Asks whether files that are not what they seem shall be kept all the same."""

    def __init__(self, attachments: Sequence[Attachment], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save all the same?")
        column = QVBoxLayout(self)
        for one in attachments[:_MOST_NAMED]:
            name = PlainLabel(style="strong")
            name.set_wrapped()
            name.set_text(safe(one.name[:_LONGEST_NAME], is_isolated=True))
            words = PlainLabel()
            words.set_wrapped()
            words.set_text(sentences(one, doubts_of(one)))
            words.setMinimumWidth(360)
            column.addWidget(name)
            column.addWidget(words)
        buttons = QDialogButtonBox()
        self.save = QPushButton("Save all the same")
        self.leave = QPushButton("Do not save")
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.leave, QDialogButtonBox.ButtonRole.RejectRole)
        self.save.setAutoDefault(False)
        self.leave.setDefault(True)
        self.leave.setFocus()
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.finished.connect(self.deleteLater)
