"""Mailboxes that are not the signed-in person's own: shared ones, and those an app may read."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from transom.engine.auth.app_tokens import AppTokens, passphrase_key, roles_of
from transom.engine.auth.key_file import read_secret_file
from transom.engine.auth.tokens import TokenManager
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    AccountState,
    Cloud,
    Registration,
)
from transom.engine.entities.readers import Reader
from transom.engine.entities.shared import Opening, Probe
from transom.engine.errors import DeniedError, NotFoundError, SignInNeededError, TransomError
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient, TokenSource
from transom.engine.probing import probe
from transom.engine.store.accounts import AccountStore
from transom.engine.sync.mailbox import CALENDARS, CONTACTS, EVERYTHING, MAIL

SHARED = {
    MAIL: "Mail.Read.Shared",
    CALENDARS: "Calendars.Read.Shared",
    CONTACTS: "Contacts.Read.Shared",
}
_DOORS = {MAIL: "/me/mailFolders", CALENDARS: "/me/calendar", CONTACTS: "/me/contacts"}
Knock = Callable[[Account, TokenSource], GraphClient]


class _Borrowed:
    """Reads a mailbox with the sign-in of the account it is shared with."""

    def __init__(self, tokens: TokenManager, store: AccountStore, owner: AccountId) -> None:
        self._tokens = tokens
        self._store = store
        self._owner = owner

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        """Return the owner's token, whichever mailbox it is for."""
        owner = self._store.read_account(self._owner)
        if owner is None or owner.state is not AccountState.READY:
            raise SignInNeededError("The account this mailbox is shared with must sign in again.")
        return self._tokens.access_token(owner, rejected=rejected, claims=claims)


class ForeignMailboxes:
    """Knows by whose right each mailbox is read, and how much of it. For workers."""

    def __init__(
        self, store: AccountStore, tokens: TokenManager, apps: AppTokens, client: Knock
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._apps = apps
        self._client = client

    def tokens_for(self, account: Account) -> TokenSource:
        """Return who has the tokens a mailbox is read with."""
        if account.registration.certificate:
            return self._apps
        if account.via is None:
            return self._tokens
        return _Borrowed(self._tokens, self._store, account.via)

    def parts_of(self, account: Account) -> frozenset[str]:
        """Return which parts of a mailbox may be asked for."""
        if account.is_own or account.via is None:
            return EVERYTHING
        owner = self._store.read_account(account.via)
        return frozenset(part for part, scope in SHARED.items() if owner and owner.uses(scope))

    def shared_with(self, owner: AccountId) -> list[Account]:
        """Return the mailboxes that are read with an account's sign-in."""
        return [one for one in self._store.read_accounts() if one.via == owner]

    def open_shared(self, owner: Account, mailbox: str) -> Account:
        """Add a mailbox that is shared with an account; DeniedError where nothing of it opens."""
        account = _shared_with(owner, mailbox)
        found = self.probe(owner, mailbox)
        if not found.is_open:
            raise _refusal(found)
        return self._store.save_account(account)

    def probe(self, owner: Account, mailbox: str) -> Probe:
        """Look what of a mailbox can be read with an account's sign-in."""
        account = _shared_with(owner, mailbox)
        client = self._client(account, self.tokens_for(account))
        try:
            return probe(client, account.mailbox, self.parts_of(account))
        finally:
            client.close()

    def add_reader(self, registration: Registration, mailbox: str, passphrase: str) -> Account:
        """Add a mailbox that an app reads, once it has proved itself and the mailbox opens."""
        account = _read_by_app(registration, _checked(mailbox))
        token = self._apps.prove(account, passphrase)
        self._knock(account, self._apps, EVERYTHING)
        if passphrase:
            self._apps.keep_passphrase(registration, passphrase)
        return self._store.save_account(replace(account, granted_scopes=roles_of(token)))

    def provide(self, reader: Reader, cloud: Cloud) -> None:
        """Add the mailboxes that the settings name, without asking anybody."""
        if not reader.is_set_up:
            return
        registration = Registration(reader.client_id, reader.tenant, cloud, reader.certificate)
        if reader.passphrase_file:
            passphrase = read_secret_file(Path(reader.passphrase_file))
            self._apps.keep_passphrase(registration, passphrase)
        known = {one.oid: one for one in self._store.read_accounts() if not one.is_own}
        for mailbox in map(_checked, reader.mailboxes):
            kept = known.get(mailbox.casefold())
            if kept is None or kept.registration != registration:
                self._store.save_account(_read_by_app(registration, mailbox))

    def forget(self, account: Account) -> None:
        """Let go of the passphrase once no mailbox is read with its certificate any more."""
        key = passphrase_key(account.registration)
        others = [one for one in self._store.read_accounts() if one.id != account.id]
        if account.registration.certificate and not any(
            one.registration.certificate and passphrase_key(one.registration) == key
            for one in others
        ):
            self._apps.keep_passphrase(account.registration, "")

    def _knock(self, account: Account, tokens: TokenSource, parts: frozenset[str]) -> None:
        """Try every part that may be asked for; one that opens is enough."""
        client = self._client(account, tokens)
        first: TransomError | None = None
        try:
            for part in sorted(parts):
                try:
                    client.get(address(_DOORS[part], params={"$select": "id"}))
                    return
                except (DeniedError, NotFoundError) as error:
                    first = first or error
        finally:
            client.close()
        if first is not None:
            raise first


def _shared_with(owner: Account, mailbox: str) -> Account:
    mailbox = _checked(mailbox)
    return Account(
        oid=mailbox.casefold(),
        tid=owner.tid,
        username=mailbox,
        name=mailbox,
        registration=owner.registration,
        mailbox=mailbox,
        via=owner.id,
    )


def _refusal(found: Probe) -> TransomError:
    if all(part.opening is Opening.NOT_ASKED for part in found.parts):
        return DeniedError(
            "Turn on at least one of the permissions for what is shared with you first."
        )
    if found.is_missing:
        return NotFoundError("There is no mailbox of this address, or none that can be seen here.")
    return DeniedError("Nothing of this mailbox is shared with the account.")


def _read_by_app(registration: Registration, mailbox: str) -> Account:
    return Account(
        oid=mailbox.casefold(),
        tid=registration.tenant,
        username=mailbox,
        name=mailbox,
        registration=registration,
        mailbox=mailbox,
    )


def _checked(mailbox: str) -> str:
    plain = mailbox.strip()
    name, at, domain = plain.partition("@")
    if not (name and at and domain) or not plain.isprintable() or " " in plain or "/" in plain:
        raise NotFoundError("That is not the address of a mailbox.")
    return plain
