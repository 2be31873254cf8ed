"""The tokens the tenant issues and knows again: access, refresh and id tokens, and codes."""

import base64
import binascii
import hashlib
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from transom.demo.addresses import Addresses
from transom.demo.identity.directory import Directory
from transom.demo.identity.grants import BadTokenError, Grant
from transom.demo.identity.keys import Keys, base64url
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.scopes import OIDC_SCOPES
from transom.demo.identity.sealing import BadSealError, Sealer
from transom.demo.mailbox.users import User

Clock = Callable[[], float]
GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
USUAL_LIFE_S = 3599
ID_TOKEN_LIFE_S = 3600
SKEW_S = 300
_OPAQUE_PREFIX = "EwB"
_UNKNOWN = "IDX14100: JWT is not well formed, there are no dots (.)."
_EXPIRED = "Lifetime validation failed, the token is expired."
_REVOKED = "Access token has expired or is not yet valid."


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer and the seconds it lives from now."""

    bearer: str
    life_s: int


class Tokens:
    """Issues tokens and checks access tokens: the tenant's TokenBook."""

    def __init__(
        self,
        keys: Keys,
        ledger: Ledger,
        directory: Directory,
        addresses: Addresses,
        *,
        life_s: int | None,
        clock: Clock,
    ) -> None:
        self._keys = keys
        self._sealer = Sealer(keys.sealing)
        self._ledger = ledger
        self._directory = directory
        self._addresses = addresses
        self._life_s = life_s
        self._clock = clock

    def issuer(self, tid: str) -> str:
        return f"{self._addresses.identity}/{tid}/v2.0"

    def access_token(self, user: User, client_id: str, scopes: frozenset[str]) -> AccessToken:
        """Issue an opaque token to a personal account and one that looks like a JWT to others."""
        life_s = self._life_s or USUAL_LIFE_S + random.randint(0, 1800)
        claims = self._access_claims(user, client_id, scopes, life_s)
        if user.kind == "personal":
            sealed = self._sealer.seal_bytes("access", claims)
            return AccessToken(_OPAQUE_PREFIX + base64.b64encode(sealed).decode(), life_s)
        return AccessToken(self._sign_for_graph(claims), life_s)

    def _access_claims(
        self, user: User, client_id: str, scopes: frozenset[str], life_s: int
    ) -> dict[str, Any]:
        now = self._clock()
        return {
            "aud": GRAPH_APP_ID,
            "iss": f"https://sts.windows.net/{user.tid}/",
            "iat": int(now),
            "nbf": int(now),
            "exp": now + life_s,
            "appid": client_id,
            "name": user.display_name,
            "oid": user.oid,
            "scp": " ".join(sorted(scopes - OIDC_SCOPES)),
            "tid": user.tid,
            "upn": user.username,
            "uti": uuid.uuid4().hex,
            "generation": self._ledger.generation(user.oid, "access"),
        }

    def _sign_for_graph(self, claims: dict[str, Any]) -> str:
        # Only Graph can check such a token: what is signed holds the nonce's hash, what is sent
        # the nonce itself.
        nonce = base64url(uuid.uuid4().bytes + uuid.uuid4().bytes)
        payload = _encode_part(claims)
        signed = f"{_encode_part(self._header(_hashed(nonce)))}.{payload}"
        signature = self._keys.signing.sign(signed.encode(), PKCS1v15(), SHA256())
        return f"{_encode_part(self._header(nonce))}.{payload}.{base64url(signature)}"

    def _header(self, nonce: str) -> dict[str, Any]:
        kid = self._keys.kid
        return {"typ": "JWT", "nonce": nonce, "alg": "RS256", "x5t": kid, "kid": kid}

    def check(self, bearer: str) -> Grant:
        """Return what the bearer allows, or raise BadTokenError."""
        if bearer.startswith(_OPAQUE_PREFIX) and "." not in bearer:
            claims = self._open_opaque(bearer)
        else:
            claims = self._verify_for_graph(bearer)
        if claims["exp"] <= self._clock():
            raise BadTokenError(_EXPIRED)
        oid = claims["oid"]
        is_revoked = claims["generation"] != self._ledger.generation(oid, "access")
        if is_revoked or self._directory.user(oid) is None:
            raise BadTokenError(_REVOKED)
        scopes = frozenset(claims["scp"].split())
        return Grant(oid=oid, tid=claims["tid"], client_id=claims["appid"], scopes=scopes)

    def _open_opaque(self, bearer: str) -> dict[str, Any]:
        try:
            sealed = base64.b64decode(bearer.removeprefix(_OPAQUE_PREFIX), validate=True)
            return self._sealer.open_bytes("access", sealed)
        except (BadSealError, binascii.Error) as error:
            raise BadTokenError(_UNKNOWN) from error

    def _verify_for_graph(self, bearer: str) -> dict[str, Any]:
        try:
            header, payload, signature = bearer.split(".")
            nonce = str(_decode_part(header)["nonce"])
            signed = f"{_encode_part(self._header(_hashed(nonce)))}.{payload}".encode()
            public = self._keys.signing.public_key()
            public.verify(_decode_base64url(signature), signed, PKCS1v15(), SHA256())
            return _decode_part(payload)
        except (ValueError, KeyError, TypeError, InvalidSignature) as error:
            raise BadTokenError(_UNKNOWN) from error

    def id_token(self, user: User, client_id: str, scopes: frozenset[str], nonce: str) -> str:
        """Sign who the person is; ``profile`` and ``email`` decide how much is told."""
        now = int(self._clock())
        claims: dict[str, Any] = {
            "aud": client_id,
            "iss": self.issuer(user.tid),
            "iat": now - SKEW_S,
            "nbf": now - SKEW_S,
            "exp": now + ID_TOKEN_LIFE_S,
            "sub": pairwise(user.oid, client_id),
            "tid": user.tid,
            "uti": base64url(uuid.uuid4().bytes),
            "ver": "2.0",
        }
        if "profile" in scopes:
            claims |= {
                "name": user.display_name,
                "oid": user.oid,
                "preferred_username": user.username,
            }
        if "email" in scopes:
            claims["email"] = user.username
        if nonce:
            claims["nonce"] = nonce
        headers = {"kid": self._keys.kid}
        return jwt.encode(claims, self._keys.signing, algorithm="RS256", headers=headers)


def client_info(user: User) -> str:
    """Say who signed in, in the form libraries key their cache by."""
    return _encode_part({"uid": user.oid, "utid": user.tid})


def pairwise(oid: str, client_id: str) -> str:
    """Return the subject one app knows a person by."""
    return base64url(hashlib.sha256(f"{oid} {client_id}".encode()).digest())


def _hashed(nonce: str) -> str:
    return base64url(hashlib.sha256(nonce.encode()).digest())


def _encode_part(value: dict[str, Any]) -> str:
    return base64url(json.dumps(value, separators=(",", ":")).encode())


def _decode_part(text: str) -> dict[str, Any]:
    value = json.loads(_decode_base64url(text))
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _decode_base64url(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded, altchars=b"-_", validate=True)
