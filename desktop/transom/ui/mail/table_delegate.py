"""Paints the list as a table: a cell for each fact of a message."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem
from typing_extensions import override

from transom.engine.entities.mail import MessageLine
from transom.engine.settings import Density
from transom.ui import text
from transom.ui.mail.message_delegate import (
    INDENT_PX,
    Index,
    MessageDelegate,
    is_row_fresh,
    marks_of,
)
from transom.ui.models.list_columns import Column
from transom.ui.models.roles import ItemRole

_ROW_PX = {Density.COMFORTABLE: 36, Density.MEDIUM: 30, Density.COMPACT: 25}
_START_PX, _END_PX = 18, 8
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class TableDelegate(MessageDelegate):
    """One line; what stands in the first cell tells of conversations as rows do."""

    def __init__(self, rows: MessageDelegate) -> None:
        super().__init__(*rows.parts)
        self.marks = rows.marks
        self._pictures = None  # cells are many and small, and widths are dragged
        self._is_first, self._row = True, -1

    @property
    @override
    def row_px(self) -> int:
        return self._theme.px(_ROW_PX[self.density])

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self._is_first, self._row = index.column() == 0, index.row()
        super().paint(painter, option, index)

    @override
    def _paint_title(self, painter: QPainter, room: QRect, title: str) -> None:
        if self._is_first:
            super()._paint_title(painter, room, title)

    @override
    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.color("selection"))
        view = option.widget
        is_current = (
            isinstance(view, QAbstractItemView)
            and view.hasFocus()
            and view.currentIndex().row() == self._row
        )
        painter.setPen(theme.color("accent" if is_current else "line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # else it is two pixels wide
        for y in (row.bottom(), row.top()) if is_current else (row.bottom(),):
            painter.drawLine(row.left(), y, row.right(), y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @override
    def _paint_bar(self, painter: QPainter, row: QRect, *, is_fresh: bool) -> None:
        if self._is_first:
            super()._paint_bar(painter, row, is_fresh=is_fresh)

    @override
    def _paint_line(self, painter: QPainter, row: QRect, line: MessageLine, index: Index) -> None:
        px = self._theme.px
        column = Column(index.column())
        room = row.adjusted(px(_END_PX), 0, -px(_END_PX), 0)
        match column:
            case Column.SENDER:
                self._paint_people(painter, row, line, index)
            case Column.SUBJECT:
                self._paint_subject(painter, room, line, index)
            case Column.FLAGS:
                self._paint_flags(painter, room, line, index)
            case Column.CATEGORIES:
                self._paint_categories(painter, room, line)
            case _:
                self._paint_words(painter, room, line, index)

    def _paint_people(self, painter: QPainter, row: QRect, line: MessageLine, index: Index) -> None:
        px = self._theme.px
        self._paint_chevron(painter, row, index)
        indent = px(INDENT_PX) * int(index.data(ItemRole.DEPTH) or 0)
        room = row.adjusted(px(_START_PX) + indent, 0, -px(_END_PX), 0)
        if index.data(ItemRole.COLOR):
            side = px(10)
            disc = QRect(room.left() - px(2), room.center().y() - side // 2, side, side)
            self.marks.paint(painter, disc, line.account, self._ground)
            room.setLeft(disc.right() + px(8))
        if line.group is not None:
            room = self._paint_count(painter, room, line)
        self._paint_who(painter, room, line, index)

    def _paint_subject(
        self, painter: QPainter, room: QRect, line: MessageLine, index: Index
    ) -> None:
        theme = self._theme
        is_fresh = is_row_fresh(line, is_open=bool(index.data(ItemRole.IS_OPEN)))
        painter.setFont(theme.font(13, 600 if is_fresh else 400))
        painter.setPen(theme.color("text"))
        words = text.safe(line.subject) or "No subject"
        self._words.draw(painter, room, words, self.hits)
        taken = painter.fontMetrics().horizontalAdvance(words[:400]) + theme.px(12)
        if taken < room.width() - theme.px(60):
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("dim"))
            self._words.draw(
                painter, room.adjusted(taken, 0, 0, 0), text.safe(line.preview), self.hits
            )

    def _paint_flags(self, painter: QPainter, room: QRect, line: MessageLine, index: Index) -> None:
        px = self._theme.px
        ratio = painter.device().devicePixelRatioF()
        is_from_server = index.data(ItemRole.STATE) == "server"
        cloud = [("ph.cloud", "accent")] if is_from_server else []
        left = room.left()
        is_open = bool(index.data(ItemRole.IS_OPEN))
        for icon, token in [*marks_of(line, is_open=is_open), *cloud]:
            mark = self._icons.pixmap(icon, token, 15, ratio)
            painter.drawPixmap(left, room.center().y() - px(7), mark)
            left += px(19)

    def _paint_categories(self, painter: QPainter, room: QRect, line: MessageLine) -> None:
        px = self._theme.px
        room = QRect(room)
        painter.setFont(self._theme.font(12))
        for name in line.categories:
            if room.width() < px(30):
                return
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colors.color(line.account, name))
            painter.drawEllipse(QPoint(room.left() + px(4), room.center().y() + 1), px(4), px(4))
            room.setLeft(room.left() + px(13))
            painter.setPen(self._theme.color("dim"))
            words = text.safe(name)
            self._words.draw(painter, room, words, self.hits)
            taken = painter.fontMetrics().horizontalAdvance(words[:400])
            room.setLeft(min(room.right(), room.left() + taken + px(10)))

    def _paint_words(self, painter: QPainter, room: QRect, line: MessageLine, index: Index) -> None:
        theme = self._theme
        column = Column(index.column())
        is_fresh = is_row_fresh(line, is_open=bool(index.data(ItemRole.IS_OPEN)))
        stands_out = is_fresh and column is Column.RECEIVED
        painter.setFont(theme.font(12, 600 if stands_out else 400))
        painter.setPen(theme.color("accent" if stands_out else "dim"))
        words = str(index.data())
        if column is Column.SIZE:
            painter.drawText(room, _RIGHT, words)
        else:
            self._words.draw(painter, room, words, self.hits)
