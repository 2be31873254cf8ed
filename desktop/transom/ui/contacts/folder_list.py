"""The side pane of the people page: all contacts, then folders."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)
from typing_extensions import override

from transom.ui.models.contacts import ContactFolderModel
from transom.ui.models.roles import ItemRole
from transom.ui.text import number, safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

Index = QModelIndex | QPersistentModelIndex
ROW, SECTION = 32, 30


class FolderDelegate(QStyledItemDelegate):
    """Paints an icon, a name and a count."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = ROW + (SECTION if index.data(ItemRole.SECTION) else 0)
        return QSize(self._theme.px(100), self._theme.px(height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        px, color = self._theme.px, self._theme.color
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title = index.data(ItemRole.SECTION)
        if title:
            painter.setFont(self._theme.font(11, 600))
            painter.setPen(color("dim"))
            above = QRect(rect.left() + px(10), rect.top(), rect.width(), px(SECTION))
            painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, title)
            rect.setTop(rect.top() + px(SECTION))
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("selection"))
            painter.drawRoundedRect(rect, px(6), px(6))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), px(6), px(6))
        self._paint_words(painter, rect, index, is_selected)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index, is_selected: bool) -> None:
        px, color = self._theme.px, self._theme.color
        token = "accent" if is_selected else "dim"
        ratio = painter.device().devicePixelRatio()
        icon = self._icons.pixmap(index.data(ItemRole.ICON_NAME), token, 18, ratio)
        painter.drawPixmap(rect.left() + px(10), rect.center().y() - px(9) + 1, icon)
        painter.setFont(self._theme.font(13, 500 if is_selected else 400))
        value = index.data(ItemRole.COUNT)
        count = number(value) if value else ""
        counted = painter.fontMetrics().horizontalAdvance(count) + px(8)
        room = rect.adjusted(px(37), 0, -px(10), 0)
        painter.setPen(color("dim"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(right), count)
        painter.setPen(color("text"))
        name = painter.fontMetrics().elidedText(
            safe(index.data()), Qt.TextElideMode.ElideRight, room.width() - counted
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)


class PeopleSide(QFrame):
    """The page's name and its folders.

    Signals:
        folder_selected: a ContactFolderId, or None for all contacts.
        ranked_requested: show those one writes with.
        rooms_requested: show the organisation's meeting rooms.
    """

    folder_selected = Signal(object)
    ranked_requested = Signal()
    rooms_requested = Signal()

    def __init__(self, model: ContactFolderModel, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setProperty("surface", "bg")
        self.setProperty("line", "right")
        self.setFixedWidth(theme.px(232))
        self._chosen: object = None
        self._list = QListView()
        self._list.setModel(model)
        self._delegate = FolderDelegate(theme, icons)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName("Contact folders")
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)
        icons.ready.connect(self._list.viewport().update)
        title = PlainLabel("People", style="strong")
        title.setContentsMargins(theme.px(10), theme.px(8), 0, theme.px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(8), theme.px(8), theme.px(9), theme.px(8))
        column.addWidget(title)
        column.addWidget(self._list, 1)
        self.ranked = QPushButton("People you write with")
        self.ranked.setProperty("kind", "quiet")
        icons.put(self.ranked, "ph.users-three", "text", size=16)
        self.ranked.clicked.connect(self.ranked_requested)
        self.rooms = QPushButton("Rooms")
        self.rooms.setProperty("kind", "quiet")
        icons.put(self.rooms, "ph.door", "text", size=16)
        self.rooms.clicked.connect(self.rooms_requested)
        for button in (self.ranked, self.rooms):
            button.hide()
            column.addWidget(button)
        self._on_reset()

    def offer(self, *, ranked: bool, rooms: bool) -> None:
        """Show the ways to people beyond the contacts that are turned on."""
        self.ranked.setVisible(ranked)
        self.rooms.setVisible(rooms)

    @Slot()
    def _on_reset(self) -> None:
        self._list.setCurrentIndex(self._list.model().index(0, 0))
        if self._chosen is not None:  # it may be gone; what is shown of all contacts stays
            self._choose(None)

    def _choose(self, folder: object) -> None:
        self._chosen = folder
        self.folder_selected.emit(folder)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index.data(ItemRole.ID))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.isValid() and before.isValid():
            self._choose(current.data(ItemRole.ID))
