"""How the window looks: light or dark, and how close the rows stand."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from transom.engine.engine import Engine
from transom.engine.settings import Density, ReaderLook
from transom.engine.settings import Theme as ThemeChoice
from transom.ui.settings.box import Box
from transom.ui.settings.segments import segments
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel

_THEMES = {
    ThemeChoice.SYSTEM: "As the system",
    ThemeChoice.LIGHT: "Light",
    ThemeChoice.DARK: "Dark",
}
_DENSITIES = {
    Density.COMFORTABLE: "Comfortable",
    Density.MEDIUM: "Medium",
    Density.COMPACT: "Compact",
}

_LOOKS = {
    ReaderLook.SENT: "As sent",
    ReaderLook.SIMPLE: "Simple",
    ReaderLook.PLAIN: "Plain text",
}


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
            segments(list(_THEMES.values()), list(_THEMES).index(settings.theme), self._on_theme)
        )
        rows = Box(theme, "Message list", "Rows of three lines, of two, or of one.")
        rows.add(
            segments(
                list(_DENSITIES.values()),
                list(_DENSITIES).index(settings.density),
                self._on_density,
            )
        )
        mail = Box(theme, "Messages", "Each message can be looked at in another way from its menu.")
        mail.add(
            segments(list(_LOOKS.values()), list(_LOOKS).index(settings.reader_look), self._on_look)
        )
        column.addWidget(colours)
        column.addWidget(rows)
        column.addWidget(mail)

    def _on_theme(self, place: int) -> None:
        choice = list(_THEMES)[place]
        self._theme.set_choice(choice.value)
        self._engine.save_settings(replace(self._engine.settings, theme=choice))

    def _on_look(self, place: int) -> None:
        self._engine.save_settings(replace(self._engine.settings, reader_look=list(_LOOKS)[place]))

    def _on_density(self, place: int) -> None:
        self._engine.save_settings(replace(self._engine.settings, density=list(_DENSITIES)[place]))
