"""The sign-in page: welcome on the left; on the right the provider's page, a form, or words."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import Account, Registration
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.attempt import Attempt
from transom.ui.signin.key_form import KeyForm
from transom.ui.signin.permissions import Permissions
from transom.ui.signin.registration_form import RegistrationForm
from transom.ui.signin.welcome import Welcome
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.page import Page


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
        self._engine, self._bridge, self._theme = engine, bridge, theme
        self._login_hint = ""
        self._held = ""
        self.attempt = Attempt(engine, bridge, theme, icons, self)
        self.welcome = Welcome(theme, icons)
        self.key_form = KeyForm(theme)
        self._permissions = Permissions(theme, icons)
        self._words = EmptyState(theme, icons)
        self.registration_form = RegistrationForm(theme, engine.accounts.clouds())
        self._lay_out()
        self._connect()

    @property
    def words_shown(self) -> str:
        """The title and sentence on the right, empty while something else stands there."""
        return self._words.accessibleName() if self._right.currentWidget() is self._words else ""

    @override
    def activate(self) -> None:
        """Show what fits the engine's state."""
        self._refresh_ways()
        if self._engine.state is EngineState.KEY_NEEDED:
            self._ask_for_key()
        elif self._held:
            self._say(self._held)
        elif not self.attempt.is_open:
            self._right.setCurrentWidget(self._permissions)

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

    def hold(self, words: str) -> None:
        """Offer no sign-in until released, and say why."""
        self._held = words
        self._say(words)

    def release(self) -> None:
        """Offer to sign in again."""
        self._held = ""
        self._right.setCurrentWidget(self._permissions)
        self.activate()

    def start(self, login_hint: str = "") -> None:
        """Ask the provider for its page, or for the registration it needs first."""
        self._login_hint = login_hint
        if self._engine.accounts.registration() is None:
            self._show_registration()
            return
        self._say("Opening the sign-in page…")
        self.attempt.begin(login_hint)

    def _lay_out(self) -> None:
        px = self._theme.px
        self.welcome.setMinimumWidth(px(340))
        self.welcome.setMaximumWidth(px(560))
        card = QFrame()
        card.setProperty("surface", "box")
        self._right = QStackedWidget()
        for part in (self._permissions, self._words, self.registration_form, self.key_form):
            self._right.addWidget(part)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._right)
        note = PlainLabel(
            "You type your password on the provider's page; Transom does not read it.", "small"
        )
        side = QFrame()
        side.setProperty("surface", "panel")
        column = QVBoxLayout(side)
        column.setContentsMargins(px(40), px(36), px(40), px(24))
        column.setSpacing(px(14))
        column.addWidget(card, 1)
        column.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.welcome, 39)
        row.addWidget(side, 61)

    def _connect(self) -> None:
        self.welcome.sign_in_requested.connect(self._on_sign_in_requested)
        self.welcome.demo_requested.connect(self.demo_requested)
        self.welcome.registration_requested.connect(self._show_registration)
        self.welcome.back_requested.connect(self._on_back_requested)
        self.registration_form.saved.connect(self._on_registration_saved)
        self.registration_form.cancelled.connect(self._on_registration_cancelled)
        self.key_form.passphrase_given.connect(self._on_passphrase_given)
        self.key_form.session_chosen.connect(self._on_session_chosen)
        self.key_form.retry_requested.connect(self._on_key_retry_requested)
        self.attempt.view_opened.connect(self._on_view_opened)
        self.attempt.view_closing.connect(self._on_view_closing)
        self.attempt.answered.connect(self._on_answered)
        self.attempt.signed_in.connect(self._on_signed_in)
        self.attempt.failed.connect(self._on_failed)

    def _refresh_ways(self, *, is_busy: bool = False) -> None:
        registration = self._engine.accounts.registration()
        is_ready = self._engine.state is EngineState.READY
        self.welcome.set_ways(
            is_demo=bool(registration and registration.cloud.mark),
            has_accounts=bool(is_ready and self._engine.accounts.list()),
            is_busy=is_busy or not is_ready or bool(self._held),
        )

    def _say(self, title: str) -> None:
        self._words.show_words(title, icon="ph.hourglass")
        self._right.setCurrentWidget(self._words)
        self._refresh_ways(is_busy=True)

    @Slot()
    def _on_sign_in_requested(self) -> None:
        self.start()

    @Slot()
    def _on_back_requested(self) -> None:
        self.attempt.abandon()
        self.closed.emit()

    @Slot(object)
    def _on_view_opened(self, view: QWidget) -> None:
        self._right.addWidget(view)
        self._right.setCurrentWidget(view)

    @Slot(object)
    def _on_view_closing(self, view: QWidget) -> None:
        self._right.removeWidget(view)
        view.hide()

    @Slot()
    def _on_answered(self) -> None:
        self._say("Signing in…")

    @Slot(object)
    def _on_signed_in(self, account: Account) -> None:
        self._refresh_ways()
        self._right.setCurrentWidget(self._permissions)
        self.signed_in.emit(account)

    @Slot(object)
    def _on_failed(self, error: TransomError) -> None:
        self._refresh_ways()
        facts = " · ".join(f"{name.replace('_', ' ')} {text}" for name, text in error.facts.items())
        self._words.show_words(
            error.title,
            f"{error.message}\n\n{facts}" if facts else error.message,
            icon="ph.warning-circle",
            action=("Try again", self._on_try_again),
        )
        self._right.setCurrentWidget(self._words)

    def _on_try_again(self) -> None:
        self.start(self._login_hint)

    @Slot()
    def _show_registration(self) -> None:
        self.attempt.abandon()
        self._refresh_ways()
        self.registration_form.show_registration(self._engine.accounts.registration())
        self._right.setCurrentWidget(self.registration_form)

    @Slot()
    def _on_registration_cancelled(self) -> None:
        self._right.setCurrentWidget(self._permissions)

    @Slot(object)
    def _on_registration_saved(self, registration: Registration) -> None:
        try:
            self._engine.accounts.save_registration(registration)
        except TransomError as error:
            self._on_failed(error)
            return
        self.start(self._login_hint)

    def _ask_for_key(self) -> None:
        if self._right.currentWidget() is self.key_form:
            return
        state = self._engine.key_state
        if state is not None:
            self.key_form.ask(
                state.reason,
                is_new=state.source is None,
                may_retry=state.is_keyring_usable or state.source == "keyring",
                may_use_session=True,
            )
        self._right.setCurrentWidget(self.key_form)

    @Slot(str)
    def _on_passphrase_given(self, passphrase: str) -> None:
        self._unlock("passphrase", passphrase)

    @Slot()
    def _on_session_chosen(self) -> None:
        self._unlock("session")

    @Slot()
    def _on_key_retry_requested(self) -> None:
        self._unlock("keyring")

    def _unlock(self, source: str, passphrase: str | None = None) -> None:
        self._bridge.when_done(
            self._engine.unlock(source, passphrase), self._on_unlocked, self._on_unlock_failed
        )

    def _on_unlocked(self, _nothing: None) -> None:
        self._right.setCurrentWidget(self._permissions)
        self.activate()

    def _on_unlock_failed(self, error: TransomError) -> None:
        self.key_form.complain(error.message)
