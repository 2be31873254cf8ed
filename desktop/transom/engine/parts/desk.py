"""The worker's side of signing in: each step, from the wish to the account that is kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from transom.engine.entities.accounts import Account, Registration, SignInRequest
from transom.engine.entities.signin import CodeRequest, Door
from transom.engine.parts.hall import Hall

if TYPE_CHECKING:  # a heavy room, loaded by the worker that signs in
    from transom.engine.auth.signins import Wish


class SignInDesk:
    """Takes the steps of sign-ins; every method blocks and is for a worker."""

    def __init__(
        self,
        hall: Hall,
        accounts: Callable[[], list[Account]],
        registration: Callable[[], Registration],
    ) -> None:
        self._hall = hall
        self._accounts = accounts
        self._registration = registration

    def begin(
        self,
        registration: Registration | None,
        login_hint: str,
        door: Door,
        prompt: str,
        extra_scopes: tuple[str, ...],
    ) -> SignInRequest:
        """Prepare the page of a sign-in."""
        wish = self._wish(registration, login_hint, prompt, extra_scopes)
        return self._hall.opened.servers.begin_sign_in(wish, door)

    def begin_code(self, login_hint: str, extra_scopes: tuple[str, ...]) -> CodeRequest:
        """Get a code for another device."""
        return self._hall.opened.servers.begin_code(self._wish(None, login_hint, "", extra_scopes))

    def _wish(
        self,
        registration: Registration | None,
        login_hint: str,
        prompt: str,
        extra_scopes: tuple[str, ...],
    ) -> "Wish":
        from transom.engine.auth.signins import Wish

        wanted = registration or self._registration()
        known = [
            one
            for one in self._accounts()
            if login_hint and one.is_own and one.username == login_hint
        ]
        if not known:
            return Wish(wanted, login_hint=login_hint, prompt=prompt, extra_scopes=extra_scopes)
        return Wish(
            wanted,
            login_hint=login_hint,
            oid=known[0].oid,
            tid=known[0].tid,
            prompt=prompt,
            claims=self._hall.opened.servers.claims_for(known[0]),
            # What is turned on stays on; it was granted before.
            extra_scopes=(*sorted(known[0].wished_scopes - {*extra_scopes}), *extra_scopes),
        )

    def finish(self, state: str, redirect_url_text: str) -> Account:
        """Take the view's answer and keep the account."""
        servers = self._hall.opened.servers
        return servers.comings.keep(servers.sign_ins.finish(state, redirect_url_text))

    def wait(self, state: str) -> Account:
        """Wait for an answer from elsewhere and keep the account."""
        servers = self._hall.opened.servers
        return servers.comings.keep(servers.sign_ins.wait(state))

    def accept_other(self, state: str) -> Account:
        """Keep who signed in instead of who was asked for."""
        servers = self._hall.opened.servers
        return servers.comings.keep(servers.sign_ins.accept_other(state))
