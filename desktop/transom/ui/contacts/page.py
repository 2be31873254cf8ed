"""The people page: folders, search, the list and the card."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from typing_extensions import override

from transom.engine.changes import Change, Kind
from transom.engine.engine import Engine
from transom.engine.entities.contacts import ContactFolderId, ContactId
from transom.ui.bridge import Bridge
from transom.ui.contacts.beyond import Beyond
from transom.ui.contacts.card_side import CardSide
from transom.ui.contacts.contact_list import ContactList
from transom.ui.contacts.folder_list import PeopleSide
from transom.ui.contacts.found_pane import FoundPane
from transom.ui.contacts.list_side import ListSide
from transom.ui.contacts.panes import PeoplePanes
from transom.ui.contacts.search_bar import SearchBar
from transom.ui.models.contacts import ContactFolderModel, ContactListModel
from transom.ui.models.found_people import FoundPerson
from transom.ui.shortcuts import bind
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page
from transom.ui.widgets.photos import PhotoShelf


class PeoplePage(Page):
    """Shows contacts.

    Signals:
        open_search_requested: an address whose mail the mail page should show.
    """

    open_search_requested = Signal(str)

    def __init__(self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._engine = engine
        self._shown: ContactId | None = None
        self._is_read = False
        self.folders = ContactFolderModel(engine.contacts, bridge, self)
        self.model = ContactListModel(engine.contacts, engine.search, bridge, self)
        self.photos = PhotoShelf(engine.contacts, self)
        self.bar = SearchBar(theme, icons)
        self.side = PeopleSide(self.folders, theme, icons)
        self.list = ContactList(self.model, theme, self.photos)
        self.found = FoundPane(theme, icons, self.photos)
        self.beyond = Beyond(engine, bridge, self.found)
        self._right = CardSide(engine, self.beyond, theme, icons)
        self.card = self._right.card
        self._middle = ListSide(self.list, self.found, theme, icons)
        self._panes = PeoplePanes(self, self.side, self.bar, self._middle, self._right, theme)
        self._connect(bridge)

    @override
    def activate(self) -> None:
        if not self._is_read:
            self._is_read = True
            self.folders.refresh()
            self.model.show_folder(None)
            self._show_states()

    @override
    def focus_first(self) -> None:
        self.list.setFocus()
        is_chosen = self.list.currentIndex().isValid()
        if not is_chosen and self.model.rowCount() and not self._panes.is_single:
            self.list.setCurrentIndex(self.model.index(0))

    @override
    def escape(self) -> bool:
        if self._panes.is_card_alone:
            self._show_list()
        elif self._middle.is_elsewhere:
            self._show_contacts()
            self._show_states()
            self.list.setFocus()
        elif self.bar.clear() or self._panes.leave_side():
            self.list.setFocus()
        else:
            return False
        return True

    @override
    def set_narrow(self, level: int) -> None:
        self._panes.set_level(level)

    def show_contact(self, contact: ContactId) -> None:
        """Show somebody's card."""
        reader = self._engine.contacts.reader
        known = reader.read_contact(contact)
        lines = reader.read_lines_by_ids([contact])
        if known is None or not lines:
            self._shown = self._right.person = None
            self._show_states()
            return
        is_other, self._shown = contact != self._shown, contact
        self.photos.fetch([contact])
        offset = 0 if is_other else self.card.verticalScrollBar().value()
        photo = self.photos.photo(contact)
        person = FoundPerson(known.account, known)
        self._right.show_person(person, lines[0].display_name, photo, offset)
        if is_other:
            self.list.select(contact)
            self._engine.contacts.open_contact(contact)

    @Slot(object)
    def show_person(self, person: FoundPerson) -> None:
        """Show the card of somebody who is in no contact folder."""
        self._shown = None
        self.list.clearSelection()
        self._right.show_person(person)

    def _connect(self, bridge: Bridge) -> None:
        self.side.folder_selected.connect(self._on_folder_selected)
        self.bar.words_changed.connect(self._on_words_changed)
        self.bar.list_requested.connect(self.focus_first)
        self.bar.side_requested.connect(self._panes.toggle_side)
        self.bar.back_requested.connect(self._show_list)
        self.list.contact_selected.connect(self.show_contact)
        self.list.contact_opened.connect(self._on_contact_opened)
        self.card.mail_requested.connect(self.open_search_requested)
        self.side.ranked_requested.connect(
            partial(self._on_beyond_requested, self.beyond.show_ranked)
        )
        self.side.rooms_requested.connect(
            partial(self._on_beyond_requested, self.beyond.show_rooms)
        )
        self._middle.directory_requested.connect(self._on_directory_requested)
        self.found.person_selected.connect(self.show_person)
        self.found.person_opened.connect(self._on_person_opened)
        bridge.changed.connect(self._on_changed)
        for keys in ("Ctrl+K", "Ctrl+F"):
            bind(self, keys, self.bar.focus_field)

    def _show_states(self) -> None:
        self.side.offer(ranked=self.beyond.can_rank, rooms=self.beyond.has_rooms)
        if self._middle.is_elsewhere:
            return
        has_rows, can_search = self.model.rowCount() > 0, self.beyond.can_search
        self._middle.show_contacts(self.model.words, has_rows=has_rows, can_search=can_search)
        if self._shown is None and self._right.person is None:
            self._right.show_nobody()

    def _show_contacts(self) -> None:
        """Leave the people found elsewhere."""
        self._middle.show_contacts("", has_rows=True, can_search=False)

    def _on_beyond_requested(self, show: Callable[[], None]) -> None:
        self.bar.clear()
        self._middle.show_found()
        self._panes.show_list()
        show()

    @Slot()
    def _on_directory_requested(self) -> None:
        self._middle.show_found()
        self.beyond.search(self.model.words)

    @Slot(object)
    def _on_person_opened(self, person: FoundPerson) -> None:
        self.show_person(person)
        self._panes.show_card()

    @Slot()
    def _show_list(self) -> None:
        self._panes.show_list()
        self._middle.focus_list()

    @Slot(object)
    def _on_contact_opened(self, contact: ContactId) -> None:
        self.show_contact(contact)
        self._panes.show_card()

    @Slot(object)
    def _on_folder_selected(self, folder: ContactFolderId | None) -> None:
        self.bar.clear()
        self._show_contacts()
        self.model.show_folder(folder)
        self._after_reset()

    @Slot(str)
    def _on_words_changed(self, words: str) -> None:
        self._show_contacts()
        self.model.show_search(words)
        self._after_reset()

    def _after_reset(self) -> None:
        self._show_states()
        if self._shown is not None:
            self.list.select(self._shown)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if not self._is_read or change.kind not in (Kind.CONTACTS, Kind.PHOTOS, Kind.ACCOUNTS):
            return
        if change.kind is Kind.PHOTOS:
            self.photos.forget(change.ids)
        self._show_states()
        if self._shown is not None and (not change.ids or self._shown in change.ids):
            self.show_contact(self._shown)
