"""What an app asks at /authorize, checked in the order in which Microsoft complains."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from transom.demo.identity import forms
from transom.demo.identity.directory import Directory, Tenant
from transom.demo.identity.errors import IdentityError, ShownError
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import ScopeRequest, parse_scopes

_MODES = ("query", "fragment", "form_post")
_PROMPTS = ("", "login", "none", "consent", "select_account")
_METHODS = ("plain", "S256")


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    """Where an answer goes and what it must carry back."""

    redirect_uri: str
    mode: str
    state: str | None

    def url(self, fields: Mapping[str, str]) -> str:
        """Return the redirect with the answer in its query or fragment."""
        mark = "#" if self.mode == "fragment" else "&" if "?" in self.redirect_uri else "?"
        return f"{self._with_path()}{mark}{forms.encode(self.fields(fields))}"

    def fields(self, fields: Mapping[str, str]) -> dict[str, str]:
        return dict(fields) | ({} if self.state is None else {"state": self.state})

    @property
    def origin(self) -> str:
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"

    def _with_path(self) -> str:
        return self.redirect_uri if urlsplit(self.redirect_uri).path else f"{self.redirect_uri}/"


@dataclass(frozen=True, slots=True)
class AuthorizeRequest:
    """One sign-in as the app asked for it."""

    tenant: str
    client_id: str
    redirect_uri: str
    response_mode: str
    state: str | None
    scope: str
    nonce: str
    challenge: str
    challenge_method: str
    prompt: str
    login_hint: str
    wants_client_info: bool
    correlation_id: str

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(**value)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def return_address(self) -> ReturnAddress:
        return ReturnAddress(self.redirect_uri, self.response_mode, self.state)

    def scopes(self, registration: Registration) -> ScopeRequest:
        return parse_scopes(self.scope, registration.static_scopes)


class RedirectedError(Exception):
    """A refusal the app is told of by redirect."""

    def __init__(self, cause: IdentityError, address: ReturnAddress) -> None:
        self.cause = cause
        self.address = address
        super().__init__(str(cause))


def read_request(
    form: Mapping[str, str],
    segment: str,
    correlation_id: str,
    directory: Directory,
    registration: Registration,
) -> AuthorizeRequest:
    """Check a request; raise ShownError until a redirect is safe, RedirectedError from then on."""
    try:
        tenant = directory.tenant(segment)
        _check_client(form, tenant, registration)
    except IdentityError as error:
        raise ShownError(error) from error
    mode = form.get("response_mode") or "query"
    safe_mode = mode if mode in _MODES else "query"
    address = ReturnAddress(form["redirect_uri"], safe_mode, form.get("state"))
    try:
        _check_protocol(form, mode)
        parse_scopes(forms.required(form, "scope"), registration.static_scopes)
        challenge, method = _challenge(form)
    except IdentityError as error:
        raise RedirectedError(error, address) from error
    return AuthorizeRequest(
        tenant=segment,
        client_id=registration.client_id,
        redirect_uri=form["redirect_uri"],
        response_mode=mode,
        state=form.get("state"),
        scope=form["scope"],
        nonce=form.get("nonce", ""),
        challenge=challenge,
        challenge_method=method,
        prompt=form.get("prompt", ""),
        login_hint=form.get("login_hint", ""),
        wants_client_info=form.get("client_info") == "1",
        correlation_id=correlation_id,
    )


def _check_client(form: Mapping[str, str], tenant: Tenant, registration: Registration) -> None:
    client_id = forms.required(form, "client_id")
    if not registration.is_client(client_id):
        raise IdentityError(700016, client_id=client_id, tenant=tenant.segment)
    redirect_uri = form.get("redirect_uri", "")
    if not redirect_uri:
        raise IdentityError(900971)
    if not registration.permits(redirect_uri):
        raise IdentityError(50011, redirect_uri=redirect_uri, client_id=client_id)


def _check_protocol(form: Mapping[str, str], mode: str) -> None:
    response_type = forms.required(form, "response_type")
    if response_type != "code":
        raise IdentityError(700054, response_type=response_type)
    if mode not in _MODES:
        raise IdentityError(70007, mode=mode)
    if "resource" in form:
        raise IdentityError(901002)
    if form.get("prompt", "") not in _PROMPTS:
        raise IdentityError(90023, parameter="prompt")


def _challenge(form: Mapping[str, str]) -> tuple[str, str]:
    challenge = form.get("code_challenge", "")
    method = form.get("code_challenge_method") or "plain"
    if method not in _METHODS:
        raise IdentityError(90023, parameter="code_challenge_method")
    if challenge and not 43 <= len(challenge) <= 128:
        raise IdentityError(501491)
    return challenge, method if challenge else ""
