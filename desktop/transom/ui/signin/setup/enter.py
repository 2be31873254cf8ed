"""The last page of the set-up: the client id, a test of it all, and the first sign-in."""

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFormLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from transom.engine.entities.setup import Check, Finding, SetUp, SetUpStep, Verdict
from transom.ui.signin.setup.findings import FindingsList
from transom.ui.signin.setup.place import Complaint
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RUNNING = "Testing. Nothing is saved, and nobody is signed in."
_GOOD = "All good as far as this can be tested without anybody. Sign in to finish."
_LIMITED = "You can sign in inside this window. What is limited is named above."
_BAD = "This registration does not work yet. Change what is named above, then test again."


class EnterPage(QWidget):
    """Takes the client id and shows what a test of the registration finds.

    Signals:
        test_requested: test what was entered, without saving it.
        sign_in_requested: save what was entered and sign in with it.
        step_requested: the SetUpStep to go to.
    """

    test_requested = Signal()
    sign_in_requested = Signal()
    step_requested = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.client_id_field = QLineEdit(placeholderText="00000000-0000-0000-0000-000000000000")
        self.client_id_field.returnPressed.connect(self.test_requested)
        self._pin, self._place = PlainLabel(style="small"), PlainLabel(style="dim")
        self.outcome = PlainLabel(style="strong")
        self.findings = FindingsList(theme, icons)
        self.findings.step_requested.connect(self.step_requested)
        self.test_button = QPushButton("Test it")
        self.test_button.setProperty("kind", "primary")
        self.test_button.clicked.connect(self.test_requested)
        self.sign_in_button = QPushButton("Save and sign in")
        self.sign_in_button.clicked.connect(self.sign_in_requested)
        self._lay_out()

    @property
    def client_id(self) -> str:
        """What was entered."""
        return self.client_id_field.text().strip()

    def show_set_up(self, set_up: SetUp) -> None:
        """Fill in what holds now."""
        self.client_id_field.setText(set_up.client_id.text)
        self.client_id_field.setEnabled(not set_up.client_id.is_pinned)
        self._pin.set_text(
            "Your organisation settled the client ID." if set_up.client_id.is_pinned else ""
        )
        self._pin.setVisible(set_up.client_id.is_pinned)

    def show_place(self, summary: str) -> None:
        """Say which cloud and tenant go with the client id."""
        self._place.set_text(summary)

    def complaint(self) -> Complaint | None:
        """Return what is wrong with the client id, if anything."""
        if _GUID.fullmatch(self.client_id) or not self.client_id_field.isEnabled():
            return None
        return Complaint(
            "The client ID is a number like 1b2c3d4e-0000-0000-0000-000000000000; Entra shows it "
            "on the registration's overview page.",
            self.client_id_field,
        )

    def begin_test(self, checks: tuple[Check, ...]) -> None:
        """Show the checks, none of them made."""
        self.findings.clear(checks)
        self._say(_RUNNING, "")
        self.test_button.setEnabled(False)

    def end_test(self) -> None:
        """Say what the findings come to."""
        self.test_button.setEnabled(True)
        verdicts = {finding.verdict for finding in self.findings.findings()}
        if Verdict.BAD in verdicts:
            self._say(_BAD, "bad")
        elif Verdict.LIMIT in verdicts:
            self._say(_LIMITED, "warn")
        else:
            self._say(_GOOD, "ok")
        self._lead_to_sign_in(Verdict.BAD not in verdicts)

    def show_outcome(self, finding: Finding) -> None:
        """Show how the first sign-in ended."""
        self.findings.show_finding(finding)
        self.end_test()

    def forget_test(self) -> None:
        """Show no findings: what was tested is not what stands there now."""
        self.findings.clear(())
        self._say("", "")
        self.test_button.setEnabled(True)
        self._lead_to_sign_in(False)

    def _say(self, sentence: str, tone: str) -> None:
        self.outcome.setProperty("tone", tone)
        self.outcome.style().polish(self.outcome)
        self.outcome.set_text(sentence)
        self.outcome.setVisible(bool(sentence))

    def _lead_to_sign_in(self, leads: bool) -> None:
        """Make the next sensible thing the primary button."""
        for button, is_primary in ((self.sign_in_button, leads), (self.test_button, not leads)):
            button.setProperty("kind", "primary" if is_primary else "")
            button.style().unpolish(button)
            button.style().polish(button)

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(PlainLabel("Enter and test", "subject"))
        lead = PlainLabel(style="dim")
        lead.set_wrapped()
        lead.set_text("The overview page of the registration shows its Application (client) ID.")
        form = QFormLayout()
        form.setSpacing(px(6))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("Application (client) &ID", self.client_id_field)
        change = QPushButton("Change cloud or tenant")
        change.setProperty("kind", "link")
        change.clicked.connect(self._on_change_clicked)
        place = Flow(px(12))
        for label in (self._pin, self._place, self.outcome):
            label.set_wrapped()
        buttons = Flow(px(10))
        for button in (self.test_button, self.sign_in_button):
            buttons.add(button)
        column.addWidget(lead)
        column.addLayout(form)
        column.addWidget(self._pin)
        column.addWidget(self._place)
        place.add(change)
        column.addWidget(place)
        column.addWidget(self.findings)
        column.addWidget(self.outcome)
        column.addWidget(buttons)
        for label in (self._pin, self.outcome):
            label.hide()

    @Slot()
    def _on_change_clicked(self) -> None:
        self.step_requested.emit(SetUpStep.WHERE)
