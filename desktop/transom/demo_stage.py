"""The demo mailbox behind a window: its tenant started, made known to the engine, signed in to."""

from PySide6.QtCore import QObject, Slot

from transom.demo.launch import TenantFacts, TenantNotStartedError, TenantProcess
from transom.demo_cloud import with_demo
from transom.engine.engine import Engine, EngineState
from transom.engine.errors import TransomError, UnavailableError
from transom.engine.workers import Lane
from transom.pilot import Pilot
from transom.ui.bridge import Bridge
from transom.ui.window import Window


class DemoStage(QObject):
    """Holds the sign-in page back until the tenant answers, and may then sign in by itself."""

    def __init__(
        self,
        tenant: TenantProcess,
        engine: Engine,
        bridge: Bridge,
        window: Window,
        lane: Lane,
        *,
        signs_in: bool,
    ) -> None:
        super().__init__()
        self.tenant = tenant
        self.facts: TenantFacts | None = None
        self._engine, self._bridge, self._window = engine, bridge, window
        self._lane = lane
        self._signs_in = signs_in
        self._has_begun = False

    def begin(self) -> None:
        """Start the tenant, on a worker."""
        self._window.signin.hold("Starting the demo mailbox…")
        starting = self._lane.submit(self._start_tenant)
        self._bridge.when_done(starting, self._on_tenant_started, self._on_tenant_failed)

    def end(self) -> None:
        """Stop the tenant."""
        self.tenant.stop()

    def _start_tenant(self) -> TenantFacts:
        try:
            return self.tenant.start()
        except TenantNotStartedError as error:
            raise UnavailableError(str(error)) from error

    def _on_tenant_started(self, facts: TenantFacts) -> None:
        self.facts = facts
        self._engine.save_settings(with_demo(self._engine.settings, facts))
        self._window.signin.release()
        self._engine.refresh()
        if self._signs_in:
            self._pilot = Pilot(self._window.signin.attempt, facts.accounts[0])
            self._bridge.changed.connect(self._sign_in_by_itself)
            self._sign_in_by_itself()

    def _on_tenant_failed(self, error: TransomError) -> None:
        self._window.signin.hold(error.message)

    @Slot()
    def _sign_in_by_itself(self) -> None:
        if self._engine.state is EngineState.KEY_NEEDED:
            self._bridge.when_done(self._engine.unlock("session"), lambda _nothing: None)
        elif self._engine.state is EngineState.READY and not self._has_begun:
            self._has_begun = True
            if not self._engine.accounts.list():
                self._window.show_signin()
