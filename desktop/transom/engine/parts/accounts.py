"""The door's accounts: who is signed in, and how somebody signs in or out."""

from concurrent.futures import Future

from transom.engine.auth.asked import missing_scopes
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
from transom.engine.entities.signin import (
    AdminKit,
    CodeRequest,
    Door,
    Explanation,
    MissingScope,
)
from transom.engine.errors import NotConfiguredError, TransomError
from transom.engine.parts.desk import SignInDesk
from transom.engine.parts.hall import Hall
from transom.engine.registrar import Registrar
from transom.engine.workers import Lane


class AccountsPart:
    """Signs accounts in and out, and reads who they are."""

    def __init__(
        self,
        hall: Hall,
        lane: Lane,
        waiting: Lane,
        registrar: Registrar,
        clock: Clock,
    ) -> None:
        self._hall = hall
        self._lane = lane
        self._waiting = waiting
        self._registrar = registrar
        self._clock = clock
        self._desk = SignInDesk(hall, self.list, registrar.registration)

    def list(self) -> list[Account]:
        """Return all accounts, the first one first; none before the store is open."""
        return self._hall.store.accounts.read_accounts() if self._hall.is_open else []

    def clouds(self) -> tuple[Cloud, ...]:
        """Return the clouds one can sign in to: the built-in ones, then the user's own."""
        return self._registrar.clouds()

    def registration(self) -> Registration | None:
        """Return the registration a sign-in would use, None while none is set."""
        try:
            return self._registrar.registration()
        except NotConfiguredError:
            return None

    def hidden_choices(self) -> frozenset[str]:
        """Return which of ``registration browser code demo`` the organisation hides."""
        return self._registrar.hidden

    def save_registration(self, registration: Registration) -> None:
        """Use this registration for sign-ins from now on."""
        self._registrar.save(registration)

    def begin_sign_in(
        self,
        registration: Registration | None = None,
        login_hint: str = "",
        *,
        door: Door = Door.VIEW,
        prompt: str = "",
        extra_scopes: tuple[str, ...] = (),
    ) -> Future[SignInRequest]:
        """Ask for the page to show; NotConfiguredError where nothing says which app signs in.

        ``extra_scopes`` are further permissions to ask for; what is on already is asked for again.
        """
        return self._lane.submit(
            self._desk.begin, registration, login_hint, door, prompt, extra_scopes
        )

    def begin_code(
        self, login_hint: str = "", extra_scopes: tuple[str, ...] = ()
    ) -> Future[CodeRequest]:
        """Ask for a code that can be typed on any device."""
        return self._lane.submit(self._desk.begin_code, login_hint, extra_scopes)

    def finish_sign_in(self, request: SignInRequest, redirect_url_text: str) -> Future[Account]:
        """Trade the page's answer for an account, whose sync then starts.

        OtherAccountError where somebody else signed in: see ``accept_other``.
        """
        return self._lane.submit(self._desk.finish, request.state, redirect_url_text)

    def wait_for_sign_in(self, request: SignInRequest | CodeRequest) -> Future[Account]:
        """Wait for the system's browser, or for whoever types the code, as ``finish`` does."""
        return self._waiting.submit(self._desk.wait, request.state)

    def accept_other(self, request: SignInRequest | CodeRequest) -> Future[Account]:
        """Keep the account that signed in although another was asked for."""
        return self._lane.submit(self._desk.accept_other, request.state)

    def cancel_sign_in(self, request: SignInRequest | CodeRequest) -> None:
        """Forget a sign-in that was not finished."""
        if self._hall.is_open:
            self._hall.opened.servers.sign_ins.cancel(request.state)

    def sign_out(self, account: AccountId) -> Future[None]:
        """Throw an account's tokens away; its copy here stays readable, nothing new arrives."""
        return self._lane.submit(lambda: self._hall.opened.servers.comings.sign_out(account))

    def forget(self, account: AccountId) -> Future[None]:
        """Remove an account with every trace of it on this computer; the server keeps its own."""
        return self._lane.submit(lambda: self._hall.opened.servers.comings.forget(account))

    def missing_scopes(
        self, account: Account, extra_scopes: tuple[str, ...] = ()
    ) -> tuple[MissingScope, ...]:
        """Say which permissions were not granted, and what that switches off."""
        return missing_scopes(account.granted_scopes, extra_scopes)

    def set_color(self, account: AccountId, color: int) -> Future[None]:
        """Keep the colour that tells the account from others; told as ACCOUNTS."""
        return self._lane.submit(lambda: self._hall.store.accounts.set_color(account, color))

    def admin_kit(self, extra_scopes: tuple[str, ...] = ()) -> AdminKit:
        """Return what an administrator needs to approve Transom for the organisation."""
        from transom.engine.auth.consent import admin_kit

        return admin_kit(self._registrar.registration(), extra_scopes)

    def check_consent(self, kit: AdminKit, redirect_url_text: str) -> None:
        """Return if the administrator's page says that it was accepted; raise otherwise."""
        from transom.engine.auth.consent import check_consent

        check_consent(kit, redirect_url_text)

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
