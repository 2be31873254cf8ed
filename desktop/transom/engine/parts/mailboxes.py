"""The door's other mailboxes: those shared with an account, and those an app reads by itself."""

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from transom.engine.entities.accounts import Account, AccountId, AccountState, Registration
from transom.engine.entities.readers import Reader
from transom.engine.entities.shared import Probe
from transom.engine.errors import NotConfiguredError, SignInNeededError
from transom.engine.parts.hall import Hall
from transom.engine.registrar import Registrar
from transom.engine.workers import Lane


class MailboxesPart:
    """Opens mailboxes that are not the signed-in person's own."""

    def __init__(self, hall: Hall, lane: Lane, registrar: Registrar) -> None:
        self._hall = hall
        self._lane = lane
        self._registrar = registrar

    def reader(self) -> Reader:
        """Return the app that the settings name for reading mailboxes; empty where none."""
        return self._registrar.reader()

    def open_shared(self, owner: AccountId, mailbox: str) -> Future[Account]:
        """Add a mailbox that is shared with an account, by its address.

        DeniedError or NotFoundError where nothing of it opens.
        """
        return self._lane.submit(self._open_shared, owner, mailbox)

    def probe_shared(self, owner: AccountId, mailbox: str) -> Future[Probe]:
        """Look what of a mailbox can be read with an account's sign-in, part by part."""
        return self._lane.submit(self._probe_shared, owner, mailbox)

    def add_reader(self, reader: Reader, mailbox: str, passphrase: str = "") -> Future[Account]:
        """Add a mailbox that an app of the organisation's reads, once all of that works.

        CertificateError where the app cannot prove itself; what works is kept in the settings.
        """
        return self._lane.submit(self._add_reader, reader, mailbox, passphrase)

    def try_again(self, account: AccountId) -> Future[None]:
        """Sync a mailbox anew that nobody can sign in to."""
        return self._lane.submit(self._try_again, account)

    def provide(self) -> None:
        """Add the mailboxes that the settings name. For a worker."""
        reader = self._registrar.reader()
        if reader.is_set_up and reader.mailboxes:
            self._hall.opened.servers.foreign.provide(reader, self._registrar.cloud())

    def _open_shared(self, owner: AccountId, mailbox: str) -> Account:
        opened = self._hall.opened
        account = opened.servers.foreign.open_shared(self._known(owner), mailbox)
        opened.schedule.watch(account)
        return account

    def _probe_shared(self, owner: AccountId, mailbox: str) -> Probe:
        return self._hall.opened.servers.foreign.probe(self._known(owner), mailbox)

    def _known(self, owner: AccountId) -> Account:
        known = self._hall.opened.store.accounts.read_account(owner)
        if known is None:
            raise SignInNeededError("Sign in with the account the mailbox is shared with first.")
        return known

    def _add_reader(self, reader: Reader, mailbox: str, passphrase: str) -> Account:
        if not reader.is_set_up:
            raise NotConfiguredError("Name the app, its organisation and the certificate file.")
        certificate = str(Path(reader.certificate).expanduser())
        registration = Registration(
            reader.client_id.strip(), reader.tenant.strip(), self._registrar.cloud(), certificate
        )
        opened = self._hall.opened
        account = opened.servers.foreign.add_reader(registration, mailbox, passphrase)
        opened.schedule.watch(account)
        self._registrar.save_reader(replace(reader, certificate=certificate))
        return account

    def _try_again(self, account: AccountId) -> None:
        opened = self._hall.opened
        opened.store.accounts.set_state(account, AccountState.READY)
        known = opened.store.accounts.read_account(account)
        if known is not None:
            opened.schedule.watch(known)
