"""The list of contacts under their letters."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from transom.engine.entities.contacts import ContactId, ContactLine
from transom.ui.models.contacts import ContactListModel
from transom.ui.models.roles import ItemRole
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import paint_avatar
from transom.ui.widgets.photos import PhotoShelf
from transom.ui.widgets.sight import RowsInSight

Index = QModelIndex | QPersistentModelIndex
ROW, SECTION = 54, 30


class ContactDelegate(QStyledItemDelegate):
    """Paints a letter, a disc, a name and a line below it."""

    def __init__(self, theme: Theme, photos: PhotoShelf) -> None:
        super().__init__()
        self._theme, self._photos = theme, photos

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = ROW + (SECTION if index.data(ItemRole.SECTION) else 0)
        return QSize(self._theme.px(120), self._theme.px(height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: ContactLine = index.data(ItemRole.ENTITY)
        px = self._theme.px
        rect = QRect(option.rect)
        state = option.state
        painter.save()
        letter = index.data(ItemRole.SECTION)
        if letter:
            above = QRect(rect.left() + px(16), rect.top(), px(60), px(SECTION))
            painter.setFont(self._theme.font(11, 600))
            painter.setPen(self._theme.color("dim"))
            painter.drawText(above, Qt.AlignmentFlag.AlignVCenter, letter)
            rect.setTop(rect.top() + px(SECTION))
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("selection"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        disc = QRect(rect.left() + px(16), rect.top() + px(9), px(36), px(36))
        paint_avatar(painter, disc, line.display_name, self._theme, self._photos.photo(line.id))
        self._paint_words(painter, rect.adjusted(px(63), px(8), -px(12), -px(8)), line)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, line: ContactLine) -> None:
        half = room.height() // 2
        parts = ((line.display_name, 13, 500, "text"), (line.detail, 12, 400, "dim"))
        shown = parts if line.detail else parts[:1]
        for number, (words, size, weight, token) in enumerate(shown):
            painter.setFont(self._theme.font(size, weight))
            painter.setPen(self._theme.color(token))
            part = QRect(room.left(), room.top() + number * half, room.width(), half)
            text = painter.fontMetrics().elidedText(
                safe(words), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(part if len(shown) > 1 else room, Qt.AlignmentFlag.AlignVCenter, text)


class ContactList(QListView):
    """Shows the model's contacts and fetches the photos of those in sight.

    Signals:
        contact_selected: a ContactId.
        contact_opened: a ContactId was clicked, or Enter pressed on it.
    """

    contact_selected = Signal(object)
    contact_opened = Signal(object)

    def __init__(self, model: ContactListModel, theme: Theme, photos: PhotoShelf) -> None:
        super().__init__()
        self._contacts, self._photos = model, photos
        self.setModel(model)
        self._delegate = ContactDelegate(theme, photos)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Contacts")
        self.setProperty("surface", "panel")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sight = RowsInSight(self)
        self._sight.settled.connect(self._on_settled)
        model.dataChanged.connect(self._on_data_changed)
        photos.filled.connect(self.viewport().update)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_opened)
        self.activated.connect(self._on_opened)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def select(self, contact: ContactId) -> bool:
        """Put the cursor on a contact, however far down; say if it is in the list."""
        row = self._contacts.row_of(contact)
        while row < 0 and self._contacts.canFetchMore(QModelIndex()):
            self._contacts.fetchMore(QModelIndex())
            row = self._contacts.row_of(contact)
        if row >= 0:
            self.setCurrentIndex(self._contacts.index(row))
        return row >= 0

    @Slot()
    def _on_data_changed(self) -> None:
        self.scheduleDelayedItemsLayout()  # a letter above a row changes its height

    @Slot(int, int)
    def _on_settled(self, first: int, last: int) -> None:
        lines = [self._contacts.line(row) for row in range(first, last + 1)]
        self._photos.fetch([line.id for line in lines if line.has_photo])

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.contact_selected.emit(current.data(ItemRole.ID))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.contact_opened.emit(index.data(ItemRole.ID))
