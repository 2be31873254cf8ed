"""The checks of a test, one below the other: what each found, and what to change where."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.setup import Check, Finding, Verdict
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_TITLES = {
    Check.SERVICE: "The sign-in service answers and knows the tenant",
    Check.VIEW: "The app is known, and answers come back to this window",
    Check.BROWSER: "Answers come back from your own browser",
    Check.CODE: "A code for another device is given",
    Check.SIGN_IN: "Somebody can sign in",
}
_MARKS = {
    Verdict.GOOD: ("ph.check-circle", "ok", "Good"),
    Verdict.LIMIT: ("ph.warning-circle", "warn", "Limited"),
    Verdict.BAD: ("ph.x-circle", "bad", "Wrong"),
}
_UNDER_WAY = ("ph.hourglass", "accent", "Being tested")
_NOT_YET = ("ph.circle", "dim", "Not tested")


class FindingRow(QWidget):
    """One check.

    Signals:
        step_requested: the SetUpStep that shows what to change.
    """

    step_requested = Signal(object)

    def __init__(self, check: Check, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._check, self._theme, self._icons = check, theme, icons
        self.finding: Finding | None = None
        self._mark = PlainLabel()
        self._mark.setFixedWidth(theme.px(28))
        self._mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        title = PlainLabel(_TITLES[check])
        title.set_wrapped()
        self._what, self._change = PlainLabel(), PlainLabel(style="dim")
        self._buttons = Flow(theme.px(16))
        words = QVBoxLayout()
        words.setSpacing(theme.px(3))
        words.addWidget(title)
        for label in (self._what, self._change):
            label.set_wrapped()
            words.addWidget(label)
        words.addWidget(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        self._show(_NOT_YET, "", "")

    def show_begun(self) -> None:
        """Say that this is being tested."""
        self._show(_UNDER_WAY, "", "")

    def show_finding(self, finding: Finding) -> None:
        """Say what was found, and offer the page on which the remedy stands."""
        self.finding = finding
        self._what.setProperty("tone", _MARKS[finding.verdict][1])
        self._show(_MARKS[finding.verdict], finding.what, finding.change)
        if finding.step is not None:
            self._add("Show me where", partial(self.step_requested.emit, finding.step))
        if finding.report:
            self._add("Copy the facts", partial(_copy, finding.report))

    def buttons(self) -> list[QPushButton]:
        """What can be done about it."""
        return [part for part in self._buttons.parts if isinstance(part, QPushButton)]

    def _add(self, label: str, act: object) -> None:
        button = QPushButton(label)
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{label}: {_TITLES[self._check]}")
        button.clicked.connect(act)
        self._buttons.add(button)
        button.show()
        self._buttons.show()

    def _show(self, mark: tuple[str, str, str], what: str, change: str) -> None:
        icon, ink, state = mark
        self._icons.put(self._mark, icon, ink, size=18)
        self._mark.setAccessibleName(state)
        for label, text in ((self._what, what), (self._change, change)):
            label.set_text(text)
            label.setVisible(bool(text))
            label.style().polish(label)
        self._buttons.clear()
        self._buttons.hide()
        self.setAccessibleName(f"{_TITLES[self._check]}: {state}. {what} {change}".strip())


class FindingsList(QWidget):
    """All checks of a test.

    Signals:
        step_requested: the SetUpStep that shows what to change.
    """

    step_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self.rows: dict[Check, FindingRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self.setAccessibleName("What the test found")

    def clear(self, checks: Sequence[Check]) -> None:
        """Begin anew with these checks, none of them made."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = {}
        for check in checks:
            self._row(check)

    def show_begun(self, check: Check) -> None:
        """Say that a check is under way."""
        self._row(check).show_begun()

    def show_finding(self, finding: Finding) -> None:
        """Say what a check found."""
        self._row(finding.check).show_finding(finding)

    def findings(self) -> list[Finding]:
        """Return what was found so far."""
        return [row.finding for row in self.rows.values() if row.finding is not None]

    def _row(self, check: Check) -> FindingRow:
        if check not in self.rows:
            row = self.rows[check] = FindingRow(check, self._theme, self._icons)
            row.step_requested.connect(self.step_requested)
            self._column.addWidget(row)
        return self.rows[check]


def _copy(report: str) -> None:
    QGuiApplication.clipboard().setText(report)
