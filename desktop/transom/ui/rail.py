"""The narrow bar on the left: one button for each page, settings and the account below."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons

PAGES = (
    ("mail", "Mail", "ph.envelope-simple", "Ctrl+1"),
    ("calendar", "Calendar", "ph.calendar", "Ctrl+2"),
    ("people", "People", "ph.address-book", "Ctrl+3"),
)
SETTINGS = ("settings", "Settings", "ph.gear-six", "Ctrl+,")


class Rail(QFrame):
    """Switches pages.

    Signals:
        page_selected: the page's name.
    """

    page_selected = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bg")
        self.setProperty("line", "right")
        self._theme, self._icons = theme, icons
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_id_clicked)
        px = theme.px
        self.setFixedWidth(px(56))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(7), px(10), px(7), px(10))
        column.setSpacing(px(8))
        for page in PAGES:
            column.addWidget(self._button(*page), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        column.addWidget(self._button(*SETTINGS), 0, Qt.AlignmentFlag.AlignHCenter)
        self._avatar = Avatar(theme, 32)
        column.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_page(self, name: str) -> None:
        """Mark the page that is open."""
        self._buttons[name].setChecked(True)

    def show_person(self, name: str, account_color: int = -1) -> None:
        """Show whose mailbox this is; nobody with an empty name."""
        self._avatar.show_person(name, account_color=account_color)
        self._avatar.setToolTip("")

    def _button(self, name: str, label: str, icon: str, shortcut: str) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setProperty("kind", "rail")
        button.setAccessibleName(label)
        button.setToolTip(f"{label} ({shortcut})")
        side = self._theme.px(40)
        button.setFixedSize(QSize(side, side))
        self._icons.put(button, icon, "text", checked_token="accent", size=20)
        self._group.addButton(button, len(self._buttons))
        self._buttons[name] = button
        return button

    @Slot(int)
    def _on_id_clicked(self, place: int) -> None:
        self.page_selected.emit(list(self._buttons)[place])
