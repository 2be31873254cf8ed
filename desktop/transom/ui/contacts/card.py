"""The person card: photo, name, actions, facts, and what happened lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from transom.engine.entities.contacts import Contact
from transom.ui.contacts.fact_rows import FactRow
from transom.ui.contacts.facts import facts_of, headline
from transom.ui.contacts.lately import Item
from transom.ui.contacts.reporting import ReportingBox
from transom.ui.text import day_and_time, safe
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

WIDEST = 640


@dataclass(frozen=True, slots=True)
class CardContent:
    """Everything the card shows of somebody."""

    contact: Contact
    name: str
    photo: QPixmap | None
    lately: Sequence[Item]
    today: date


class PersonCard(QScrollArea):
    """Shows one contact.

    Signals:
        mail_requested: an address whose mail is wished to be seen.
        person_requested: a Contact of the reporting line, whose card is wished to be seen.
    """

    mail_requested = Signal(str)
    person_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._address = ""
        self.reporting = ReportingBox(theme, icons)
        self.setWidgetResizable(True)
        self.setProperty("surface", "card")
        self.viewport().setAutoFillBackground(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_content(self, content: CardContent) -> None:
        """Show somebody, from the top."""
        px = self._theme.px
        emails = content.contact.emails
        self._address = emails[0].address if emails else ""
        inner = QWidget()
        frame = QHBoxLayout(inner)
        frame.setContentsMargins(px(40), px(30), px(40), px(30))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(self._head(content))
        column.addSpacing(px(20))
        if self._address:
            column.addLayout(self._actions(content))
            column.addSpacing(px(14))
        for fact in facts_of(content.contact):
            column.addWidget(FactRow(self._theme, self._icons, fact))
        self.reporting = ReportingBox(self._theme, self._icons)
        self.reporting.person_requested.connect(self.person_requested)
        column.addWidget(self.reporting)
        self._add_lately(column, content)
        column.addStretch()
        holder = QWidget()
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        holder.setMaximumWidth(px(WIDEST))
        frame.addWidget(holder, 100)
        frame.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.setAccessibleName(f"Contact {safe(content.name)}")

    def _head(self, content: CardContent) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(20))
        disc = Avatar(self._theme, 84)
        disc.show_person(content.name, content.photo)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        name = PlainLabel(style="person", is_selectable=True)
        name.set_wrapped()
        name.set_text(safe(content.name) or "(no name)")
        words.addWidget(name)
        line = headline(content.contact, content.name)
        if line:
            label = PlainLabel(style="dim")
            label.set_wrapped()
            label.set_text(line)
            words.addWidget(label)
        row.addLayout(words, 1)
        row.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _actions(self, content: CardContent) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        first = safe(content.contact.given_name) or safe(content.name).split(" ")[0]
        mail = QPushButton(f"Mail from {first}".replace("&", "&&"))
        mail.setProperty("kind", "primary")
        set_tool_tip(mail, f"Show mail from {self._address}")
        self._icons.put(mail, "ph.envelope-simple", "on_accent", size=16)
        mail.clicked.connect(self._on_mail_clicked)
        copy = QPushButton("Copy address")
        set_tool_tip(copy, self._address)
        self._icons.put(copy, "ph.copy", "text", size=16)
        copy.clicked.connect(self._on_copy_clicked)
        row.addWidget(mail)
        row.addWidget(copy)
        row.addStretch()
        return row

    def _add_lately(self, column: QVBoxLayout, content: CardContent) -> None:
        if not content.lately:
            return
        px = self._theme.px
        column.addSpacing(px(24))
        column.addWidget(PlainLabel("Lately", style="strong"))
        column.addSpacing(px(8))
        for item in content.lately:
            row = QHBoxLayout()
            row.setSpacing(px(10))
            mark = PlainLabel()
            self._icons.put(mark, item.icon, size=16)
            row.addWidget(mark)
            row.addWidget(PlainLabel(item.words, is_elided=True), 1)
            row.addWidget(PlainLabel(day_and_time(item.at, content.today), style="dim"))
            column.addLayout(row)
            column.addSpacing(px(11))

    @Slot()
    def _on_mail_clicked(self) -> None:
        self.mail_requested.emit(self._address)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
