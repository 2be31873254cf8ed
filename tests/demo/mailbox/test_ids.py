"""Tests of ids."""

from hypothesis import given
from hypothesis import strategies as st

from transom.demo.mailbox.ids import Ids
from transom.demo.mailbox.users import USERS

MINE, OTHERS = Ids(USERS[0].oid), Ids(USERS[1].oid)


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 30), st.integers(0, 60000), st.booleans())
def test_what_was_made_can_be_read(key: int, part: int, moves: int, immutable: bool) -> None:
    ref = MINE.read(MINE.make("m", key, part, moves=moves, immutable=immutable))
    assert ref is not None
    assert (ref.kind, ref.key, ref.part, ref.is_immutable) == ("m", key, part, immutable)
    assert ref.moves == (0 if immutable else moves)


@given(st.text())
def test_anything_else_reads_as_nothing(text: str) -> None:
    assert MINE.read(text) is None


def test_an_id_of_another_mailbox_means_nothing_here() -> None:
    assert OTHERS.read(MINE.make("m", 1)) is None
    assert OTHERS.read(MINE.make("m", 1, immutable=True)) is None
