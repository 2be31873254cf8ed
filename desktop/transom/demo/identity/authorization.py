"""What an app asks at /authorize, checked in the order in which Microsoft complains."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from transom.demo.identity import forms
from transom.demo.identity.claims import parse_claims
from transom.demo.identity.directory import Directory
from transom.demo.identity.errors import IdentityError, ShownError
from transom.demo.identity.registration import Registration, Registrations
from transom.demo.identity.resources import check_resource
from transom.demo.identity.scopes import ScopeRequest, parse_scopes

_MODES = ("query", "fragment", "form_post")
_PROMPTS = {
    1: ("", "login", "none", "consent", "select_account", "admin_consent"),
    2: ("", "login", "none", "consent", "select_account"),
}
Purpose = Literal["sign_in", "admin_consent"]
_METHODS = ("plain", "S256")
_ALL_LISTED = "https://graph.microsoft.com/.default"


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
    scope: str
    response_mode: str = "query"
    state: str | None = None
    nonce: str = ""
    challenge: str = ""
    challenge_method: str = ""
    prompt: str = ""
    login_hint: str = ""
    domain_hint: str = ""
    claims: str = ""
    wants_client_info: bool = False
    correlation_id: str = ""
    version: int = 2
    resource: str = ""
    purpose: Purpose = "sign_in"

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(**value)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def return_address(self) -> ReturnAddress:
        return ReturnAddress(self.redirect_uri, self.response_mode, self.state)

    @property
    def is_admin_consent(self) -> bool:
        """Whether an administrator is to consent for the whole organisation."""
        return self.purpose == "admin_consent" or self.prompt == "admin_consent"

    def scopes(self, registration: Registration) -> ScopeRequest:
        return parse_scopes(self.scope, registration.static_scopes)


class RedirectedError(Exception):
    """A refusal the app is told of by redirect."""

    def __init__(self, cause: IdentityError, address: ReturnAddress) -> None:
        self.cause = cause
        self.address = address
        super().__init__(str(cause))


class RequestReader:
    """Checks requests of either version, and those for an administrator's consent."""

    def __init__(self, directory: Directory, registrations: Registrations) -> None:
        self._directory = directory
        self._registrations = registrations

    def read(
        self, form: Mapping[str, str], segment: str, correlation_id: str, *, version: int = 2
    ) -> AuthorizeRequest:
        """Raise ShownError until a redirect is safe, RedirectedError from then on."""
        registration = self._registration(form, segment, version)
        address = _return_address(form)
        try:
            _check_protocol(form, version)
            scope, resource = _permissions(form, registration, version)
            challenge, method = _challenge(form)
            parse_claims(form.get("claims", ""))
        except IdentityError as error:
            raise RedirectedError(error, address) from error
        return AuthorizeRequest(
            tenant=segment,
            client_id=registration.client_id,
            redirect_uri=form["redirect_uri"],
            response_mode=address.mode,
            state=form.get("state"),
            scope=scope,
            nonce=form.get("nonce", ""),
            challenge=challenge,
            challenge_method=method,
            prompt=form.get("prompt", ""),
            login_hint=form.get("login_hint", ""),
            wants_client_info=form.get("client_info") == "1",
            correlation_id=correlation_id,
            domain_hint=form.get("domain_hint", ""),
            claims=form.get("claims", ""),
            version=version,
            resource=resource,
        )

    def read_admin_consent(
        self, form: Mapping[str, str], segment: str, correlation_id: str
    ) -> AuthorizeRequest:
        """Read a request to consent for an organisation; every refusal is shown."""
        registration = self._registration(form, segment, 2)
        try:
            if self._directory.tenant(segment).admits_personal:
                raise IdentityError(90130, client_id=registration.client_id, name=registration.name)
            scope = form.get("scope") or _ALL_LISTED
            parse_scopes(scope, registration.static_scopes)
        except IdentityError as error:
            raise ShownError(error) from error
        return AuthorizeRequest(
            tenant=segment,
            client_id=registration.client_id,
            redirect_uri=form["redirect_uri"],
            scope=scope,
            state=form.get("state"),
            prompt="select_account",
            correlation_id=correlation_id,
            purpose="admin_consent",
        )

    def _registration(self, form: Mapping[str, str], segment: str, version: int) -> Registration:
        try:
            tenant = self._directory.tenant(segment)
            client_id = forms.required(form, "client_id")
            registration = self._registrations.named(client_id, tenant)
            if version == 1 and tenant.admits_kind == "personal":
                raise IdentityError(90027, client_id=client_id)
            _check_redirect_uri(form, registration)
        except IdentityError as error:
            raise ShownError(error) from error
        return registration


def _return_address(form: Mapping[str, str]) -> ReturnAddress:
    mode = form.get("response_mode") or "query"
    return ReturnAddress(
        form["redirect_uri"], mode if mode in _MODES else "query", form.get("state")
    )


def _check_redirect_uri(form: Mapping[str, str], registration: Registration) -> None:
    redirect_uri = form.get("redirect_uri", "")
    if not redirect_uri:
        raise IdentityError(900971)
    if not registration.permits(redirect_uri):
        raise IdentityError(50011, redirect_uri=redirect_uri, client_id=registration.client_id)


def _check_protocol(form: Mapping[str, str], version: int) -> None:
    response_type = forms.required(form, "response_type")
    if response_type != "code":
        raise IdentityError(700054, response_type=response_type)
    mode = form.get("response_mode") or "query"
    if mode not in _MODES:
        raise IdentityError(70007, mode=mode)
    if version == 2 and "resource" in form:
        raise IdentityError(901002)
    if form.get("prompt", "") not in _PROMPTS[version]:
        raise IdentityError(90023, parameter="prompt")


def _permissions(
    form: Mapping[str, str], registration: Registration, version: int
) -> tuple[str, str]:
    """Return scope and resource; version 1 knows only what the registration lists."""
    if version == 2:
        scope = forms.required(form, "scope")
        registration.check_scopes(parse_scopes(scope, registration.static_scopes).names)
        return scope, ""
    resource = form.get("resource", "")
    if resource:
        check_resource(resource)
    return " ".join((*registration.static_scopes, "openid", "profile", "offline_access")), resource


def _challenge(form: Mapping[str, str]) -> tuple[str, str]:
    challenge = form.get("code_challenge", "")
    method = form.get("code_challenge_method") or "plain"
    if method not in _METHODS:
        raise IdentityError(90023, parameter="code_challenge_method")
    if challenge and not 43 <= len(challenge) <= 128:
        raise IdentityError(501491)
    return challenge, method if challenge else ""
