"""Identity tokens: who a person is, signed for one app, in the words of either version."""

import hashlib
import uuid
from typing import Any

import jwt

from transom.demo.addresses import Addresses
from transom.demo.identity.directory import Directory
from transom.demo.identity.keys import Keys, base64url
from transom.demo.identity.tokens import Clock, encode_part
from transom.demo.mailbox.users import User

LIFE_S = 3600
SKEW_S = 300


class IdTokens:
    """Signs id tokens and names their issuers."""

    def __init__(
        self, keys: Keys, directory: Directory, addresses: Addresses, clock: Clock
    ) -> None:
        self._keys = keys
        self._directory = directory
        self._addresses = addresses
        self._clock = clock

    def issuer(self, tid: str, version: int = 2) -> str:
        if version == 1:
            return f"https://sts.windows.net/{tid}/"
        return f"{self._addresses.identity}/{tid}/v2.0"

    def issue(
        self, user: User, client_id: str, scopes: frozenset[str], nonce: str, version: int = 2
    ) -> str:
        """Sign who the person is; ``profile`` and ``email`` decide how much is told."""
        now = int(self._clock())
        claims: dict[str, Any] = {
            "aud": client_id,
            "iss": self.issuer(user.tid, version),
            "iat": now - SKEW_S,
            "nbf": now - SKEW_S,
            "exp": now + LIFE_S,
            "sub": pairwise(user.oid, client_id),
            "tid": user.tid,
            "uti": base64url(uuid.uuid4().bytes),
            "ver": f"{version}.0",
        }
        home = self._directory.home_of(user)
        if home != user:
            claims["idp"] = f"https://sts.windows.net/{home.tid}/"
        if "profile" in scopes:
            claims |= {"name": user.display_name, "oid": user.oid}
            claims |= _names(home.username, user, version)
        if "email" in scopes:
            claims["email"] = home.username
        if nonce:
            claims["nonce"] = nonce
        key = self._keys.current
        return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.kid})

    def client_info(self, user: User) -> str:
        """Say whose account it is, by its home: the form libraries key their cache by."""
        home = self._directory.home_of(user)
        return encode_part({"uid": home.oid, "utid": home.tid})


def pairwise(oid: str, client_id: str) -> str:
    """Return the subject one app knows a person by."""
    return base64url(hashlib.sha256(f"{oid} {client_id}".encode()).digest())


def _names(username: str, user: User, version: int) -> dict[str, str]:
    if version == 2:
        return {"preferred_username": username}
    return {
        "family_name": user.surname,
        "given_name": user.given_name,
        "unique_name": username,
        "upn": user.username,
    }
