"""The tenant's Graph as a web application: who asks, for what, and the headers of the answer."""

import base64
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from transom.demo.graph.batch import BatchItem, answer_batch
from transom.demo.graph.call import (
    Call,
    Maker,
    Prefer,
    Reply,
    no_mailbox,
    parse_options,
    parse_prefer,
)
from transom.demo.graph.errors import GraphError, bad_request, denied, encode, error_body
from transom.demo.graph.limits import Limits
from transom.demo.graph.metadata import with_metadata
from transom.demo.graph.routes import Match, match_path, run
from transom.demo.graph.scopes import Need, granted, is_basic
from transom.demo.identity.grants import BadTokenError, Grant, TokenBook
from transom.demo.mailbox.access import OWN, Access, access_of
from transom.demo.mailbox.organisation import Entry, Kind, signed_in
from transom.demo.mailbox.users import USERS, User
from transom.demo.mailbox.world import World

People = Callable[[str], User | None]
VERSION = "/v1.0"
LONGEST_HEAD = 32 * 1024
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
DIAGNOSTIC = encode(
    {
        "ServerInfo": {
            "DataCenter": "Demo North",
            "Slice": "E",
            "Ring": "0",
            "ScaleUnit": "001",
            "RoleInstance": "DEMO0001",
        }
    }
).decode()


def known_user(oid: str) -> User | None:
    return next((user for user in USERS if user.oid == oid), None)


def graph_app(
    world: World,
    tokens: TokenBook,
    people: People = known_user,
    limits: Limits | None = None,
    maker: Maker | None = None,
) -> Starlette:
    """Return the application that serves ``/v1.0/…`` at its root.

    ``people`` finds whoever signs in, guests too; with ``limits`` the documented budgets hold; a
    ``maker`` has messages ready.
    """
    graph = Graph(world, tokens, people, limits, maker)
    return Starlette(
        routes=[Route("/{path:path}", graph.answer, methods=METHODS)],
        exception_handlers={Exception: broken, HTTPException: not_routed},
    )


def broken(request: Request, _error: Exception) -> Response:
    """Answer for a fault of the tenant's own, which its error output tells the whole of."""
    return bare_refusal(request, GraphError(500, "InternalServerError", "UnknownError"))


def not_routed(request: Request, _error: Exception) -> Response:
    return bare_refusal(request, wrong_method())


def wrong_method() -> GraphError:
    return GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed.")


def bare_refusal(request: Request, error: GraphError) -> Response:
    reply = failed(error, Asked.of(request))
    return Response(reply.body, reply.status, {"Content-Type": reply.content_type})


@dataclass(frozen=True, slots=True)
class Asked:
    """One request's identity for the error body and the headers."""

    request_id: str
    client_request_id: str

    @classmethod
    def of(cls, request: Request) -> Self:
        request_id = str(uuid.uuid4())
        return cls(request_id, request.headers.get("client-request-id") or request_id)


class Graph:
    """Turns requests into calls, and refusals into Graph's error bodies."""

    def __init__(
        self,
        world: World,
        tokens: TokenBook,
        people: People,
        limits: Limits | None,
        maker: Maker | None,
    ) -> None:
        self._world, self._tokens, self._people = world, tokens, people
        self._limits, self._maker = limits, maker

    async def answer(self, request: Request) -> Response:
        asked, prefer = Asked.of(request), Prefer()
        try:
            check_head(request)
            grant = self._identify(request)
            prefer = parse_prefer(request.headers.getlist("prefer"))
            reply = await self._limited(request, grant, prefer, asked)
        except GraphError as error:
            reply = failed(error, asked)
        headers = {
            "Cache-Control": "private",
            "Strict-Transport-Security": "max-age=31536000",
            "request-id": asked.request_id,
            "client-request-id": asked.client_request_id,
            "x-ms-ags-diagnostic": DIAGNOSTIC,
            "OData-Version": "4.0",
            **({"Preference-Applied": prefer.applied} if prefer.applied else {}),
            **reply.headers,
            "Content-Type": reply.content_type,
        }
        return Response(reply.body, reply.status, headers)

    def _identify(self, request: Request) -> Grant:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer" or not bearer.strip():
                raise BadTokenError("Access token is empty.")
            return self._tokens.check(bearer.strip())
        except BadTokenError as error:
            raise challenge(str(error), error.claims) from error

    async def _limited(self, request: Request, grant: Grant, prefer: Prefer, asked: Asked) -> Reply:
        body = await request.body()
        if self._limits is None:
            return self._reply(request, body, grant, prefer, asked)
        place = self._limits.entered(grant.client_id, mailbox_named(request, grant))
        async with place as headers:
            reply = self._reply(request, body, grant, prefer, asked)
            return replace(reply, headers=headers | reply.headers)

    def _reply(
        self, request: Request, body: bytes, grant: Grant, prefer: Prefer, asked: Asked
    ) -> Reply:
        root, path = split_root(request)
        base = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{root}{VERSION}"
        asker = Asker(self._world, grant, self._viewer(grant), base, asked, self._maker)
        if path.lower() == "/$batch":
            if request.method != "POST":
                raise wrong_method()
            return answer_batch(body, asker.ask_part, is_strict=self._limits is not None)
        query = request.scope["query_string"].decode("latin-1")
        headers = {name.lower(): text for name, text in request.headers.items()}
        return asker.ask(request.method, path, query, prefer, body, headers)

    def _viewer(self, grant: Grant) -> Entry:
        """Return who asks: an account of the directory, a guest, a private person or an app."""
        if grant.is_app_only:
            return Entry(grant.oid, grant.tid, "", "An app", kind="app")
        entry = self._world.organisation.entry(grant.tid, grant.oid)
        if entry is not None:
            return entry
        user = self._people(grant.oid)
        if user is None:
            raise no_mailbox()
        kind: Kind = "guest" if user.kind == "work" else "member"
        return replace(signed_in(user), kind=kind)


def check_head(request: Request) -> None:
    """Raise where the head of a request is larger, or its method odder, than is taken."""
    if request.method not in METHODS:
        raise wrong_method()
    if sum(len(name) + len(text) for name, text in request.headers.raw) > LONGEST_HEAD:
        raise GraphError(431, "RequestHeaderFieldsTooLarge", "The request headers are too long.")


def mailbox_named(request: Request, grant: Grant) -> str:
    """Return whose mailbox a path is about, as far as budgets care."""
    segments = request.url.path.lower().split("/")
    is_other = len(segments) > 3 and segments[2] == "users"
    return segments[3] if is_other else grant.oid


def challenge(message: str, claims: str) -> GraphError:
    """Return the 401 of a bad token; with claims it says what a better one must have."""
    text = 'Bearer realm="", authorization_uri="https://localhost/common/oauth2/authorize"'
    if claims:
        packed = base64.b64encode(claims.encode()).decode()
        text += f', error="insufficient_claims", claims="{packed}"'
    else:
        text = 'Bearer realm="", authorization_uri="", error="invalid_token"'
    return GraphError(401, "InvalidAuthenticationToken", message, {"WWW-Authenticate": text})


def split_root(request: Request) -> tuple[str, str]:
    """Return the mount point and the undecoded path behind the version, or raise the 404."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0]
    root: str = request.scope.get("root_path", "")
    if not path.lower().startswith(f"{root.lower()}{VERSION}/"):
        raise GraphError(404, "ResourceNotFound", "Invalid version.")
    return root, path[len(root) + len(VERSION) :]


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks one question, alone or as part of a batch, on behalf of a token."""

    world: World
    grant: Grant
    viewer: Entry
    base: str
    asked: Asked
    maker: Maker | None

    def ask(
        self,
        method: str,
        path: str,
        query: str,
        prefer: Prefer,
        body: bytes,
        headers: dict[str, str],
    ) -> Reply:
        match = match_path(method, path)
        if match is None:
            raise denied()  # this tenant is only ever read
        whom = self._whom(match)
        is_own = whom.oid == self.viewer.oid or self.grant.is_app_only
        personal = self.viewer.is_personal
        found = granted(match.need, self.grant, is_personal=personal, is_own=is_own)
        access = OWN if is_own else access_of(self.viewer.username, whom.username)
        check_access(match.need, access)
        call = Call(
            world=self.world,
            viewer=self.viewer,
            whom=whom,
            opened=self.world.find_mailbox(whom.oid),
            base=self.base,
            path=path,
            options=parse_options(query),
            prefer=prefer,
            access=access,
            body=body,
            headers=headers,
            scopes=self.grant.scopes,
            is_basic=is_basic(match.need, found),
            maker=self.maker,
        )
        return with_metadata(run(call, match), headers.get("accept", ""), self.base)

    def _whom(self, match: Match) -> Entry:
        """Return whose things are meant, or raise the 404 of nobody."""
        if not match.whose:
            if self.grant.is_app_only and match.is_me:
                message = "/me request is only valid with delegated authentication flow."
                raise bad_request(message)
            return self.viewer
        names = (self.viewer.oid, self.viewer.username, short_id(self.viewer))
        if match.whose.lower() in names:
            return self.viewer
        entry = self.world.organisation.entry(self.viewer.tid, match.whose)
        if entry is None and match.need.section:
            raise denied()
        if entry is None:
            message = f"Resource '{match.whose}' does not exist or one of its queried "
            message += "reference-property objects are not present."
            raise GraphError(404, "Request_ResourceNotFound", message)
        return entry

    def ask_part(self, item: BatchItem) -> Reply:
        path, _, query = item.url.partition("?")
        headers = {name.lower(): text for name, text in item.headers.items()}
        body = b"" if item.body is None else encode(item.body)
        try:
            prefer = parse_prefer([headers.get("prefer", "")])
            path = f"/{path.lstrip('/')}"
            return self.ask(item.method.upper(), path, query, prefer, body, headers)
        except GraphError as error:
            return failed(error, self.asked)


def short_id(entry: Entry) -> str:
    return entry.oid.replace("-", "")[16:] if entry.is_personal else entry.oid


def check_access(need: Need, access: Access) -> None:
    """Raise where somebody else's mailbox is closed, whatever the token says."""
    opened = {
        "": True,
        "mail": access.mail,
        "calendar": access.calendar,
        "contacts": access.contacts,
        "settings": access.is_own,
    }
    if not opened[need.section]:
        raise denied()


def failed(error: GraphError, asked: Asked) -> Reply:
    body = error_body(error, asked.request_id, asked.client_request_id)
    return Reply(error.status, encode(body), headers=error.headers)
