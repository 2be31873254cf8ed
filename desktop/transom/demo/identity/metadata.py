"""Discovery and the key set: what a client reads before it starts."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from transom.demo.identity import forms
from transom.demo.identity.directory import Tenant
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.keys import Keys
from transom.demo.identity.parts import Parts


class Metadata:
    """Serves the public documents of each tenant segment, in both versions."""

    def __init__(self, parts: Parts, keys: Keys) -> None:
        self._directory = parts.directory
        self._keys = keys
        self._issuers = parts.id_tokens
        self._addresses = parts.addresses

    async def discovery(self, request: Request) -> Response:
        return self._answer(request, self._document)

    async def discovery_v1(self, request: Request) -> Response:
        return self._answer(request, self._document_v1)

    async def key_set(self, request: Request) -> Response:
        return self._answer(request, lambda tenant: self._key_set(tenant, 2))

    async def key_set_v1(self, request: Request) -> Response:
        return self._answer(request, lambda tenant: self._key_set(tenant, 1))

    async def instances(self, request: Request) -> Response:
        """Say which authority hosts are one and the same: here there is this one alone."""
        asked = request.query_params.get("authorization_endpoint", "")
        host = urlsplit(self._addresses.identity).netloc
        try:
            parts = urlsplit(asked)
            if parts.scheme != "https" or parts.netloc != host:
                raise IdentityError(50049)
            tenant = self._directory.tenant(parts.path.strip("/").partition("/")[0])
        except (IdentityError, ValueError) as error:
            cause = error if isinstance(error, IdentityError) else IdentityError(50049)
            return self._refuse(request, cause)
        base = f"{self._addresses.identity}/{tenant.segment}"
        alias = {"preferred_network": host, "preferred_cache": host, "aliases": [host]}
        return JSONResponse(
            {
                "tenant_discovery_endpoint": f"{base}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [alias],
            }
        )

    def _answer(
        self, request: Request, document: Callable[[Tenant], dict[str, object]]
    ) -> Response:
        try:
            tenant = self._directory.tenant(request.path_params["tenant"])
        except IdentityError as error:
            return self._refuse(request, error)
        return JSONResponse(document(tenant))

    def _key_set(self, tenant: Tenant, version: int) -> dict[str, object]:
        issuer = self._issuers.issuer(tenant.issuer_tid, version)
        return {"keys": self._keys.public_jwks(issuer)}

    def _refuse(self, request: Request, error: IdentityError) -> Response:
        refusal = Refusal(error, forms.correlation_id(request, {}))
        return JSONResponse(refusal.body(self._addresses.identity), 400)

    def _document(self, tenant: Tenant) -> dict[str, object]:
        base = f"{self._addresses.identity}/{tenant.segment}"
        return {
            "issuer": self._issuers.issuer(tenant.issuer_tid),
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
            "jwks_uri": f"{base}/discovery/v2.0/keys",
            "userinfo_endpoint": f"{self._addresses.graph}/oidc/userinfo",
            "token_endpoint_auth_methods_supported": [
                "client_secret_post",
                "private_key_jwt",
                "client_secret_basic",
            ],
            "response_modes_supported": ["query", "fragment", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": [
                "sub",
                "iss",
                "aud",
                "exp",
                "iat",
                "nonce",
                "preferred_username",
                "name",
                "tid",
                "ver",
                "email",
            ],
            "request_uri_parameter_supported": False,
            "http_logout_supported": True,
            "frontchannel_logout_supported": True,
            "tenant_region_scope": None,
            "msgraph_host": self._addresses.graph.removeprefix("https://"),
        }

    def _document_v1(self, tenant: Tenant) -> dict[str, object]:
        base = f"{self._addresses.identity}/{tenant.segment}"
        usual = self._document(tenant)
        del usual["device_authorization_endpoint"]
        return usual | {
            "issuer": self._issuers.issuer(tenant.issuer_tid, 1),
            "authorization_endpoint": f"{base}/oauth2/authorize",
            "token_endpoint": f"{base}/oauth2/token",
            "end_session_endpoint": f"{base}/oauth2/logout",
            "jwks_uri": f"{base}/discovery/keys",
            "microsoft_multi_refresh_token": True,
            "scopes_supported": ["openid"],
        }
