"""One attempt to sign in by any door: begin, show what belongs to it, take the answer, give up."""

from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, SignInRequest
from transom.engine.entities.signin import CodeRequest, Door, Explanation, Offer
from transom.engine.errors import (
    OtherAccountError,
    ServiceError,
    SignInCancelledError,
    SignInExpiredError,
    SignInRefusedError,
    TransomError,
)
from transom.ui.bridge import Bridge
from transom.ui.signin.doctor import hint_for_page
from transom.ui.signin.elsewhere import BrowserPane, CodePane, Elsewhere
from transom.ui.signin.network_gate import NetworkGate
from transom.ui.theme import Theme
from transom.ui.web.signin_target import SignInTarget, target_for
from transom.ui.widgets.icons import Icons

if TYPE_CHECKING:
    from transom.ui.signin.browser import Browser
    from transom.ui.web.signin_reading import PageState
    from transom.ui.web.signin_view import SignInView


class Attempt(QObject):
    """Drives the sign-ins of one page, at most one at a time.

    Signals:
        view_opened: the widget that belongs to the attempt, to be shown.
        view_closing: that widget, to be taken out before it goes.
        answered: the provider answered; tokens are being fetched.
        signed_in: the Account.
        failed: the TransomError that ended it.
        way_chosen: the Offer the person would rather take.
    """

    view_opened = Signal(object)
    view_closing = Signal(object)
    answered = Signal()
    signed_in = Signal(object)
    failed = Signal(object)
    way_chosen = Signal(object)

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        self._request: SignInRequest | CodeRequest | None = None
        self._answered: SignInRequest | CodeRequest | None = None
        self._number = 0
        self._is_under_way = False
        self._browser: Browser | None = None
        self._left: tuple[SignInView, QWidget] | None = None
        self.door = Door.VIEW
        self.gate = NetworkGate(engine, bridge, self)
        self.seen: Explanation | None = None
        """What the page last shown says, where that is known."""
        self.view: SignInView | None = None
        self.pane: QWidget | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timed_out)

    @property
    def is_open(self) -> bool:
        """Whether the provider has the word."""
        return self._request is not None

    @property
    def is_under_way(self) -> bool:
        """Whether a page or an account is on its way, or the provider has the word."""
        return self._is_under_way

    def begin(
        self,
        login_hint: str,
        door: Door = Door.VIEW,
        prompt: str = "",
        extra_scopes: tuple[str, ...] = (),
    ) -> None:
        """Ask the provider for a page or a code, giving up whatever was open."""
        self.abandon()
        self._number += 1
        self._is_under_way = True
        self.door, self.seen = door, None
        accounts = self._engine.accounts
        refused = partial(self._on_refused, self._number)
        if door is Door.CODE:
            code = accounts.begin_code(login_hint, extra_scopes)
            self._bridge.when_done(code, partial(self._on_begun, self._number), refused)
        else:
            page = accounts.begin_sign_in(
                login_hint=login_hint, door=door, prompt=prompt, extra_scopes=extra_scopes
            )
            self._bridge.when_done(page, partial(self._on_begun, self._number), refused)

    def accept_other(self) -> None:
        """Keep the account that signed in although another was asked for."""
        answered, self._answered = self._answered, None
        if answered is not None:
            self.answered.emit()
            self._deliver(self._engine.accounts.accept_other(answered), answered)

    def abandon(self) -> None:
        """Forget the attempt and everything its page holds, without a word."""
        self._timer.stop()
        self._number += 1
        for request in (self._request, self._answered):
            if request is not None:
                self._engine.accounts.cancel_sign_in(request)
        self._request = self._answered = None
        self._is_under_way = False
        self._close_pane()

    def cancel(self) -> None:
        """End the attempt as the person's own wish."""
        error = SignInCancelledError("You closed the sign-in page. Nothing has changed.")
        request = self._request
        if request is None or not self._is_at_wall:
            self._end(error)
            return
        self._timer.stop()
        self._number += 1
        self._engine.accounts.cancel_sign_in(request)
        # The page stays, unseen: its session can be asked whether the wall has fallen.
        self._on_refused(self._number, self._told_of_wall(error))

    @property
    def _is_at_wall(self) -> bool:
        return self.seen is not None and self.seen.offer is Offer.WALL

    def _told_of_wall(self, error: TransomError) -> TransomError:
        """Who leaves where an administrator has to approve did not simply change their mind."""
        is_left = isinstance(error, SignInCancelledError) and not error.facts.get("codes")
        if not is_left or self.seen is None or not self._is_at_wall:
            return error
        facts = {**error.facts, "codes": f"AADSTS{self.seen.key}"}
        return SignInCancelledError(error.message, **facts)

    def _on_begun(self, number: int, request: SignInRequest | CodeRequest) -> None:
        registration = self._engine.accounts.registration()
        if number != self._number or registration is None:
            self._is_under_way = self._is_under_way and number != self._number
            self._engine.accounts.cancel_sign_in(request)
            return
        self._request = request
        left_s = round((request.expires_at - datetime.now(UTC)).total_seconds())
        if isinstance(request, CodeRequest):
            self._wait_elsewhere(request, CodePane(request, left_s, self._theme, self._icons))
        elif self.door is Door.BROWSER:
            pane = BrowserPane(request, self._theme, self._icons)
            self._wait_elsewhere(request, pane)
            pane.open()
        else:
            self._timer.start(max(0, left_s * 1000))
            self._open_view(target_for(request, registration.cloud))

    def _on_refused(self, number: int, error: TransomError) -> None:
        if number == self._number:
            self._request = None
            self._is_under_way = False
            self._leave_pane()
            self.failed.emit(error)

    def _open_view(self, target: SignInTarget) -> None:
        # QtWebEngine, first needed here.
        from transom.ui.signin.browser import Browser
        from transom.ui.web.signin_view import SignInView

        self.view = SignInView(target, self._theme.px(100) / 100, self.gate)
        browser = self._browser = Browser(self.view, self._theme, self._icons)
        self.view.captured.connect(self._on_captured)
        self.view.page_failed.connect(self._on_page_failed)
        self.view.state_changed.connect(self._on_page_state_changed)
        browser.closed.connect(self.cancel)
        browser.way_chosen.connect(self.way_chosen)
        self._show(browser)

    def _wait_elsewhere(self, request: SignInRequest | CodeRequest, pane: Elsewhere) -> None:
        other = Offer.BROWSER if isinstance(request, CodeRequest) else Offer.CODE
        pane.cancelled.connect(self.cancel)
        pane.other_door_requested.connect(partial(self.way_chosen.emit, other))
        self._show(pane)
        self._deliver(self._engine.accounts.wait_for_sign_in(request), request)

    def _show(self, pane: QWidget) -> None:
        self.pane = pane
        self.view_opened.emit(pane)
        pane.setFocus()

    def _leave_pane(self) -> None:
        """Take the pane away, but let its page live: its session may still be asked."""
        view, pane, self.pane, self._browser = self.view, self.pane, None, None
        if pane is not None:
            self.view_closing.emit(pane)
            if view is not None:
                self._left = (view, pane)
            else:
                QTimer.singleShot(0, pane, pane.deleteLater)

    def _close_pane(self) -> None:
        self._leave_pane()
        left, self._left, self.view = self._left, None, None
        if left is not None:
            # Later: one of the view's own slots may be what called us.
            view, pane = left
            QTimer.singleShot(0, view, view.dispose)
            QTimer.singleShot(0, pane, pane.deleteLater)

    @Slot(str)
    def _on_captured(self, redirect_url_text: str) -> None:
        request, self._request = self._request, None
        self._timer.stop()
        self._leave_pane()
        if isinstance(request, SignInRequest):
            self.answered.emit()
            answer = self._engine.accounts.finish_sign_in(request, redirect_url_text)
            self._deliver(answer, request)

    def _deliver(self, answer: Future[Account], request: SignInRequest | CodeRequest) -> None:
        self._is_under_way = True
        self._bridge.when_done(
            answer,
            partial(self._on_signed_in, self._number),
            partial(self._on_not_signed_in, self._number, request),
        )

    def _on_signed_in(self, number: int, account: Account) -> None:
        # An account that came too late for its page is kept all the same: it has signed in.
        if number == self._number:
            self._request = self._answered = None
            self._is_under_way = False
            self._close_pane()
        self.signed_in.emit(account)

    def _on_not_signed_in(
        self, number: int, request: SignInRequest | CodeRequest, error: TransomError
    ) -> None:
        if number == self._number:
            self._answered = request if isinstance(error, OtherAccountError) else None
            self._on_refused(number, self._told_of_wall(error))

    @Slot(object)
    def _on_page_state_changed(self, state: "PageState") -> None:
        if self._browser is None:
            return
        shown = SignInRefusedError("", codes=f"AADSTS{state.code}")
        self.seen = self._engine.accounts.explain(shown) if state.code else None
        has_words = bool(state.code) or state.is_blank
        hint = hint_for_page(self.seen) if has_words else None
        if hint is None:
            self._browser.hide_hint()
        else:
            self._browser.show_hint(*hint)

    @Slot()
    def _on_timed_out(self) -> None:
        self._end(SignInExpiredError("The sign-in page was open for too long without an answer."))

    @Slot(str)
    def _on_page_failed(self, sentence: str) -> None:
        self._end(ServiceError(sentence))

    def _end(self, error: TransomError) -> None:
        self.abandon()
        self.failed.emit(error)
