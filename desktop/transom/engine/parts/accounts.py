"""The door's accounts: who is signed in, and how somebody signs in or out."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from transom.engine.auth.words import explain_error
from transom.engine.clock import Clock
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    Cloud,
    MailboxSettings,
    Registration,
    SignInRequest,
)
from transom.engine.entities.signin import Explanation
from transom.engine.errors import NotConfiguredError, TransomError
from transom.engine.parts.hall import Hall
from transom.engine.settings import BUILT_IN_CLOUDS, Settings
from transom.engine.workers import Lane


class AccountsPart:
    """Signs accounts in and out, and reads who they are."""

    def __init__(
        self,
        hall: Hall,
        lane: Lane,
        read_settings: Callable[[], Settings],
        save_settings: Callable[[Settings], None],
        clock: Clock,
    ) -> None:
        self._hall = hall
        self._lane = lane
        self._read_settings = read_settings
        self._save_settings = save_settings
        self._clock = clock

    def list(self) -> list[Account]:
        """Return all accounts, the first one first; none before the store is open."""
        return self._hall.store.accounts.read_accounts() if self._hall.is_open else []

    def clouds(self) -> tuple[Cloud, ...]:
        """Return the clouds one can sign in to: the built-in ones, then the user's own."""
        own = self._read_settings().clouds
        names = {cloud.name for cloud in own}
        built_in = (cloud for cloud in BUILT_IN_CLOUDS.values() if cloud.name not in names)
        return (*built_in, *own)

    def registration(self) -> Registration | None:
        """Return the registration a sign-in would use, None while none is set."""
        try:
            return self._read_settings().registration()
        except NotConfiguredError:
            return None

    def save_registration(self, registration: Registration) -> None:
        """Use this registration for sign-ins from now on."""
        settings = replace(
            self._read_settings(),
            client_id=registration.client_id,
            tenant=registration.tenant,
            cloud=registration.cloud.name,
        )
        if BUILT_IN_CLOUDS.get(registration.cloud.name) != registration.cloud:
            settings = settings.with_cloud(registration.cloud)
        self._save_settings(settings)

    def begin_sign_in(
        self, registration: Registration | None = None, login_hint: str = ""
    ) -> Future[SignInRequest]:
        """Ask for the page to show; NotConfiguredError where nothing says which app signs in."""
        return self._lane.submit(self._begin, registration, login_hint)

    def finish_sign_in(self, request: SignInRequest, redirect_url_text: str) -> Future[Account]:
        """Trade the page's answer for an account, whose sync then starts."""
        return self._lane.submit(self._finish, request, redirect_url_text)

    def cancel_sign_in(self, request: SignInRequest) -> None:
        """Forget a sign-in that was not finished."""
        if self._hall.is_open:
            self._hall.opened.cancel_sign_in(request)

    def sign_out(self, account: AccountId) -> Future[None]:
        """Remove an account with everything stored of it; nothing happens on the server."""
        return self._lane.submit(lambda: self._hall.opened.sign_out(account))

    def explain(self, error: TransomError) -> Explanation:
        """Say what a failed sign-in means, who can change it, and what to tell a help desk."""
        registration = self.registration()
        client_id = registration.client_id if registration else ""
        return explain_error(error, client_id=client_id, now=self._clock.now())

    def read_photo(self, account: AccountId) -> bytes | None:
        """Return the account's own picture."""
        return self._hall.store.accounts.read_photo(account)

    def read_mailbox_settings(self, account: AccountId) -> MailboxSettings:
        """Return what was chosen for the mailbox, such as its time zone."""
        stored = self._hall.store.accounts.read_mailbox_settings(account)
        known = {name: stored.get(name, "") for name in MailboxSettings.__dataclass_fields__}
        return MailboxSettings(**known)

    def _begin(self, registration: Registration | None, login_hint: str) -> SignInRequest:
        wanted = registration or self._read_settings().registration()
        return self._hall.opened.begin_sign_in(wanted, login_hint)

    def _finish(self, request: SignInRequest, redirect_url_text: str) -> Account:
        return self._hall.opened.finish_sign_in(request, redirect_url_text)
