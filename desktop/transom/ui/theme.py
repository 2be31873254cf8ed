"""The colour tokens, the type scale, and the style sheet made from both."""

import re
import sys
from dataclasses import dataclass, fields
from typing import Literal

from PySide6.QtCore import QLoggingCategory, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from transom.resources import resource_path

Choice = Literal["system", "light", "dark"]

BASE_PX = 13
_FAMILIES = ("Inter", "Noto Sans", "DejaVu Sans")
_UNCHOSEN = ("", "sans", "sans serif", "sans-serif", "dejavu sans")
"""What a desktop without a wish of its own calls its font."""

INVERTED_CARD = "#f0f3f8"
"""The light ground that the web engine, asked to darken a page, turns into the dark card."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour a view may use, as ``#rrggbb``."""

    bg: str
    panel: str
    card: str
    line: str
    text: str
    dim: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    selection: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    calendars: tuple[str, ...]
    avatars: tuple[str, ...]
    """Discs behind white initials: 4.5:1 in both themes."""
    accounts: tuple[str, ...]
    """Marks that tell accounts apart, in the order of ``ACCOUNT_COLOR_NAMES``."""


_AVATARS = ("#0f7a69", "#b5471b", "#46607f", "#7a4fc0", "#b03068", "#8a6a10", "#2f5fd0", "#2d7040")

ACCOUNT_COLOR_NAMES = ("Blue", "Orange", "Violet", "Green", "Magenta", "Ochre", "Slate", "Teal")
_ACCOUNT_AVATARS = (6, 1, 3, 7, 4, 5, 2, 0)
"""Accounts have the discs' colours, in an order in which neighbours differ most."""

LIGHT = Tokens(
    bg="#f6f5f3",
    panel="#fbfaf9",
    card="#ffffff",
    line="#e6e3df",
    text="#1d1b19",
    dim="#6b655e",
    faint="#9a948c",
    accent="#2f5fd0",
    on_accent="#ffffff",
    accent_soft="#e6edfc",
    selection="#e3ebfb",
    ok="#246a40",
    ok_soft="#e3f3e9",
    warn="#855406",
    warn_soft="#fdf1dc",
    bad="#b3261e",
    bad_soft="#fbe7e5",
    calendars=("#2f5fd0", "#0f8a75", "#b5471b", "#7a4fc0", "#a6831a"),
    avatars=_AVATARS,
    accounts=tuple(_AVATARS[place] for place in _ACCOUNT_AVATARS),
)

DARK = Tokens(
    bg="#17181a",
    panel="#1c1d20",
    card="#222428",
    line="#313439",
    text="#ececea",
    dim="#a6a5a1",
    faint="#77777a",
    accent="#86a8ff",
    on_accent="#17181a",
    accent_soft="#27324d",
    selection="#2a3551",
    ok="#6fcf97",
    ok_soft="#1e3328",
    warn="#e8b25b",
    warn_soft="#3a2f1c",
    bad="#f2857d",
    bad_soft="#402422",
    calendars=("#86a8ff", "#4fc9b2", "#f0936b", "#b795f2", "#dcc05a"),
    avatars=_AVATARS,
    accounts=(
        "#86a8ff",
        "#f0936b",
        "#b795f2",
        "#7cc48f",
        "#ee86b0",
        "#dcc05a",
        "#9db4d0",
        "#4fc9b2",
    ),
)


class Theme(QObject):
    """Light or dark, the sizes that follow the system's font, and what is painted from them.

    Signals:
        changed: the colours are different; paint again.
    """

    changed = Signal()

    def __init__(self, style_sheet: str, choice: Choice = "system") -> None:
        super().__init__()
        self._template = style_sheet
        self._choice: Choice = choice
        self._base_px = BASE_PX
        self._families: list[str] = []
        self._fonts: dict[tuple[float, int], QFont] = {}
        self.tokens = LIGHT
        # Said of every script that the first family lacks, though the next in line has it.
        QLoggingCategory.setFilterRules("qt.text.font.db.warning=false")
        application = _application()
        application.setStyle("Fusion")
        self._system_font = QFont(application.font())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)
        self._measure_font()
        self._apply()

    @property
    def choice(self) -> Choice:
        """What the user asked for."""
        return self._choice

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens are in force."""
        return self.tokens is DARK

    @property
    def scale(self) -> float:
        """How much larger than the design's the system's font is."""
        return self._base_px / BASE_PX

    def set_choice(self, choice: Choice) -> None:
        """Follow the system, or stay light or dark."""
        if choice != self._choice:
            self._choice = choice
            self._apply()

    def px(self, design_px: float) -> int:
        """Scale a length of the design by the system's font size."""
        return round(design_px * self.scale)

    def font(self, size_px: float = BASE_PX, weight: int = 400) -> QFont:
        """Return the interface font at a size of the design and a weight from 100 to 900."""
        known = self._fonts.get((size_px, weight))
        if known is None:
            known = QFont(self._families)
            known.setPixelSize(max(8, self.px(size_px)))
            known.setWeight(QFont.Weight(weight))
            self._fonts[size_px, weight] = known
        return QFont(known)

    def color(self, token: str) -> QColor:
        """Return the colour of a token by its name."""
        return QColor(getattr(self.tokens, token))

    def mixed(self, color: QColor, over: QColor, share: float) -> QColor:
        """Lay ``share`` of ``color`` over another, as an opaque colour."""
        return QColor(
            round(over.red() + (color.red() - over.red()) * share),
            round(over.green() + (color.green() - over.green()) * share),
            round(over.blue() + (color.blue() - over.blue()) * share),
        )

    def avatar_color(self, seed_text: str) -> QColor:
        """Return the disc colour that this name or address always has."""
        key = seed_text.casefold()
        place = sum(ord(letter) * (n + 7) for n, letter in enumerate(key))
        return QColor(self.tokens.avatars[place % len(self.tokens.avatars)])

    def account_color(self, place: int) -> QColor:
        """Return a colour of the palette that tells accounts apart."""
        return QColor(self.tokens.accounts[place % len(self.tokens.accounts)])

    def account_disc(self, place: int) -> QColor:
        """Return the same colour as a ground for white initials."""
        return QColor(self.tokens.avatars[_ACCOUNT_AVATARS[place % len(_ACCOUNT_AVATARS)]])

    def _measure_font(self) -> None:
        info = QFontInfo(self._system_font)
        smallest = BASE_PX if sys.platform != "darwin" else 12
        self._base_px = max(smallest, round(info.pixelSize()))
        chosen = self._system_font.family()
        installed = set(QFontDatabase.families())
        ours = [family for family in _FAMILIES if family in installed]
        is_unchosen = chosen.lower() in _UNCHOSEN
        self._families = [*ours, chosen] if is_unchosen else [chosen, *ours]

    @Slot(Qt.ColorScheme)
    def _on_color_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._apply()

    def _apply(self) -> None:
        system_is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        wants_dark = self._choice == "dark" or (self._choice == "system" and system_is_dark)
        self.tokens = DARK if wants_dark else LIGHT
        application = _application()
        application.setFont(self.font())
        application.setPalette(self._palette())
        application.setStyleSheet(self._style_sheet())
        self.changed.emit()

    def _palette(self) -> QPalette:
        role = QPalette.ColorRole
        colors = {
            role.Window: "bg",
            role.WindowText: "text",
            role.Base: "card",
            role.AlternateBase: "panel",
            role.Text: "text",
            role.PlaceholderText: "dim",
            role.Button: "card",
            role.ButtonText: "text",
            role.BrightText: "bad",
            role.Highlight: "accent",
            role.HighlightedText: "on_accent",
            role.Link: "accent",
            role.LinkVisited: "accent",
            role.ToolTipBase: "card",
            role.ToolTipText: "text",
            role.Light: "card",
            role.Midlight: "line",
            role.Mid: "line",
            role.Dark: "faint",
            role.Shadow: "line",
            role.Accent: "accent",
        }
        palette = QPalette()
        for place, token in colors.items():
            palette.setColor(place, self.color(token))
        for place in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, place, self.color("faint"))
        return palette

    def _style_sheet(self) -> str:
        words = {f.name: getattr(self.tokens, f.name) for f in fields(Tokens)}
        shade = "dark" if self.is_dark else "light"
        for word, name in (("chevron", "chevron"), ("chevron_up", "chevron-up")):
            words[word] = resource_path("styles", f"{name}-{shade}.svg").as_posix()
        text = re.sub(r"@(\w+)@", lambda match: words[match[1]], self._template)
        return re.sub(r"\{(\d+)\}px", lambda match: f"{self.px(int(match[1]))}px", text)


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("The theme needs a running QApplication.")
    return application
