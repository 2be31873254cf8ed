"""The middle of the people page: the contacts, words in their place, or people found elsewhere."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from transom.ui.contacts.contact_list import ContactList
from transom.ui.contacts.found_pane import FoundPane
from transom.ui.text import safe
from transom.ui.theme import Theme
from transom.ui.widgets.empty import EmptyState
from transom.ui.widgets.icons import Icons


class ListSide(QWidget):
    """Shows one of the three, and offers the directory below what a search found.

    Signals:
        directory_requested: search the directory for the words as well.
    """

    directory_requested = Signal()

    def __init__(self, contacts: ContactList, found: FoundPane, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._contacts, self.found = contacts, found
        self._empty = EmptyState(theme, icons)
        self._stack = QStackedWidget()
        for pane in (contacts, self._empty, found):
            self._stack.addWidget(pane)
        self._stack.setProperty("surface", "panel")
        self.directory_button = QPushButton()
        icons.put(self.directory_button, "ph.buildings", "text", size=16)
        self.directory_button.clicked.connect(self.directory_requested)
        self.directory_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(self.directory_button)

    @property
    def is_elsewhere(self) -> bool:
        """Whether people are shown who are in no contact folder."""
        return self._stack.currentWidget() is self.found

    def show_found(self) -> None:
        """Show people found elsewhere."""
        self._stack.setCurrentWidget(self.found)
        self.directory_button.hide()

    def show_contacts(self, words: str, *, has_rows: bool, can_search: bool) -> None:
        """Show the contacts, or why there are none, and what else could be searched."""
        self._stack.setCurrentWidget(self._contacts if has_rows else self._empty)
        if words:
            self._empty.show_words(
                "No contact found", "No contact holds all of these words.", "ph.magnifying-glass"
            )
        else:
            sentence = "Contacts appear as soon as they are fetched."
            self._empty.show_words("No contacts here", sentence, "ph.address-book")
        shown = safe(words).replace("&", "&&")
        self.directory_button.setText(f"Search the directory for “{shown}”")
        self.directory_button.setVisible(bool(words) and can_search)

    def focus_list(self) -> None:
        """Put the keyboard into the list that is shown."""
        (self.found.list if self.is_elsewhere else self._contacts).setFocus()
