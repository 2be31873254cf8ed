"""Switches for tests and the weather: revoke, change policies, roll keys, decide requests."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from transom.demo.identity.keys import Keys
from transom.demo.identity.ledger import Kind
from transom.demo.identity.parts import Parts
from transom.demo.identity.policies import BadPolicyError
from transom.demo.mailbox.users import User

REVOCATIONS: dict[str, tuple[Kind, ...]] = {
    "access": ("access",),
    "refresh": ("refresh",),
    # As an administrator does: nobody renews, everybody signs in again.
    "sessions": ("session", "refresh"),
    # Ends what rests on the old password; a sign-in without one goes on.
    "password_changed": ("password",),
    "password_expired": (),
    # As if ninety days had gone by.
    "idle": ("idle",),
    # As if the policy's sign-in frequency had run out.
    "frequency": ("frequency",),
    # Graph asks for a newer token, which may be had without anybody.
    "challenge": ("challenge",),
}


class BadControlError(Exception):
    """The request makes no sense; the text says why."""


class IdentityControl:
    """Serves the identity provider's part of ``/_tenant``."""

    def __init__(self, parts: Parts, keys: Keys) -> None:
        self._parts = parts
        self._keys = keys

    def routes(self) -> list[Route]:
        return [
            Route("/revoke", self._guarded(self._revoke), methods=["POST"]),
            Route("/policy", self._guarded(self._change_policy), methods=["POST"]),
            Route("/keys/roll", self._guarded(self._roll), methods=["POST"]),
            Route("/consent-requests", self._list_requests, methods=["GET"]),
            Route("/consent-requests", self._guarded(self._decide), methods=["POST"]),
        ]

    def _guarded(self, act: Callable[[dict[str, Any]], Response]) -> Any:
        async def answer(request: Request) -> Response:
            try:
                body: Any = json.loads(await request.body() or b"{}")
                if not isinstance(body, dict):
                    raise BadControlError("The body must be a JSON object.")
                return act(body)
            except ValueError:
                return _refuse("The body must be a JSON object.")
            except (BadControlError, BadPolicyError) as error:
                return _refuse(str(error))

        return answer

    def _revoke(self, body: dict[str, Any]) -> Response:
        user, what = self._user(body), str(body.get("what", ""))
        if what == "consent":
            self._parts.ledger.withdraw_consent(user.oid)
            self._parts.ledger.withdraw_consent(user.tid)
        elif what in REVOCATIONS:
            self._parts.ledger.revoke(user.oid, *REVOCATIONS[what])
        else:
            known = ", ".join(("consent", *REVOCATIONS))
            raise BadControlError(f"What to revoke is one of {known}.")
        return Response(status_code=204)

    def _change_policy(self, body: dict[str, Any]) -> Response:
        if "username" in body:
            user = self._user(body)
            del body["username"]
            return JSONResponse(asdict(self._parts.policies.change_person(user, body)))
        tenant = str(body.pop("tenant", ""))
        organisation = self._parts.directory.organisation_named(tenant)
        if organisation is None:
            raise BadControlError("There is no such tenant.")
        policy = self._parts.policies.change_tenant(organisation.tid, body)
        return JSONResponse(asdict(policy))

    def _roll(self, body: dict[str, Any]) -> Response:
        self._keys.roll(forgets_old=bool(body.get("forgets_old")))
        return JSONResponse({"kid": self._keys.current.kid})

    async def _list_requests(self, _request: Request) -> Response:
        return JSONResponse({"requests": [asdict(one) for one in self._parts.requests.all()]})

    def _decide(self, body: dict[str, Any]) -> Response:
        decision = body.get("decision")
        if decision not in ("approve", "deny"):
            raise BadControlError("The decision is approve or deny.")
        is_approved = decision == "approve"
        if not self._parts.requests.decide(str(body.get("id", "")), approves=is_approved):
            raise BadControlError("There is no such request waiting.")
        return Response(status_code=204)

    def _user(self, body: dict[str, Any]) -> User:
        user = self._parts.directory.user_named(str(body.get("username", "")))
        if user is None:
            raise BadControlError("There is no such user.")
        return user


def _refuse(sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=400)
