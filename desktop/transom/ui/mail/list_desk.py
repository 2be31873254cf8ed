"""How the list is arranged: from the menu and the strip to the rows, and kept in the settings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.engine import Engine
from transom.engine.entities.listing import EVERYTHING, ListWish
from transom.engine.settings import Density
from transom.ui.mail.filter_strip import FilterStrip
from transom.ui.mail.list_habits import (
    manner_from_settings,
    settings_with_manner,
    settings_with_widths,
    widths_from_settings,
)
from transom.ui.mail.list_menu import ListMenu
from transom.ui.mail.message_list import MessageList
from transom.ui.models.messages import MessageListModel
from transom.ui.shortcuts import bind
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons


class ListDesk(QObject):
    """Owns the menu and the strip above the list.

    Signals:
        table_shown: whether the list stands as a table, above the message.
    """

    table_shown = Signal(bool)

    def __init__(
        self,
        engine: Engine,
        page: QWidget,
        view: MessageList,
        messages: MessageListModel,
        theme: Theme,
        icons: Icons,
    ) -> None:
        super().__init__(view)
        self._engine, self._view, self._messages = engine, view, messages
        self.menu = ListMenu(theme, icons, self._categories)
        self.strip = FilterStrip(theme, icons)
        self.menu.arranged.connect(self.arrange)
        self.menu.day_chosen.connect(self._on_day_chosen)
        self.menu.density_chosen.connect(self._on_density_chosen)
        self.menu.table_chosen.connect(self._on_table_chosen)
        self.strip.undone.connect(self.arrange)
        view.header.set_widths(widths_from_settings(engine.settings))
        view.header.arranged.connect(self.arrange)
        view.header.widths_changed.connect(self._on_widths_changed)
        self._has_room = True
        messages.arranged.connect(self._tell)
        bind(page, "Ctrl+L", self.menu.click)
        messages.modelReset.connect(self._tell)
        messages.arrange(manner_from_settings(engine.settings))

    def refresh(self) -> None:
        """Take up what the settings say of the look."""
        settings = self._engine.settings
        self.menu.density, self.menu.is_table = settings.density, settings.list_table
        self._view.set_density(settings.density)
        self._view.set_table(settings.list_table and self._has_room)
        self.table_shown.emit(settings.list_table and self._has_room)
        self._tell()

    def set_narrow(self, level: int) -> None:
        """A table needs more room than one pane has."""
        if self._has_room != (level < 2):
            self._has_room = level < 2
            self.refresh()

    @Slot(object)
    def arrange(self, manner: ListWish) -> None:
        """Show lists so from now on, and remember it; a search is arranged by itself."""
        if self._messages.is_search:
            self._messages.found.arrange(manner)
        else:
            self._messages.arrange(manner)
            self._keep()
        self._tell()

    @Slot()
    def show_everything(self) -> None:
        """Leave nothing out."""
        self.arrange(replace(self.manner, sieve=EVERYTHING))

    @property
    def manner(self) -> ListWish:
        """How what is shown is arranged: a folder, or a search."""
        is_search = self._messages.is_search
        return self._messages.found.manner if is_search else self._messages.manner

    def _categories(self) -> list[str]:
        reader = self._engine.mail.reader
        accounts = {one.id for one in self._engine.accounts.list()}
        names = (one.name for account in accounts for one in reader.read_categories(account))
        return sorted(dict.fromkeys(names), key=str.casefold)

    def _keep(self) -> None:
        settings = self._engine.settings
        wanted = settings_with_manner(settings, self._messages.manner)
        if wanted != settings:
            self._engine.save_settings(wanted)

    @Slot()
    def _tell(self) -> None:
        self.menu.manner = self.manner
        self.menu.has_days = not self._messages.is_search
        self.strip.show_manner(self.manner)
        self._view.header.show_manner(self.manner)

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self._view.ends.go_to_day(day)
        self._view.setFocus()

    @Slot(object)
    def _on_density_chosen(self, density: Density) -> None:
        self._engine.save_settings(replace(self._engine.settings, density=density))
        self.refresh()

    @Slot(bool)
    def _on_table_chosen(self, is_table: bool) -> None:
        self._engine.save_settings(replace(self._engine.settings, list_table=is_table))
        self.refresh()

    @Slot(object)
    def _on_widths_changed(self, widths: Mapping[str, int]) -> None:
        self._engine.save_settings(settings_with_widths(self._engine.settings, widths))
