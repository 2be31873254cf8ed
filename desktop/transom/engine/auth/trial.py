"""A registration put to the test: questions that need nobody, and what their answers say."""

from collections.abc import Callable

import requests

from transom.engine.auth.device import DeviceFlow
from transom.engine.auth.flow import SignInFlow, answer_to
from transom.engine.auth.provider import open_provider
from transom.engine.auth.refusals import error_from_page
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Cloud, Registration, SignInRequest
from transom.engine.errors import SignInRefusedError

LOOPBACK = "http://localhost"
_ASKS_PERSON = frozenset(
    {"login_required", "interaction_required", "consent_required", "account_selection_required"}
)


class Trial:
    """Asks about one registration and keeps nothing of the answers. For a worker."""

    def __init__(
        self,
        registration: Registration,
        *,
        http_session_factory: Callable[[Cloud], requests.Session],
        clock: Clock,
    ) -> None:
        self._registration = registration
        self._open_session = http_session_factory
        self._clock = clock

    def reach(self) -> None:
        """Return where the sign-in service answers and knows the tenant."""
        session = self._open_session(self._registration.cloud)
        open_provider(self._registration, session).wire.close()

    def ask(self, redirect_uri: str = "") -> SignInRequest:
        """Return a question that shows no page: where all is well, it comes straight back."""
        flow = SignInFlow(
            self._registration, http_session_factory=self._open_session, clock=self._clock
        )
        try:
            return flow.begin(prompt="none", redirect_uri=redirect_uri)
        finally:
            flow.end()

    def try_code(self) -> None:
        """Return where the app may wait for a code that is typed on another device."""
        flow = DeviceFlow(
            self._registration, http_session_factory=self._open_session, clock=self._clock
        )
        flow.begin("trial")
        flow.probe()


def check_answer(request: SignInRequest, redirect_url_text: str) -> None:
    """Return where the answer only wants to see a person; raise what else it says."""
    answer = answer_to(request, redirect_url_text)
    if "error" in answer and answer["error"] not in _ASKS_PERSON:
        raise error_from_page(answer)


def error_of_page(code: str) -> SignInRefusedError:
    """Say that a page stayed where it should have come back; ``code`` is the number it shows."""
    facts = {"page": "error", "codes": f"AADSTS{code}"} if code else {"page": "waiting"}
    return SignInRefusedError("The provider's page did not come back.", **facts)
