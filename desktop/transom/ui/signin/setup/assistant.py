"""The set-up assistant: five pages from nothing to a registration that was seen to work."""

from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, Registration
from transom.engine.entities.setup import Check, Finding, SetUpStep
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.setup.enter import EnterPage
from transom.ui.signin.setup.guide import AddressGuide, PermissionGuide, RegisterGuide
from transom.ui.signin.setup.instructions import Instructions
from transom.ui.signin.setup.place import Complaint, PlaceForm, with_redirect
from transom.ui.signin.setup.run import TrialRun
from transom.ui.theme import Theme
from transom.ui.widgets.flow import Flow
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel

_TABS = {
    SetUpStep.WHERE: "1 Where",
    SetUpStep.REGISTER: "2 Register",
    SetUpStep.ADDRESSES: "3 Addresses",
    SetUpStep.PERMISSIONS: "4 Permissions",
    SetUpStep.ENTER: "5 Test",
}
_STEPS = tuple(_TABS)


class SetUpAssistant(QWidget):
    """Explains, takes what Entra gave, tests it, and saves it for the first sign-in.

    Signals:
        sign_in_requested: the registration is saved; sign in with it.
        cancelled: nothing is to change.
        attention_requested: the widget that should be in sight.
    """

    sign_in_requested = Signal()
    cancelled = Signal()
    attention_requested = Signal(object)

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine, self._theme = engine, theme
        self._is_signing_in = False
        self.step = SetUpStep.WHERE
        self.place = PlaceForm(theme, engine.setup.clouds())
        self.register = RegisterGuide(theme)
        self.addresses = AddressGuide(theme)
        self.permissions = PermissionGuide(theme, engine.setup.permissions())
        self.enter = EnterPage(theme, icons)
        self.run = TrialRun(engine, bridge, self)
        self._pages = dict(zip(_STEPS, self._build_pages(), strict=True))
        self._tabs = {step: QPushButton(label) for step, label in _TABS.items()}
        self.back_button, self.next_button = QPushButton("Back"), QPushButton("Next")
        self.cancel_button = QPushButton("Cancel")
        self.error = PlainLabel()
        self._lay_out()
        self._connect()
        self.show_step(SetUpStep.WHERE)

    def open(self, step: SetUpStep | None = None) -> None:
        """Show what holds now; without a ``step`` begin where there is something to do."""
        set_up = self._engine.setup.read()
        self._is_signing_in = False
        self.run.stop()
        self.place.show_set_up(set_up, self._engine.setup.clouds())
        self.enter.show_set_up(set_up)
        self.enter.forget_test()
        self._complain(None)
        has_one = bool(set_up.client_id.text)
        self.show_step(step or (SetUpStep.ENTER if has_one else SetUpStep.WHERE))

    def close_down(self) -> None:
        """Stop a test that is under way."""
        self.run.stop()

    def take_failure(self, error: TransomError) -> bool:
        """Show why the first sign-in failed, if it was begun here and the registration is why."""
        is_ours, self._is_signing_in = self._is_signing_in, False
        registration = self._registration()
        if not is_ours or isinstance(registration, Complaint):
            return False
        finding = self._engine.setup.judge_error(Check.SIGN_IN, registration, error)
        if finding.step is None:
            return False
        self.show_outcome(finding)
        return True

    def take_success(self, account: Account) -> str:
        """Return what to change where less was granted than asked, if it was begun here."""
        is_ours, self._is_signing_in = self._is_signing_in, False
        return self._engine.setup.judge_account(account).change if is_ours else ""

    def show_outcome(self, finding: Finding) -> None:
        """Show how a sign-in with this registration ended."""
        self.enter.show_outcome(finding)
        self.show_step(SetUpStep.ENTER)

    @Slot(object)
    def show_step(self, step: SetUpStep) -> None:
        """Show one of the five pages."""
        self.step = step
        for name, page in self._pages.items():
            page.setVisible(name is step)
            self._tabs[name].setChecked(name is step)
        self.back_button.setVisible(step is not _STEPS[0])
        self.next_button.setVisible(step is not _STEPS[-1])
        field = self.enter.client_id_field
        focused = field if step is SetUpStep.ENTER else self.next_button
        focused.setFocus()

    # --- how it is built ---

    def _build_pages(self) -> tuple[QWidget, ...]:
        where = Instructions(
            self._theme,
            "Set up Transom for your mailboxes",
            "Transom signs in as an app that is registered in Microsoft Entra. You or your "
            "administrator register it once; it takes five minutes. These pages say how, and the "
            "last one tests it.",
        )
        self.known_button = QPushButton("I have a client ID already")
        self.known_button.setProperty("kind", "link")
        self.known_button.clicked.connect(partial(self.show_step, SetUpStep.ENTER))
        row = Flow(self._theme.px(8))
        row.add(self.known_button)
        layout = where.layout()
        assert layout is not None
        layout.addWidget(self.place)
        layout.addWidget(row)
        return where, self.register, self.addresses, self.permissions, self.enter

    def _lay_out(self) -> None:
        px = self._theme.px
        tabs, buttons = Flow(px(4)), Flow(px(10))
        for step, tab in self._tabs.items():
            tab.setProperty("kind", "step")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.show_step, step))
            tabs.add(tab)
        tabs.setAccessibleName("Pages of the set-up")
        self.next_button.setProperty("kind", "primary")
        for button in (self.next_button, self.back_button, self.cancel_button):
            buttons.add(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(28), px(20), px(28), px(24))
        column.setSpacing(px(18))
        column.addWidget(tabs)
        for page in self._pages.values():
            column.addWidget(page)
        self.error.setProperty("tone", "bad")
        self.error.set_wrapped()
        self.error.hide()
        column.addWidget(self.error)
        column.addWidget(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        self.place.changed.connect(self._on_place_changed)
        self.enter.client_id_field.textEdited.connect(self._on_edited)
        self.enter.test_requested.connect(self._on_test_requested)
        self.enter.sign_in_requested.connect(self._on_sign_in_requested)
        self.enter.step_requested.connect(self.show_step)
        self.back_button.clicked.connect(partial(self._go, -1))
        self.next_button.clicked.connect(partial(self._go, 1))
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.run.begun.connect(self.enter.findings.show_begun)
        self.run.found.connect(self.enter.findings.show_finding)
        self.run.ended.connect(self._on_test_ended)

    # --- what a person does ---

    def _go(self, steps: int) -> None:
        self.show_step(_STEPS[_STEPS.index(self.step) + steps])

    def _registration(self) -> Registration | Complaint:
        complaint = self.enter.complaint() or self.place.complaint()
        if complaint is not None:
            return complaint
        cloud = with_redirect(self.place.cloud, self._engine.setup.read())
        return Registration(self.enter.client_id, self.place.tenant, cloud)

    def _complete(self) -> Registration | None:
        """Return what was entered, or show what is missing."""
        wanted = self._registration()
        if not isinstance(wanted, Complaint):
            self._complain(None)
            return wanted
        is_client_id = wanted.field is self.enter.client_id_field
        self.show_step(SetUpStep.ENTER if is_client_id else SetUpStep.WHERE)
        self._complain(wanted)
        return None

    def _complain(self, complaint: Complaint | None) -> None:
        self.error.set_text(complaint.sentence if complaint else "")
        self.error.setVisible(complaint is not None)
        if complaint is not None:
            complaint.field.setFocus()

    @Slot()
    def _on_place_changed(self) -> None:
        cloud, audience = self.place.cloud, self.place.audience
        cloud = with_redirect(cloud, self._engine.setup.read())
        self.register.show_place(cloud, audience)
        self.addresses.show_place(cloud)
        self.enter.show_place(self.place.summary)
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        self.run.stop()
        self.enter.forget_test()
        self._complain(None)

    @Slot()
    def _on_test_requested(self) -> None:
        registration = self._complete()
        if registration is not None:
            self.enter.begin_test(self.run.checks())
            self.run.start(registration)

    @Slot(bool)
    def _on_test_ended(self, _is_good: bool) -> None:
        self.enter.end_test()
        # Later: what was found has not been laid out yet.
        QTimer.singleShot(0, self, self._show_outcome)

    @Slot()
    def _show_outcome(self) -> None:
        self.attention_requested.emit(self.enter.sign_in_button)

    @Slot()
    def _on_sign_in_requested(self) -> None:
        registration = self._complete()
        if registration is None:
            return
        self.run.stop()
        try:
            self._engine.setup.save(registration)
        except TransomError as error:
            finding = self._engine.setup.judge_error(Check.SIGN_IN, registration, error)
            self.show_outcome(finding)
            return
        self._is_signing_in = True
        self.sign_in_requested.emit()

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.run.stop()
        self.cancelled.emit()
