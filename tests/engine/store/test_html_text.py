"""The readable part of hostile HTML."""

import time

import pytest

from transom.engine.store.html_text import text_from_html


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("<STYLE type=x>no{}</STYLE >yes", ["yes"]),
        ("<script>no()</script>yes<!-- no --> too", ["yes", "too"]),
        ("a<!-- never closed", ["a"]),
        ("fish &amp; chips&nbsp;&#x263A;", ["fish", "&", "chips", "☺"]),
        ("5 < 6 <b>bold</b", ["5", "<", "6", "bold"]),
        ("<a>Home</a><a>News</a><br>dr<b>op</b> <i>c</i>ap", ["Home", "News", "drop", "cap"]),
        ("", []),
    ],
)
def test_only_what_a_person_would_read_is_left(markup: str, words: list[str]) -> None:
    assert text_from_html(markup).split() == words


@pytest.mark.parametrize(
    "piece", ["<", "<style", "<!--", "</style", "<b ", "<!-- --", "<style></style", "&#"]
)
def test_a_flood_of_any_piece_takes_time_in_proportion(piece: str) -> None:
    def seconds(count: int) -> float:
        started = time.perf_counter()
        text_from_html(piece * count)
        return time.perf_counter() - started

    small = min(seconds(4_000) for _ in range(3))
    assert min(seconds(32_000) for _ in range(3)) < max(40 * small, 0.05)


def test_a_long_mail_reads_like_its_parts() -> None:
    part = '<td class="x">dr<b>op</b> <i>c</i>ap</td>'
    assert text_from_html(part * 6_000).split() == ["drop", "cap"] * 6_000
