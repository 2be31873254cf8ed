"""How long to wait, as a server spells it."""

from datetime import UTC, datetime

import pytest

from transom.engine.graph.retries import backoff_s, retry_after_s

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("10", 10),
        ("2.128", 2.128),
        (" 3 ", 3),
        ("Sun, 01 Mar 2026 12:00:30 GMT", 30),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0),
        ("-5", 0),
        ("1e12", 3600),
        ("inf", 3600),
        ("nan", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_all_its_spellings(text: str, seconds: float | None) -> None:
    assert retry_after_s({"Retry-After": text}, NOW) == seconds


def test_the_headers_name_is_found_in_any_case() -> None:
    assert retry_after_s({"retry-AFTER": "4"}, NOW) == 4
    assert retry_after_s({}, NOW) is None


def test_backoff_grows_differs_and_stays_bounded() -> None:
    assert all(0.5 <= backoff_s(0) <= 1 for _ in range(50))
    assert all(10 <= backoff_s(9) <= 20 for _ in range(50))
    assert len({backoff_s(3) for _ in range(20)}) > 1
