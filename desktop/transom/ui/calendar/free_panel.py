"""The panel below the grid that answers: when are we all free?"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from transom.engine.entities.accounts import Account, AccountId, Person
from transom.engine.entities.availability import Availability, Trouble
from transom.engine.entities.spans import Span
from transom.ui.calendar.free_ink import HourScale, StripDays
from transom.ui.calendar.free_rows import FreeRow, Legend
from transom.ui.calendar.free_time import common_free, hours_seen, shared_hours
from transom.ui.calendar.words import clock_range
from transom.ui.text import day_words, safe
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip
from transom.ui.widgets.scrolled import Scrolled

LENGTHS = {
    30: "30 minutes",
    45: "45 minutes",
    60: "1 hour",
    90: "1½ hours",
    120: "2 hours",
}
MOST_SLOTS, _MOST_ROWS_SEEN = 8, 4
_LEGEND_FROM_PX = 900
_TALLEST_SHARE = 0.25


class FreePanel(QFrame):
    """People, their strips, and the times that suit all.

    Signals:
        closed: the cross was pressed.
        typed: what the field holds while somebody types.
        entered: a str, one or several people to add.
        removed: a Person.
        account_chosen: the AccountId through which is asked.
        slot_chosen: a datetime to be seen in the grid.
    """

    closed = Signal()
    typed = Signal(str)
    entered = Signal(str)
    removed = Signal(object)
    account_chosen = Signal(object)
    slot_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, zone: tzinfo) -> None:
        super().__init__()
        self._theme, self._icons, self._zone = theme, icons, zone
        self.setProperty("surface", "bg")
        self.setProperty("line", "top")
        self.setAccessibleName("When are we all free?")
        self._field = QLineEdit()
        self._names = QStringListModel(self)
        self._account, self._length = QComboBox(), QComboBox()
        self._says = PlainLabel(style="dim")
        self._says.set_wrapped()
        self._slots = Flow(theme.px(6))
        self._rows: list[FreeRow] = []
        self._scale = HourScale(theme)
        self._row_box, self._pinned = QVBoxLayout(), QVBoxLayout()
        self._known: Mapping[str, Availability] = {}
        self._place: tuple[tuple[date, ...], tuple[int, ...]] = ((), ())
        self._now: Callable[[], datetime] | None = None
        self._legend = Legend(theme)
        self._lay_out()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._legend.setVisible(event.size().width() >= self._theme.px(_LEGEND_FROM_PX))

    @property
    def rows(self) -> Sequence[FreeRow]:
        """You, everybody asked about, and all together."""
        return self._rows

    @property
    def slots(self) -> Sequence[str]:
        """The times that suit all, in words."""
        return [part.text() for part in self._slots.parts if isinstance(part, QPushButton)]

    def show_accounts(self, accounts: Sequence[Account], chosen: AccountId) -> None:
        """Offer the accounts through which can be asked, where there are several."""
        self._account.blockSignals(True)
        self._account.clear()
        for account in accounts:
            self._account.addItem(safe(account.username), account.id)
            if account.id == chosen:
                self._account.setCurrentIndex(self._account.count() - 1)
        self._account.blockSignals(False)
        self._account.setVisible(len(accounts) > 1)

    def show_people(self, people: Sequence[Person], gutter: int) -> None:
        """Make a row for each person, oneself first, and one for all of them."""
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        wanted: list[Person | None] = [*people, *([None] if len(people) > 1 else [])]
        self._rows = []
        for number, person in enumerate(wanted):
            row = FreeRow(self._theme, self._icons, person, gutter, is_self=number == 0)
            row.removed.connect(self.removed)
            row.strip.chosen.connect(self.slot_chosen)
            row.strip.told.connect(self.say)
            # What all have in common stays in sight, however many they are.
            (self._pinned if person is None else self._row_box).addWidget(row)
            self._rows.append(row)
        seen = [row for row in self._rows if row.person is not None][:_MOST_ROWS_SEEN]
        heights = [row.sizeHint().height() for row in seen]
        page = self.parentWidget()
        # The grid keeps most of a low window.
        room = round((page.height() if page else 0) * _TALLEST_SHARE)
        self._scrolled.setFixedHeight(min(sum(heights), max([room, *heights])))

    def show_days(self, days: Sequence[date], edges: Sequence[int]) -> None:
        """Stand below these days of the grid; ``edges`` are its columns' left edges and the end."""
        self._place = tuple(days), tuple(edges)
        self._show_time()

    def show_known(self, known: Mapping[str, Availability], now: Callable[[], datetime]) -> None:
        """Show what was learned of each address."""
        self._known, self._now = known, now
        self._show_time()

    def show_names(self, names: Sequence[str]) -> None:
        """Complete what is typed by these."""
        if list(names) == self._names.stringList():
            return
        self._names.setStringList(list(names))
        completer = self._field.completer()
        if names and self._field.hasFocus():
            completer.complete()

    def say(self, words: str) -> None:
        """Say what happens, or why nothing does."""
        self._says.set_text(words)
        self._says.setVisible(bool(words))

    def take_focus(self) -> None:
        """Put the keyboard where people are named."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_time(self) -> None:
        days, edges = self._place
        if not days or len(edges) != len(days) + 1 or not self._rows:
            return
        people = [self._known[key] for key in self._keys() if key in self._known]
        place = StripDays(days, edges, hours_seen(people, days, self._zone), self._zone)
        self._scale.show_hours(place)
        for row in self._rows:
            known = None if row.person is None else self._known.get(row.person.address.casefold())
            if known is not None:
                row.strip.show_time(place, known.busy, self._hours_off(known, days))
            elif row.person is not None:
                row.strip.show_time(place, ())
            row.show_trouble(known)
        free = self._free(people)
        if self._rows[-1].person is None:
            self._rows[-1].strip.show_time(place, (), free=free)
        self._show_slots(free)

    def _keys(self) -> list[str]:
        return [row.person.address.casefold() for row in self._rows if row.person is not None]

    def _free(self, people: Sequence[Availability]) -> list[Span]:
        if self._now is None or len(people) < len(self._keys()):
            return []
        least = timedelta(minutes=self._length.currentData())
        return common_free(people, self._place[0], self._zone, least, self._now())

    def _hours_off(self, known: Availability, days: Sequence[date]) -> list[Span]:
        if known.trouble is not Trouble.NONE:
            return []
        off: list[Span] = []
        for day in days:
            begins = datetime.combine(day, datetime.min.time(), self._zone)
            ends = begins + timedelta(days=1)
            hours = shared_hours([known], day, self._zone)
            if hours is None:
                off.append(Span(begins, ends))
            else:
                off += [Span(begins, hours.starts_at), Span(hours.ends_at, ends)]
        return off

    def _show_slots(self, free: Sequence[Span]) -> None:
        self._slots.clear()
        today = self._now().astimezone(self._zone).date() if self._now else date.min
        for span in free[:MOST_SLOTS]:
            day = day_words(span.starts_at.astimezone(self._zone).date(), today)
            button = QPushButton(f"{day} {clock_range(span, self._zone)}")
            button.setProperty("kind", "link")
            set_tool_tip(button, "Show this time in the calendar")
            button.clicked.connect(lambda _=False, at=span.starts_at: self.slot_chosen.emit(at))
            self._slots.add(button)
            button.show()
        self._slots.setVisible(bool(free))
        is_asked = len(self._keys()) > 1 and len(self._known) >= len(self._keys())
        if is_asked and not free:
            self.say("No such time is free for all in these days. Look at other days.")

    def _lay_out(self) -> None:
        px = self._theme.px
        inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._row_box.setSpacing(0)
        rows.addLayout(self._row_box)
        rows.addStretch()
        self._scrolled = Scrolled(inner)
        answer = QVBoxLayout()
        answer.setContentsMargins(px(14), 0, px(14), px(8))
        answer.addWidget(self._slots)
        answer.addWidget(self._says)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        column.addLayout(self._head())
        column.addWidget(self._scale)
        column.addLayout(self._pinned)
        column.addWidget(self._scrolled)
        column.addLayout(answer)

    def _head(self) -> QHBoxLayout:
        px = self._theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(14), px(8), px(8), px(4))
        head.setSpacing(px(8))
        self._field.setPlaceholderText("Add a person or an address")
        self._field.setAccessibleName("Add a person or an address")
        self._field.setMinimumWidth(px(180))
        self._field.setMaximumWidth(px(300))
        completer = QCompleter(self._names, self._field)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._on_completed, Qt.ConnectionType.QueuedConnection)
        self._field.setCompleter(completer)
        self._field.textEdited.connect(self.typed)
        self._field.returnPressed.connect(self._on_returned)
        self._account.setAccessibleName("Ask through this account")
        self._account.hide()
        self._account.currentIndexChanged.connect(self._on_account_chosen)
        self._length.setAccessibleName("How long")
        for minutes, words in LENGTHS.items():
            self._length.addItem(words, minutes)
        self._length.currentIndexChanged.connect(self._on_length_chosen)
        close = QPushButton()
        close.setProperty("kind", "icon")
        close.setAccessibleName("Close")
        set_tool_tip(close, "Close (Esc)")
        self._icons.put(close, "ph.x", size=14)
        close.clicked.connect(self.closed)
        head.addWidget(PlainLabel("When are we all free?", style="strong"))
        head.addWidget(self._field, 1)
        head.addWidget(self._length)
        head.addWidget(self._account)
        head.addStretch()
        head.addWidget(self._legend)
        head.addWidget(close)
        return head

    @Slot(str)
    def _on_completed(self, words: str) -> None:
        self._field.clear()
        self.entered.emit(words)

    @Slot()
    def _on_returned(self) -> None:
        words = self._field.text().strip()
        popup = self._field.completer().popup() if self._field.completer() else None
        if words and not (popup is not None and popup.currentIndex().isValid()):
            self._field.clear()
            self.entered.emit(words)

    @Slot()
    def _on_account_chosen(self) -> None:
        self.account_chosen.emit(AccountId(self._account.currentData()))

    @Slot()
    def _on_length_chosen(self) -> None:
        self.say("")
        self._show_time()
