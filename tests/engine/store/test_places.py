"""Many messages in one second: each has a place of its own in the index, and all are found."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from transom.engine.search.parsing import parse
from transom.engine.store.places import place_of


@pytest.fixture
def storm(mailbox: Any, make: Any) -> Any:
    """Fill a mailbox with messages of three seconds, four hundred of each."""
    mailbox.page(
        [
            make.message(n, subject=f"storm{n}", received_at=make.first_day + timedelta(0, n % 3))
            for n in range(1200)
        ]
    )
    return mailbox


def subjects(mailbox: Any, make: Any, words: str, **more: Any) -> list[str]:
    query = parse(words, make.first_day)
    return [line.subject for line in mailbox.store.search.search_messages(query, **more)]


def places(mailbox: Any) -> list[int]:
    cx = mailbox.store.database.reader()
    ids = cx.execute("select id from message").fetchall()
    return [place_of(cx, number) for (number,) in ids]


def test_all_are_found_one_by_one_and_page_by_page(storm: Any, make: Any) -> None:
    assert len(set(places(storm))) == 1200
    assert subjects(storm, make, "storm7 ") == ["storm7"]
    reader, query, found = storm.store.search, parse("stor", make.first_day), []
    lines = reader.search_messages(query, 100)
    while lines:
        found += [line.subject for line in lines]
        lines = reader.search_messages(query, 100, lines[-1].id)
    assert sorted(found) == sorted(f"storm{n}" for n in range(1200))
    assert reader.count_messages(query) == 1200


def test_a_moment_between_them_parts_what_is_found(storm: Any, make: Any) -> None:
    moment = parse("after:2026-03-01 storm", make.first_day).root
    assert moment is not None
    assert len(subjects(storm, make, "before:2026-03-02 storm", limit=2000)) == 1200
    assert subjects(storm, make, "before:2026-03-01 storm", limit=2000) == []


def test_who_leaves_makes_room_and_takes_nobody_along(storm: Any, make: Any) -> None:
    storm.page(removed=range(0, 1200, 2))
    assert len(subjects(storm, make, "stor", limit=2000)) == 600
    storm.page([make.message(n, subject=f"calm{n}") for n in range(1, 1200, 2)])
    assert subjects(storm, make, "stor") == []
    assert len(subjects(storm, make, "cal", limit=2000)) == 600
    assert subjects(storm, make, "calm5 ") == ["calm5"]


def test_a_message_that_comes_into_a_taken_second_gets_another_place(
    mailbox: Any, make: Any
) -> None:
    early, late = make.message(1, subject="early bird"), make.message(2, subject="late bird")
    mailbox.page([early, late])
    mailbox.page([replace(late, received_at=early.received_at)])
    assert len(set(places(mailbox))) == 2
    assert set(subjects(mailbox, make, "bi")) == {"early bird", "late bird"}
    assert subjects(mailbox, make, "late ") == ["late bird"]
    assert subjects(mailbox, make, '"early bird" ') == ["early bird"]
