"""Access tokens for an app that reads by itself: client credentials, proved by a certificate."""

import base64
import binascii
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from transom.engine.auth.certificates import read_credential
from transom.engine.auth.provider import DISCOVERY_SUFFIX, ProviderWire, authority_for
from transom.engine.auth.refusals import facts_from, sentence_for
from transom.engine.auth.vault import Vault
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, Cloud, Registration
from transom.engine.errors import CertificateError, NonsenseError

EARLY = timedelta(minutes=5)
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(slots=True)
class _Entry:
    """What is held for one app of one organisation."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    token: str = ""
    renew_at: datetime | None = None


class AppTokens:
    """Gets an app's token once for all its mailboxes; it is never written to a disk."""

    def __init__(
        self, vault: Vault, session_factory: Callable[[Cloud], requests.Session], clock: Clock
    ) -> None:
        self._vault = vault
        self._open_session = session_factory
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}

    def prove(self, account: Account, passphrase: str) -> str:
        """Get a token with what the file and the passphrase are now; without one, the kept one."""
        entry = self._entry(account.registration)
        with entry.lock:
            entry.token, entry.renew_at = self._ask(account.registration, "", passphrase)
            return entry.token

    def keep_passphrase(self, registration: Registration, passphrase: str) -> None:
        """Have the certificate file's passphrase among the encrypted tokens."""
        self._vault.write_tokens(passphrase_key(registration), passphrase or None)

    def access_token(
        self, account: Account, *, rejected: str | None = None, claims: str = ""
    ) -> str:
        """Return a good token; ``rejected`` is one the server refused. May wait for the network."""
        registration = account.registration
        entry = self._entry(registration)
        with entry.lock:
            is_due = entry.renew_at is None or self._clock.now() >= entry.renew_at
            if not entry.token or is_due or entry.token == rejected:
                entry.token, entry.renew_at = self._ask(registration, claims)
            return entry.token

    def _entry(self, registration: Registration) -> _Entry:
        with self._lock:
            return self._entries.setdefault(passphrase_key(registration), _Entry())

    def _ask(
        self, registration: Registration, claims: str, passphrase: str = ""
    ) -> tuple[str, datetime]:
        passphrase = passphrase or self._vault.read_tokens().get(passphrase_key(registration), "")
        credential = read_credential(Path(registration.certificate), passphrase)
        wire = ProviderWire(registration.cloud, self._open_session(registration.cloud))
        try:
            reply = wire.get(f"{authority_for(registration)}/v2.0{DISCOVERY_SUFFIX}")
            endpoint = str(wire.discovery["token_endpoint"])
            now = self._clock.now()
            there = _time_in(reply.headers) or now
            form = {
                "grant_type": "client_credentials",
                "client_id": registration.client_id,
                "scope": f"{registration.cloud.graph_url.rstrip('/')}/.default",
                "client_assertion_type": _ASSERTION_TYPE,
                "client_assertion": credential.assertion(registration.client_id, endpoint, there),
            }
            answer = json.loads(wire.post(endpoint, data=form | _claims(claims)).text)
        finally:
            wire.close()
        if "error" in answer:
            raise CertificateError(
                f"The organisation's app was not let in. {sentence_for(answer)}",
                **facts_from(answer),
            )
        return _token_from(answer, now)


def roles_of(token: str) -> frozenset[str]:
    """Read what the app was granted, for showing only; empty where the token is not legible."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return frozenset(str(role) for role in claims.get("roles", ()))
    except (IndexError, ValueError, AttributeError, TypeError, binascii.Error):
        return frozenset()


def passphrase_key(registration: Registration) -> str:
    """Name what opens an app's certificate, beside the tokens."""
    where = registration.cloud.authority_url
    return f"reader {registration.client_id} {registration.tenant} {where}"


def _time_in(headers: Mapping[str, str]) -> datetime | None:
    """Return the server's own time: what is signed must be of its day, whatever ours is."""
    named = {name.lower(): text for name, text in headers.items()}
    try:
        return parsedate_to_datetime(named.get("date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _claims(claims: str) -> dict[str, str]:
    return {"claims": claims} if claims else {}


def _token_from(answer: dict[str, object], now: datetime) -> tuple[str, datetime]:
    token, life = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not isinstance(life, int | str) or not str(life).isdecimal():
        raise NonsenseError("The sign-in service's answer holds no token.")
    lasting = timedelta(seconds=int(life))
    return token, now + lasting - min(EARLY, lasting / 5)
