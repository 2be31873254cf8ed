"""Going to a folder by its name: a field over the page, and what fits below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from transom.engine.entities.mail import FolderId
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

_MOST = 12
_WIDTH_PX, _ROW_PX = 460, 32
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


@dataclass(frozen=True, slots=True)
class Place:
    """A folder, view or kept search one can go to, and where it lies."""

    folder: FolderId
    name: str
    home: str
    icon: str


def matching(places: Sequence[Place], typed: str) -> list[Place]:
    """Return what fits best first: a name that begins so, a word that does, the rest."""
    wanted = typed.casefold().split()

    def rank(place: Place) -> int | None:
        name, home = place.name.casefold(), place.home.casefold()
        if not all(word in f"{home} {name}" for word in wanted):
            return None
        if not wanted or name.startswith(" ".join(wanted)):
            return 0
        return 1 if any(word.startswith(wanted[-1]) for word in name.split()) else 2

    ranked = [(found, place) for place in places if (found := rank(place)) is not None]
    return [place for _, place in sorted(ranked, key=lambda one: one[0])][:_MOST]


class FolderFinder(QFrame):
    """Lies over the upper part of a page while somebody types.

    Signals:
        folder_chosen: the FolderId to go to.
    """

    folder_chosen = Signal(object)

    def __init__(self, page: QWidget, model: FolderModel, theme: Theme, icons: Icons) -> None:
        super().__init__(page)
        self._page, self._model, self._theme, self._icons = page, model, theme, icons
        self._before: QWidget | None = None
        self._places: list[Place] = []
        self.setProperty("surface", "box")
        self.setAccessibleName("Go to a folder")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Go to a folder")
        self.field.setAccessibleName("Name of a folder")
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        icons.put_in_field(self.field, "ph.folder-simple")
        self._rows = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setProperty("kind", "offers")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Folders that fit")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(10),) * 4)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.field.textChanged.connect(self._on_text_changed)
        self.list.clicked.connect(self._on_clicked)
        self.hide()

    @Slot()
    def open(self) -> None:
        """Begin to ask where to go."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._places = places_of(self._model)
        self.field.clear()
        self._on_text_changed("")
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> bool:
        """Put it away, the keyboard back to where it was; say whether it was there."""
        was_open = self.isVisible()
        self.hide()
        if was_open and self._before is not None:
            self._before.setFocus()
        self._before = None
        return was_open

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        elif key in _STEPS:
            last = self._rows.rowCount() - 1
            row = self.list.currentIndex().row() + _STEPS[key]
            self.list.setCurrentIndex(self._rows.index(min(max(0, row), last), 0))
        else:
            return False
        return True

    def _choose(self, index: QModelIndex) -> None:
        number = index.data(ItemRole.ID) if index.isValid() else None
        if number is not None:
            self.leave()
            self.folder_chosen.emit(FolderId(number))

    def _fit(self) -> None:
        px = self._theme.px
        row_px = max(px(_ROW_PX), self.list.sizeHintForRow(0))
        self.list.setFixedHeight(row_px * self._rows.rowCount() + px(10))
        width = min(px(_WIDTH_PX), self._page.width() - px(32))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._page.width() - width) // 2, px(58))

    @Slot(str)
    def _on_text_changed(self, typed: str) -> None:
        self._rows.clear()
        for place in matching(self._places, typed):
            words = f"{place.name}  —  {place.home}" if place.home else place.name
            item = QStandardItem(self._icons.icon(place.icon), words)
            item.setData(place.folder, ItemRole.ID)
            item.setEditable(False)
            self._rows.appendRow(item)
        if not self._rows.rowCount():
            nothing = QStandardItem("No folder is called that.")
            nothing.setEnabled(False)
            self._rows.appendRow(nothing)
        self.list.setCurrentIndex(self._rows.index(0, 0))
        self._fit()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)


def places_of(model: FolderModel) -> list[Place]:
    """Return every folder, view and kept search once, favourites first."""
    found: dict[FolderId, Place] = {}
    sections = [model.index(row, 0) for row in range(model.rowCount())]
    waiting = [(section, "") for section in sections]
    while waiting:
        index, home = waiting.pop(0)
        number = index.data(ItemRole.ID)
        inner = home
        if number is not None:
            name, icon = str(index.data()), str(index.data(ItemRole.ICON_NAME))
            found.setdefault(FolderId(number), Place(FolderId(number), name, home, icon))
            inner = f"{home} / {name}" if home else name
        elif model.section_kind(index) == "account" and len(model.accounts) > 1:
            inner = str(index.data())
        rows = [model.index(row, 0, index) for row in range(model.rowCount(index))]
        waiting += [(row, inner) for row in rows]
    return list(found.values())
