"""What will be asked and what never can be, said before anybody signs in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from transom.ui.theme import Theme
from transom.ui.widgets.check_box import CheckBox
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_ASKED = (
    ("ph.envelope-simple", "Read your mail", "to show it here, and find it when you are offline"),
    ("ph.calendar-blank", "Read your calendars", "to show your weeks"),
    ("ph.address-book", "Read your contacts", "to put names and faces to addresses"),
    ("ph.gear-six", "Read your mailbox settings", "for your time zone and category colours"),
    ("ph.user", "Sign you in and read your profile", "to know whose mailbox this is"),
    ("ph.arrows-clockwise", "Keep that access", "until you sign out or take it back"),
)


class Permissions(QWidget):
    """A list of the read permissions, each with its reason."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(32), px(32), px(32))
        column.setSpacing(px(14))
        column.addStretch(1)
        head = PlainLabel("What your provider will ask you", "title")
        head.set_wrapped()
        column.addWidget(head)
        for icon, title, reason in _ASKED:
            column.addLayout(self._row(theme, icons, icon, title, reason))
        closing = PlainLabel(
            "Shared mailboxes, the people you write with and your organisation's directory are "
            "asked for when you turn them on in the settings. Transom holds no permission to "
            "send, change, move or delete, and refuses such calls itself as well. Some "
            "organisations let only an administrator approve these permissions; the provider's "
            "page then says so.",
            "small",
        )
        closing.set_wrapped()
        self.bundle = CheckBox(theme, "Work account: ask for those now too, in one approval")
        column.addSpacing(px(6))
        column.addWidget(closing)
        column.addWidget(self.bundle)
        column.addStretch(2)

    @staticmethod
    def _row(theme: Theme, icons: Icons, icon: str, title: str, reason: str) -> QHBoxLayout:
        mark = PlainLabel()
        icons.put(mark, icon, "accent", size=18)
        mark.setFixedWidth(theme.px(28))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        for text, style in ((title, "strong"), (reason, "small")):
            label = PlainLabel(text, style)
            label.set_wrapped()
            words.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row
