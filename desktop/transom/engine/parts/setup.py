"""The door's set-up: what is settled about the app registration, and a test of a new one."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from transom.engine.auth.asked import asked_scopes, missing_scopes
from transom.engine.auth.proxies import Proxies
from transom.engine.auth.words import explain_error
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, Cloud, Registration, SignInRequest
from transom.engine.entities.setup import Check, Finding, SetUp, SetUpStep, Verdict
from transom.engine.errors import TransomError
from transom.engine.registrar import Registrar
from transom.engine.workers import Lane

if TYPE_CHECKING:  # a heavy room, loaded by the worker that asks
    from transom.engine.auth.trial import Trial

_LIMITS = frozenset({Check.BROWSER, Check.CODE})
"""Checks of doors that one can do without."""


class SetUpPart:
    """Reads, keeps and tests the app registration; a test saves nothing."""

    def __init__(self, registrar: Registrar, lane: Lane, clock: Clock, proxies: Proxies) -> None:
        self._proxies = proxies
        self._registrar = registrar
        self._lane = lane
        self._clock = clock

    def read(self) -> SetUp:
        """Return every part of the registration, with whose word it is."""
        return self._registrar.set_up()

    def clouds(self) -> tuple[Cloud, ...]:
        """Return the clouds one can choose from."""
        return self._registrar.clouds()

    def save(self, registration: Registration) -> None:
        """Use this registration for sign-ins from now on."""
        self._registrar.save(registration)

    def permissions(self) -> dict[str, str]:
        """Return what a registration must list: short names, each with what it allows."""
        return asked_scopes()

    def check_service(self, registration: Registration) -> Future[Finding]:
        """Find out whether the sign-in service answers and knows the tenant."""
        return self._lane.submit(self._try, Check.SERVICE, registration, lambda one: one.reach())

    def check_code(self, registration: Registration) -> Future[Finding]:
        """Find out whether signing in with a code for another device is allowed."""
        return self._lane.submit(self._try, Check.CODE, registration, lambda one: one.try_code())

    def ask_quietly(self, check: Check, registration: Registration) -> Future[SignInRequest]:
        """Return a question that comes back by itself; the check says to which address."""
        return self._lane.submit(self._ask, check, registration)

    def judge_answer(
        self,
        check: Check,
        registration: Registration,
        request: SignInRequest,
        redirect_url_text: str,
    ) -> Finding:
        """Say what the answer to a quiet question means."""
        from transom.engine.auth.trial import check_answer

        try:
            check_answer(request, redirect_url_text)
        except TransomError as error:
            return self.judge_error(check, registration, error)
        return Finding(check, Verdict.GOOD, "")

    def judge_page(self, check: Check, registration: Registration, code: str) -> Finding:
        """Say what it means that a page stayed; ``code`` is the number it shows, if any."""
        from transom.engine.auth.trial import error_of_page

        return self.judge_error(check, registration, error_of_page(code))

    def judge_error(self, check: Check, registration: Registration, error: TransomError) -> Finding:
        """Say what an error means for the registration, and where to change it."""
        explained = explain_error(error, client_id=registration.client_id, now=self._clock.now())
        is_own = explained.key == type(error).__name__
        return Finding(
            check,
            Verdict.LIMIT if check in _LIMITS else Verdict.BAD,
            error.message if is_own else explained.what,
            explained.next_step,
            explained.step,
            explained.report,
        )

    def judge_account(self, account: Account) -> Finding:
        """Say whether somebody who signed in was granted all that is asked for."""
        missing = missing_scopes(account.granted_scopes)
        if not missing:
            return Finding(Check.SIGN_IN, Verdict.GOOD, "")
        names = ", ".join(one.scope for one in missing)
        return Finding(
            Check.SIGN_IN,
            Verdict.LIMIT,
            f"The sign-in works, but this was not granted: {names}.",
            "In Entra, open API permissions and add what is missing from Microsoft Graph, "
            "delegated. Then sign in again and accept.",
            SetUpStep.PERMISSIONS,
        )

    # --- on the sign-in lane ---

    def _try(
        self, check: Check, registration: Registration, attempt: Callable[["Trial"], None]
    ) -> Finding:
        try:
            attempt(self._trial(registration))
        except TransomError as error:
            return self.judge_error(check, registration, error)
        return Finding(check, Verdict.GOOD, "")

    def _ask(self, check: Check, registration: Registration) -> SignInRequest:
        from transom.engine.auth.trial import LOOPBACK

        redirect_uri = LOOPBACK if check is Check.BROWSER else ""
        return self._trial(registration).ask(redirect_uri)

    def _trial(self, registration: Registration) -> "Trial":
        from transom.engine.auth.trial import Trial
        from transom.engine.auth.wire import session_for

        open_session = partial(session_for, proxies=self._proxies)
        return Trial(registration, http_session_factory=open_session, clock=self._clock)
