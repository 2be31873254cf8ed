"""The pane of people who are in no contact folder: a title, and a list or words in its place."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedWidget, QVBoxLayout, QWidget

from transom.ui.contacts.contact_list import ContactDelegate
from transom.ui.models.found_people import FoundPeopleModel, FoundPerson
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.photos import PhotoShelf


class FoundPane(QWidget):
    """Shows people in the order they were found in.

    Signals:
        person_selected: the FoundPerson the cursor is on.
        person_opened: the FoundPerson that was clicked, or Enter pressed on.
    """

    person_selected = Signal(object)
    person_opened = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, photos: PhotoShelf) -> None:
        super().__init__()
        px = theme.px
        self.model = FoundPeopleModel(self)
        self.title = PlainLabel(style="strong", is_elided=True)
        self.title.setContentsMargins(px(16), px(10), px(16), px(6))
        self.list = QListView()
        self.list.setModel(self.model)
        self._delegate = ContactDelegate(theme, photos)
        self.list.setItemDelegate(self._delegate)
        self.list.setProperty("surface", "panel")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.clicked.connect(self._on_opened)
        self.list.activated.connect(self._on_opened)
        self._words = EmptyState(theme, icons)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self._stack, 1)

    @property
    def words_shown(self) -> str:
        """What stands in the list's place, empty while the list is shown."""
        is_list = self._stack.currentWidget() is self.list
        return "" if is_list else self._words.accessibleName()

    def show_words(self, title: str, words: str, sentence: str, icon: str) -> None:
        """Say what is under way, or why nobody is here."""
        self.title.set_text(title)
        self.model.show(())
        self._words.show_words(words, sentence, icon)
        self._stack.setCurrentWidget(self._words)

    def show_people(self, title: str, people: Sequence[FoundPerson]) -> None:
        """Show who was found, and put the keyboard there."""
        self.title.set_text(title)
        self.list.setAccessibleName(title)
        self.model.show(people)
        self._stack.setCurrentWidget(self.list)
        self.list.setFocus()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            self.person_selected.emit(self.model.person(current.row()))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        self.person_opened.emit(self.model.person(index.row()))
