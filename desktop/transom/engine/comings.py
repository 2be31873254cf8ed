"""Accounts coming and going: tokens before rows, rows before sync, and back the same way."""

from collections.abc import Callable, MutableMapping
from dataclasses import replace

from transom.engine.auth.flow import SignedIn
from transom.engine.auth.tokens import TokenManager
from transom.engine.changes import Activity, Newsroom, Phase
from transom.engine.entities.accounts import Account, AccountId, AccountState
from transom.engine.foreign import ForeignMailboxes
from transom.engine.store.store import Store
from transom.engine.sync.mailbox import Mailbox
from transom.engine.sync.schedule import Schedule


class Comings:
    """Keeps who signed in, with the mailboxes read by that sign-in, until they leave. For workers.

    ``note`` writes a step into the journal.
    """

    def __init__(
        self,
        store: Store,
        tokens: TokenManager,
        foreign: ForeignMailboxes,
        schedule: Schedule,
        mailboxes: MutableMapping[AccountId, Mailbox],
        newsroom: Newsroom,
        note: Callable[[AccountId, str], None],
    ) -> None:
        self._store = store
        self._tokens = tokens
        self._foreign = foreign
        self._schedule = schedule
        self._mailboxes = mailboxes
        self._newsroom = newsroom
        self._note = note

    def keep(self, signed_in: SignedIn) -> Account:
        """Keep who signed in: the tokens are safe first, then the account is, then sync starts."""
        self._tokens.add(signed_in.account, signed_in.cache_text)
        account = self._store.accounts.save_account(signed_in.account)
        self._note(account.id, "signed in")
        self._begin(account)
        return account

    def set_wished(self, account: AccountId, scope: str, *, is_on: bool) -> None:
        """Make use of a granted permission, or no longer; sync begins anew with that."""
        known = self._store.accounts.read_account(account)
        if known is None or (is_on and scope not in known.granted_scopes):
            return
        others = known.wished_scopes - {scope}
        wished = replace(known, wished_scopes=others | {scope} if is_on else others)
        if is_on:
            self._tokens.outgrow(wished)
            self._tokens.access_token(wished)
        self._store.accounts.set_wished(account, wished.wished_scopes)
        if known.state is AccountState.READY:
            self._begin(wished)

    def sign_out(self, account: AccountId) -> None:
        """Forget an account's tokens; what is stored of it stays readable."""
        for shared in self._foreign.shared_with(account):
            self.sign_out(shared.id)
        self._leave(account)
        self._store.accounts.set_state(account, AccountState.SIGN_IN_NEEDED)
        self._newsroom.publish(Activity(account, Phase.SIGN_IN_NEEDED))

    def forget(self, account: AccountId) -> None:
        """Forget an account: its tokens first, then every trace of what is stored of it."""
        for shared in self._foreign.shared_with(account):
            self.forget(shared.id)
        self._leave(account)
        self._store.forget_account(account)

    def _begin(self, account: Account) -> None:
        """Sync an account, and the mailboxes that are read with its sign-in."""
        self._schedule.watch(account)
        for shared in self._foreign.shared_with(account.id):
            self._store.accounts.set_state(shared.id, AccountState.READY)
            self._schedule.watch(shared)

    def _leave(self, account: AccountId) -> None:
        self._schedule.forget(account)
        self._mailboxes.pop(account, None)
        known = self._store.accounts.read_account(account)
        if known is not None:
            self._tokens.remove(known)
            self._foreign.forget(known)
            self._note(account, "signed out")
