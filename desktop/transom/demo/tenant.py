"""The whole tenant as one ASGI app: two hosts, one record of what was asked, and its control."""

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from transom.demo.addresses import Addresses
from transom.demo.gate import ControlGate, HostGate
from transom.demo.graph.app import graph_app
from transom.demo.graph.control import control_routes
from transom.demo.graph.limits import Limits
from transom.demo.graph.prerender import Beforehand
from transom.demo.identity.app import Identity, build_identity, user_info
from transom.demo.identity.daemon import DaemonCredentials
from transom.demo.identity.federation import PAGE_PATH
from transom.demo.log import CONTROL_PREFIX, LogMiddleware, RequestLog
from transom.demo.mailbox.changes import BadChangeError, Changes
from transom.demo.mailbox.remote_pictures import remote_picture
from transom.demo.mailbox.world import World
from transom.demo.settings import TenantSettings
from transom.demo.state import StateDirectory
from transom.demo.weather.arguments import Conduct
from transom.demo.weather.control import WeatherControl
from transom.demo.weather.live import Life, LiveTask
from transom.demo.weather.middleware import WeatherMiddleware
from transom.demo.weather.sky import Weather
from transom.demo.weather.switches import identity_switches
from transom.demo.weather.wire import WireMiddleware

CHANGES_FILE = "changes.jsonl"
PICTURES_PATH = "/remote-pictures"


@dataclass(frozen=True, slots=True)
class Tenant:
    """The app to serve, and the addresses that wait for its port."""

    app: ASGIApp
    addresses: Addresses
    daemon: DaemonCredentials
    live: LiveTask


def build_tenant(
    state: StateDirectory,
    settings: TenantSettings,
    *,
    token_life_s: int | None,
    conduct: Conduct = Conduct(),
) -> Tenant:
    """Make the mailbox and join it to its identity provider."""
    addresses, weather = Addresses(), Weather(settings.seed)
    identity = build_identity(state, addresses, token_life_s=token_life_s, clock=weather.now)
    weather.add_switches(identity_switches(identity.parts))
    world = _load_world(state, settings)
    log, life = RequestLog(), Life(world, settings.seed)
    back_door = [*control_routes(world), *WeatherControl(weather, life).routes()]
    control = ControlGate(_control(identity, log, back_door))
    limits = Limits() if conduct.is_strict else None
    maker = Beforehand(world, world.mailboxes()[0], state.path) if conduct.is_prerendered else None
    graph = graph_app(world, identity.tokens, identity.parts.directory.user, limits, maker)
    hosts: dict[str, ASGIApp] = {
        Addresses.IDENTITY_HOST: _host(control, identity.app),
        Addresses.GRAPH_HOST: _host(control, _graph(identity, graph)),
    }
    live = LiveTask(weather, life)
    for name, rate in conduct.weather:
        weather.set(name, rate)
    app = LogMiddleware(WeatherMiddleware(HostGate(hosts), weather), log)
    return Tenant(WireMiddleware(app, weather), addresses, identity.daemon, live)


def _load_world(state: StateDirectory, settings: TenantSettings) -> World:
    try:
        return _make_world(state, settings)
    except BadChangeError:
        state.set_aside(CHANGES_FILE)
        return _make_world(state, settings)


def _make_world(state: StateDirectory, settings: TenantSettings) -> World:
    changes = Changes(state.file(CHANGES_FILE))
    return World(settings.seed, settings.messages, settings.born_at, changes)


def _host(control: ASGIApp, app: ASGIApp) -> Starlette:
    return Starlette(routes=[Mount(CONTROL_PREFIX, control), Mount("/", app)])


def _graph(identity: Identity, graph: ASGIApp) -> Starlette:
    answer = user_info(identity.tokens, identity.parts.directory)
    return Starlette(
        routes=[
            Route("/oidc/userinfo", answer, methods=["GET", "POST"]),
            Route(PICTURES_PATH, remote_pictures),
            Route(PAGE_PATH, identity.federated_page, methods=["GET", "POST"]),
            Mount("/", graph),
        ]
    )


async def remote_pictures(request: Request) -> Response:
    """Hand out what lies at ``?url=``, as the servers named there would."""
    content = await run_in_threadpool(remote_picture, request.query_params.get("url", ""))
    if content is None:
        return Response(status_code=404)
    return Response(content, media_type="image/png")


def _control(identity: Identity, log: RequestLog, mailbox: list[Route]) -> Starlette:
    return Starlette(
        routes=[
            Route("/log", log.answer, methods=["GET", "DELETE"]),
            *identity.control.routes(),
            *mailbox,
        ]
    )
