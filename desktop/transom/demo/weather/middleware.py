"""What the weather does to a request on its way in, and to the answer on its way out."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from transom.demo.log import CONTROL_PREFIX
from transom.demo.weather import answers, wire
from transom.demo.weather.answers import Held
from transom.demo.weather.pages import Bender
from transom.demo.weather.sky import Weather

REFUSALS = ("expired", *answers.THROTTLES, *answers.ERRORS)


class WeatherMiddleware:
    """Lets every request through, or into the weather; what steers the tenant is spared."""

    def __init__(self, app: ASGIApp, weather: Weather) -> None:
        self._app, self._weather = app, weather

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(CONTROL_PREFIX):
            await self._app(scope, receive, send)
            return
        if not self._weather.conditions():
            await self._app(scope, receive, send)
            return
        path, question = scope["path"], question_of(scope)
        await self._wait(path, question)
        if self._weather.strikes("reset", path, question):
            await wire.reset(scope)
            return
        held = self._refused(path, question, scope)
        if held is None:
            held = await answers.hold(self._app, scope, receive)
            bender = Bender(self._weather, path, url_of(scope), question)
            if held.is_json and held.status == 200 and bender.is_wanted():
                held.body = bender.bend(held.body)
        await self._deliver(held, scope, send)

    async def _wait(self, path: str, question: str) -> None:
        seconds = self._weather.rate("latency", path)
        if most := self._weather.rate("jitter", path):
            seconds += self._weather.dice("jitter", question).uniform(0, most)
        if seconds:
            await asyncio.sleep(seconds)

    def _refused(self, path: str, question: str, scope: Scope) -> Held | None:
        """Return the answer that stands for the real one, if there is to be one."""
        is_followed = "deltatoken" in question.lower() or "skiptoken" in question.lower()
        is_delta = is_followed and "delta" in path.lower()
        if is_delta and self._weather.strikes("lost-delta", path, question):
            return answers.lost_state(url_of(scope).partition("?")[0])
        name = self._weather.strikes_any(REFUSALS, path, question)
        if not name:
            return None
        if name == "expired":
            return answers.expired()
        if name in answers.ERRORS:
            return answers.broken(name)
        return answers.throttled(name, self._weather.dice("absurd", question))

    async def _deliver(self, held: Held, scope: Scope, send: Send) -> None:
        path, question = scope["path"], question_of(scope)
        if self._weather.strikes("broken-gzip", path, question):
            held = wire.broken_gzip(held)
        if self._weather.strikes("cut", path, question):
            await wire.send_cut(held, scope, send)
        elif speed := self._weather.rate("drip", path):
            await wire.send_slowly(held, scope, send, wire.DRIP, wire.DRIP / speed)
        elif speed := self._weather.rate("bandwidth", path):
            await wire.send_slowly(held, scope, send, wire.PIECE, wire.PIECE / (speed * 1000))
        else:
            await wire.send_whole(held, send)


def question_of(scope: Scope) -> str:
    return f"{scope['method']} {scope['path']}?{scope['query_string'].decode('latin-1')}"


def url_of(scope: Scope) -> str:
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    host = Headers(scope=scope).get("host", "")
    query = scope["query_string"].decode("latin-1")
    path = raw.decode("latin-1").partition("?")[0]
    return f"{scope['scheme']}://{host}{path}" + (f"?{query}" if query else "")
