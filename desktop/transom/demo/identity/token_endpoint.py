"""The token endpoints of both versions: codes and refresh tokens in, tokens out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from transom.demo.identity import forms
from transom.demo.identity.claims import ClaimsRequest, parse_claims
from transom.demo.identity.client_proof import ClientProof, with_basic
from transom.demo.identity.codes import Redeemed
from transom.demo.identity.device import DeviceCodes
from transom.demo.identity.directory import Tenant
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.granting import TokenResponses
from transom.demo.identity.loops import LoopGuard
from transom.demo.identity.parts import Parts
from transom.demo.identity.registration import Registration
from transom.demo.identity.resources import check_resource
from transom.demo.identity.scopes import GRAPH_RESOURCE

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """One POST: where it was sent, by which app, with what."""

    tenant: Tenant
    registration: Registration
    form: Mapping[str, str]
    version: int

    @property
    def claims(self) -> ClaimsRequest:
        return parse_claims(self.form.get("claims", ""))


class TokenEndpoint:
    """Answers POSTs to /token in JSON, refusals too."""

    def __init__(self, parts: Parts, devices: DeviceCodes, responses: TokenResponses) -> None:
        self._parts = parts
        self._devices = devices
        self._responses = responses
        self._proof = ClientProof(parts.addresses)
        self._loops = LoopGuard(parts.clock)

    async def answer(self, request: Request) -> Response:
        return await self._answer(request, version=2)

    async def answer_v1(self, request: Request) -> Response:
        return await self._answer(request, version=1)

    async def _answer(self, request: Request, *, version: int) -> Response:
        form: dict[str, str] = {}
        try:
            if request.method != "POST":
                raise IdentityError(900561, method=request.method)
            form = await forms.read_body(request)
            body = self._exchange(self._read(request, form, version))
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
        body = refusal.body(self._parts.addresses.identity)
        return JSONResponse(body, refusal.status, headers)

    def _read(self, request: Request, form: dict[str, str], version: int) -> TokenRequest:
        segment = request.path_params["tenant"]
        self._loops.check(segment, form)
        tenant = self._parts.directory.tenant(segment)
        form = with_basic(form, request.headers.get("authorization", ""))
        client_id = forms.required(form, "client_id")
        registration = self._parts.registrations.named(client_id, tenant)
        if "origin" in request.headers:
            raise IdentityError(9002326)
        self._proof.check(registration, form, segment)
        if version == 2 and "resource" in form:
            raise IdentityError(901002)
        return TokenRequest(tenant, registration, form, version)

    def _exchange(self, asked: TokenRequest) -> dict[str, object]:
        grant = forms.required(asked.form, "grant_type")
        if grant == "client_credentials":
            return self._for_app(asked)
        redeemed = self._redeem(grant, asked)
        redeemed = self._responses.seen_from(asked.tenant, redeemed)
        self._responses.check_policies(redeemed, asked.claims)
        if asked.version == 2:
            return self._responses.version_2(asked.registration, redeemed, asked.form)
        resource = asked.form.get("resource") or redeemed.resource
        if not resource:
            raise IdentityError(900144, parameter="resource")
        check_resource(resource)
        redeemed = replace(redeemed, resource=resource)
        return self._responses.version_1(asked.registration, redeemed)

    def _redeem(self, grant: str, asked: TokenRequest) -> Redeemed:
        form, client_id = asked.form, asked.registration.client_id
        if grant == "authorization_code":
            code = forms.required(form, "code")
            redirect_uri = forms.required(form, "redirect_uri")
            verifier = form.get("code_verifier", "")
            return self._parts.codes.redeem_code(code, client_id, redirect_uri, verifier)
        if grant == "refresh_token":
            token = forms.required(form, "refresh_token")
            return self._parts.codes.redeem_refresh_token(token, client_id)
        if grant == DEVICE_GRANT:
            return self._devices.redeem(forms.required(form, "device_code"), client_id)
        raise IdentityError(70003, grant=grant)

    def _for_app(self, asked: TokenRequest) -> dict[str, object]:
        if not asked.tenant.is_one:
            raise IdentityError(9001023)
        if not asked.registration.is_confidential:
            raise IdentityError(7000218)
        if asked.version == 1:
            check_resource(forms.required(asked.form, "resource"))
            return self._responses.for_app(asked.registration, asked.tenant, version=1)
        scope = forms.required(asked.form, "scope")
        resource, slash, name = scope.rpartition("/")
        if not slash or name != ".default":
            raise IdentityError(70011, scope=scope)
        if not GRAPH_RESOURCE.fullmatch(resource):
            raise IdentityError(500011, resource=resource)
        return self._responses.for_app(asked.registration, asked.tenant, version=2)
