"""The identity provider's host: its routes, and the parts they share."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from transom.demo.addresses import Addresses
from transom.demo.identity.codes import Codes
from transom.demo.identity.device import DONE_PATH, PAGE_PATH, DeviceCodes, DeviceFlow
from transom.demo.identity.directory import Directory
from transom.demo.identity.grants import BadTokenError, TokenBook
from transom.demo.identity.keys import load_keys
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.metadata import Metadata
from transom.demo.identity.pages import blank_page, message_page
from transom.demo.identity.registration import (
    APP_NAME,
    CLIENT_ID,
    NATIVE_CLIENT_PATH,
    STATIC_SCOPES,
    Registration,
)
from transom.demo.identity.sealing import Sealer
from transom.demo.identity.sessions import COOKIE
from transom.demo.identity.signin import SignIn
from transom.demo.identity.token_endpoint import TokenEndpoint
from transom.demo.identity.tokens import Clock, Tokens, pairwise
from transom.demo.mailbox.users import USERS
from transom.demo.state import StateDirectory


@dataclass(frozen=True, slots=True)
class Identity:
    """What the rest of the tenant needs of its identity provider."""

    app: Starlette
    tokens: Tokens
    directory: Directory
    ledger: Ledger


def build_identity(
    state: StateDirectory, addresses: Addresses, *, token_life_s: int | None, clock: Clock
) -> Identity:
    """Join the provider's parts over what ``state`` keeps."""
    keys = load_keys(state)
    ledger = Ledger(state)
    directory = Directory(USERS)
    registration = Registration(CLIENT_ID, APP_NAME, STATIC_SCOPES, addresses)
    sealer = Sealer(keys.sealing)
    codes = Codes(sealer, ledger, directory, clock)
    tokens = Tokens(keys, ledger, directory, addresses, life_s=token_life_s, clock=clock)
    sign_in = SignIn(
        registration=registration,
        directory=directory,
        ledger=ledger,
        codes=codes,
        sealer=sealer,
        addresses=addresses,
        clock=clock,
    )
    devices = DeviceCodes(clock)
    device = DeviceFlow(
        registration=registration,
        directory=directory,
        devices=devices,
        codes=codes,
        sign_in=sign_in,
        addresses=addresses,
    )
    endpoint = TokenEndpoint(
        registration=registration,
        directory=directory,
        ledger=ledger,
        codes=codes,
        devices=devices,
        tokens=tokens,
        addresses=addresses,
    )
    metadata = Metadata(directory, keys, tokens, addresses)
    app = Starlette(routes=_routes(metadata, sign_in, device, endpoint))
    return Identity(app, tokens, directory, ledger)


def _routes(
    metadata: Metadata, sign_in: SignIn, device: DeviceFlow, endpoint: TokenEndpoint
) -> list[Route]:
    return [
        Route(NATIVE_CLIENT_PATH, _native_client),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", metadata.discovery),
        Route("/{tenant}/discovery/v2.0/keys", metadata.key_set),
        Route("/{tenant}/oauth2/v2.0/authorize", sign_in.authorize, methods=["GET", "POST"]),
        Route("/{tenant}/login", sign_in.submit, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/token", endpoint.answer, methods=["GET", "POST"]),
        Route("/{tenant}/oauth2/v2.0/devicecode", device.start, methods=["POST"]),
        Route(PAGE_PATH, device.page, methods=["GET", "POST"]),
        Route(DONE_PATH, device.done),
        Route("/{tenant}/oauth2/v2.0/logout", _sign_out, methods=["GET", "POST"]),
    ]


async def _native_client(_request: Request) -> Response:
    return blank_page()


async def _sign_out(_request: Request) -> Response:
    page = message_page("You signed out of your account", "You may close this window.")
    page.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="none")
    return page


def user_info(tokens: TokenBook, directory: Directory) -> Callable[[Request], Response]:
    """Return the OIDC userinfo endpoint, which lives on Graph's host."""

    def answer(request: Request) -> Response:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise BadTokenError("Access token is empty.")
            grant = tokens.check(bearer.strip())
        except BadTokenError as error:
            body = {"error": {"code": "InvalidAuthenticationToken", "message": str(error)}}
            return JSONResponse(body, 401, {"WWW-Authenticate": 'Bearer realm=""'})
        user = directory.user(grant.oid)
        name = user.display_name if user else ""
        return JSONResponse({"sub": pairwise(grant.oid, grant.client_id), "name": name})

    return answer
