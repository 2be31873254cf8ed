"""The weather by remote control: ``GET``, ``POST`` and ``DELETE /weather``, ``POST /live``."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from transom.demo.weather.kinds import ALL, BadWeatherError
from transom.demo.weather.live import Life
from transom.demo.weather.sky import GRAPH, Weather

MOST_CHANGES = 10_000


class WeatherControl:
    """Serves what the weather is, changes it, and lets life go on at once."""

    def __init__(self, weather: Weather, life: Life) -> None:
        self._weather, self._life = weather, life

    def routes(self) -> list[Route]:
        return [
            Route("/weather", self.get, methods=["GET"]),
            Route("/weather", self.post, methods=["POST"]),
            Route("/weather", self.delete, methods=["DELETE"]),
            Route("/live", self.live, methods=["POST"]),
        ]

    async def get(self, _request: Request) -> Response:
        return self._report()

    async def post(self, request: Request) -> Response:
        """Set one kind, ``{"name", "rate"?, "where"?}``, or a list of them."""
        try:
            body = json.loads(await request.body())
            for wish in body if isinstance(body, list) else [body]:
                rate = wish.get("rate")
                where = str(wish.get("where") or GRAPH)
                self._weather.set(str(wish["name"]), None if rate is None else float(rate), where)
        except BadWeatherError as error:
            return refuse(str(error))
        except (ValueError, KeyError, TypeError, AttributeError):
            return refuse('The body must be {"name": …, "rate": …, "where": …}, or a list.')
        return self._report()

    async def delete(self, request: Request) -> Response:
        try:
            self._weather.clear(request.query_params.get("name", ""))
        except BadWeatherError as error:
            return refuse(str(error))
        return self._report()

    async def live(self, request: Request) -> Response:
        """Let a number of things happen now, ``{"changes": 5}``, and say what they were."""
        try:
            count = int(json.loads(await request.body())["changes"])
        except (ValueError, KeyError, TypeError):
            count = 0
        if not 0 < count <= MOST_CHANGES:
            return refuse(f'The body must be {{"changes": 1 … {MOST_CHANGES}}}.')
        return JSONResponse({"happened": [self._life.step() for _ in range(count)]})

    def _report(self) -> Response:
        conditions = [
            {"name": one.kind.name, "rate": one.rate, "where": one.where.pattern}
            for one in self._weather.conditions()
        ]
        kinds = [
            {"name": kind.name, "what": kind.what, "usual": kind.usual, "unit": kind.unit}
            for kind in ALL
        ]
        return JSONResponse({"conditions": conditions, "kinds": kinds})


def refuse(sentence: str) -> Response:
    return JSONResponse({"error": sentence}, status_code=400)
