"""What a picture is and how large it would be, from its first bytes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.remote.samples import (
    SVG,
    animated_png,
    gif,
    gif_with_a_large_frame,
    jpeg,
    png,
    webp,
)

from transom.engine.remote.looks import Look, look_of

PICTURES = {
    "png": png(),
    "jpeg": jpeg(),
    "gif": gif(),
    "webp": webp(),
    "webp, lossless": webp("VP8L"),
    "webp, lossy": webp("VP8 "),
}


@pytest.mark.parametrize("name", PICTURES)
def test_type_and_size_are_read(name: str) -> None:
    look = look_of(PICTURES[name])
    assert look == Look(name.partition(",")[0], 2, 3)
    assert look.is_bearable


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b"<!doctype html>",
        b"BM" + bytes(60),
        b"%PDF-1.7",
        bytes.fromhex("00000100") + bytes(60),
        b"\0\0\0\x20ftypavif" + bytes(40),
        b"GIF88a",
    ],
    ids=range(9),
)
def test_everything_else_is_no_picture(content: bytes) -> None:
    assert look_of(content) is None


@pytest.mark.parametrize(
    "bomb",
    [
        png(50_000, 50_000),
        png(20_001, 1),
        jpeg(65_000, 65_000),
        gif(60_000, 60_000),
        gif_with_a_large_frame(),
        webp("VP8X", 16_000_000, 16_000_000),
        webp("VP8L", 16_000, 16_000),
        animated_png(4_000_000_000),
        gif(2, 3, frames=5_000),
        png(0, 5),
    ],
    ids=range(10),
)
def test_what_would_fill_the_memory_is_known_before_it_is_unpacked(bomb: bytes) -> None:
    look = look_of(bomb)
    assert look is not None
    assert not look.is_bearable


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(PICTURES)), st.integers(0, 80), st.binary(max_size=12))
def test_torn_and_changed_pictures_are_looked_at_without_harm(
    name: str, place: int, noise: bytes
) -> None:
    whole = PICTURES[name]
    look_of(whole[:place])
    look_of(whole[:place] + noise + whole[place + len(noise) :])
