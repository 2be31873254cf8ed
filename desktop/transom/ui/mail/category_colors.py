"""A category's colour in the theme's own palette."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Category
from transom.ui.theme import Theme

# The server's 25 presets, from red over dark shades, as places in the theme's five colours:
# blue, green, red, purple, yellow.
_PLACES = (2, 2, 4, 4, 1, 1, 4, 0, 3, 2, 0, 0, 0, 0, 0, 2, 2, 4, 4, 1, 1, 4, 0, 3, 2)


class CategoryColors:
    """Knows the colours of every account's categories."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._places: dict[tuple[AccountId, str], int] = {}

    def learn(self, account: AccountId, categories: Sequence[Category]) -> None:
        """Take an account's categories, in place of those known before."""
        self._places = {key: place for key, place in self._places.items() if key[0] != account}
        for category in categories:
            number = category.color.removeprefix("preset")
            if number.isascii() and number.isdigit() and int(number) < len(_PLACES):
                self._places[(account, category.name)] = _PLACES[int(number)]

    def color(self, account: AccountId, name: str) -> QColor:
        """Return a category's colour, a quiet one where none is known."""
        place = self._places.get((account, name))
        if place is None:
            return self._theme.color("faint")
        return QColor(self._theme.tokens.calendars[place])
