"""The bodies of good token answers, and the policies that stand before them."""

from collections.abc import Mapping
from dataclasses import replace

from transom.demo.identity import claims as claims_parameter
from transom.demo.identity.claims import ClaimsRequest, parse_claims
from transom.demo.identity.codes import Redeemed
from transom.demo.identity.directory import Tenant
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.parts import Parts
from transom.demo.identity.policies import SECOND_FACTOR_POLICY
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import (
    OIDC_SCOPES,
    ScopeRequest,
    check_one_resource,
    parse_scopes,
)
from transom.demo.mailbox.users import User


class TokenResponses:
    """Decides what tokens hold, and says it in the words of either version."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    # --- who may have them ---

    def seen_from(self, tenant: Tenant, redeemed: Redeemed) -> Redeemed:
        """Return the person as that tenant knows them; a refresh token is good for all of theirs.

        A guest's code stays with the tenant that issued it.
        """
        directory = self._parts.directory
        if redeemed.user.tid == tenant.issuer_tid:
            return redeemed
        home = directory.home_of(redeemed.user)
        user = directory.seen_in(home, tenant)
        if user is None:
            facts = {"user": home.username, "tenant": tenant.segment}
            raise IdentityError(50020, error="invalid_grant", **facts)
        return replace(redeemed, user=user)

    def check_policies(self, redeemed: Redeemed, wanted: ClaimsRequest) -> None:
        """Raise where conditional access has something against it, or asks for more."""
        user, login = redeemed.user, redeemed.login
        if self._parts.directory.traits(user).is_disabled:
            raise IdentityError(50057)
        policy = self._parts.policies.of_person(user)
        if policy.refusal:
            error = "interaction_required" if policy.refusal == 50097 else "invalid_grant"
            raise IdentityError(policy.refusal, error=error, state="compliant")
        if policy.needs_second_factor and not login.is_strong:
            claims = claims_parameter.under_policy(SECOND_FACTOR_POLICY)
            raise IdentityError(self._second_factor_code(user), claims=claims)
        frequency = self._parts.policies.of_tenant(user.tid).sign_in_frequency_s
        if frequency is not None and self._parts.clock() - login.at > frequency:
            raise IdentityError(70043, suberror="bad_token")
        if wanted.context and not login.is_strong:
            claims = claims_parameter.in_context(wanted.context)
            raise IdentityError(50076, error="interaction_required", claims=claims)

    def _second_factor_code(self, user: User) -> int:
        is_registered = self._parts.directory.traits(user).has_second_factor
        return 50076 if is_registered or self._parts.ledger.has_second_factor(user.oid) else 50079

    # --- what they are given ---

    def version_2(
        self, registration: Registration, redeemed: Redeemed, form: Mapping[str, str]
    ) -> dict[str, object]:
        """Return tokens for the scopes asked now, or for those of the sign-in."""
        scope = form.get("scope", redeemed.scope)
        if not scope.strip():
            raise IdentityError(28003)
        check_one_resource(scope)
        asked = parse_scopes(scope, registration.static_scopes)
        granted = self._granted(registration, redeemed, asked)
        wanted = parse_claims(form.get("claims", ""))
        client_id = registration.client_id
        access = self._parts.tokens.for_person(
            redeemed.user, client_id, granted, redeemed.login, wanted
        )
        body: dict[str, object] = {
            "token_type": "Bearer",
            "scope": asked.spelled(sorted(granted - {"offline_access"})),
            "expires_in": access.life_s,
            "ext_expires_in": access.life_s,
            "access_token": access.bearer,
        }
        if wanted.handles_challenges and access.life_s > 7200:
            body["refresh_in"] = access.life_s // 2
        if "offline_access" in granted:
            kept = " ".join(sorted(granted))
            body["refresh_token"] = self._parts.codes.new_refresh_token(
                redeemed.login, client_id, kept
            )
        if "openid" in granted:
            body["id_token"] = self._parts.id_tokens.issue(
                redeemed.user, client_id, granted, redeemed.nonce
            )
        if redeemed.wants_client_info or form.get("client_info") == "1":
            body["client_info"] = self._parts.id_tokens.client_info(redeemed.user)
        return body

    def version_1(self, registration: Registration, redeemed: Redeemed) -> dict[str, object]:
        """Return tokens for what the registration lists; numbers are strings here."""
        user, client_id = redeemed.user, registration.client_id
        if user.kind == "personal":
            raise IdentityError(90027, client_id=client_id)
        names = (*registration.static_scopes, "openid", "profile", "offline_access")
        asked = parse_scopes(" ".join(names), ())
        granted = self._granted(registration, redeemed, asked)
        login = redeemed.login
        access = self._parts.tokens.for_person(user, client_id, granted, login, ClaimsRequest())
        scope = " ".join(sorted(granted))
        return self._in_strings(access.life_s) | {
            "resource": redeemed.resource,
            "scope": " ".join(sorted(granted - OIDC_SCOPES)),
            "access_token": access.bearer,
            "refresh_token": self._parts.codes.new_refresh_token(login, client_id, scope),
            "id_token": self._parts.id_tokens.issue(
                user, client_id, granted, redeemed.nonce, version=1
            ),
        }

    def for_app(
        self, registration: Registration, tenant: Tenant, *, version: int
    ) -> dict[str, object]:
        """Return the token of an app on its own: nothing to renew, and nobody's identity."""
        access = self._parts.tokens.for_app(registration, tenant.issuer_tid)
        if version == 1:
            body = self._in_strings(access.life_s)
            return body | {"resource": self._parts.addresses.graph, "access_token": access.bearer}
        return {
            "token_type": "Bearer",
            "expires_in": access.life_s,
            "ext_expires_in": access.life_s,
            "access_token": access.bearer,
        }

    def _in_strings(self, life_s: int) -> dict[str, object]:
        now = int(self._parts.clock())
        return {
            "token_type": "Bearer",
            "expires_in": str(life_s),
            "ext_expires_in": str(life_s),
            "expires_on": str(now + life_s),
            "not_before": str(now),
        }

    def _granted(
        self, registration: Registration, redeemed: Redeemed, asked: ScopeRequest
    ) -> frozenset[str]:
        """Return what the tokens will allow: all that was consented, for work accounts.

        Personal accounts are given what they ask for and no more.
        """
        consents, user = self._parts.consents, redeemed.user
        consented = consents.granted(user, registration)
        if not asked.is_default and not frozenset(asked.names) <= consented:
            client_id = registration.client_id
            raise IdentityError(65001, suberror="consent_required", client_id=client_id)
        wanted_oidc = asked.oidc or parse_scopes(redeemed.scope, ()).oidc
        usable = consents.usable(user, registration)
        if user.kind == "work" or asked.is_default:
            return (usable - OIDC_SCOPES) | wanted_oidc
        return (asked.graph & usable) | wanted_oidc
