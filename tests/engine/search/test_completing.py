"""What is offered while somebody types a search."""

import pytest

from transom.engine.search.completing import offers_for

FOLDERS = ["Inbox", "Project X", "Projects"]
CATEGORIES = ["Red"]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("fr", ["from:"]),
        ("budget -su", ["budget -subject:"]),
        ("(fr", ["(from:"]),
        ("is:un", ["is:unread "]),
        ("a in:proj", ['a in:"Project X" ', "a in:Projects "]),
        ("category:", ["category:Red "]),
        ("before:last w", []),
        ("on:yes", ["on:yesterday "]),
        ("larger:1", ["larger:1MB ", "larger:10MB "]),
        ("", []),
        ("budget ", []),
        ("zzz", []),
        ("nope:x", []),
        ('"fr', []),
    ],
)
def test_the_last_piece_is_completed(text: str, texts: list[str]) -> None:
    assert [one.text for one in offers_for(text, FOLDERS, CATEGORIES)] == texts


def test_operators_say_what_they_do() -> None:
    offers = offers_for("b", [], [])
    assert [(one.piece, one.help) for one in offers] == [
        ("body:", "words of the text"),
        ("before:", "received before"),
    ]
