"""Line icons in the theme's colours, loaded after the first paint."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from shiboken6 import isValid

from transom.ui.theme import Theme
from transom.ui.widgets.glyphs import Glyphs

_PLACES_BETWEEN = 128
"""So many places more, and those that are gone are forgotten."""


@dataclass(frozen=True, slots=True)
class _Place:
    target: QAbstractButton | QLabel
    name: str
    token: str
    checked_token: str
    size: int


class Icons(QObject):
    """Puts Phosphor icons on buttons and labels, and paints them anew when the theme changes.

    Signals:
        ready: icons can be painted from now on, or have new colours.
    """

    ready = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._maker: Glyphs | None = None
        self._places: dict[int, _Place] = {}
        self._most_places = _PLACES_BETWEEN
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}
        theme.changed.connect(self._on_theme_changed)

    @Slot()
    def load(self) -> None:
        """Load the icon font; called once the window has been painted."""
        if self._maker is None:
            self._maker = Glyphs()
            self._paint_all()

    def put(
        self,
        target: QAbstractButton | QLabel,
        name: str,
        token: str = "dim",
        *,
        checked_token: str = "",
        size: int = 18,
    ) -> None:
        """Show an icon on a button or label, now or as soon as icons are loaded."""
        place = _Place(target, name, token, checked_token or token, size)
        if self._places.get(id(target)) == place:
            return
        if len(self._places) > self._most_places:
            self._forget_gone()
        self._places[id(target)] = place
        if self._maker is not None:
            self._paint(place)

    def put_in_field(self, field: QLineEdit, name: str) -> None:
        """Show an icon at the start of a search field."""
        action = field.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        action.setEnabled(False)

        def paint() -> None:
            if isValid(field):
                action.setIcon(self.icon(name, "dim"))

        self.ready.connect(paint)
        if self._maker is not None:
            paint()

    def icon(self, name: str, token: str = "dim", checked_token: str = "") -> QIcon:
        """Return an icon in a token's colour, empty until icons are loaded."""
        if self._maker is None:
            return QIcon()
        color = self._theme.color(token)
        return self._maker.icon(name, color, self._theme.color(checked_token or token))

    def pixmap(self, name: str, token: str = "dim", size: int = 18, ratio: float = 1.0) -> QPixmap:
        """Return an icon as a pixmap of ``size`` design pixels, null until icons are loaded."""
        if self._maker is None:
            return QPixmap()
        side = self._theme.px(size)
        key = (name, token, round(side * ratio))
        if key not in self._pixmaps:
            self._pixmaps[key] = self.icon(name, token).pixmap(QSize(side, side), ratio)
        return self._pixmaps[key]

    @Slot()
    def _on_theme_changed(self) -> None:
        if self._maker is not None:
            self._paint_all()

    def _paint_all(self) -> None:
        self._pixmaps.clear()
        self._forget_gone()
        for place in self._places.values():
            self._paint(place)
        self.ready.emit()

    def _forget_gone(self) -> None:
        self._places = {key: one for key, one in self._places.items() if isValid(one.target)}
        self._most_places = len(self._places) + _PLACES_BETWEEN

    def _paint(self, place: _Place) -> None:
        if isinstance(place.target, QLabel):
            ratio = place.target.devicePixelRatioF()
            place.target.setPixmap(self.pixmap(place.name, place.token, place.size, ratio))
        else:
            place.target.setIcon(self.icon(place.name, place.token, place.checked_token))
            side = self._theme.px(place.size)
            place.target.setIconSize(QSize(side, side))
