"""The token endpoint: codes and refresh tokens in, tokens out."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from transom.demo.addresses import Addresses
from transom.demo.identity import forms
from transom.demo.identity.codes import Codes, Redeemed
from transom.demo.identity.device import DeviceCodes
from transom.demo.identity.directory import Directory, Tenant
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import ScopeRequest, parse_scopes
from transom.demo.identity.tokens import Tokens, client_info

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


class TokenEndpoint:
    """Answers POSTs to /token in JSON, refusals too."""

    def __init__(
        self,
        *,
        registration: Registration,
        directory: Directory,
        ledger: Ledger,
        codes: Codes,
        devices: DeviceCodes,
        tokens: Tokens,
        addresses: Addresses,
    ) -> None:
        self._registration = registration
        self._directory = directory
        self._ledger = ledger
        self._codes = codes
        self._devices = devices
        self._tokens = tokens
        self._addresses = addresses

    async def answer(self, request: Request) -> Response:
        form: dict[str, str] = {}
        try:
            if request.method != "POST":
                raise IdentityError(900561, method=request.method)
            form = await forms.read_body(request)
            body = self._exchange(request, form)
        except IdentityError as error:
            return self._refuse(error, forms.correlation_id(request, form))
        headers = _NO_STORE | {"client-request-id": forms.correlation_id(request, form)}
        return JSONResponse(body, headers=headers)

    def _refuse(self, error: IdentityError, correlation_id: str) -> Response:
        refusal = Refusal(error, correlation_id)
        headers = _NO_STORE | {
            "x-ms-request-id": refusal.trace_id,
            "client-request-id": correlation_id,
        }
        return JSONResponse(refusal.body(self._addresses.identity), 400, headers)

    def _exchange(self, request: Request, form: Mapping[str, str]) -> dict[str, object]:
        tenant = self._directory.tenant(request.path_params["tenant"])
        client_id = forms.required(form, "client_id")
        if not self._registration.is_client(client_id):
            raise IdentityError(700016, client_id=client_id, tenant=tenant.segment)
        if "origin" in request.headers:
            raise IdentityError(9002326)
        if "client_secret" in form or "client_assertion" in form:
            raise IdentityError(700025)
        if "resource" in form:
            raise IdentityError(901002)
        redeemed = self._redeem(form, self._registration.client_id)
        self._check_tenant(tenant, redeemed)
        return self._tokens_for(redeemed, form)

    def _redeem(self, form: Mapping[str, str], client_id: str) -> Redeemed:
        grant = forms.required(form, "grant_type")
        if grant == "authorization_code":
            code = forms.required(form, "code")
            redirect_uri = forms.required(form, "redirect_uri")
            verifier = form.get("code_verifier", "")
            return self._codes.redeem_code(code, client_id, redirect_uri, verifier)
        if grant == "refresh_token":
            token = forms.required(form, "refresh_token")
            return self._codes.redeem_refresh_token(token, client_id)
        if grant == DEVICE_GRANT:
            return self._devices.redeem(forms.required(form, "device_code"))
        raise IdentityError(70003, grant=grant)

    def _check_tenant(self, tenant: Tenant, redeemed: Redeemed) -> None:
        user = redeemed.user
        if not tenant.admits(user):
            facts = {"user": user.username, "tenant": tenant.segment}
            raise IdentityError(50020, error="invalid_grant", **facts)

    def _tokens_for(self, redeemed: Redeemed, form: Mapping[str, str]) -> dict[str, object]:
        user, client_id = redeemed.user, self._registration.client_id
        asked = parse_scopes(form.get("scope") or redeemed.scope, self._registration.static_scopes)
        granted = self._granted(redeemed, asked)
        access = self._tokens.access_token(user, client_id, granted)
        body: dict[str, object] = {
            "token_type": "Bearer",
            "scope": asked.spelled(sorted(granted - {"offline_access"})),
            "expires_in": access.life_s,
            "ext_expires_in": access.life_s,
            "access_token": access.bearer,
        }
        if "offline_access" in granted:
            scope = " ".join(sorted(granted))
            body["refresh_token"] = self._codes.new_refresh_token(user, client_id, scope)
        if "openid" in granted:
            body["id_token"] = self._tokens.id_token(user, client_id, granted, redeemed.nonce)
        if redeemed.wants_client_info or form.get("client_info") == "1":
            body["client_info"] = client_info(user)
        return body

    def _granted(self, redeemed: Redeemed, asked: ScopeRequest) -> frozenset[str]:
        """Return what the tokens will allow: all that was consented, for work accounts.

        Personal accounts are given what they ask for and no more.
        """
        consented = self._ledger.consented(redeemed.user.oid)
        if not asked.is_default and not frozenset(asked.names) <= consented:
            facts = {"client_id": self._registration.client_id}
            raise IdentityError(65001, suberror="consent_required", **facts)
        wanted_oidc = asked.oidc or parse_scopes(redeemed.scope, ()).oidc
        if redeemed.user.kind == "work" or asked.is_default:
            return (consented - {"openid", "profile", "email", "offline_access"}) | wanted_oidc
        return asked.graph | wanted_oidc
