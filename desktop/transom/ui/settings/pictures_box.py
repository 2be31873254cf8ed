"""Whose remote pictures are always loaded, each to be taken back."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.changes import Change, Kind, problem_from_error
from transom.engine.engine import Engine
from transom.engine.entities.pictures import Allowance, AllowanceKind
from transom.engine.errors import TransomError
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.labels import PlainLabel

_WHY = (
    "Pictures that a message does not bring along are not loaded: whoever serves them learns that "
    "you read it, when and where. Above a message you can load them once, or always for a verified "
    "sender or from a place. Tracking pixels stay out in any case."
)
_KEPT = (
    "What was loaded is kept here, encrypted, so that reading again asks nobody; the oldest makes "
    "room beyond 100 MB."
)
_NONE = "Nothing is loaded by itself."


class PicturesBox(Box):
    """A line for each sender and place that was allowed."""

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme) -> None:
        super().__init__(theme, "Remote pictures", _WHY)
        self._engine, self._bridge = engine, bridge
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(6))
        holder = QWidget()
        holder.setLayout(self._lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self.add(holder)
        self._kept = PlainLabel(style="small")
        self._kept.set_wrapped()
        self.forget = QPushButton("Forget loaded pictures")
        self.forget.clicked.connect(self._on_forget_clicked)
        row = Flow(theme.px(8))
        row.add(self.forget)
        self.add(self._kept)
        self.add(row)
        bridge.changed.connect(self._on_changed)
        self.show_allowances()

    def show_allowances(self) -> None:
        """Read anew what is allowed."""
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.deleteLater()
        allowances = self._engine.pictures.read_allowances()
        for allowance in allowances:
            self._lines.addWidget(self._line(allowance))
        if not allowances:
            self._lines.addWidget(PlainLabel(_NONE, "dim"))
        self._count()

    def _count(self) -> None:
        self._bridge.when_done(self._engine.pictures.count_kept(), self._on_counted, _heed_not)

    def _on_counted(self, size_bytes: int) -> None:
        size = text.size_words(size_bytes) if size_bytes else "nothing yet"
        self._kept.set_text(f"{_KEPT} So far: {size}.")
        self.forget.setEnabled(size_bytes > 0)

    @Slot()
    def _on_forget_clicked(self) -> None:
        done = self._engine.pictures.forget()
        self._bridge.when_done(done, lambda _nothing: self._count(), self._on_failed)

    def _line(self, allowance: Allowance) -> QWidget:
        line = QWidget()
        is_sender = allowance.kind is AllowanceKind.SENDER
        words = f"Mail from {allowance.name}" if is_sender else f"From {allowance.name}"
        name = PlainLabel(words, is_elided=True)
        since = text.day_and_time(allowance.allowed_at, text.now().date())
        account = self._account_words(allowance)
        facts = PlainLabel(f"{since}{account}", "small", is_elided=True)
        remove = QPushButton("Remove")
        remove.setAccessibleName(f"Remove: {words}")
        remove.clicked.connect(partial(self._on_removed, allowance, remove))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(facts)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(column, 1)
        row.addWidget(remove)
        return line

    def _account_words(self, allowance: Allowance) -> str:
        accounts = self._engine.accounts.list()
        names = [one.username for one in accounts if one.id == allowance.account]
        return f" · in {names[0]}" if names and len(accounts) > 1 else ""

    def _on_removed(self, allowance: Allowance, button: QPushButton) -> None:
        button.setEnabled(False)
        removing = self._engine.pictures.revoke(allowance)
        self._bridge.when_done(removing, lambda _nothing: None, self._on_failed)

    def _on_failed(self, error: TransomError) -> None:
        self.show_allowances()
        self._bridge.failed.emit(problem_from_error(error))

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is Kind.PICTURES:
            self.show_allowances()


def _heed_not(_error: TransomError) -> None:
    """Leave the size unsaid where the store is not open."""
