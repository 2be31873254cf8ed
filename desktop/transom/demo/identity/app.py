"""The identity provider's host: its routes, and the parts they share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from transom.demo.addresses import Addresses
from transom.demo.identity.admin_page import PATH as ADMIN_PATH
from transom.demo.identity.admin_page import AdminDesk
from transom.demo.identity.codes import Codes
from transom.demo.identity.consent_requests import ConsentRequests
from transom.demo.identity.consents import Consents
from transom.demo.identity.control import IdentityControl
from transom.demo.identity.daemon import DaemonCredentials, load_daemon
from transom.demo.identity.device import DONE_PATH, PAGE_PATH, DeviceCodes, DeviceFlow
from transom.demo.identity.directory import Directory
from transom.demo.identity.entrance import Entrance
from transom.demo.identity.federation import (
    RETURN_PATH,
    WINDOW_RETURN_PATH,
    FederatedHost,
    hand_over,
)
from transom.demo.identity.frame import blank_page, message_page
from transom.demo.identity.granting import TokenResponses
from transom.demo.identity.grants import BadTokenError, TokenBook, challenge_header
from transom.demo.identity.id_tokens import IdTokens, pairwise
from transom.demo.identity.keys import Keys, load_keys
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.metadata import Metadata
from transom.demo.identity.parts import Parts
from transom.demo.identity.policies import Policies
from transom.demo.identity.registration import NATIVE_CLIENT_PATH, make_registrations
from transom.demo.identity.sealing import Sealer
from transom.demo.identity.sessions import COOKIE
from transom.demo.identity.signin import SignIn
from transom.demo.identity.token_endpoint import TokenEndpoint
from transom.demo.identity.tokens import Clock, Tokens
from transom.demo.mailbox.users import USERS
from transom.demo.state import StateDirectory

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Identity:
    """What the rest of the tenant needs of its identity provider."""

    app: Starlette
    federated_page: Endpoint
    control: IdentityControl
    parts: Parts
    daemon: DaemonCredentials

    @property
    def tokens(self) -> Tokens:
        return self.parts.tokens


def build_identity(
    state: StateDirectory, addresses: Addresses, *, token_life_s: int | None, clock: Clock
) -> Identity:
    """Join the provider's parts over what ``state`` keeps."""
    keys = load_keys(state)
    daemon = load_daemon(state)
    parts = _make_parts(state, addresses, keys, daemon, token_life_s, clock)
    sign_in = SignIn(parts)
    devices = DeviceCodes(clock)
    app = Starlette(
        routes=[
            *_sign_in_routes(parts, sign_in),
            *_device_routes(DeviceFlow(parts, devices, sign_in)),
            *_metadata_routes(Metadata(parts, keys)),
            *_token_routes(TokenEndpoint(parts, devices, TokenResponses(parts))),
        ]
    )
    federated_page = FederatedHost(parts).page
    return Identity(app, federated_page, IdentityControl(parts, keys), parts, daemon)


def _make_parts(
    state: StateDirectory,
    addresses: Addresses,
    keys: Keys,
    daemon: DaemonCredentials,
    token_life_s: int | None,
    clock: Clock,
) -> Parts:
    ledger, policies, directory = Ledger(state), Policies(state), Directory(USERS)
    sealer = Sealer(keys.sealing)
    return Parts(
        registrations=make_registrations(
            addresses, daemon_secret=daemon.secret, daemon_certificate=daemon.certificate
        ),
        directory=directory,
        ledger=ledger,
        policies=policies,
        consents=Consents(ledger, policies, directory),
        requests=ConsentRequests(state, ledger),
        codes=Codes(sealer, ledger, directory, clock),
        tokens=Tokens(keys, ledger, directory, policies, life_s=token_life_s, clock=clock),
        id_tokens=IdTokens(keys, directory, addresses, clock),
        sealer=sealer,
        addresses=addresses,
        clock=clock,
    )


def _sign_in_routes(parts: Parts, sign_in: SignIn) -> list[Route]:
    both, entrance = ["GET", "POST"], Entrance(parts, sign_in)
    return [
        Route(NATIVE_CLIENT_PATH, _native_client),
        Route(ADMIN_PATH, AdminDesk(parts, sign_in).page, methods=both),
        Route(RETURN_PATH, sign_in.submit, methods=["POST"]),
        Route(WINDOW_RETURN_PATH, hand_over, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/authorize", entrance.authorize, methods=both),
        Route("/{tenant}/oauth2/authorize", entrance.authorize_v1, methods=both),
        Route("/{tenant}/v2.0/adminconsent", entrance.admin_consent),
        Route("/{tenant}/adminconsent", entrance.admin_consent),
        Route("/{tenant}/login", sign_in.submit, methods=["POST"]),
        Route("/{tenant}/oauth2/v2.0/logout", _sign_out, methods=both),
        Route("/{tenant}/oauth2/logout", _sign_out, methods=both),
    ]


def _device_routes(device: DeviceFlow) -> list[Route]:
    return [
        Route("/{tenant}/oauth2/v2.0/devicecode", device.start, methods=["POST"]),
        Route(PAGE_PATH, device.page, methods=["GET", "POST"]),
        Route(DONE_PATH, device.done),
    ]


def _metadata_routes(metadata: Metadata) -> list[Route]:
    return [
        Route("/common/discovery/instance", metadata.instances),
        Route("/{tenant}/v2.0/.well-known/openid-configuration", metadata.discovery),
        Route("/{tenant}/.well-known/openid-configuration", metadata.discovery_v1),
        Route("/{tenant}/discovery/v2.0/keys", metadata.key_set),
        Route("/{tenant}/discovery/keys", metadata.key_set_v1),
    ]


def _token_routes(endpoint: TokenEndpoint) -> list[Route]:
    return [
        Route("/{tenant}/oauth2/v2.0/token", endpoint.answer, methods=["GET", "POST"]),
        Route("/{tenant}/oauth2/token", endpoint.answer_v1, methods=["GET", "POST"]),
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
            return JSONResponse(body, 401, {"WWW-Authenticate": challenge_header(error)})
        user = directory.user(grant.oid)
        name = user.display_name if user else ""
        return JSONResponse({"sub": pairwise(grant.oid, grant.client_id), "name": name})

    return answer
