"""The tenant's Graph as a web application: who asks, for what, and the headers of the answer."""

import uuid
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from transom.demo.graph.batch import BatchItem, answer_batch
from transom.demo.graph.call import Call, Prefer, Reply, parse_options, parse_prefer
from transom.demo.graph.errors import GraphError, denied, encode, error_body
from transom.demo.graph.routes import check_scope, match_path, run
from transom.demo.identity.grants import BadTokenError, Grant, TokenBook
from transom.demo.mailbox.world import Mailbox, World

VERSION = "/v1.0"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
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


def graph_app(world: World, tokens: TokenBook) -> Starlette:
    """Return the application that serves ``/v1.0/…`` at its root."""
    graph = Graph(world, tokens)
    return Starlette(routes=[Route("/{path:path}", graph.answer, methods=METHODS)])


@dataclass(frozen=True, slots=True)
class Asked:
    """One request's identity for the error body and the headers."""

    request_id: str
    client_request_id: str


class Graph:
    """Turns requests into calls, and refusals into Graph's error bodies."""

    def __init__(self, world: World, tokens: TokenBook) -> None:
        self._world, self._tokens = world, tokens

    async def answer(self, request: Request) -> Response:
        request_id = str(uuid.uuid4())
        asked = Asked(request_id, request.headers.get("client-request-id") or request_id)
        prefer = Prefer()
        try:
            grant, mailbox = self._identify(request)
            prefer = parse_prefer(request.headers.getlist("prefer"))
            reply = await self._reply(request, grant, mailbox, prefer, asked)
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

    def _identify(self, request: Request) -> tuple[Grant, Mailbox]:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer" or not bearer.strip():
                raise BadTokenError("Access token is empty.")
            grant = self._tokens.check(bearer.strip())
        except BadTokenError as error:
            challenge = 'Bearer realm="", authorization_uri="", error="invalid_token"'
            raise GraphError(
                401, "InvalidAuthenticationToken", str(error), {"WWW-Authenticate": challenge}
            ) from error
        try:
            return grant, self._world.mailbox(grant.oid)
        except KeyError:
            message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise GraphError(404, "MailboxNotEnabledForRESTAPI", message) from None

    async def _reply(
        self, request: Request, grant: Grant, mailbox: Mailbox, prefer: Prefer, asked: Asked
    ) -> Reply:
        root, path = split_root(request)
        base = f"{request.url.scheme}://{request.headers.get('host', 'localhost')}{root}{VERSION}"
        asker = Asker(self._world, grant, mailbox, base, asked)
        if path.lower() == "/$batch":
            if request.method != "POST":
                raise GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed.")
            body = await request.body()
            return answer_batch(body, asker.ask_part)
        query = request.scope["query_string"].decode("latin-1")
        return asker.ask(request.method, path, query, prefer)


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
    mailbox: Mailbox
    base: str
    asked: Asked

    def ask(self, method: str, path: str, query: str, prefer: Prefer) -> Reply:
        match = match_path(path, self.mailbox.user)
        check_scope(match, self.grant.scopes)
        if method != "GET":
            raise denied()  # this tenant is only ever read
        options = parse_options(query)
        return run(Call(self.world, self.mailbox, self.base, path, options, prefer), match)

    def ask_part(self, item: BatchItem) -> Reply:
        path, _, query = item.url.partition("?")
        wishes = [text for name, text in item.headers.items() if name.lower() == "prefer"]
        try:
            prefer = parse_prefer(wishes)
            return self.ask(item.method.upper(), f"/{path.lstrip('/')}", query, prefer)
        except GraphError as error:
            return failed(error, self.asked)


def failed(error: GraphError, asked: Asked) -> Reply:
    body = error_body(error, asked.request_id, asked.client_request_id)
    return Reply(error.status, encode(body), headers=error.headers)
