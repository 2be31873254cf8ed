"""How the window looks: light or dark, and how close the rows stand."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.settings import Density
from transom.engine.settings import Theme as ThemeChoice
from transom.ui.settings.box import Box
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_THEMES = {
    ThemeChoice.SYSTEM: "As the system",
    ThemeChoice.LIGHT: "Light",
    ThemeChoice.DARK: "Dark",
}
_DENSITIES = {Density.COMFORTABLE: "Comfortable", Density.COMPACT: "Compact"}


class AppearanceSection(QWidget):
    """Choices that take effect at once."""

    def __init__(self, engine: Engine, theme: Theme) -> None:
        super().__init__()
        self._engine, self._theme = engine, theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(PlainLabel("Appearance", "title"))
        settings = engine.settings
        colours = Box(theme, "Colours", "Mail with colours of its own keeps them.")
        colours.add(
            _segments(list(_THEMES.values()), list(_THEMES).index(settings.theme), self._on_theme)
        )
        rows = Box(theme, "Message list", "Compact rows leave the preview out.")
        rows.add(
            _segments(
                list(_DENSITIES.values()),
                list(_DENSITIES).index(settings.density),
                self._on_density,
            )
        )
        column.addWidget(colours)
        column.addWidget(rows)

    def _on_theme(self, place: int) -> None:
        choice = list(_THEMES)[place]
        self._theme.set_choice(choice.value)
        self._engine.save_settings(replace(self._engine.settings, theme=choice))

    def _on_density(self, place: int) -> None:
        self._engine.save_settings(replace(self._engine.settings, density=list(_DENSITIES)[place]))


def _segments(labels: list[str], chosen: int, on_chosen: Callable[[int], None]) -> QWidget:
    row_widget = QWidget()
    group = QButtonGroup(row_widget)
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for place, label in enumerate(labels):
        button = QPushButton(label)
        button.setCheckable(True)
        button.setChecked(place == chosen)
        button.setProperty("kind", "segment")
        button.setProperty("end", {0: "first", len(labels) - 1: "last"}.get(place, ""))
        button.clicked.connect(partial(on_chosen, place))
        group.addButton(button, place)
        row.addWidget(button)
    row.addStretch()
    return row_widget
