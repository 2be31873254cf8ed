"""The weather as it is now: which conditions hold, and whom they strike."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from transom.demo.weather.kinds import BadWeatherError, Kind, checked_rate, kind_named

Switch = Callable[[bool], None]
GRAPH = "^/v1[.]0/"
COUNTED = 100_000


@dataclass(frozen=True, slots=True)
class Condition:
    """One kind of weather at a rate, for the paths that ``where`` (a regular expression) finds."""

    kind: Kind
    rate: float
    where: re.Pattern[str]

    def is_over(self, path: str) -> bool:
        return self.where.search(path) is not None


class Weather:
    """Holds the conditions; the same seed strikes the same questions in the same way.

    What is drawn depends on a question and on how often it was asked, not on what else is going
    on, so that several clients at a time do not change each other's luck.
    """

    def __init__(
        self,
        seed: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._seed = seed
        self._switches: dict[str, Switch] = {}
        self._clock = clock
        self._conditions: dict[str, Condition] = {}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._listeners: list[Callable[[], None]] = []

    def add_switches(self, switches: dict[str, Switch]) -> None:
        """Name what others do when a kind of weather begins and ends."""
        self._switches |= switches

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def conditions(self) -> list[Condition]:
        return list(self._conditions.values())

    def set(self, name: str, rate: float | None = None, where: str = GRAPH) -> None:
        """Let a kind of weather begin or go on at another rate, or raise BadWeatherError."""
        kind = kind_named(name)
        try:
            pattern = re.compile(where)
        except re.error:
            raise BadWeatherError(f"{where} is no regular expression.") from None
        self._conditions[kind.name] = Condition(kind, checked_rate(kind, rate), pattern)
        if kind.name in self._switches:
            self._switches[kind.name](True)
        self._tell()

    def clear(self, name: str = "") -> None:
        """End one kind of weather, or all of it; the dice start anew."""
        ended = [kind_named(name).name] if name else list(self._conditions)
        for one in ended:
            if self._conditions.pop(one, None) and one in self._switches:
                self._switches[one](False)
        if not name:
            self._asked.clear()
        self._tell()

    def rate(self, name: str, path: str = "") -> float:
        """Return the rate of a kind over a path, 0 where it does not hold."""
        condition = self._conditions.get(name)
        if condition is None or (path and not condition.is_over(path)):
            return 0.0
        return condition.rate

    def dice(self, name: str, question: str) -> Random:
        """Return the dice for one question; asked again, it draws anew."""
        if len(self._asked) > COUNTED:
            self._asked.clear()
        self._asked[name, question] += 1
        return Random(f"{self._seed}/{name}/{question}/{self._asked[name, question]}")

    def strikes(self, name: str, path: str, question: str) -> bool:
        """Whether this time the question is hit."""
        rate = self.rate(name, path)
        return bool(rate) and self.dice(name, question).random() < rate

    def strikes_any(self, names: Iterable[str], path: str, question: str) -> str:
        """Return the first of several kinds that hits, or nothing."""
        return next((name for name in names if self.strikes(name, path, question)), "")

    def now(self) -> float:
        """Return the tenant's own time, which may be wrong."""
        return self._clock() + self.rate("clock-skew")

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
