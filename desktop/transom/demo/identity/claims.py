"""The ``claims`` parameter: what a client can handle, and what a challenge made it ask for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from transom.demo.identity.errors import IdentityError

HANDLES_CHALLENGES = "cp1"


@dataclass(frozen=True, slots=True)
class ClaimsRequest:
    """What the access token has to carry; ``context`` is an authentication context such as c1."""

    handles_challenges: bool = False
    context: str = ""


def parse_claims(text: str) -> ClaimsRequest:
    """Read the parameter; a client that declares nothing gets tokens of the old kind."""
    if not text:
        return ClaimsRequest()
    try:
        value = json.loads(text)
    except ValueError as error:
        raise IdentityError(90100, parameter="claims") from error
    if not isinstance(value, dict):
        raise IdentityError(90100, parameter="claims")
    wanted = value.get("access_token") or {}
    if not isinstance(wanted, dict):
        raise IdentityError(90100, parameter="claims")
    return ClaimsRequest(
        handles_challenges=HANDLES_CHALLENGES in _values(wanted, "xms_cc"),
        context=next(iter(_values(wanted, "acrs")), ""),
    )


def newer_than(at: float) -> str:
    """Ask for a token issued after ``at``: what follows a revocation."""
    return _essential("nbf", {"value": str(int(at))})


def in_context(context: str) -> str:
    """Ask for a token of an authentication context, which takes a stronger sign-in."""
    return _essential("acrs", {"value": context})


def under_policy(policy_id: str) -> str:
    """Ask for a sign-in that satisfies one conditional access policy."""
    return _essential("capolids", {"values": [policy_id]})


def _essential(name: str, what: Mapping[str, Any]) -> str:
    return json.dumps({"access_token": {name: {"essential": True, **what}}}, separators=(",", ":"))


def _values(wanted: Mapping[str, Any], name: str) -> list[str]:
    claim = wanted.get(name)
    if not isinstance(claim, dict):
        return []
    values = claim.get("values")
    found = list(values) if isinstance(values, list) else []
    if "value" in claim:
        found.append(claim["value"])
    return [one for one in found if isinstance(one, str)]
