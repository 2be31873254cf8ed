"""The colour tokens can be read on every surface they stand on."""

import itertools

import pytest
from PySide6.QtGui import QImage, QPainter, QTextLayout
from pytestqt.qtbot import QtBot

from transom.engine.store.accounts import COLORS
from transom.resources import resource_text
from transom.ui.theme import ACCOUNT_COLOR_NAMES, DARK, LIGHT, Theme, Tokens

SURFACES = ("bg", "panel", "card")
TEXTS = ("text", "dim", "accent", "ok", "warn", "bad")
PAIRS = (
    *itertools.product(TEXTS, SURFACES),
    *itertools.product(("text", "dim", "accent"), ("selection", "accent_soft")),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("text", "warn_soft"),
    ("dim", "line"),
    ("on_accent", "accent"),
)


def luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_are_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", SURFACES)
def test_marks_of_calendars_and_accounts_stand_out(tokens: Tokens, ground: str) -> None:
    for color in (*tokens.calendars, *tokens.accounts):
        assert contrast(color, getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_an_account_has_a_name_and_a_disc(tokens: Tokens) -> None:
    assert len(tokens.accounts) == len(ACCOUNT_COLOR_NAMES) == len(tokens.avatars) == COLORS
    assert len(set(tokens.accounts)) == COLORS


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_initials_are_readable_on_every_disc(tokens: Tokens) -> None:
    for color in tokens.avatars:
        assert contrast("#ffffff", color) >= 4.5


def test_the_style_sheet_has_no_hole_left(qtbot: QtBot) -> None:
    theme = Theme(resource_text("styles", "transom.qss"))
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    sheet = application.styleSheet()
    assert "@" not in sheet
    assert "{13}px" not in sheet
    assert theme.tokens.accent in sheet


def test_a_choice_changes_the_colours_and_says_so(qtbot: QtBot) -> None:
    theme = Theme(resource_text("styles", "transom.qss"), "light")
    with qtbot.waitSignal(theme.changed):
        theme.set_choice("dark")
    assert theme.is_dark
    theme.set_choice("light")
    assert not theme.is_dark


def test_no_script_shows_boxes_and_none_is_complained_of(qtbot: QtBot) -> None:
    theme = Theme(resource_text("styles", "transom.qss"))
    font = theme.font(16)
    picture = QImage(400, 40, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    painter.setFont(font)
    for words in (
        "Ελληνικά",
        "हिन्दी",
        "العربية",
        "עברית",
        "日本語 中文",
        "한국어",
        "ไทย",
        "বাংলা",
        "😀",
    ):
        layout = QTextLayout(words, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        glyphs = [glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes()]
        assert glyphs, words
        assert 0 not in glyphs, f"{words} shows boxes"
        painter.drawText(5, 25, words)
    painter.end()
