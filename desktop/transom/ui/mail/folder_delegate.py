"""Paints a folder: icon, name, count; and a section: its title, and whether it is folded up."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from transom.ui.models.roles import ItemRole
from transom.ui.text import number
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _SECTION_PX, _INDENT_PX = 32, 32, 16
_EDGE_PX, _PAD_PX, _CHEVRON_PX, _DOT_PX = 8, 14, 12, 8


class FolderDelegate(QStyledItemDelegate):
    """Rows of 32 design pixels."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons

    def chevron_room(self, room: QRect, index: Index, direction: Qt.LayoutDirection) -> QRect:
        """Return where a row of a folder that holds others is pressed to fold it up."""
        width = self._theme.px(_EDGE_PX + _PAD_PX + _INDENT_PX * _depth(index))
        place = QRect(room.left(), room.top(), width, room.height())
        return QStyle.visualRect(direction, room, place)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = _SECTION_PX if index.data(ItemRole.SECTION) else _ROW_PX
        return QSize(self._theme.px(120), self._theme.px(height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        room: QRect = option.rect
        painter.fillRect(room, self._theme.color("bg"))  # the style's own idea of a selection
        row = room.adjusted(px(_EDGE_PX), 0, -px(_EDGE_PX), 0)
        if index.data(ItemRole.SECTION):
            self._paint_ring(painter, row, option)
            self._paint_section(painter, row, option, index)
        else:
            self._paint_ground(painter, row, option)
            self._paint_ring(painter, row, option)
            self._paint_folder(painter, row, option, index)
        painter.restore()

    def _paint_section(
        self, painter: QPainter, row: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme, px = self._theme, self._theme.px
        room = row.adjusted(px(10), px(4), -px(10), 0)
        color = index.data(ItemRole.COLOR)
        if color >= 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.account_color(color))
            dot = QRect(room.left(), room.center().y() - px(_DOT_PX) // 2 + 1, 0, 0)
            dot.setSize(QSize(px(_DOT_PX), px(_DOT_PX)))
            painter.drawEllipse(_placed(option, row, dot))
            room.setLeft(dot.right() + px(8))
        is_folded = not option.state & QStyle.StateFlag.State_Open
        caret = QRect(room.right() - px(12), room.center().y() - px(6), px(12), px(12))
        self._paint_icon(painter, _placed(option, row, caret), _caret(option), "dim", 12)
        room.setRight(caret.left() - px(6))
        if is_folded and (count := index.data(ItemRole.COUNT)):
            room = self._paint_count(painter, row, room, option, count)
        painter.setFont(theme.font(11, 600))
        painter.setPen(theme.color("dim"))
        self._draw_words(painter, row, room, option, index.data(ItemRole.SECTION))

    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(row, theme.px(6), theme.px(6))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.mixed(theme.color("selection"), theme.color("bg"), 0.5))
            painter.drawRoundedRect(row, theme.px(6), theme.px(6))

    def _paint_ring(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_HasFocus:
            theme = self._theme
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))

    def _paint_folder(
        self, painter: QPainter, row: QRect, option: QStyleOptionViewItem, index: Index
    ) -> None:
        theme, px = self._theme, self._theme.px
        left = row.left() + px(_PAD_PX + _INDENT_PX * _depth(index))
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if option.state & QStyle.StateFlag.State_Children:
            caret = QRect(left - px(_CHEVRON_PX + 1), row.center().y() - px(5), px(12), px(12))
            self._paint_icon(painter, _placed(option, row, caret), _caret(option), "dim", 12)
        icon = QRect(left, row.center().y() - px(9) + 1, px(18), px(18))
        token = "accent" if is_selected else "dim"
        name = index.data(ItemRole.ICON_NAME)
        self._paint_icon(painter, _placed(option, row, icon), name, token, 18)
        words = QRect(left + px(28), row.top(), 0, row.height())
        words.setRight(row.right() - px(10))
        color = index.data(ItemRole.COLOR)
        if count := index.data(ItemRole.COUNT):
            words = self._paint_count(painter, row, words, option, count)
        if color >= 0:
            words = self._paint_mark(painter, row, words, option, color)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        self._draw_words(painter, row, words, option, index.data(Qt.ItemDataRole.DisplayRole))

    def _paint_icon(
        self, painter: QPainter, place: QRect, name: str, token: str, size: int
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), self._icons.pixmap(name, token, size, ratio))

    def _paint_count(
        self, painter: QPainter, row: QRect, room: QRect, option: QStyleOptionViewItem, count: int
    ) -> QRect:
        """Paint a number at the far end, and return what room is left."""
        painter.setFont(self._theme.font(12, 600))
        painter.setPen(self._theme.color("accent"))
        shown = number(count)
        width = painter.fontMetrics().horizontalAdvance(shown)
        place = QRect(room.right() - width, room.top(), width + 1, room.height())
        painter.drawText(_placed(option, row, place), int(Qt.AlignmentFlag.AlignVCenter), shown)
        return room.adjusted(0, 0, -width - self._theme.px(8), 0)

    def _paint_mark(
        self, painter: QPainter, row: QRect, room: QRect, option: QStyleOptionViewItem, color: int
    ) -> QRect:
        """Paint whose folder it is as a dot, and return what room is left."""
        side = self._theme.px(_DOT_PX)
        dot = QRect(room.right() - side, room.center().y() - side // 2 + 1, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.account_color(color))
        painter.drawEllipse(_placed(option, row, dot))
        return room.adjusted(0, 0, -side - self._theme.px(8), 0)

    def _draw_words(
        self, painter: QPainter, row: QRect, room: QRect, option: QStyleOptionViewItem, words: str
    ) -> None:
        shown = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        side = Qt.AlignmentFlag.AlignRight if _is_mirrored(option) else Qt.AlignmentFlag.AlignLeft
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
        painter.drawText(_placed(option, row, room), int(flags), shown)


def _is_mirrored(option: QStyleOptionViewItem) -> bool:
    return bool(option.direction == Qt.LayoutDirection.RightToLeft)


def _placed(option: QStyleOptionViewItem, row: QRect, place: QRect) -> QRect:
    """Return a place as it lies where one reads from the right."""
    return QStyle.visualRect(option.direction, row, place)


def _caret(option: QStyleOptionViewItem) -> str:
    if option.state & QStyle.StateFlag.State_Open:
        return "ph.caret-down"
    return "ph.caret-left" if _is_mirrored(option) else "ph.caret-right"


def _depth(index: Index) -> int:
    """Count the folders a row lies in; a section is none."""
    depth = -1
    walker = index.parent()
    while walker.isValid():
        depth += 1
        walker = walker.parent()
    return depth
