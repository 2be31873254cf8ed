"""What exists once a profile's key is there: tokens, store, schedule and every account's sync."""

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import requests

from transom.engine.auth.app_tokens import AppTokens
from transom.engine.auth.lines import Lines
from transom.engine.auth.proxies import Login
from transom.engine.auth.proxy_logins import drop_login, keep_login, recall_logins
from transom.engine.auth.signins import SignIns, Wish
from transom.engine.auth.tokens import TokenManager
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.auth.wire import session_for
from transom.engine.care import Care
from transom.engine.changes import Activity, Change, Kind, Phase
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
from transom.engine.errors import DamagedError, TransomError
from transom.engine.foreign import ForeignMailboxes
from transom.engine.graph.client import GraphClient, TokenSource
from transom.engine.graph.limiter import Limiter
from transom.engine.journal import Journal
from transom.engine.means import Means
from transom.engine.profile import Profile
from transom.engine.store.salvage import Salvaged
from transom.engine.store.store import Store
from transom.engine.sync.mailbox import Mailbox
from transom.engine.sync.progress import Progress
from transom.engine.sync.schedule import Schedule

log = logging.getLogger(__name__)

_SHOWN = (
    Kind.DAMAGE,
    Kind.ACCOUNTS,
    Kind.FOLDERS,
    Kind.CALENDARS,
    Kind.CONTACT_FOLDERS,
    Kind.CONTACTS,
    Kind.SEARCHES,
)
"""What may look otherwise after a repair."""


class OpenProfile:
    """Joins the opened store, the tokens and sync; every method but readers is for a worker."""

    def __init__(
        self,
        means: Means,
        vault: Vault,
        source: KeySource,
        locate: Callable[[Registration], Registration],
        *,
        mends: bool = False,
    ) -> None:
        self.key_source = source.value
        self._vault = vault
        self._proxies = means.proxies
        recall_logins(vault, means.proxies)
        self._clock = clock = means.clock
        self._locate = locate
        self._newsroom = newsroom = means.newsroom
        workers = means.workers
        self._stopping = workers.stopping
        is_session = source is KeySource.SESSION
        self._session_directory = means.profile.session_directory if is_session else None
        path = _store_path(means.profile, vault, self._session_directory, mends=mends)
        lane = workers.lane("store")
        self.store = Store.open(path, vault.store_key(), lane, newsroom, mends=mends)
        self.care = Care(self.store, workers, newsroom)
        self._index_lane = workers.lane("index")
        self._index_lane.submit(self._complete_index)
        self.journal = Journal()
        self._lines = Lines()
        self._tokens = TokenManager(vault, self._open_session, clock)
        self._limiter = Limiter(clock)
        self.foreign = ForeignMailboxes(
            self.store.accounts,
            self._tokens,
            AppTokens(vault, self._open_session, clock),
            self._client,
        )
        self.sign_ins = SignIns(self._open_session, clock, workers.stopping)
        self._mailboxes: dict[AccountId, Mailbox] = {}
        self.schedule = Schedule(
            workers,
            newsroom,
            clock,
            self._open_mailbox,
            self._mark_signed_out,
            self._mark_checked,
        )
        self.comings = Comings(
            self.store,
            self._tokens,
            self.foreign,
            self.schedule,
            self._mailboxes,
            newsroom,
            self._note,
        )

    def start_sync(self) -> None:
        """Sync every account that can reach its mailbox."""
        for account in self.store.accounts.read_accounts():
            is_ready = account.state is AccountState.READY
            if account.registration.certificate and not is_ready:
                # An app needs nobody: what its administrator mended is found out by trying.
                self.store.accounts.set_state(account.id, AccountState.READY)
            if is_ready or account.registration.certificate:
                self.schedule.watch(account)
            else:
                phase = Phase.SIGN_IN_NEEDED
                self._newsroom.publish(Activity(account.id, phase, checked_at=account.checked_at))

    def mend(self) -> Salvaged:
        """Go on with what can be read of a damaged copy, and fetch the rest again."""
        watched = {one.account for one in self.schedule.activities()}
        for account in watched:
            self.schedule.forget(account)
        try:
            return self.care.mend()
        finally:
            self._newsroom.publish(*self._everything())
            self._index_lane.submit(self._complete_index)
            for known in self.store.accounts.read_accounts():
                if known.id in watched:
                    self.schedule.watch(known)

    def _everything(self) -> list[Change]:
        """Return the news that all may look otherwise now."""
        folders = self.store.mail.read_folders()
        calendars = self.store.calendar.read_calendars()
        return [
            *(Change(kind) for kind in _SHOWN),
            *(Change(Kind.MESSAGES, one.account, one.id) for one in folders),
            *(Change(Kind.EVENTS, one.account, one.id) for one in calendars),
        ]

    def keep_within(self, text_days: int, attachment_megabytes: int) -> None:
        """Fetch texts of so many days, of all for 0, and keep so much of attachments."""
        since = self._clock.now() - timedelta(days=text_days) if text_days > 0 else None
        self.store.limit(since, max(0, attachment_megabytes) << 20)

    def follow_clouds(self) -> None:
        """Begin anew with the accounts whose servers the settings now describe otherwise."""
        for account in self.store.accounts.read_accounts():
            mailbox = self.mailbox(account.id)
            if mailbox and mailbox.registration != self._locate(account.registration):
                self.schedule.watch(account)

    def mailbox(self, account: AccountId) -> Mailbox | None:
        """Return the sync of an account; None while it cannot reach its mailbox."""
        return self._mailboxes.get(account)

    def mailboxes(self) -> list[Mailbox]:
        """Return the sync of every account that can reach its mailbox."""
        return list(self._mailboxes.values())

    def odd_items(self) -> int:
        """Count the server's items that could not be read."""
        return sum(mailbox.odd_items for mailbox in self.mailboxes())

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

    def close(self) -> None:
        """Close the store once no worker runs; what was for this session only is gone."""
        with suppress(TransomError):
            self.store.journal.save(self.journal.drain())
        self.care.close()
        self.store.close()
        if self._session_directory is not None:
            shutil.rmtree(self._session_directory, ignore_errors=True)

    def _note(self, account: AccountId, step: str) -> None:
        self.journal.step(self._clock.now(), account, step)

    def _open_mailbox(
        self, account: Account, progress: Progress, stopping: threading.Event
    ) -> Mailbox:
        account = replace(account, registration=self._locate(account.registration))
        client = self._client(account, self.foreign.tokens_for(account), stopping)
        reads = self.foreign.parts_of(account)
        mailbox = Mailbox(account, client, self.store, self.journal, progress, self._clock, reads)
        self._mailboxes[account.id] = mailbox
        return mailbox

    def _complete_index(self) -> None:
        while not self._stopping.is_set() and self.store.reindexer.go_on():
            pass

    def _client(
        self, account: Account, tokens: TokenSource, stopping: threading.Event | None = None
    ) -> GraphClient:
        return GraphClient(
            account,
            tokens,
            self.journal,
            stopping or self._stopping,
            self._clock,
            self._limiter,
        )

    def _mark_signed_out(self, account: AccountId) -> None:
        self._mailboxes.pop(account, None)
        self.store.accounts.set_state(account, AccountState.SIGN_IN_NEEDED)

    def _mark_checked(self, account: AccountId, at: datetime) -> None:
        try:
            self.store.accounts.set_checked_at(account, at)
            self.care.note_checked(account)
        except TransomError as error:
            log.warning("when it was up to date is not kept: %s", type(error).__name__)

    def _open_session(self, cloud: Cloud) -> requests.Session:
        session = session_for(cloud, self._proxies)
        self._lines.watch(session)
        return session


def _store_path(
    profile: Profile, vault: Vault, session_directory: Path | None, *, mends: bool
) -> Path:
    """Return where the store lies; DamagedError where it stood and is empty."""
    path = profile.store_path
    if session_directory is not None:
        # No key outlives this process, so nothing written under an earlier one can be read.
        shutil.rmtree(session_directory, ignore_errors=True)
        return session_directory / path.name
    if not mends and vault.has_tokens() and path.exists() and path.stat().st_size == 0:
        raise DamagedError("The local copy is an empty file; what it held is gone.")
    return path
