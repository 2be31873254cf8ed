"""What the command line says about weather, strictness and pages made beforehand."""

import argparse
from dataclasses import dataclass
from typing import Self

from transom.demo.weather.kinds import ALL, BadWeatherError, read_wish


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the tenant behaves: its weather by name and rate, its budgets, its haste."""

    weather: tuple[tuple[str, float], ...] = ()
    is_strict: bool = False
    is_prerendered: bool = False

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Self:
        return cls(tuple(arguments.weather), arguments.strict, arguments.prerender)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that ``Conduct.of`` reads."""
    parser.add_argument(
        "--weather",
        action="append",
        default=[],
        type=wish,
        metavar="NAME[:RATE]",
        help="let this go wrong, may be repeated: " + ", ".join(kind.name for kind in ALL),
    )
    parser.add_argument(
        "--strict", action="store_true", help="hold clients to the documented budgets"
    )
    parser.add_argument(
        "--prerender", action="store_true", help="make the pages of mail beforehand"
    )


def wish(text: str) -> tuple[str, float]:
    try:
        kind, rate = read_wish(text)
    except BadWeatherError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return kind.name, rate
