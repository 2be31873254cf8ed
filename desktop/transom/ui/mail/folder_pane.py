"""The side pane: whose mailbox it is, and its folders."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
)
from typing_extensions import override

from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.mail import FolderId
from transom.ui.mail.folder_delegate import FolderDelegate
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.account_mark import account_icon
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip


class FolderPane(QFrame):
    """The account's header above its folder tree.

    Signals:
        folder_selected: the FolderId of the folder to show.
        account_selected: the AccountId of the mailbox to show.
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
        self._switch.setAccessibleName("Show another mailbox")
        self._switch.clicked.connect(self._on_switch_clicked)
        icons.put(self._switch, "ph.caret-down", "dim", size=16)
        self.tree = FolderTree(model, theme, icons)
        self.tree.folder_selected.connect(self.folder_selected)
        self._lay_out()

    def show_accounts(self, accounts: Sequence[Account], shown: AccountId | None) -> None:
        """Name the account whose folders are shown; others can be switched to."""
        self._accounts, self._shown = accounts, shown
        current = next((one for one in accounts if one.id == shown), None)
        words = (current.name or current.username) if current else ""
        self._avatar.show_person(words, account_color=current.color if current else -1)
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


class FolderTree(QTreeView):
    """The folders; the current one is the one shown.

    Signals:
        folder_selected: a FolderId, by mouse or keyboard.
        repair_requested: a FolderId, from the menu of its row.
    """

    folder_selected = Signal(object)
    repair_requested = Signal(object)

    def __init__(self, model: FolderModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._folders = model
        self._shown: FolderId | None = None
        self.setItemDelegate(FolderDelegate(theme, icons))
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("Folders")
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_model_reset)
        icons.ready.connect(self.viewport().update)
        theme.changed.connect(self._on_theme_changed)

    def show_folder(self, folder: FolderId) -> None:
        """Mark a folder as the one shown, without asking for it."""
        self._shown = folder
        index = self._folders.index_of(folder)
        if index.isValid():
            self.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if is_by_mouse else self.currentIndex()
        number = index.data(ItemRole.ID) if index.isValid() else None
        if number is None or self._folders.kept_search(number):
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        repair = menu.addAction("Repair this folder")
        repair.triggered.connect(lambda: self.repair_requested.emit(FolderId(number)))
        place = event.globalPos()
        if not is_by_mouse:
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        menu.popup(place)

    @override
    def drawBranches(self, painter: QPainter, rect: object, index: object) -> None:
        """The delegate indents; there are no branches to draw."""

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        number = current.data(ItemRole.ID) if current.isValid() else None
        if number is not None and number != self._shown:
            self._shown = FolderId(number)
            self.folder_selected.emit(self._shown)

    @Slot()
    def _on_model_reset(self) -> None:
        self.expandAll()
        if self._shown is not None:
            self.show_folder(self._shown)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.scheduleDelayedItemsLayout()
