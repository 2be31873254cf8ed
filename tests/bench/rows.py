"""One figure, its floor and its goal, and how they are printed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on a figure, or on its ratio to the floor."""

    bound: float
    is_most: bool
    is_ratio: bool

    @override
    def __str__(self) -> str:
        sign = "≤" if self.is_most else "≥"
        return f"{sign} {self.bound:g}{' × floor' if self.is_ratio else ''}"

    def is_met(self, value: float, ratio: float | None) -> bool | None:
        """Say whether the goal holds; None where the floor is missing."""
        figure = ratio if self.is_ratio else value
        if figure is None:
            return None
        return figure <= self.bound if self.is_most else figure >= self.bound


def most(bound: float) -> Goal:
    """Return a goal for the figure itself."""
    return Goal(bound, is_most=True, is_ratio=False)


def most_times_floor(bound: float) -> Goal:
    """Return a goal for a time beside its floor."""
    return Goal(bound, is_most=True, is_ratio=True)


def least_times_floor(bound: float) -> Goal:
    """Return a goal for a rate beside its floor."""
    return Goal(bound, is_most=False, is_ratio=True)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``ratio`` is the value over the floor, whichever way is better."""

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    goal: str
    met: bool | None


def row(
    name: str, value: float, unit: str, floor: float | None = None, goal: Goal | None = None
) -> Row:
    """Make a line of a figure."""
    ratio = value / floor if floor else None
    return Row(
        name,
        round(value, 3),
        unit,
        None if floor is None else round(floor, 3),
        None if ratio is None else round(ratio, 3),
        "" if goal is None else str(goal),
        None if goal is None else goal.is_met(value, ratio),
    )


def as_json(facts: dict[str, object], rows: Sequence[Row]) -> str:
    """Return everything in one line."""
    return json.dumps({**facts, "rows": [asdict(one) for one in rows]}, ensure_ascii=False)


def as_table(rows: Sequence[Row]) -> str:
    """Return the lines under each other, aligned."""
    cells: list[tuple[str, ...]] = [("name", "value", "unit", "floor", "ratio", "goal", "met")]
    cells += [_cells(one) for one in rows]
    widths = [max(len(line[n]) for line in cells) for n in range(len(cells[0]))]
    return "\n".join(
        "  ".join(_aligned(n, text, widths[n]) for n, text in enumerate(line)).rstrip()
        for line in cells
    )


def _cells(one: Row) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "no"}[one.met]
    numbers = (_number(one.floor), _number(one.ratio))
    return (one.name, _number(one.value), one.unit, *numbers, one.goal, met)


def _aligned(column: int, text: str, width: int) -> str:
    return text.rjust(width) if column in (1, 3, 4) else text.ljust(width)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
