"""The header over a message: subject, chips, people and times."""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from transom.engine.entities.mail import Importance, Message, MessageKind
from transom.ui import text
from transom.ui.mail.category_colors import CategoryColors
from transom.ui.mail.people_grid import PeopleGrid
from transom.ui.mail.people_line import Named, PeopleLine, named
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.chip import Chip, Tone
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip
from transom.ui.zones import time_elsewhere

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST_SUBJECT = 200
_MOST_NAMED = 8


class ReaderHeader(QWidget):
    """Who wrote what to whom, and when.

    Signals:
        person_rested: the (Person, QRect on the screen) the pointer rests on.
        person_chosen: the (Person, QRect on the screen) whose card is wished for.
        all_requested: the (label, Persons) of a line with more people than can be shown here.
    """

    person_rested = Signal(object)
    person_chosen = Signal(object)
    all_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, colors: CategoryColors) -> None:
        super().__init__()
        self._theme, self._icons, self._colors = theme, icons, colors
        self._subject = PlainLabel(style="subject", is_selectable=True)
        self._subject.set_wrapped()
        self._marks = QHBoxLayout()
        self._tools = QHBoxLayout()
        self._tools.setSpacing(theme.px(2))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(theme.px(8))
        self._avatar = Avatar(theme, 40)
        self._name = PeopleLine(theme, size=13, weight=600, token="text")
        self._address = PlainLabel(style="dim", is_elided=True)
        self._to = PeopleLine(theme)
        self._more = QPushButton()
        self._time = PlainLabel(style="dim")
        self._elsewhere = PlainLabel(style="small")
        self._message: Message | None = None
        self._all = PeopleGrid(theme)
        self._all.hide()
        for part in (self._name, self._to, self._all):
            part.rested.connect(self.person_rested)
            part.chosen.connect(self.person_chosen)
        self._to.rest_requested.connect(self._on_more_clicked)
        self._all.all_requested.connect(self.all_requested)
        self._lay_out()

    def show_message(
        self,
        message: Message,
        own_address: str,
        conversation_size: int,
        zone_name: str,
        today: date,
    ) -> None:
        """Show a message's header."""
        self._subject.set_text(_subject_words(message))
        self._show_chips(message, conversation_size)
        name = text.name_of(message.sender)
        self._avatar.show_person(name)
        self._name.show_names([Named(name, message.sender)], label="From")
        address = text.safe(message.sender.address)
        self._address.set_text("" if address == name else address)
        names = _to_names(message, own_address)
        self._to.show_names(names, "to" if names else "to nobody named")
        self._message = message
        self._all.hide()
        self._show_caret()
        self._time.set_text(text.day_and_time(message.received_at, today))
        set_tool_tip(self._time, text.full_date(message.received_at))
        elsewhere = time_elsewhere(message.received_at, zone_name)
        self._elsewhere.set_text(elsewhere)
        self._elsewhere.setVisible(bool(elsewhere))

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the right of the subject, before the menu's."""
        self._tools.insertWidget(max(0, self._tools.count() - 1), tool)

    def add_mark(self, mark: QWidget) -> None:
        """Put a few words below the people."""
        self._marks.insertWidget(self._marks.count() - 1, mark)

    def show_sent(self, at: datetime) -> None:
        """Show the time by the sender's own clock, where that is another one."""
        words = text.sent_elsewhere(at)
        if words:
            self._elsewhere.set_text(words)
            set_tool_tip(self._elsewhere, "By the sender’s clock")
            self._elsewhere.show()

    def show_photo(self, photo: QPixmap | None) -> None:
        """Show the sender's photo in place of the initials."""
        self._avatar.show_person(self._name.names[0].words if self._name.names else "", photo)

    def _lay_out(self) -> None:
        px = self._theme.px
        self._more.setProperty("kind", "icon")
        self._more.setAccessibleName("Show all people and times")
        self._more.clicked.connect(self._on_more_clicked)
        first = QHBoxLayout()
        first.setSpacing(px(6))
        first.addWidget(self._name)
        first.addWidget(self._address, 1)
        second = QHBoxLayout()
        second.setSpacing(px(2))
        for line in (self._name, self._to):
            line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        second.addWidget(self._to)
        second.addWidget(self._more)
        second.addStretch()
        people = QVBoxLayout()
        people.setSpacing(0)
        people.addLayout(first)
        people.addLayout(second)
        times = QVBoxLayout()
        times.setSpacing(px(2))
        for label in (self._time, self._elsewhere):
            times.addWidget(label)
            label.setAlignment(_RIGHT)
        times.addStretch()
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self._avatar)
        row.addLayout(people, 1)
        row.addLayout(times)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        top = QHBoxLayout()
        top.setSpacing(px(8))
        top.addWidget(self._subject, 1)
        top.addLayout(self._tools)
        top.setAlignment(self._tools, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        self._chip_box = QFrame()
        self._chip_box.setLayout(self._chips)
        self._chips.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._chip_box)
        column.addSpacing(px(6))
        column.addLayout(row)
        self._marks.setContentsMargins(px(47), 0, 0, 0)  # below the names
        self._marks.addStretch()
        column.addLayout(self._marks)
        column.addWidget(self._all)

    def _show_chips(self, message: Message, conversation_size: int) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for name in message.categories[:4]:
            color = self._colors.color(message.account, name).name()
            self._chips.addWidget(Chip(self._theme, name, dot_color=color))
        facts = _facts(message, conversation_size)
        for words, tone in facts:
            self._chips.addWidget(Chip(self._theme, words, tone))
        self._chips.addStretch()
        self._chip_box.setVisible(bool(facts or message.categories))

    def _show_caret(self) -> None:
        is_open = not self._all.isHidden()
        self._icons.put(self._more, "ph.caret-up" if is_open else "ph.caret-down", "dim", size=13)

    @Slot()
    def _on_more_clicked(self) -> None:
        if self._all.isHidden() and self._message is not None:
            subject = text.safe(self._message.subject)
            self._all.show_message(
                self._message, subject if len(subject) > _LONGEST_SUBJECT else ""
            )
        self._all.setHidden(not self._all.isHidden())
        self._show_caret()


def _subject_words(message: Message) -> str:
    subject = text.safe(message.subject)
    is_long = len(subject) > _LONGEST_SUBJECT
    return f"{subject[:_LONGEST_SUBJECT].rstrip()}…" if is_long else subject or "No subject"


def _facts(message: Message, conversation_size: int) -> list[tuple[str, Tone]]:
    facts: list[tuple[str, Tone]] = []
    if message.kind is MessageKind.INVITATION:
        facts.append(("Invitation", "accent"))
    elif message.kind is MessageKind.MEETING_CANCELLED:
        facts.append(("Cancelled meeting", "bad"))
    elif message.kind is MessageKind.MEETING_ANSWER:
        facts.append(("Answer to an invitation", "neutral"))
    if message.importance is Importance.HIGH:
        facts.append(("High importance", "bad"))
    if message.is_flagged:
        facts.append(("Flagged", "warn"))
    if message.is_draft:
        facts.append(("Draft", "neutral"))
    if conversation_size > 1:
        facts.append((f"{text.number(conversation_size)} in this conversation", "neutral"))
    return facts


def _to_names(message: Message, own_address: str) -> list[Named]:
    people = (*message.to, *message.cc)
    names = [named(person, own_address) for person in people[:_MOST_NAMED]]
    if len(people) > len(names):
        names.append(Named(f"{text.number(len(people) - len(names))} more", None))
    return names
