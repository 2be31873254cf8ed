"""One test of a registration: check after check, in a page that nobody sees where one is needed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Registration, SignInRequest
from transom.engine.entities.setup import Check, Finding, Verdict
from transom.engine.errors import ServiceError, TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.network_gate import NetworkGate
from transom.ui.web.signin_target import target_for

if TYPE_CHECKING:
    from transom.ui.web.signin_quiet import QuietQuestion
    from transom.ui.web.signin_reading import PageState

_DOORS = {Check.BROWSER: "browser", Check.CODE: "code"}
"""What an organisation may hide, and nobody needs to test then."""


class TrialRun(QObject):
    """Asks what can be asked without anybody, and stops at the first thing that is wrong.

    Signals:
        begun: the Check that is under way.
        found: its Finding.
        ended: nothing more is asked; True where somebody can sign in now.
    """

    begun = Signal(object)
    found = Signal(object)
    ended = Signal(bool)

    def __init__(self, engine: Engine, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._widget = engine, bridge, parent
        self._gate = NetworkGate(engine, bridge, self)
        self._number = 0
        self._todo: list[Check] = []
        self._registration: Registration | None = None
        self._quiet: QuietQuestion | None = None

    @property
    def is_running(self) -> bool:
        """Whether something is being asked."""
        return self._registration is not None

    def checks(self) -> tuple[Check, ...]:
        """Return what would be tested, in order."""
        hidden = self._engine.accounts.hidden_choices()
        all_of_them = (Check.SERVICE, Check.VIEW, Check.BROWSER, Check.CODE)
        return tuple(one for one in all_of_them if _DOORS.get(one, "") not in hidden)

    def start(self, registration: Registration) -> None:
        """Begin anew with this registration."""
        self.stop()
        self._registration = registration
        self._todo = list(self.checks())
        self._next()

    def stop(self) -> None:
        """Ask nothing more, without a word."""
        self._number += 1
        self._registration = None
        self._drop_quiet()

    def _next(self) -> None:
        registration = self._registration
        if registration is None:
            return
        if not self._todo:
            self.stop()
            self.ended.emit(True)
            return
        check = self._todo.pop(0)
        self.begun.emit(check)
        failed = partial(self._on_failed, self._number, check)
        found = partial(self._on_found, self._number)
        match check:
            case Check.SERVICE:
                self._bridge.when_done(self._engine.setup.check_service(registration), found)
            case Check.CODE:
                self._bridge.when_done(self._engine.setup.check_code(registration), found)
            case _:
                asked = self._engine.setup.ask_quietly(check, registration)
                self._bridge.when_done(asked, partial(self._on_asked, self._number, check), failed)

    def _on_asked(self, number: int, check: Check, request: SignInRequest) -> None:
        registration = self._registration
        if number != self._number or registration is None:
            return
        # QtWebEngine, first needed here.
        from transom.ui.web.signin_quiet import QuietQuestion

        target = target_for(request, registration.cloud)
        quiet = self._quiet = QuietQuestion(target, self._widget, self._gate)
        quiet.answered.connect(partial(self._on_answered, number, check, request))
        quiet.stayed.connect(partial(self._on_stayed, number, check))
        quiet.failed.connect(partial(self._on_lost, number, check))

    def _on_answered(
        self, number: int, check: Check, request: SignInRequest, redirect_url_text: str
    ) -> None:
        if self._registration is not None:
            setup, registration = self._engine.setup, self._registration
            found = setup.judge_answer(check, registration, request, redirect_url_text)
            self._on_found(number, found)

    def _on_stayed(self, number: int, check: Check, state: "PageState") -> None:
        if self._registration is not None:
            setup, registration = self._engine.setup, self._registration
            self._on_found(number, setup.judge_page(check, registration, state.code))

    def _on_lost(self, number: int, check: Check, sentence: str) -> None:
        self._on_failed(number, check, ServiceError(sentence))

    def _on_failed(self, number: int, check: Check, error: TransomError) -> None:
        if self._registration is not None:
            found = self._engine.setup.judge_error(check, self._registration, error)
            self._on_found(number, found)

    def _on_found(self, number: int, finding: Finding) -> None:
        if number != self._number:
            return
        self._drop_quiet()
        self.found.emit(finding)
        if finding.verdict is Verdict.BAD:
            self.stop()
            self.ended.emit(False)
        else:
            self._next()

    def _drop_quiet(self) -> None:
        quiet, self._quiet = self._quiet, None
        if quiet is not None:
            # Later: one of the page's own slots may be what called us.
            QTimer.singleShot(0, quiet, quiet.dispose)
