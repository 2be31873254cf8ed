"""What stands where a sign-in failed: what it means, what to do, and what to tell a help desk."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.signin import Explanation, Fixer, Offer
from transom.engine.errors import TransomError
from transom.ui.signin.doctor import Remedy
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_FIXERS = {
    Fixer.YOU: "You",
    Fixer.ADMINISTRATOR: "Your administrator",
    Fixer.MICROSOFT: "Microsoft",
    Fixer.APP: "Whoever looks after Transom or its app registration",
}
_WALL = "Your administrator decides"
_COPIED_MS = 2500


class Failure(QWidget):
    """A title, four plain answers, the ways on, and a block of facts to copy.

    Signals:
        chosen: the Offer whose button was pressed.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._title, self._what = PlainLabel(style="title"), PlainLabel(style="lead")
        for label in (self._title, self._what):
            label.set_wrapped()
        self._still, self._fixer, self._next = (self._answer() for _ in range(3))
        self._buttons = Flow(theme.px(10))
        self.report = PlainLabel(style="small", is_selectable=True)
        self.report.set_wrapped()
        self.report.setAccessibleName("Facts for a help desk")
        self.copy_button = QPushButton("Copy")
        self.copy_button.clicked.connect(self._on_copy_clicked)
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_MS)
        self._copied.timeout.connect(partial(self.copy_button.setText, "Copy"))
        self._lay_out()

    def show_failure(
        self, error: TransomError, explanation: Explanation, ways: tuple[Remedy, ...]
    ) -> None:
        """Say what happened; the first of ``ways`` is the advice."""
        # Our own sentence where it says more than the dictionary can: it may name an account.
        own = error.message if explanation.key == type(error).__name__ else explanation.what
        title = _WALL if explanation.offer is Offer.WALL else error.title
        self._title.set_text(title)
        self._what.set_text(own)
        self._still.set_text(explanation.still)
        self._fixer.set_text(_FIXERS[explanation.fixer])
        self._next.set_text(explanation.next_step)
        self.report.set_text(explanation.report)
        self.setAccessibleName(f"{title}. {own} {explanation.next_step}")
        self._show_ways(ways)

    def buttons(self) -> list[QPushButton]:
        """The ways on, best first."""
        return [part for part in self._buttons.parts if isinstance(part, QPushButton)]

    def _show_ways(self, ways: tuple[Remedy, ...]) -> None:
        self._buttons.clear()
        for number, way in enumerate(ways):
            button = QPushButton(way.label)
            if number == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(partial(self._on_way_clicked, way.offer))
            self._buttons.add(button)
        for button in self.buttons()[:1]:
            button.setFocus()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(40), px(32), px(40), px(32))
        column.setSpacing(px(14))
        column.addStretch(1)
        mark = PlainLabel()
        self._icons.put(mark, "ph.warning-circle", "warn", size=32)
        column.addWidget(mark)
        column.addWidget(self._title)
        column.addWidget(self._what)
        column.addSpacing(px(4))
        for icon, question, answer in (
            ("ph.arrow-bend-down-right", "What to do", self._next),
            ("ph.user", "Who can change it", self._fixer),
            ("ph.check-circle", "What still works", self._still),
        ):
            column.addLayout(self._row(icon, question, answer))
        column.addSpacing(px(4))
        column.addWidget(self._buttons)
        column.addSpacing(px(8))
        column.addWidget(self._report_box())
        column.addStretch(2)

    def _row(self, icon: str, question: str, answer: PlainLabel) -> QLayout:
        mark, words = PlainLabel(), QVBoxLayout()
        self._icons.put(mark, icon, "accent", size=18)
        mark.setFixedWidth(self._theme.px(28))
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        words.setSpacing(self._theme.px(1))
        words.addWidget(PlainLabel(question, "small"))
        words.addWidget(answer)
        row = QHBoxLayout()
        row.addWidget(mark)
        row.addLayout(words, 1)
        return row

    def _report_box(self) -> QFrame:
        px = self._theme.px
        box = QFrame()
        box.setProperty("surface", "box")
        row = QHBoxLayout(box)
        row.setContentsMargins(px(14), px(10), px(10), px(10))
        row.addWidget(self.report, 1)
        row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        return box

    @staticmethod
    def _answer() -> PlainLabel:
        label = PlainLabel()
        label.set_wrapped()
        return label

    def _on_way_clicked(self, offer: Offer) -> None:
        self.chosen.emit(offer)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self.report.text())
        self.copy_button.setText("Copied")
        self._copied.start()
