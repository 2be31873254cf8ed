"""People beyond the contacts: asks the server for them and shows what comes."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.contacts import Contact
from transom.engine.entities.people import ReportingLine
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.contacts.card import PersonCard
from transom.ui.contacts.found_pane import FoundPane
from transom.ui.contacts.reporting import ReportingBox
from transom.ui.models.found_people import FoundPerson

RANKED, ROOMS = "People you write with", "Rooms"


class Beyond(QObject):
    """Fills the pane with those one writes with, or with what a directory finds."""

    def __init__(self, engine: Engine, bridge: Bridge, pane: FoundPane) -> None:
        super().__init__(pane)
        self._engine, self._bridge, self._pane = engine, bridge, pane
        self._number = 0
        self._waiting = 0
        self._found: list[FoundPerson] = []
        self._error: TransomError | None = None

    @property
    def can_rank(self) -> bool:
        """Whether an account's people can be ranked."""
        return bool(self._engine.people.that_rank())

    @property
    def can_search(self) -> bool:
        """Whether an account's directory can be searched."""
        return bool(self._engine.people.that_search())

    @Slot()
    def show_ranked(self) -> None:
        """Show those one writes with, most relevant first."""
        part = self._engine.people
        self._ask(RANKED, part.that_rank(), lambda account: part.list_relevant(account.id))

    @property
    def has_rooms(self) -> bool:
        """Whether an organisation's rooms can be listed."""
        return bool(self._engine.people.that_have_rooms())

    @Slot()
    def show_rooms(self) -> None:
        """Show the organisation's meeting rooms, by name."""
        part = self._engine.people
        self._ask(ROOMS, part.that_have_rooms(), lambda account: part.list_rooms(account.id))

    def search(self, words: str) -> None:
        """Show whom the directory finds."""
        part = self._engine.people
        self._ask(
            f"In the directory: {words}",
            part.that_search(),
            lambda account: part.search_directory(account, words),
        )

    def complete(self, card: PersonCard, account: AccountId, address: str) -> None:
        """Add to a card what the directory tells of somebody, where that is turned on."""
        part, box = self._engine.people, card.reporting
        if (line := part.reporting_line(account, address)) is not None:
            self._bridge.when_done(line, partial(self._on_line_known, card, box), self._on_nothing)
        if (groups := part.groups_of(account, address)) is not None:
            shown = partial(self._on_groups_known, card, box)
            self._bridge.when_done(groups, shown, self._on_nothing)

    def _on_line_known(self, card: PersonCard, box: ReportingBox, line: ReportingLine) -> None:
        if box is card.reporting:
            box.show_line(line)

    def _on_groups_known(self, card: PersonCard, box: ReportingBox, names: list[str]) -> None:
        if box is card.reporting:
            box.show_groups(names)

    def _on_nothing(self, _error: TransomError) -> None:
        """Leave the card as it is: offline or not allowed, the rest of it stands."""

    def _ask(
        self, title: str, accounts: list[Account], fetch: Callable[[Account], Future[list[Contact]]]
    ) -> None:
        self._number += 1
        self._waiting, self._found, self._error = len(accounts), [], None
        self._pane.show_words(title, "Asking…", "", "ph.hourglass")
        for account in accounts:
            self._bridge.when_done(
                fetch(account),
                partial(self._on_found, self._number, title, account),
                partial(self._on_failed, self._number, title),
            )

    def _on_found(self, number: int, title: str, account: Account, contacts: list[Contact]) -> None:
        if number == self._number:
            self._found += [FoundPerson(account.id, contact) for contact in contacts]
            self._settle(title)

    def _on_failed(self, number: int, title: str, error: TransomError) -> None:
        if number == self._number:
            self._error = error
            self._settle(title)

    def _settle(self, title: str) -> None:
        self._waiting -= 1
        if self._waiting > 0:
            return
        if self._found:
            self._pane.show_people(title, self._found)
        elif self._error is not None:
            self._pane.show_words(
                title, self._error.title, self._error.message, "ph.warning-circle"
            )
        else:
            words = "The server knows nobody like that."
            self._pane.show_words(title, "Nobody found", words, "ph.magnifying-glass")
