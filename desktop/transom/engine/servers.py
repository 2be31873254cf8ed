"""The way from an opened profile to its servers: tokens, sign-ins, every account's sync."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import requests

from transom.engine.auth.app_tokens import AppTokens
from transom.engine.auth.lines import Lines
from transom.engine.auth.proxies import Login
from transom.engine.auth.proxy_logins import drop_login, keep_login, recall_logins
from transom.engine.auth.signins import SignIns, Wish
from transom.engine.auth.tokens import TokenManager
from transom.engine.auth.vault import Vault
from transom.engine.auth.wire import session_for
from transom.engine.care import Care
from transom.engine.changes import Activity, Phase
from transom.engine.comings import Comings
from transom.engine.entities.accounts import (
    Account,
    AccountId,
    AccountState,
    Cloud,
    Registration,
    SignInRequest,
)
from transom.engine.entities.signin import CodeRequest, Door
from transom.engine.errors import TransomError
from transom.engine.foreign import ForeignMailboxes
from transom.engine.graph.client import GraphClient, TokenSource
from transom.engine.graph.limiter import Limiter
from transom.engine.journal import Journal
from transom.engine.means import Means
from transom.engine.store.store import Store
from transom.engine.sync.mailbox import Mailbox
from transom.engine.sync.progress import Progress
from transom.engine.sync.schedule import Schedule

log = logging.getLogger(__name__)


class Servers:
    """Joins tokens and sync; every method is for a worker."""

    def __init__(
        self,
        means: Means,
        vault: Vault,
        store: Store,
        journal: Journal,
        care: Care,
        locate: Callable[[Registration], Registration],
    ) -> None:
        self._vault, self._store, self._journal = vault, store, journal
        self._care, self._locate = care, locate
        self._proxies = means.proxies
        recall_logins(vault, means.proxies)
        self._clock = clock = means.clock
        self._newsroom = newsroom = means.newsroom
        self._stopping = means.workers.stopping
        self._courtesy = means.workers.courtesy
        self._lines = Lines()
        self._tokens = TokenManager(vault, self._open_session, clock)
        self._limiter = Limiter(clock)
        self.foreign = ForeignMailboxes(
            store.accounts,
            self._tokens,
            AppTokens(vault, self._open_session, clock),
            self._client,
        )
        self.sign_ins = SignIns(self._open_session, clock, means.workers.stopping)
        self.mailboxes: dict[AccountId, Mailbox] = {}
        """The sync of every account that can reach its mailbox."""
        self.schedule = Schedule(
            means.workers,
            newsroom,
            clock,
            self._open_mailbox,
            self._mark_signed_out,
            self._mark_checked,
        )
        self.comings = Comings(
            store,
            self._tokens,
            self.foreign,
            self.schedule,
            self.mailboxes,
            newsroom,
            self._note,
        )

    def start_sync(self) -> None:
        """Sync every account that can reach its mailbox."""
        for account in self._store.accounts.read_accounts():
            is_ready = account.state is AccountState.READY
            if account.registration.certificate and not is_ready:
                # An app needs nobody: what its administrator mended is found out by trying.
                self._store.accounts.set_state(account.id, AccountState.READY)
            if is_ready or account.registration.certificate:
                self.schedule.watch(account)
            else:
                phase = Phase.SIGN_IN_NEEDED
                self._newsroom.publish(Activity(account.id, phase, checked_at=account.checked_at))

    def follow_clouds(self) -> None:
        """Begin anew with the accounts whose servers the settings now describe otherwise."""
        for account in self._store.accounts.read_accounts():
            mailbox = self.mailboxes.get(account.id)
            if mailbox and mailbox.registration != self._locate(account.registration):
                self.schedule.watch(account)

    def begin_sign_in(self, wish: Wish, door: Door) -> SignInRequest:
        """Prepare a sign-in page; asks the provider where it is."""
        request = self.sign_ins.begin(wish, door)
        self._note(AccountId(0), f"sign-in begun ({door.value})")
        return request

    def begin_code(self, wish: Wish) -> CodeRequest:
        """Get a code to type on another device."""
        request = self.sign_ins.begin_code(wish)
        self._note(AccountId(0), f"sign-in begun ({Door.CODE.value})")
        return request

    def claims_for(self, account: Account) -> str:
        """Return what a challenge demands of the account's next sign-in; empty for nothing."""
        return self._tokens.claims_for(account)

    def keep_proxy_login(self, place: str, login: Login | None) -> None:
        """Keep what a proxy is told for later starts, or forget what was kept."""
        if login is None:
            drop_login(self._vault, place)
        else:
            keep_login(self._vault, place, login)

    def halt(self) -> None:
        """Tell sync to end, and cut every connection that a worker may wait for."""
        self.schedule.close()
        self._lines.cut()

    def _note(self, account: AccountId, step: str) -> None:
        self._journal.step(self._clock.now(), account, step)

    def _open_mailbox(
        self, account: Account, progress: Progress, stopping: threading.Event
    ) -> Mailbox:
        account = replace(account, registration=self._locate(account.registration))
        client = self._client(account, self.foreign.tokens_for(account), stopping)
        reads = self.foreign.parts_of(account)
        mailbox = Mailbox(account, client, self._store, self._journal, progress, self._clock, reads)
        self.mailboxes[account.id] = mailbox
        return mailbox

    def _client(
        self, account: Account, tokens: TokenSource, stopping: threading.Event | None = None
    ) -> GraphClient:
        return GraphClient(
            account,
            tokens,
            self._journal,
            stopping or self._stopping,
            self._clock,
            self._limiter,
            courtesy=self._courtesy,
        )

    def _mark_signed_out(self, account: AccountId) -> None:
        self.mailboxes.pop(account, None)
        self._store.accounts.set_state(account, AccountState.SIGN_IN_NEEDED)

    def _mark_checked(self, account: AccountId, at: datetime) -> None:
        try:
            self._store.accounts.set_checked_at(account, at)
            self._care.note_checked(account)
        except TransomError as error:
            log.warning("when it was up to date is not kept: %s", type(error).__name__)

    def _open_session(self, cloud: Cloud) -> requests.Session:
        session = session_for(cloud, self._proxies)
        self._lines.watch(session)
        return session
