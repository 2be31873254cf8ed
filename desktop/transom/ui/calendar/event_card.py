"""The card beside an event: when, where, who, and a way into the meeting."""

from datetime import tzinfo

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from transom.engine.entities.calendar import Event
from transom.ui.calendar.card_body import CardBody, CardContent
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

WIDTH = 346


class EventCard(QFrame):
    """Floats over the page beside the event it explains.

    Signals:
        closed: the card went away.
        details_requested: the Event on the card, of which more is wished for.
        person_requested: an (Attendee, QWidget) tuple, somebody and the name that was pressed.
    """

    person_requested = Signal(object)

    closed = Signal()
    details_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons, self._zone = theme, icons, zone
        self._content: CardContent | None = None
        self.setObjectName("event-card")
        self.setProperty("surface", "box")
        self.setAccessibleName("Event")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(4), theme.px(8), theme.px(4), theme.px(8))
        outer.addWidget(self._scroll)
        self._add_shadow()
        theme.changed.connect(self._add_shadow)
        self.hide()

    @property
    def event_held(self) -> Event | None:
        """The event on the card until it is closed."""
        return self._content.event if self._content else None

    def show_content(self, content: CardContent) -> None:
        """Fill the card; the same content again changes nothing."""
        if content == self._content:
            return
        offset = self._scroll.verticalScrollBar().value() if self._is_same_event(content) else 0
        self._content = content
        body = CardBody(self._theme, self._icons, self._zone, content)
        body.close_requested.connect(self.close_card)
        body.details_requested.connect(self._on_details_requested)
        body.person_requested.connect(self.person_requested)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._scroll.verticalScrollBar().setValue(offset)
        self.setAccessibleName(safe(content.event.subject) or "(no subject)")

    def place_beside(self, anchor: QRect, room: QRect) -> None:
        """Stand right or left of ``anchor``, wherever there is more, inside ``room``."""
        size = self._wanted_size(room)
        gap = self._theme.px(10)
        left = anchor.right() + gap
        if left + size.width() > room.right():
            left = anchor.left() - gap - size.width()
        left = max(room.left() + gap, min(left, room.right() - gap - size.width()))
        top = max(room.top() + gap, min(anchor.top(), room.bottom() - gap - size.height()))
        self.setGeometry(QRect(left, top, size.width(), size.height()))
        self.show()
        self.raise_()

    @Slot()
    def close_card(self) -> None:
        """Go away and say so."""
        if self._content is not None:
            self._content = None
            self.hide()
            self.closed.emit()

    def take_focus(self) -> None:
        """Put the keyboard on the first button."""
        buttons = self._scroll.findChildren(QPushButton)
        named = [button for button in buttons if button.text()]
        (named or buttons)[0].setFocus(Qt.FocusReason.PopupFocusReason)

    @Slot()
    def _on_details_requested(self) -> None:
        if self._content is not None:
            self.details_requested.emit(self._content.event)

    def _is_same_event(self, content: CardContent) -> bool:
        return self._content is not None and self._content.event.id == content.event.id

    def _wanted_size(self, room: QRect) -> QSize:
        width = min(self._theme.px(WIDTH), room.width() - self._theme.px(20))
        inner = self._scroll.widget()
        layout = inner.layout() if inner else None
        frame = self._theme.px(8) + 2
        content = width - frame
        height = (
            layout.heightForWidth(content)
            if layout and layout.hasHeightForWidth()
            else (inner.sizeHint().height() if inner else 0)
        )
        wanted = height + self._theme.px(16) + 2
        return QSize(width, min(wanted, room.height() - self._theme.px(20)))

    @Slot()
    def _add_shadow(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(self._theme.px(30))
        shadow.setOffset(0, self._theme.px(8))
        color = QColor(Qt.GlobalColor.black)
        color.setAlphaF(0.5 if self._theme.is_dark else 0.16)
        shadow.setColor(color)
        self.setGraphicsEffect(shadow)
