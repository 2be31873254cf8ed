"""A small card about somebody who is named in an event or a mail."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.accounts import Person
from transom.engine.entities.contacts import Contact
from transom.ui.text import name_of, safe
from transom.ui.theme import Theme
from transom.ui.widgets.avatar import Avatar
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel, set_tool_tip

_WIDTH_PX, _COPIED_MS = 320, 1_500


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of somebody; ``remark`` is what the place where they are named says."""

    person: Person
    contact: Contact | None = None
    photo: QPixmap | None = None
    remark: str = ""


class PersonPopup(QFrame):
    """Stands beside a name until something else is clicked.

    Signals:
        mail_requested: an address whose mail is wished to be seen.
        contact_requested: the ContactId whose whole card is wished to be seen.
        time_requested: the Person whose free time is wished to be seen.
    """

    mail_requested = Signal(str)
    contact_requested = Signal(object)
    time_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, facts: PersonFacts, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme, self._icons, self._facts = theme, icons, facts
        self.setProperty("surface", "box")
        self.setAccessibleName(f"Card of {name_of(facts.person)}")
        self.setFixedWidth(theme.px(_WIDTH_PX))
        column = QVBoxLayout(self)
        margin = theme.px(14)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(theme.px(8))
        column.addLayout(self._head())
        for words in self._lines():
            column.addLayout(self._line(words))
        column.addLayout(self._buttons())

    def appear(self, anchor: QRect) -> None:
        """Stand below ``anchor`` on the screen, or above where there is no room."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(anchor.center()) or QGuiApplication.primaryScreen()
        room, size = screen.availableGeometry(), self.sizeHint()
        left = max(room.left(), min(anchor.left(), room.right() - self.width()))
        top = anchor.bottom() + self._theme.px(4)
        if top + size.height() > room.bottom():
            top = max(room.top(), anchor.top() - self._theme.px(4) - size.height())
        self.move(QPoint(left, top))
        self.show()
        buttons = self.findChildren(QPushButton)
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        facts, px = self._facts, self._theme.px
        row = QHBoxLayout()
        row.setSpacing(px(12))
        disc = Avatar(self._theme, 48)
        name = name_of(facts.person)
        if facts.contact is not None and not facts.person.name:
            name = safe(facts.contact.display_name) or name
        disc.show_person(name, facts.photo)
        row.addWidget(disc, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        title = PlainLabel(style="strong", is_selectable=True)
        title.set_wrapped()
        title.set_text(name)
        words.addWidget(title)
        for text in (self._work(), facts.remark):
            if text:
                label = PlainLabel(style="dim")
                label.set_wrapped()
                label.set_text(text)
                words.addWidget(label)
        row.addLayout(words, 1)
        return row

    def _work(self) -> str:
        contact = self._facts.contact
        if contact is None:
            return ""
        parts = (contact.job_title, contact.department, contact.company)
        return " · ".join(safe(part) for part in parts if part)

    def _lines(self) -> Sequence[tuple[str, str]]:
        """Return what can be copied: its icon and itself."""
        contact = self._facts.contact
        address = self._facts.person.address
        lines = [("ph.envelope-simple", address)] if address else []
        if contact is not None:
            lines += [("ph.phone", phone.number) for phone in contact.phones]
            lines += [("ph.buildings", contact.office)] if contact.office else []
        return lines

    def _line(self, words: tuple[str, str]) -> QHBoxLayout:
        icon, text = words
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        mark = PlainLabel()
        self._icons.put(mark, icon, size=16)
        row.addWidget(mark)
        label = PlainLabel(is_elided=True, is_selectable=True)
        label.set_text(text)
        row.addWidget(label, 1)
        copy = QPushButton()
        copy.setProperty("kind", "icon")
        self._icons.put(copy, "ph.copy", size=14)
        copy.setAccessibleName(f"Copy {safe(text)}")
        set_tool_tip(copy, "Copy")
        copy.clicked.connect(lambda: self._copy(copy, text))
        row.addWidget(copy)
        return row

    def _copy(self, button: QPushButton, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._icons.put(button, "ph.check", "ok", size=14)
        back = QTimer(button, singleShot=True, interval=_COPIED_MS)
        back.timeout.connect(lambda: self._icons.put(button, "ph.copy", size=14))
        back.start()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        wanted = []
        if self._facts.person.address:
            wanted += [("Mail", "Show mail from this person", self._on_mail)]
            wanted += [("Free times", "When are we all free?", self._on_time)]
        if self._facts.contact is not None:
            wanted += [("Contact", "Show the whole card among the people", self._on_contact)]
        for words, tip, slot in wanted:
            button = QPushButton(words)
            set_tool_tip(button, tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        return row

    @Slot()
    def _on_mail(self) -> None:
        self.close()
        self.mail_requested.emit(self._facts.person.address)

    @Slot()
    def _on_time(self) -> None:
        self.close()
        self.time_requested.emit(self._facts.person)

    @Slot()
    def _on_contact(self) -> None:
        self.close()
        if self._facts.contact is not None:
            self.contact_requested.emit(self._facts.contact.id)
