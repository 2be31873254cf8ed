"""Switches for tests: take tokens, sessions or consent away from a person."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from transom.demo.identity.directory import Directory
from transom.demo.identity.ledger import Ledger


class RevokeControl:
    """Serves ``POST /revoke`` with ``{"username", "what"}``."""

    WHAT = ("refresh", "sessions", "access", "consent")

    def __init__(self, directory: Directory, ledger: Ledger) -> None:
        self._directory = directory
        self._ledger = ledger

    async def answer(self, request: Request) -> Response:
        try:
            body: Any = json.loads(await request.body())
            username, what = str(body["username"]), str(body["what"])
        except (ValueError, KeyError, TypeError):
            return _refuse('The body must be {"username": …, "what": …}.')
        user = self._directory.user_named(username)
        if user is None:
            return _refuse("There is no such user.")
        if what not in self.WHAT:
            return _refuse(f"What to revoke is one of {', '.join(self.WHAT)}.")
        self._revoke(user.oid, what)
        return Response(status_code=204)

    def _revoke(self, oid: str, what: str) -> None:
        if what == "consent":
            self._ledger.withdraw_consent(oid)
        elif what == "sessions":  # as an administrator does: nobody renews, everybody signs in
            self._ledger.revoke(oid, "session", "refresh")
        elif what == "refresh":
            self._ledger.revoke(oid, "refresh")
        else:
            self._ledger.revoke(oid, "access")


def _refuse(sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=400)
