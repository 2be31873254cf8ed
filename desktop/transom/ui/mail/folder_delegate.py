"""Paints a folder: icon, name, count, and the title above the first of its kind."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from transom.ui.models.roles import ItemRole
from transom.ui.text import number
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _SECTION_PX, _INDENT_PX = 32, 30, 16


class FolderDelegate(QStyledItemDelegate):
    """Rows of 32 design pixels; a row that begins a section is taller by its title."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = _ROW_PX + (_SECTION_PX if index.data(ItemRole.SECTION) else 0)
        return QSize(self._theme.px(120), self._theme.px(height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        room: QRect = option.rect
        painter.fillRect(room, self._theme.color("bg"))  # the style's own idea of a selection
        if title := index.data(ItemRole.SECTION):
            self._paint_title(painter, room, title)
        row = QRect(px(8), room.bottom() + 1 - px(_ROW_PX), 0, px(_ROW_PX))
        row.setRight(room.right() - px(8))
        self._paint_ground(painter, row, option)
        inside = row.adjusted(px(10) + px(_INDENT_PX) * _depth(index), 0, -px(10), 0)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_row(painter, inside, index, is_selected)
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, title: str) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font(11, 600))
        painter.setPen(self._theme.color("dim"))
        line = QRect(px(18), room.top() + px(8), room.width(), px(_SECTION_PX - 10))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), title)

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
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("accent"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))

    def _paint_row(self, painter: QPainter, room: QRect, index: Index, is_selected: bool) -> None:
        theme, px = self._theme, self._theme.px
        ratio = painter.device().devicePixelRatioF()
        count = index.data(ItemRole.COUNT)
        icon = self._icons.pixmap(
            index.data(ItemRole.ICON_NAME), "accent" if is_selected else "dim", 18, ratio
        )
        painter.drawPixmap(room.left(), room.center().y() - px(9) + 1, icon)
        words = room.adjusted(px(28), 0, 0, 0)
        if count:
            painter.setFont(theme.font(12, 600))
            painter.setPen(theme.color("accent"))
            shown = number(count)
            painter.drawText(words, int(_RIGHT), shown)
            words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(shown) - px(8))
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("text"))
        name = painter.fontMetrics().elidedText(
            index.data(Qt.ItemDataRole.DisplayRole), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), name)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _depth(index: Index) -> int:
    depth = 0
    walker = index.parent()
    while walker.isValid():
        depth += 1
        walker = walker.parent()
    return depth
