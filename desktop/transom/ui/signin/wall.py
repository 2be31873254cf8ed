"""Getting past the wall: the administrator's own window, and looking whether they said yes."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, SignInRequest
from transom.engine.entities.signin import AdminKit
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.signin.kit import KitPane
from transom.ui.signin.network_gate import NetworkGate
from transom.ui.theme import Theme
from transom.ui.web.signin_target import SignInTarget, target_for_consent
from transom.ui.widgets.icons import Icons

if TYPE_CHECKING:
    from transom.ui.web.signin_view import SignInView

LOOK_EVERY_MS = 15_000


class AdminWindow(QDialog):
    """The administrator's page, apart from the session of whoever asks.

    Signals:
        answered: the redirect address.
    """

    answered = Signal(str)

    def __init__(
        self, target: SignInTarget, theme: Theme, icons: Icons, gate: NetworkGate, parent: QWidget
    ) -> None:
        super().__init__(parent)
        # QtWebEngine, first needed here.
        from transom.ui.signin.browser import Browser
        from transom.ui.web.signin_view import SignInView

        self.setWindowTitle("Approve Transom for your organisation")
        self.resize(theme.px(620), theme.px(720))
        self.view = SignInView(target, theme.px(100) / 100, gate)
        self.view.captured.connect(self.answered)
        browser = Browser(self.view, theme, icons)
        browser.closed.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(browser)

    @Slot()
    def dispose(self) -> None:
        """Forget the administrator's session."""
        self.hide()
        self.view.dispose()
        self.deleteLater()


class Wall(QObject):
    """Shows the kit and asks, in the session of whoever met the wall, whether it has fallen.

    Signals:
        signed_in: the Account, once it was approved.
        retry_requested: there is no session to ask in; sign in anew.
    """

    signed_in = Signal(object)
    retry_requested = Signal()

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        self._parent = parent
        self._gate = NetworkGate(engine, bridge, self)
        self.pane = KitPane(theme, icons)
        self.pane.admin_requested.connect(self._on_admin_requested)
        self.pane.look_requested.connect(self._on_look_requested)
        self.pane.bundle.toggled.connect(self._show_kit)
        self.window: AdminWindow | None = None
        self._kit: AdminKit | None = None
        self._view: SignInView | None = None
        self._login_hint = ""
        self._extra_scopes: tuple[str, ...] = ()
        self._request: SignInRequest | None = None
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def open(
        self, view: "SignInView | None", login_hint: str, extra_scopes: tuple[str, ...] = ()
    ) -> None:
        """Show the kit; ``view`` is the page that met the wall, if there was one here."""
        self._login_hint, self._extra_scopes = login_hint, extra_scopes
        self._show_kit()
        self.pane.copy_button.setFocus()
        if view is not self._view:
            self._view = view
            if view is not None:
                view.answered_quietly.connect(self._on_answered_quietly)
                view.destroyed.connect(self.close)
        self._say("Waiting for the approval." if view else "Sign in again once it is approved.")
        if view is not None:
            self._timer.start()

    @Slot()
    def close(self) -> None:
        """Stop waiting."""
        self._timer.stop()
        self._view = None
        self._drop_request()
        self._close_window()

    @Slot()
    def look(self) -> None:
        """Ask without a page whether the person may go on now."""
        if self._view is None:
            return
        self._drop_request()
        begun = self._engine.accounts.begin_sign_in(
            login_hint=self._login_hint, prompt="none", extra_scopes=self._extra_scopes
        )
        self._bridge.when_done(begun, self._on_begun, self._on_not_yet)

    @Slot()
    def _show_kit(self) -> None:
        is_all = self.pane.bundle.isChecked()
        extra = self._engine.permissions.all() if is_all else self._extra_scopes
        self._kit = self._engine.accounts.admin_kit(extra)
        self.pane.show_kit(self._kit)

    def _on_begun(self, request: SignInRequest) -> None:
        self._drop_request()
        if self._view is None:
            self._engine.accounts.cancel_sign_in(request)
            return
        self._request = request
        self._view.ask_quietly(request.url_text)

    @Slot(str)
    def _on_answered_quietly(self, redirect_url_text: str) -> None:
        if self._request is not None:
            answer = self._engine.accounts.finish_sign_in(self._request, redirect_url_text)
            self._bridge.when_done(answer, self._on_signed_in, self._on_not_yet)

    def _on_signed_in(self, account: Account) -> None:
        self._request = None
        self.close()
        self.signed_in.emit(account)

    def _on_not_yet(self, _error: TransomError) -> None:
        self._drop_request()
        self._say(f"Not approved yet. Last looked at {datetime.now().astimezone():%H:%M:%S}.")

    def _drop_request(self) -> None:
        request, self._request = self._request, None
        if request is not None:
            self._engine.accounts.cancel_sign_in(request)

    @Slot()
    def _on_look_requested(self) -> None:
        if self._view is None:
            self.retry_requested.emit()
        else:
            self.look()

    @Slot()
    def _on_admin_requested(self) -> None:
        registration = self._engine.accounts.registration()
        if self._kit is None or registration is None:
            return
        self._close_window()
        target = target_for_consent(self._kit, registration.cloud)
        window = AdminWindow(target, self._theme, self._icons, self._gate, self._parent)
        window.answered.connect(self._on_admin_answered)
        # Later: the window's own slots may be what called us.
        window.finished.connect(partial(QTimer.singleShot, 0, self, self._close_window))
        self.window = window
        window.show()

    @Slot(str)
    def _on_admin_answered(self, redirect_url_text: str) -> None:
        QTimer.singleShot(0, self, self._close_window)
        if self._kit is None:
            return
        try:
            self._engine.accounts.check_consent(self._kit, redirect_url_text)
        except TransomError as error:
            self._say(error.message)
            return
        self._say("Approved. Signing in…")
        self._on_look_requested()

    @Slot()
    def _close_window(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.dispose()

    def _say(self, sentence: str) -> None:
        self.pane.status.set_text(sentence)
