"""The sign-in page: welcome on the left; on the right the provider's page, a form, or words."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account
from transom.engine.entities.setup import SetUpStep
from transom.engine.entities.signin import Door
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.arrivals import Arrivals
from transom.ui.signin.attempt import Attempt
from transom.ui.signin.doctor import remedies
from transom.ui.signin.failure import Failure
from transom.ui.signin.granted import GrantedPane
from transom.ui.signin.key_asking import KeyAsking
from transom.ui.signin.key_form import KeyForm
from transom.ui.signin.permissions import Permissions
from transom.ui.signin.proxy_asking import ProxyAsking
from transom.ui.signin.setup.assistant import SetUpAssistant
from transom.ui.signin.stage import Stage
from transom.ui.signin.wall import Wall
from transom.ui.signin.welcome import Welcome
from transom.ui.signin.wishes import Wishes
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page
from transom.ui.widgets.scrolled import Scrolled


class SignInPage(Page):
    """Leads from nothing to an account, and back from every way it can fail.

    Signals:
        signed_in: the Account.
        demo_requested: look around in a demo mailbox instead.
        closed: return to the mailbox.
    """

    signed_in = Signal(object)
    demo_requested = Signal()
    closed = Signal()

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine = engine
        self._held = ""
        self._leads_back = False
        self.attempt = Attempt(engine, bridge, theme, icons, self)
        self.proxy = ProxyAsking(engine, bridge, self)
        self.welcome = Welcome(theme, icons)
        self.key_form = KeyForm(theme)
        self._key = KeyAsking(engine, bridge, self.key_form, self)
        self._key_pane = Scrolled(self.key_form)
        self.setup = SetUpAssistant(engine, bridge, theme, icons)
        self._setup_pane = Scrolled(self.setup)
        self.permissions = Permissions(theme, icons)
        self._permissions = Scrolled(self.permissions)
        self._wishes = Wishes(engine, self.attempt, self.proxy, self.permissions, self)
        self._words = EmptyState(theme, icons)
        self.failure = Failure(theme, icons)
        self._failure_pane = Scrolled(self.failure)
        self.wall = Wall(engine, bridge, theme, icons, self)
        self._wall_pane = Scrolled(self.wall.pane)
        self.granted = GrantedPane(theme, icons)
        self._granted_pane = Scrolled(self.granted)
        self._arrivals = Arrivals(engine, self.granted, self)
        self._stage = Stage(self.welcome, theme, icons)
        self._stage.add_idle(self._permissions)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._stage)
        self._connect()

    @property
    def words_shown(self) -> str:
        """The title and sentence on the right, empty while something else stands there."""
        if self._stage.is_shown(self._failure_pane):
            return self.failure.accessibleName()
        return self._words.accessibleName() if self._stage.is_shown(self._words) else ""

    @property
    def is_asking(self) -> bool:
        """Whether the person is in the middle of something here."""
        panes = (self._failure_pane, self._wall_pane, self._setup_pane)
        has_words = any(map(self._stage.is_shown, panes))
        return has_words or self.attempt.is_under_way or self._arrivals.is_holding

    @property
    def asks_for_more(self) -> bool:
        """Whether the last sign-in was for a further permission of an account that is here."""
        return self._wishes.is_for_more

    @override
    def activate(self) -> None:
        """Show what fits the engine's state."""
        self._refresh_ways()
        if self._engine.state is EngineState.KEY_NEEDED:
            if not self._stage.is_shown(self._key_pane):
                self._key.ask()
                self._stage.show_pane(self._key_pane)
        elif self._held:
            self._say(self._held)
        elif not self.is_asking:
            self._stage.show_pane(self._permissions)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the way in."""
        self.welcome.sign_in_button.setFocus()

    @override
    def escape(self) -> bool:
        """Give a sign-in up; say if there was one."""
        if self.attempt.is_open:
            self.attempt.cancel()
            return True
        return False

    @override
    def shut(self) -> None:
        """Give up whatever is under way, before the application ends."""
        self.attempt.abandon()
        self.setup.close_down()
        self.wall.close()

    def hold(self, words: str) -> None:
        """Offer no sign-in until released, and say why."""
        self._held = words
        self._say(words)

    def release(self) -> None:
        """Offer to sign in again."""
        self._held = ""
        self._stage.show_pane(self._permissions)
        self.activate()

    def start(
        self,
        login_hint: str = "",
        door: Door = Door.VIEW,
        prompt: str = "",
        extra_scopes: tuple[str, ...] | None = None,
    ) -> None:
        """Ask the provider for its page or a code, or for the registration it needs first.

        ``extra_scopes`` are further permissions; None keeps those of the attempt before.
        """
        self._wishes.start(login_hint, door, prompt, extra_scopes)

    @Slot()
    def show_setup(self, step: SetUpStep | None = None, *, leads_back: bool = False) -> None:
        """Show how to register the app; with ``leads_back`` Cancel closes this page."""
        self.attempt.abandon()
        self._leads_back = leads_back
        self._refresh_ways()
        self.setup.open(step)
        self._stage.show_pane(self._setup_pane)

    def _connect(self) -> None:
        self._wishes.starting.connect(self.wall.close)
        self._wishes.asking.connect(self._say)
        self._wishes.setup_requested.connect(self._on_setup_requested)
        self._wishes.wall_requested.connect(self._on_wall_requested)
        self.welcome.sign_in_requested.connect(self._wishes.start_fresh)
        self.welcome.browser_requested.connect(partial(self._wishes.use_door, Door.BROWSER))
        self.welcome.code_requested.connect(partial(self._wishes.use_door, Door.CODE))
        self._stage.browser_requested.connect(partial(self._wishes.use_door, Door.BROWSER))
        self.attempt.way_chosen.connect(self._wishes.choose)
        self.proxy.answered.connect(self._on_proxy_answered)
        self.wall.signed_in.connect(self._on_signed_in)
        self.wall.retry_requested.connect(self._wishes.try_again)
        self._arrivals.welcomed.connect(self._on_welcomed)
        self._arrivals.held.connect(partial(self._stage.show_pane, self._granted_pane))
        self._arrivals.ask_again_requested.connect(self._wishes.ask_consent)
        self.wall.pane.back_requested.connect(self._on_wall_left)
        self.failure.chosen.connect(self._wishes.choose)
        self.welcome.demo_requested.connect(self.demo_requested)
        self.welcome.registration_requested.connect(self.show_setup)
        self.welcome.back_requested.connect(self._on_back_requested)
        self.setup.sign_in_requested.connect(self._wishes.start_fresh)
        self.setup.cancelled.connect(self._on_setup_left)
        self.setup.attention_requested.connect(self._setup_pane.ensureWidgetVisible)
        self._stage.back_requested.connect(self._on_cancelled)
        self._key.unlocked.connect(self._on_unlocked)
        self.attempt.view_opened.connect(self._stage.show_pane)
        self.attempt.view_closing.connect(self._stage.remove_pane)
        self.attempt.answered.connect(partial(self._say, "Signing in…"))
        self.attempt.signed_in.connect(self._on_signed_in)
        self.attempt.failed.connect(self._on_failed)

    def _refresh_ways(self, *, is_busy: bool = False) -> None:
        registration = self._engine.accounts.registration()
        is_ready = self._engine.state is EngineState.READY
        hidden = self._engine.accounts.hidden_choices()
        self._stage.browser_button.setVisible("browser" not in hidden)
        self.welcome.set_ways(
            is_demo=bool(registration and registration.cloud.mark),
            has_accounts=bool(is_ready and self._engine.accounts.list()),
            is_busy=is_busy or not is_ready or bool(self._held),
            hidden=hidden,
            is_settled=bool(hidden) or self._engine.setup.read().is_pinned,
        )

    @Slot(str)
    def _say(self, title: str) -> None:
        self._words.show_words(title, icon="ph.hourglass")
        self._stage.show_pane(self._words)
        self._refresh_ways(is_busy=True)

    @Slot()
    def _on_unlocked(self) -> None:
        self._stage.show_pane(self._permissions)
        self.activate()

    @Slot()
    def _on_back_requested(self) -> None:
        self.attempt.abandon()
        self._stage.show_pane(self._permissions)
        self.closed.emit()

    @Slot(object)
    def _on_signed_in(self, account: Account) -> None:
        self.attempt.abandon()
        self.wall.close()
        advice = self.setup.take_success(account)
        self._arrivals.take(account, self._wishes.extra_scopes, advice)

    @Slot(object)
    def _on_welcomed(self, account: Account) -> None:
        self._refresh_ways()
        self._stage.show_pane(self._permissions)
        self.signed_in.emit(account)

    @Slot(object)
    def _on_failed(self, error: TransomError) -> None:
        self._refresh_ways()
        if self.setup.take_failure(error):
            self._stage.show_pane(self._setup_pane)
            return
        explanation = self._engine.accounts.explain(error)
        self._wishes.broken_step = explanation.step
        hidden = self._engine.accounts.hidden_choices()
        ways = remedies(error, explanation, self._wishes.door, hidden)
        self.failure.show_failure(error, explanation, ways)
        self._stage.show_pane(self._failure_pane, has_back=True)

    @Slot()
    def _on_proxy_answered(self) -> None:
        if self.isVisible() and self._stage.is_shown(self._failure_pane):
            self._wishes.try_again()

    @Slot()
    def _on_wall_left(self) -> None:
        self.wall.close()
        self._stage.show_pane(self.attempt.pane or self._permissions)
        self._refresh_ways(is_busy=self.attempt.is_open)

    @Slot(object)
    def _on_setup_requested(self, step: SetUpStep | None) -> None:
        self.show_setup(step)

    @Slot()
    def _on_wall_requested(self) -> None:
        wishes = self._wishes
        self.wall.open(self.attempt.view, wishes.login_hint, wishes.extra_scopes)
        self._stage.show_pane(self._wall_pane)

    @Slot()
    def _on_setup_left(self) -> None:
        self._stage.show_pane(self._permissions)
        if self._leads_back:
            self.closed.emit()

    @Slot()
    def _on_cancelled(self) -> None:
        self._stage.show_pane(self._permissions)
