"""One sign-in: the address to show, and what becomes of the address it comes back to."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from transom.engine.auth.id_token import identity_from
from transom.engine.auth.provider import Provider, open_provider
from transom.engine.auth.refusals import error_from_exchange, error_from_page
from transom.engine.auth.scopes import SCOPES, check_scopes, short_names
from transom.engine.clock import Clock
from transom.engine.entities.accounts import Account, Cloud, Registration, SignInRequest
from transom.engine.errors import SignInExpiredError, WrongAnswerError

TIME_TO_SIGN_IN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and MSAL's cache with the tokens: for the vault, never for a log."""

    account: Account
    cache_text: str


@dataclass(frozen=True, slots=True)
class _Transaction:
    """What the answer will be held against."""

    request: SignInRequest
    provider: Provider
    msal_flow: dict[str, Any]


class SignInFlow:
    """Asks one question of the provider and takes one answer. Both calls are for a worker."""

    def __init__(
        self,
        registration: Registration,
        *,
        http_session_factory: Callable[[Cloud], requests.Session],
        clock: Clock,
    ) -> None:
        self._registration = registration
        self._open_session = http_session_factory
        self._clock = clock
        self._transaction: _Transaction | None = None

    def begin(
        self,
        login_hint: str = "",
        prompt: str = "",
        extra_scopes: Sequence[str] = (),
        redirect_uri: str = "",
        claims: str = "",
    ) -> SignInRequest:
        """Make a new question; an answer to an earlier one no longer counts.

        Without a ``redirect_uri`` the answer comes to the cloud's own, for the embedded view;
        ``claims`` is what a challenge asked for, as JSON.
        """
        scopes = check_scopes((*SCOPES, *extra_scopes))
        self.end()
        provider = open_provider(self._registration, self._open_session(self._registration.cloud))
        redirect_uri = redirect_uri or self._registration.cloud.redirect_uri
        msal_flow: dict[str, Any] = provider.client.initiate_auth_code_flow(
            scopes,
            redirect_uri=redirect_uri,
            state=secrets.token_urlsafe(24),
            prompt=prompt or None,
            # The provider refuses a hint together with a choice of accounts.
            login_hint=None if prompt == "select_account" else login_hint or None,
            response_mode="form_post",
            claims_challenge=claims or None,
        )
        request = SignInRequest(
            url_text=_answered_by_query(msal_flow["auth_uri"]),
            redirect_uri=redirect_uri,
            state=msal_flow["state"],
            expires_at=self._clock.now() + TIME_TO_SIGN_IN,
        )
        self._transaction = _Transaction(request, provider, msal_flow)
        return request

    def finish(self, redirect_url_text: str) -> SignedIn:
        """Trade the answer for tokens; each way it can be wrong raises an error of its own."""
        transaction = self._transaction
        if transaction is None:
            raise WrongAnswerError("This sign-in is over. Start it again.", check="transaction")
        answer = answer_to(transaction.request, redirect_url_text)
        if self._clock.now() >= transaction.request.expires_at:
            self.end()
            raise SignInExpiredError("The sign-in page was open for too long. Start again.")
        if "error" in answer:
            self.end()
            raise error_from_page(answer)
        tokens = _exchange(transaction, answer)
        # From here the code is spent; a failure on the way there may be tried again.
        try:
            if "error" in tokens:
                raise error_from_exchange(tokens)
            return self._signed_in(transaction, tokens)
        finally:
            self.end()

    def end(self) -> None:
        """Give the question up: no answer counts any more, and no connection stays open."""
        if self._transaction is not None:
            self._transaction.provider.wire.close()
        self._transaction = None

    def _signed_in(self, transaction: _Transaction, tokens: dict[str, Any]) -> SignedIn:
        return signed_in_from(
            tokens,
            self._registration,
            transaction.provider,
            nonce_hash=_hash(transaction.msal_flow["nonce"]),
            now=self._clock.now(),
        )


def signed_in_from(
    tokens: dict[str, Any],
    registration: Registration,
    provider: Provider,
    *,
    nonce_hash: str,
    now: datetime,
) -> SignedIn:
    """Check who the tokens are for; without a ``nonce_hash`` none was asked to come back."""
    identity = identity_from(
        str(tokens.get("id_token", "")),
        client_id=registration.client_id,
        nonce_hash=nonce_hash,
        wire=provider.wire,
        now=now,
    )
    account = Account(
        oid=identity.oid,
        tid=identity.tid,
        username=identity.username,
        name=identity.name,
        registration=registration,
        granted_scopes=short_names(str(tokens.get("scope", ""))),
    )
    return SignedIn(account, provider.cache.serialize())


def _exchange(transaction: _Transaction, answer: dict[str, str]) -> dict[str, Any]:
    try:
        tokens: dict[str, Any] = transaction.provider.client.acquire_token_by_auth_code_flow(
            dict(transaction.msal_flow), answer
        )
    except RuntimeError as error:  # MSAL's word for a nonce that is not ours
        raise WrongAnswerError(
            "What came back is not the provider's answer to this sign-in, so it was not used.",
            check="nonce",
        ) from error
    return tokens


def answer_to(request: SignInRequest, redirect_url_text: str) -> dict[str, str]:
    """Take the answer's parameters, if it is one: the place first, then the state."""
    parts = urlsplit(redirect_url_text)
    if place_of(parts) != place_of(urlsplit(request.redirect_uri)):
        raise WrongAnswerError("The answer came to another address than agreed.", check="address")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    answer = dict(pairs)
    if len(answer) != len(pairs):
        raise WrongAnswerError("The answer says something twice.", check="parameters")
    if not secrets.compare_digest(answer.get("state", "").encode(), request.state.encode()):
        raise WrongAnswerError("The answer belongs to another sign-in.", check="state")
    if not answer.get("code") and not answer.get("error"):
        raise WrongAnswerError("The answer has neither a code nor an error.", check="parameters")
    return answer


def place_of(parts: SplitResult) -> tuple[str, str | None, int | None, str, str | None]:
    """Return what must be equal for two addresses to be the same place."""
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        port = -1
    return parts.scheme, parts.hostname, port, parts.path or "/", parts.username


def _answered_by_query(auth_url_text: str) -> str:
    # WORKAROUND https://github.com/AzureAD/microsoft-authentication-library-for-python: MSAL warns
    # of every other response mode, and only an answer in the address can be taken from a web view;
    # drop when the warning can be switched off for one call.
    parts = urlsplit(auth_url_text)
    pairs = [
        (name, "query" if name == "response_mode" else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _hash(nonce: str) -> str:
    return hashlib.sha256(nonce.encode("ascii")).hexdigest()
