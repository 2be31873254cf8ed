"""Paints a message's row: who, what, when, and the title above the first of a day."""

import re
from collections.abc import Hashable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from transom.engine.entities.listing import SortKey
from transom.engine.entities.mail import Importance, MessageKind, MessageLine
from transom.engine.settings import Density
from transom.ui import text
from transom.ui.mail.account_marks import AccountMarks
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.row_facts import RowFacts
from transom.ui.mail.row_pictures import RowPictures
from transom.ui.mail.row_words import RowWords
from transom.ui.mail.sender_photos import SenderPhotos
from transom.ui.mail.stamps import Stamps
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole
from transom.ui.models.spoken import count_of, has_files, is_flagged, senders
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import paint_avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.mirror import MirrorPainter, paint_mirrored

Index = QModelIndex | QPersistentModelIndex | RowFacts
SECTION_PX = 34
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_CENTER = int(Qt.AlignmentFlag.AlignCenter)


ROW_PX = {Density.COMFORTABLE: 72, Density.MEDIUM: 46, Density.COMPACT: 30}
CHEVRON_PX = 20
"""So far from the left edge a click opens a conversation up, or closes it."""
INDENT_PX = 24


_STATES = (
    QStyle.StateFlag.State_Selected
    | QStyle.StateFlag.State_MouseOver
    | QStyle.StateFlag.State_HasFocus
)
_ROLES = (ItemRole.SECTION, ItemRole.IS_OPEN, ItemRole.DEPTH, ItemRole.STATE)


class MessageDelegate(QStyledItemDelegate):
    """Three lines and an avatar, two lines, or one, as the density says."""

    def __init__(
        self, theme: Theme, icons: Icons, colors: CategoryColors, photos: SenderPhotos
    ) -> None:
        super().__init__()
        self._theme, self._icons, self._colors, self._photos = theme, icons, colors, photos
        self.density = Density.COMFORTABLE
        self.hits: re.Pattern[str] | None = None
        self.marks = AccountMarks(theme)
        self._ground = theme.color("panel")
        self._pictures: RowPictures | None = RowPictures(theme, icons)
        self._stamps = Stamps(theme)
        self._words = RowWords(theme)

    @property
    def parts(self) -> tuple[Theme, Icons, CategoryColors, SenderPhotos]:
        """What another delegate of the same list is made of."""
        return self._theme, self._icons, self._colors, self._photos

    @property
    def row_px(self) -> int:
        """The height of a row without a title, on the screen."""
        return self._theme.px(ROW_PX[self.density])

    @property
    def title_px(self) -> int:
        """The height of a title above a row."""
        return self._theme.px(SECTION_PX)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        title = self.title_px if index.data(ItemRole.SECTION) else 0
        return QSize(self._theme.px(200), self.row_px + title)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index if isinstance(index, RowFacts) else RowFacts(index)
        line = row.data(ItemRole.ENTITY)
        if not isinstance(line, MessageLine):
            return

        def paint(inner: QPainter, room: QRect) -> None:
            self._paint_row(inner, room, option, row, line)

        if self._pictures is not None:
            look = self._look(option, row, line)
            self._pictures.draw(painter, option.rect, option.direction, look, line, paint)
        elif option.direction == Qt.LayoutDirection.RightToLeft:
            paint_mirrored(painter, option.rect, paint)
        else:
            paint(painter, option.rect)

    def _look(self, option: QStyleOptionViewItem, index: Index, line: MessageLine) -> Hashable:
        """Return all that a row's look depends on besides its line, the theme and the icons."""
        colors = (self._colors.color(line.account, name).rgb() for name in line.categories[:3])
        photo = self._photos.photo(line.face.address)
        return (
            (option.state & _STATES).value,
            self.density,
            self.hits,
            _time_words(line, index),
            photo.cacheKey() if photo is not None else 0,
            self.marks.color_of(line.account) if index.data(ItemRole.COLOR) else None,
            *colors,
            *(index.data(role) for role in _ROLES),
        )

    def _paint_row(
        self,
        painter: QPainter,
        room: QRect,
        option: QStyleOptionViewItem,
        index: Index,
        line: MessageLine,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(room, self._theme.color("panel"))  # the style's own idea of a selection
        if title := index.data(ItemRole.SECTION):
            self._paint_title(painter, room, title)
        row = QRect(room.left(), room.bottom() + 1 - self.row_px, room.width(), self.row_px)
        is_fresh = is_row_fresh(line, is_open=bool(index.data(ItemRole.IS_OPEN)))
        self._paint_ground(painter, row, option)
        if is_fresh or not line.is_read:
            self._paint_bar(painter, row, is_fresh=is_fresh)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground = self._theme.color("selection" if is_selected else "panel")
        self._paint_line(painter, row, line, index)
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, title: str) -> None:
        px = self._theme.px
        painter.setFont(self._theme.font(11, 600))
        painter.setPen(self._theme.color("dim"))
        place = QRect(room.left() + px(16), room.top(), room.width() - px(32), px(SECTION_PX))
        painter.drawText(place, _LEFT, title.upper())

    def _paint_ground(self, painter: QPainter, row: QRect, option: QStyleOptionViewItem) -> None:
        theme = self._theme
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(row, theme.color("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = theme.mixed(theme.color("selection"), theme.color("panel"), 0.4)
            painter.fillRect(row, ground)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(row.adjusted(0, 0, -1, -1))

    def _paint_bar(self, painter: QPainter, row: QRect, *, is_fresh: bool) -> None:
        theme = self._theme
        # Unread on the server: in full, or in grey where it was seen here.
        bar = QRect(row.left(), row.top(), theme.px(3), row.height())
        painter.fillRect(bar, theme.color("accent" if is_fresh else "dim"))

    def _paint_line(self, painter: QPainter, row: QRect, line: MessageLine, index: Index) -> None:
        px = self._theme.px
        indent = px(INDENT_PX) * int(index.data(ItemRole.DEPTH) or 0)
        self._paint_chevron(painter, row, index)
        row = row.adjusted(indent, 0, 0, 0)
        if self.density is Density.COMPACT:
            self._paint_one_line(painter, row, line, index)
            return
        is_comfortable = self.density is Density.COMFORTABLE
        side = self._theme.px(_disc_px(self.density, index))
        disc = QRect(row.left() + px(18), row.top() + px(9), side, side)
        self._paint_face(painter, disc, line)
        if index.data(ItemRole.COLOR):
            self.marks.paint(painter, disc, line.account, self._ground)
        left = disc.right() + px(11)
        width = row.right() - px(16) - left
        first = QRect(left, row.top() + px(8 if is_comfortable else 4), width, px(20))
        second = first.translated(0, px(19))
        self._paint_first(painter, first, line, index)
        self._paint_second(painter, second, line, index)
        if is_comfortable:
            painter.setFont(self._theme.font(12))
            painter.setPen(self._theme.color("dim"))
            preview = second.translated(0, px(19))
            self._words.draw(painter, preview, text.safe(line.preview), self.hits)

    def _paint_face(self, painter: QPainter, disc: QRect, line: MessageLine) -> None:
        name, photo = text.name_of(line.face), self._photos.photo(line.face.address)
        if photo is not None:
            paint_avatar(painter, disc, name, self._theme, photo)
            return
        self._stamps.draw(
            painter, disc, (name,), lambda inner, room: paint_avatar(inner, room, name, self._theme)
        )

    def _paint_one_line(
        self, painter: QPainter, row: QRect, line: MessageLine, index: Index
    ) -> None:
        px = self._theme.px
        width = min(px(150), row.width() * 2 // 5)
        who = QRect(row.left() + px(18), row.top(), width, row.height())
        what = self._paint_time(painter, row.adjusted(0, 0, -px(14), 0), line, index)
        what.setLeft(who.right() + px(8))
        if line.group is not None:
            who = self._paint_count(painter, who, line)
        self._paint_who(painter, who, line, index)
        self._paint_second(painter, what, line, index)

    def _paint_chevron(self, painter: QPainter, row: QRect, index: Index) -> None:
        is_open = index.data(ItemRole.IS_OPEN)
        if is_open is None:
            return
        px = self._theme.px
        ratio = painter.device().devicePixelRatioF()
        closed = "ph.caret-left" if isinstance(painter, MirrorPainter) else "ph.caret-right"
        name = "ph.caret-down" if is_open else closed
        mark = self._icons.pixmap(name, "dim", 12, ratio)
        is_one_line = row.height() < px(ROW_PX[Density.MEDIUM])
        # Beside the avatar's middle, where there is one.
        middle = (
            row.height() // 2
            if is_one_line
            else px(9) + self._theme.px(_disc_px(self.density, index)) // 2
        )
        painter.drawPixmap(row.left() + px(4), row.top() + middle - px(6), mark)

    def _paint_first(self, painter: QPainter, room: QRect, line: MessageLine, index: Index) -> None:
        room = self._paint_time(painter, room, line, index)
        if line.group is not None:
            room = self._paint_count(painter, room, line)
        self._paint_who(painter, room, line, index)

    def _paint_time(self, painter: QPainter, room: QRect, line: MessageLine, index: Index) -> QRect:
        theme = self._theme
        is_fresh = is_row_fresh(line, is_open=bool(index.data(ItemRole.IS_OPEN)))
        painter.setFont(theme.font(12, 600 if is_fresh else 400))
        painter.setPen(theme.color("accent" if is_fresh else "dim"))
        when = _time_words(line, index)
        painter.drawText(room, _RIGHT, when)
        return room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(when) - theme.px(8), 0)

    def _paint_who(self, painter: QPainter, room: QRect, line: MessageLine, index: Index) -> None:
        is_open = bool(index.data(ItemRole.IS_OPEN))
        is_fresh = is_row_fresh(line, is_open=is_open)
        painter.setFont(self._theme.font(13, 600 if is_fresh else 400))
        painter.setPen(self._theme.color("text"))
        self._words.draw(painter, room, senders(line, is_open), self.hits)

    def _paint_count(self, painter: QPainter, room: QRect, line: MessageLine) -> QRect:
        theme, px = self._theme, self._theme.px
        painter.setFont(theme.font(11))
        words = count_of(line)
        width = max(px(20), painter.fontMetrics().horizontalAdvance(words) + px(12))
        chip = QRect(room.right() - width, room.center().y() - px(8), width, px(18))

        def paint(inner: QPainter, room: QRect) -> None:
            inner.setFont(theme.font(11))
            inner.setPen(Qt.PenStyle.NoPen)
            inner.setBrush(theme.color("line"))
            inner.drawRoundedRect(room, px(9), px(9))
            inner.setPen(theme.color("dim"))
            inner.drawText(room, _CENTER, words)

        self._stamps.draw(painter, chip, words, paint)
        return room.adjusted(0, 0, -width - px(8), 0)

    def _paint_second(
        self, painter: QPainter, room: QRect, line: MessageLine, index: Index
    ) -> None:
        theme, px = self._theme, self._theme.px
        room = QRect(room)
        for name in reversed(line.categories[:3]):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colors.color(line.account, name))
            dot = QPoint(room.right() - px(4), room.center().y() + 1)
            painter.drawEllipse(dot, px(4), px(4))
            room.setRight(room.right() - px(14))
        ratio = painter.device().devicePixelRatioF()
        is_from_server = index.data(ItemRole.STATE) == "server"
        cloud = [("ph.cloud", "accent")] if is_from_server else []
        is_open = bool(index.data(ItemRole.IS_OPEN))
        for icon, token in [*cloud, *marks_of(line, is_open=is_open)]:
            mark = self._icons.pixmap(icon, token, 15, ratio)
            painter.drawPixmap(room.right() - px(15), room.center().y() - px(7), mark)
            room.setRight(room.right() - px(19))
        is_fresh = is_row_fresh(line, is_open=is_open)
        painter.setFont(theme.font(13, 600 if is_fresh else 400))
        painter.setPen(theme.color("text"))
        self._words.draw(painter, room, text.safe(line.subject) or "No subject", self.hits)


def _disc_px(density: Density, index: Index) -> int:
    is_small = density is not Density.COMFORTABLE or index.data(ItemRole.DEPTH)
    return 26 if is_small else 34


def _time_words(line: MessageLine, index: Index) -> str:
    """Return when a message came, and how large it is where the list is sorted by that."""
    model = index.model()
    if not isinstance(model, MessageListModel):
        return text.message_time(line.received_at, text.now().date())
    when = text.message_time(line.received_at, model.today)
    is_by_size = model.sorted_by is SortKey.SIZE
    return (
        f"{text.size_words(line.size_bytes)} · {when}" if is_by_size and line.size_bytes else when
    )


def is_row_fresh(line: MessageLine, *, is_open: bool) -> bool:
    """Whether a row is to stand out: of a closed conversation, if any of its messages does."""
    if line.group is not None and not is_open:
        return line.group.fresh_count > 0
    return line.is_fresh


def marks_of(line: MessageLine, *, is_open: bool) -> list[tuple[str, str]]:
    """Return icons and tokens from the right edge inwards."""
    marks: list[tuple[str, str]] = []
    if line.kind in (MessageKind.INVITATION, MessageKind.MEETING_CANCELLED):
        marks.append(("ph.calendar-blank", "dim"))
    if has_files(line, is_open):
        marks.append(("ph.paperclip", "dim"))
    if is_flagged(line, is_open):
        marks.append(("ph.flag", "warn"))
    if line.importance is Importance.HIGH:
        marks.append(("ph.warning-circle", "bad"))
    return marks
