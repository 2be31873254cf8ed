"""Walks: which pages lead on, and which only seem to."""

from transom.engine.entities.accounts import RemoteId
from transom.engine.sync.walks import Walk


def ids(*names: str) -> list[RemoteId]:
    return [RemoteId(name) for name in names]


def test_new_items_lead_on() -> None:
    walk = Walk()
    assert not any(walk.is_circling(f"link {n}", ids(f"item {n}")) for n in range(1000))


def test_a_link_seen_before_leads_in_circles() -> None:
    walk = Walk()
    assert not walk.is_circling("a", ids("1"))
    assert not walk.is_circling("b", ids("2"))
    assert walk.is_circling("a", ids("3"))


def test_the_same_items_under_new_links_lead_in_circles() -> None:
    walk = Walk()
    assert not walk.is_circling("a", ids("1", "2"))
    assert not walk.is_circling("b", ids("1", "2")), "an item may be repeated once"
    assert walk.is_circling("c", ids("2", "1"))


def test_empty_pages_lead_on_for_a_while() -> None:
    walk = Walk()
    assert not walk.is_circling("first", [])
    assert any(walk.is_circling(f"link {n}", []) for n in range(200))


def test_a_round_begun_anew_may_see_the_same_again() -> None:
    walk = Walk()
    walk.is_circling("a", ids("1"))
    walk.begin_anew()
    assert walk.losses == 1
    assert not walk.is_circling("a", ids("1"))
