"""The side pane: whose mailbox is shown, and the folders of all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from transom.engine.entities.accounts import Account, AccountId
from transom.ui.mail.folder_tree import FolderTree
from transom.ui.models.folders import FolderModel
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.account_mark import account_icon
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip


class FolderPane(QFrame):
    """The header of the account whose folder is shown, above the tree.

    Signals:
        folder_selected: the FolderId of the folder to show.
        account_selected: the AccountId of the mailbox to go to.
    """

    folder_selected = Signal(object)
    account_selected = Signal(object)

    def __init__(self, model: FolderModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._accounts: Sequence[Account] = ()
        self._shown: AccountId | None = None
        self.setProperty("surface", "bg")
        self._avatar = Avatar(theme, 26)
        self._name = PlainLabel(style="strong", is_elided=True)
        self._switch = QPushButton()
        self._switch.setProperty("kind", "icon")
        self._switch.setAccessibleName("Go to another mailbox")
        self._switch.clicked.connect(self._on_switch_clicked)
        icons.put(self._switch, "ph.caret-down", "dim", size=16)
        self.tree = FolderTree(model, theme, icons)
        self.tree.folder_selected.connect(self.folder_selected)
        self.setFocusProxy(self.tree)
        self._lay_out()

    def show_accounts(self, accounts: Sequence[Account], shown: AccountId | None) -> None:
        """Name the account whose folder is shown, or all of them; others can be gone to."""
        self._accounts, self._shown = accounts, shown
        current = next((one for one in accounts if one.id == shown), None)
        words = (current.name or current.username) if current else ""
        if current is None and accounts:
            words = "All mailboxes" if len(accounts) > 1 else accounts[0].name
            current = accounts[0] if len(accounts) == 1 else None
        self._avatar.show_person(words, account_color=current.color if current else -1)
        self._avatar.setVisible(current is not None)
        self._name.set_text(words)
        set_tool_tip(self._name, current.username if current else "")
        self._switch.setVisible(len(accounts) > 1)

    def _lay_out(self) -> None:
        px = self._theme.px
        head = QFrame()
        head.setFixedHeight(px(52))
        row = QHBoxLayout(head)
        row.setContentsMargins(px(18), px(8), px(12), 0)
        row.setSpacing(px(10))
        row.addWidget(self._avatar)
        row.addWidget(self._name, 1)
        row.addWidget(self._switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.tree, 1)

    @Slot()
    def _on_switch_clicked(self) -> None:
        menu = QMenu(self)
        for account in self._accounts:
            names = dict.fromkeys((safe(account.name), safe(account.username)))
            words = " · ".join(filter(None, names)).replace("&", "&&")
            action = menu.addAction(account_icon(self._theme, account.color), words)
            action.setData(int(account.id))
            action.setCheckable(True)
            action.setChecked(account.id == self._shown)
            font = action.font()
            font.setBold(account.id == self._shown)  # the icon stands where the tick would
            action.setFont(font)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(lambda action: self.account_selected.emit(AccountId(action.data())))
        menu.popup(self._switch.mapToGlobal(self._switch.rect().bottomLeft()))
