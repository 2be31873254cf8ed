"""Tests of the documented budgets."""

import asyncio
from itertools import count

import pytest

from transom.demo.graph.errors import GraphError
from transom.demo.graph.limits import IN_WINDOW, WINDOW_S, Budget, Limits


def test_a_budget_says_how_long_until_there_is_room() -> None:
    budget = Budget(3, 10.0)
    assert [budget.wait_s(now) for now in (0.0, 1.0, 2.0)] == [0, 0, 0]
    assert budget.wait_s(4.0) == 6.0
    assert budget.wait_s(10.5) == 0


def test_an_answer_says_when_the_budget_runs_out() -> None:
    async def headers(limits: Limits) -> dict[str, str]:
        async with limits.entered("app", "adele") as told:
            return told

    limits = Limits(clock=lambda: 0.0)
    assert asyncio.run(headers(limits)) == {"x-ms-resource-unit": "1"}
    limits = Limits(clock=count(0.0, 0.001).__next__)
    for _ in range(int(IN_WINDOW * 0.85)):
        limits.check_budgets("app", "adele")
    assert asyncio.run(headers(limits))["x-ms-throttle-limit-percentage"] == "0.85"


def test_a_mailbox_is_asked_ten_thousand_times_in_ten_minutes() -> None:
    now = [0.0]
    limits = Limits(clock=lambda: now[0])
    for number in range(IN_WINDOW):
        now[0] = number / 1000
        limits.check_budgets("app", "adele")
    with pytest.raises(GraphError) as caught:
        limits.check_budgets("app", "adele")
    assert caught.value.status == 429
    assert int(caught.value.headers["Retry-After"]) == pytest.approx(WINDOW_S - now[0], abs=2)
    limits.check_budgets("app", "another")
    now[0] += WINDOW_S
    limits.check_budgets("app", "adele")


def test_an_app_has_two_thousand_requests_a_second() -> None:
    limits = Limits(clock=lambda: 1.0)
    for number in range(2000):
        limits.check_budgets("app", str(number % 50))
    with pytest.raises(GraphError):
        limits.check_budgets("app", "one more")


def test_four_at_a_time_are_served_and_the_fifth_turned_away() -> None:
    async def ask(limits: Limits) -> str:
        try:
            async with limits.entered("app", "adele"):
                return "served"
        except GraphError as error:
            return error.code

    async def crowd() -> list[str]:
        limits = Limits()
        first = await asyncio.gather(*(ask(limits) for _ in range(6)))
        return [*first, await ask(limits)]

    answers = asyncio.run(crowd())
    assert answers == ["served"] * 4 + ["ApplicationThrottled"] * 2 + ["served"]
