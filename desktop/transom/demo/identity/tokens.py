"""Access tokens: how they are issued, and what they are worth when they come back."""

import base64
import binascii
import hashlib
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from transom.demo.identity import claims as claims_parameter
from transom.demo.identity.claims import HANDLES_CHALLENGES, ClaimsRequest
from transom.demo.identity.directory import Directory
from transom.demo.identity.grants import BadTokenError, Grant
from transom.demo.identity.keys import Keys, SigningKey, base64url
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.login import Login
from transom.demo.identity.policies import Policies
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import OIDC_SCOPES
from transom.demo.identity.sealing import BadSealError, Sealer
from transom.demo.mailbox.users import User

Clock = Callable[[], float]
GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
REMEMBERED = 64
USUAL_LIFE_S = 3599
LONG_LIFE_S = (20 * 3600, 28 * 3600)
"""For clients that handle challenges, so that a token may be revoked before it ends."""
_OPAQUE_PREFIX = "EwB"
_UNKNOWN = "IDX14100: JWT is not well formed, there are no dots (.)."
_EXPIRED = "Lifetime validation failed, the token is expired."
_REVOKED = "Access token has expired or is not yet valid."
_CHALLENGED = (
    "Continuous access evaluation resulted in challenge with result: InteractionRequired and "
    "code: TokenIssuedBeforeRevocationTimestamp"
)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer and the seconds it lives from now."""

    bearer: str
    life_s: int


class Tokens:
    """Issues access tokens and checks them: the tenant's TokenBook."""

    def __init__(
        self,
        keys: Keys,
        ledger: Ledger,
        directory: Directory,
        policies: Policies,
        *,
        life_s: int | None,
        clock: Clock,
    ) -> None:
        self._keys = keys
        self._sealer = Sealer(keys.sealing)
        self._ledger = ledger
        self._directory = directory
        self._policies = policies
        self._life_s = life_s
        self._clock = clock
        self._verified: dict[str, tuple[SigningKey, dict[str, Any]]] = {}

    def for_person(
        self,
        user: User,
        client_id: str,
        scopes: frozenset[str],
        login: Login,
        wanted: ClaimsRequest,
    ) -> AccessToken:
        """Issue an opaque token to a personal account and one that looks like a JWT to others."""
        life_s = self._life(wanted)
        renewed = self._ledger.login(login.oid, login.methods, login.at)
        claims = self._claims(user.tid, client_id, life_s) | {
            "amr": list(login.methods),
            "login": renewed.to_json(),
            "name": user.display_name,
            "oid": user.oid,
            "scp": " ".join(sorted(scopes - OIDC_SCOPES)),
            "upn": user.username,
        }
        if wanted.handles_challenges:
            claims["xms_cc"] = [HANDLES_CHALLENGES]
        if wanted.context and login.is_strong:
            claims["acrs"] = [wanted.context]
        if user.kind == "personal":
            sealed = self._sealer.seal_bytes("access", claims)
            return AccessToken(_OPAQUE_PREFIX + base64.b64encode(sealed).decode(), life_s)
        return AccessToken(self._sign_for_graph(claims), life_s)

    def for_app(self, registration: Registration, tid: str) -> AccessToken:
        """Issue a token to an app that signed in as itself."""
        life_s = self._life(ClaimsRequest())
        claims = self._claims(tid, registration.client_id, life_s) | {
            "idtyp": "app",
            "oid": registration.object_id,
            "roles": sorted(registration.roles),
        }
        return AccessToken(self._sign_for_graph(claims), life_s)

    def _life(self, wanted: ClaimsRequest) -> int:
        if self._life_s:
            return self._life_s
        if wanted.handles_challenges:
            return random.randint(*LONG_LIFE_S)
        return USUAL_LIFE_S + random.randint(0, 1800)

    def _claims(self, tid: str, client_id: str, life_s: int) -> dict[str, Any]:
        now = self._clock()
        return {
            "aud": GRAPH_APP_ID,
            "iss": f"https://sts.windows.net/{tid}/",
            "iat": int(now),
            "nbf": int(now),
            "exp": now + life_s,
            "appid": client_id,
            "tid": tid,
            "uti": uuid.uuid4().hex,
        }

    def _sign_for_graph(self, claims: dict[str, Any]) -> str:
        # Only Graph can check such a token: what is signed holds the nonce's hash, what is sent
        # the nonce itself.
        nonce = base64url(uuid.uuid4().bytes + uuid.uuid4().bytes)
        payload, key = encode_part(claims), self._keys.current
        signed = f"{encode_part(_header(key, _hashed(nonce)))}.{payload}"
        signature = key.private.sign(signed.encode(), PKCS1v15(), SHA256())
        return f"{encode_part(_header(key, nonce))}.{payload}.{base64url(signature)}"

    def check(self, bearer: str) -> Grant:
        """Return what the bearer allows, or raise BadTokenError."""
        if bearer.startswith(_OPAQUE_PREFIX) and "." not in bearer:
            claims = self._open_opaque(bearer)
        else:
            claims = self._verified_once(bearer)
        if claims["exp"] <= self._clock():
            raise BadTokenError(_EXPIRED)
        if claims.get("idtyp") == "app":
            roles = frozenset(claims["roles"])
            return Grant(claims["oid"], claims["tid"], claims["appid"], roles, is_app_only=True)
        self._check_person(claims)
        scopes = frozenset(claims["scp"].split())
        return Grant(claims["oid"], claims["tid"], claims["appid"], scopes)

    def _check_person(self, claims: dict[str, Any]) -> None:
        login, user = Login.from_json(claims["login"]), self._directory.user(claims["oid"])
        if user is None or self._ledger.has_revoked(login, "access"):
            raise BadTokenError(_REVOKED)
        handles_challenges = HANDLES_CHALLENGES in claims.get("xms_cc", ())
        is_revoked = handles_challenges and self._ledger.has_revoked(login, "refresh", "password")
        if is_revoked or self._ledger.has_revoked(login, "challenge"):
            newer = claims_parameter.newer_than(self._clock())
            raise BadTokenError(_CHALLENGED, claims=newer)
        context = self._policies.of_person(user).context
        if context and context not in claims.get("acrs", ()):
            stronger = claims_parameter.in_context(context)
            raise BadTokenError(_CHALLENGED, claims=stronger)

    def _open_opaque(self, bearer: str) -> dict[str, Any]:
        try:
            sealed = base64.b64decode(bearer.removeprefix(_OPAQUE_PREFIX), validate=True)
            return self._sealer.open_bytes("access", sealed)
        except (BadSealError, binascii.Error) as error:
            raise BadTokenError(_UNKNOWN) from error

    def _verified_once(self, bearer: str) -> dict[str, Any]:
        """Return a token's claims; a signature that was good is so while its key is."""
        key, claims = self._verified.get(bearer, (None, {}))
        if key is None or self._keys.find(key.kid) is not key:
            key, claims = self._verify_for_graph(bearer)
            if len(self._verified) >= REMEMBERED:
                self._verified.clear()
            self._verified[bearer] = key, claims
        return claims

    def _verify_for_graph(self, bearer: str) -> tuple[SigningKey, dict[str, Any]]:
        try:
            header, payload, signature = bearer.split(".")
            told = _decode_part(header)
            key = self._keys.find(str(told["kid"]))
            if key is None:
                raise BadTokenError(_UNKNOWN)
            signed = f"{encode_part(_header(key, _hashed(str(told['nonce']))))}.{payload}".encode()
            public = key.private.public_key()
            public.verify(_decode_base64url(signature), signed, PKCS1v15(), SHA256())
            return key, _decode_part(payload)
        except (ValueError, KeyError, TypeError, InvalidSignature) as error:
            raise BadTokenError(_UNKNOWN) from error


def encode_part(value: dict[str, Any]) -> str:
    """Return an object as one part of a token."""
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def _header(key: SigningKey, nonce: str) -> dict[str, Any]:
    return {"typ": "JWT", "nonce": nonce, "alg": "RS256", "x5t": key.kid, "kid": key.kid}


def _hashed(nonce: str) -> str:
    return base64url(hashlib.sha256(nonce.encode()).digest())


def _decode_part(text: str) -> dict[str, Any]:
    value = json.loads(_decode_base64url(text))
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _decode_base64url(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
