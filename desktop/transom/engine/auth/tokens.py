"""The one place that hands out access tokens, however many workers ask at once."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
from msal import SerializableTokenCache

from transom.engine.auth.provider import Provider, open_provider
from transom.engine.auth.refusals import error_from_renewal
from transom.engine.auth.scopes import scopes_to_renew
from transom.engine.auth.vault import Vault
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, Cloud
from transom.engine.errors import ServiceError, SignInNeededError

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=5)
PAUSE_AFTER_FAILURE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Held:
    """An access token in memory: renewed from ``renew_at`` on, useless from ``expires_at`` on."""

    token: str
    renew_at: datetime
    expires_at: datetime


@dataclass(slots=True)
class Entry:
    """What is known of one account while the program runs."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    held: Held | None = None
    provider: Provider | None = None
    cloud: Cloud | None = None
    """Where ``provider`` is."""
    owed: str = ""
    """Claims of a challenge, asked for with every renewal until a token has come."""
    claims: str = ""
    """The newest challenge, for a sign-in by a person where renewing does not meet it."""
    is_outgrown: bool = False
    """Whether more is wished for than the held token carries."""


class TokenManager:
    """Renews each account's token once, stores the rotation, and only then hands it out."""

    def __init__(
        self, vault: Vault, session_factory: Callable[[Cloud], requests.Session], clock: Clock
    ) -> None:
        self._vault = vault
        self._open_session = session_factory
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}

    def add(self, account: Account, cache_text: str) -> None:
        """Store what a sign-in brought; it replaces what this account had."""
        entry = self._entry(account)
        with entry.lock:
            self._vault.write_tokens(vault_key(account), cache_text)
            self._forget(entry)
            entry.owed = entry.claims = ""

    def remove(self, account: Account) -> None:
        """Forget an account's tokens, in memory and on disk."""
        entry = self._entry(account)
        with entry.lock:
            self._vault.write_tokens(vault_key(account), None)
            self._forget(entry)

    def outgrow(self, account: Account) -> None:
        """Renew before the next use: what is asked for has changed."""
        entry = self._entry(account)
        with entry.lock:
            entry.is_outgrown = True

    def claims_for(self, account: Account) -> str:
        """Return what a sign-in by the person must ask for besides, as a challenge put it."""
        return self._entry(account).claims

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        """Return a good token; ``rejected`` is one the server refused. May wait for the network.

        With ``claims`` the server said what the next one must carry.
        """
        entry = self._entry(account)
        with entry.lock:
            held = entry.held or self._held_on_disk(account)
            entry.held = held
            now = self._clock.now()
            is_fit = held is not None and not entry.is_outgrown
            if held and is_fit and held.token != rejected and now < held.renew_at:
                return held.token
            if claims:
                entry.owed = entry.claims = claims
            try:
                entry.held = self._renew(account, entry)
            except ServiceError as error:
                if held is None or held.token == rejected or now >= held.expires_at:
                    raise
                log.warning(
                    "a renewal failed (%s); the old token still holds", type(error).__name__
                )
                entry.held = Held(held.token, now + PAUSE_AFTER_FAILURE, held.expires_at)
            return entry.held.token

    def _entry(self, account: Account) -> Entry:
        with self._lock:
            return self._entries.setdefault(vault_key(account), Entry())

    def _forget(self, entry: Entry) -> None:
        if entry.provider:
            entry.provider.wire.close()
        entry.provider = entry.held = None
        entry.is_outgrown = False

    def _renew(self, account: Account, entry: Entry) -> Held:
        """Ask the token endpoint, have the answer on disk, and only then let it be used."""
        provider = self._provider_for(account, entry)
        answer = provider.client.acquire_token_silent_with_error(
            scopes_to_renew(account.granted_scopes, account.wished_scopes),
            account=_first(provider.cache, "Account"),
            force_refresh=True,
            claims_challenge=entry.owed or None,
        )
        if answer is None:
            raise _sign_in_needed()
        if "error" in answer:
            entry.claims = str(answer.get("claims") or entry.claims)
            raise error_from_renewal(answer)
        try:
            self._vault.write_tokens(vault_key(account), provider.cache.serialize())
        except BaseException:
            # What memory knows and the disk does not must not be built upon.
            self._forget(entry)
            raise
        entry.owed, entry.is_outgrown = "", False
        stored = _first_with_secret(provider.cache, answer["access_token"])
        return _held_from(stored, obtained_at=self._clock.now())

    def _provider_for(self, account: Account, entry: Entry) -> Provider:
        cloud = account.registration.cloud
        if entry.provider is not None and entry.cloud != cloud:
            entry.provider.wire.close()
            entry.provider = None
        entry.provider = entry.provider or self._open_provider(account)
        entry.cloud = cloud
        return entry.provider

    def _open_provider(self, account: Account) -> Provider:
        cache_text = self._vault.read_tokens().get(vault_key(account))
        if not cache_text:
            raise _sign_in_needed()
        cloud = account.registration.cloud
        return open_provider(account.registration, self._open_session(cloud), cache_text)

    def _held_on_disk(self, account: Account) -> Held | None:
        cache = SerializableTokenCache()
        cache.deserialize(self._vault.read_tokens().get(vault_key(account), ""))
        now = self._clock.now()
        found = cache.search(cache.CredentialType.ACCESS_TOKEN, now=int(now.timestamp()))
        held = [_held_from(stored, obtained_at=None) for stored in found]
        return max(held, key=lambda one: one.expires_at, default=None)


def vault_key(account: Account) -> str:
    """Name an account's tokens by who it is, on which host, and by which registration."""
    registration = account.registration
    host = urlsplit(registration.cloud.authority_url).hostname or ""
    return " ".join((account.oid, account.tid, registration.client_id, host))


def _held_from(stored: dict[str, Any], obtained_at: datetime | None) -> Held:
    """Read MSAL's entry; its times are the system clock's, ours begin at ``obtained_at``."""
    cached_at = datetime.fromtimestamp(int(stored["cached_at"]), UTC)
    since = obtained_at or cached_at
    lifetime = timedelta(seconds=int(stored["expires_on"]) - int(stored["cached_at"]))
    renew_after = lifetime - min(EARLY, lifetime / 5)
    if "refresh_on" in stored:
        asked_for = timedelta(seconds=int(stored["refresh_on"]) - int(stored["cached_at"]))
        renew_after = min(renew_after, asked_for)
    return Held(stored["secret"], since + renew_after, since + lifetime)


def _first(cache: SerializableTokenCache, credential_type: str) -> dict[str, Any]:
    for entry in cache.search(credential_type):
        return dict(entry)
    raise _sign_in_needed()


def _first_with_secret(cache: SerializableTokenCache, secret: str) -> dict[str, Any]:
    found = cache.search(cache.CredentialType.ACCESS_TOKEN, query={"secret": secret}, now=0)
    return dict(next(iter(found)))


def _sign_in_needed() -> SignInNeededError:
    return SignInNeededError("There is no sign-in for this account here. Sign in again.")
