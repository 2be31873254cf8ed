"""Text as the index's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.store.transaction import clean
from transom.engine.store.words import LONGEST, fold, index_words, query_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello, World_2!", ["hello", "world", "2"]),
        ("naïve ÆSIR", ["naive", "aesir"]),
        ("İstanbul ısı", ["istanbul", "isi"]),
        ("東京都", ["東京", "京都", "都"]),
        ("v2東", ["v2", "東"]),
        ("x" * 99, ["x" * LONGEST]),
        ("שָׁלוֹם", ["שלום"]),
    ],
)
def test_texts_become_words(text: str, words: list[str]) -> None:
    assert index_words([text]) == words


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_whatever_is_typed_is_found_in_itself(text: str) -> None:
    text = clean(text)
    stored = index_words([text])
    assert set(query_words(text)) <= set(stored)
    assert not any(character in word for word in stored for character in "\"' _-*:()%")


@given(st.text())
def test_folding_twice_is_folding_once_for_words(text: str) -> None:
    assert index_words([fold(text)]) == index_words([text])
