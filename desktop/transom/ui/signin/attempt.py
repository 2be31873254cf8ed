"""One attempt to sign in: ask for the page, show it, take the answer, or give up."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, SignInRequest
from transom.engine.errors import (
    ServiceError,
    SignInCancelledError,
    SignInExpiredError,
    TransomError,
)
from transom.ui.bridge import Bridge
from transom.ui.theme import Theme
from transom.ui.web.signin_target import SignInTarget, target_for
from transom.ui.widgets.icons import Icons

if TYPE_CHECKING:
    from transom.ui.signin.browser import Browser
    from transom.ui.web.signin_view import SignInView


class Attempt(QObject):
    """Drives the sign-ins of one page, at most one at a time.

    Signals:
        view_opened: the widget with the provider's page, to be shown.
        view_closing: that widget, to be taken out before it goes.
        answered: the provider answered; tokens are being fetched.
        signed_in: the Account.
        failed: the TransomError that ended it.
    """

    view_opened = Signal(object)
    view_closing = Signal(object)
    answered = Signal()
    signed_in = Signal(object)
    failed = Signal(object)

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        self._request: SignInRequest | None = None
        self._number = 0
        self.view: SignInView | None = None
        self._browser: Browser | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timed_out)

    @property
    def is_open(self) -> bool:
        """Whether the provider has the word."""
        return self._request is not None

    def begin(self, login_hint: str) -> None:
        """Ask for the provider's page, giving up whatever was open."""
        self.abandon()
        self._number += 1
        self._bridge.when_done(
            self._engine.accounts.begin_sign_in(login_hint=login_hint),
            partial(self._on_begun, self._number),
            self.failed.emit,
        )

    def abandon(self) -> None:
        """Forget the attempt and everything its page holds, without a word."""
        self._timer.stop()
        self._number += 1
        request, self._request = self._request, None
        if request is not None:
            self._engine.accounts.cancel_sign_in(request)
        self._close_view()

    def cancel(self) -> None:
        """End the attempt as the person's own wish."""
        self._end(SignInCancelledError("You closed the sign-in page. Nothing has changed."))

    def _on_begun(self, number: int, request: SignInRequest) -> None:
        registration = self._engine.accounts.registration()
        if number != self._number or registration is None:
            self._engine.accounts.cancel_sign_in(request)
            return
        self._request = request
        left = request.expires_at - datetime.now(UTC)
        self._timer.start(max(0, round(left.total_seconds() * 1000)))
        self._open_view(target_for(request, registration.cloud))

    def _open_view(self, target: SignInTarget) -> None:
        # QtWebEngine, first needed here.
        from transom.ui.signin.browser import Browser
        from transom.ui.web.signin_view import SignInView

        self.view = SignInView(target, self._theme.px(100) / 100)
        self._browser = Browser(self.view, self._theme, self._icons)
        self.view.captured.connect(self._on_captured)
        self.view.page_failed.connect(self._on_page_failed)
        self._browser.closed.connect(self.cancel)
        self.view_opened.emit(self._browser)
        self._browser.setFocus()

    def _close_view(self) -> None:
        view, browser, self.view, self._browser = self.view, self._browser, None, None
        if view is not None and browser is not None:
            self.view_closing.emit(browser)
            # Later: one of the view's own slots may be what called us.
            QTimer.singleShot(0, view, view.dispose)
            QTimer.singleShot(0, browser, browser.deleteLater)

    @Slot(str)
    def _on_captured(self, redirect_url_text: str) -> None:
        request, self._request = self._request, None
        self._timer.stop()
        self._close_view()
        if request is not None:
            self.answered.emit()
            self._bridge.when_done(
                self._engine.accounts.finish_sign_in(request, redirect_url_text),
                self._on_signed_in,
                self.failed.emit,
            )

    def _on_signed_in(self, account: Account) -> None:
        self.signed_in.emit(account)

    @Slot()
    def _on_timed_out(self) -> None:
        self._end(SignInExpiredError("The sign-in page was open for too long without an answer."))

    @Slot(str)
    def _on_page_failed(self, sentence: str) -> None:
        self._end(ServiceError(sentence))

    def _end(self, error: TransomError) -> None:
        self.abandon()
        self.failed.emit(error)
