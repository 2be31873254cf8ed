"""The id_token: whether the provider signed it, for us, now, in answer to our question."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt

from transom.engine.auth.provider import ProviderWire
from transom.engine.errors import WrongAnswerError

SKEW = timedelta(minutes=5)
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NEEDED = ["aud", "iss", "exp", "iat", "oid", "tid"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in: ``oid`` and ``tid`` identify, the words are for display."""

    oid: str
    tid: str
    username: str
    name: str


def identity_from(
    id_token: str, *, client_id: str, nonce_hash: str, wire: ProviderWire, now: datetime
) -> Identity:
    """Check the token against the provider's keys (one HTTPS call) and read who it names."""
    key_set = wire.get_json(wire.discovery["jwks_uri"])
    try:
        jwk = _find_key(key_set, jwt.get_unverified_header(id_token).get("kid"))
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=jwt.PyJWK(jwk, algorithm="RS256"),
            algorithms=["RS256"],
            audience=client_id,
            # Times are checked below, by the clock the engine was given.
            options={
                "require": _NEEDED,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except (jwt.PyJWTError, KeyError, TypeError) as error:
        raise _wrong("signature or audience") from error
    _check_issuer(claims, jwk, wire.discovery["issuer"])
    _check_times(claims, now)
    # A device code carries no nonce: its answer came over our own line to the provider.
    if nonce_hash and claims.get("nonce") != nonce_hash:
        raise _wrong("nonce")
    return _identity_from_claims(claims)


def _find_key(key_set: dict[str, Any], key_id: Any) -> dict[str, Any]:
    # The key set was fetched for this very token, so an unknown id is not a rolled key.
    for jwk in key_set["keys"]:
        if jwk.get("kid") == key_id and key_id and jwk.get("kty") == "RSA":
            return dict(jwk)
    raise _wrong("signing key")


def _check_issuer(claims: dict[str, Any], jwk: dict[str, Any], pattern: str) -> None:
    tid = str(claims["tid"])
    if not _GUID.fullmatch(tid):
        raise _wrong("tenant")
    # A key may be limited to one issuer: the consumers' key must not vouch for a work account.
    for allowed in (pattern, str(jwk.get("issuer", pattern))):
        if claims["iss"] != allowed.replace("{tenantid}", tid):
            raise _wrong("issuer")


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    seconds, skew = now.timestamp(), SKEW.total_seconds()
    try:
        is_over = seconds > float(claims["exp"]) + skew
        is_early = seconds < float(claims.get("nbf", claims["iat"])) - skew
    except (TypeError, ValueError) as error:
        raise _wrong("times") from error
    if is_over or is_early:
        raise WrongAnswerError(
            "The answer is not valid at this computer's time. Check the clock and the time zone.",
            check="times",
        )


def _identity_from_claims(claims: dict[str, Any]) -> Identity:
    username = claims.get("preferred_username") or claims.get("email") or ""
    oid, tid = str(claims["oid"]).lower(), str(claims["tid"]).lower()
    return Identity(oid, tid, str(username), str(claims.get("name") or username))


def _wrong(check: str) -> WrongAnswerError:
    return WrongAnswerError(
        "What came back is not the provider's answer to this sign-in, so it was not used.",
        check=check,
    )
