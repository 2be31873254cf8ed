"""Where the words of a search stand."""

import pytest

from transom.ui.hits import hit_pattern, hit_ranges


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("harb", "Harbour and harbour", ["Harb", "harb"]),
        ("arbour", "Harbour", []),
        ("naive cafe", "Naïve people in a CAFÉ", ["Naïve", "CAFÉ"]),
        ("会議", "明日の会議について", ["会議"]),
        ("bridge-model", "the bridge, a model", ["bridge", "model"]),
        ("...", "nothing to find...", []),
    ],
)
def test_words_are_found_where_they_begin(words: str, text: str, hits: list[str]) -> None:
    pattern = hit_pattern(words)
    ranges = hit_ranges(text, pattern) if pattern else []
    assert [text[start : start + length] for start, length in ranges] == hits


def test_places_are_counted_as_qt_counts_them() -> None:
    pattern = hit_pattern("bridge")
    assert pattern is not None
    assert hit_ranges("😀 bridge", pattern) == [(3, 6)]
