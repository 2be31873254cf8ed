"""People beyond the contacts: asks the server for them and shows what comes."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, Slot

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account
from transom.engine.entities.contacts import Contact
from transom.engine.errors import TransomError
from transom.ui.bridge import Bridge
from transom.ui.contacts.found_pane import FoundPane
from transom.ui.models.found_people import FoundPerson

RANKED = "People you write with"


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

    def search(self, words: str) -> None:
        """Show whom the directory finds."""
        part = self._engine.people
        self._ask(
            f"In the directory: {words}",
            part.that_search(),
            lambda account: part.search_directory(account, words),
        )

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
