"""Asks for free and busy times and keeps the panel true to the days of the grid."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from email.utils import getaddresses

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from transom.engine.changes import Activity, Phase
from transom.engine.clock import Clock
from transom.engine.engine import Engine
from transom.engine.entities.accounts import Account, AccountId, Person
from transom.engine.entities.availability import Availability
from transom.engine.errors import OfflineError, SignInError, TransomError
from transom.ui.bridge import Bridge
from transom.ui.calendar.free_names import NameFinder
from transom.ui.calendar.free_panel import FreePanel
from transom.ui.calendar.grid import DayGrid
from transom.ui.calendar.question import Question
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons

SETTLE_MS = 250
MOST_PEOPLE = 40
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


class FreeDesk(QObject):
    """Knows whom to ask about, through which account, and for which days.

    Signals:
        slot_chosen: a datetime to be seen in the grid.
    """

    slot_chosen = Signal(object)

    def __init__(
        self,
        engine: Engine,
        bridge: Bridge,
        theme: Theme,
        icons: Icons,
        clock: Clock,
        grid: DayGrid,
        zone: tzinfo,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._engine, self._bridge, self._clock, self._grid = engine, bridge, clock, grid
        self._zone = zone
        self.panel = FreePanel(theme, icons, zone)
        self.panel.hide()
        self._others: list[Person] = []
        self._chosen = AccountId(0)
        self._days: tuple[date, ...] = ()
        self._is_open = self._fits = self._has_failed = False
        self._known: dict[str, Availability] = {}
        self._question = Question(self)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._ask)
        self.panel.closed.connect(self.close)
        self._names = NameFinder(engine, bridge, self)
        self._names.found.connect(self._on_found)
        self.panel.typed.connect(self._names.look)
        self.panel.entered.connect(self._on_entered)
        self.panel.removed.connect(self._on_removed)
        self.panel.account_chosen.connect(self._on_account_chosen)
        self.panel.slot_chosen.connect(self.slot_chosen)
        grid.columns_moved.connect(self._place)
        bridge.busy.connect(self._on_busy)

    @property
    def is_open(self) -> bool:
        """Whether the panel is seen."""
        return self._is_open and self._fits

    @property
    def is_answered(self) -> bool:
        """Whether the server said when everybody asked about is free."""
        return len(self._known) >= len(self._people()) > 0

    def show_days(self, days: Sequence[date], *, fits: bool) -> None:
        """Follow the grid to other days; ``fits`` says whether it shows days as columns."""
        has_moved = tuple(days) != self._days
        self._days, self._fits = tuple(days), fits
        self.panel.setVisible(self.is_open)
        if self.is_open and has_moved:
            self._begin()

    def open(self, people: Sequence[Person] = ()) -> None:
        """Show the panel, with more people if any are named."""
        for person in people:
            self._add(self._named(person))
        self._is_open = True
        self.panel.setVisible(self._fits)
        self._begin()
        self.panel.take_focus()

    @Slot()
    def close(self) -> None:
        """Put the panel away; who was asked about is remembered."""
        self._is_open = False
        self.panel.hide()
        self._grid.setFocus()

    def _accounts(self) -> list[Account]:
        """Return who can ask; a personal account's server has no such question."""
        accounts = self._engine.accounts.list()
        return [one for one in accounts if one.is_own and not one.is_personal]

    def _account(self) -> Account | None:
        accounts = self._accounts()
        chosen = [one for one in accounts if one.id == self._chosen]
        return next(iter([*chosen, *accounts]), None)

    def _people(self) -> list[Person]:
        account = self._account()
        own = [] if account is None else [Person(account.name, account.username)]
        names = {one.address.casefold() for one in own}
        return own + [one for one in self._others if one.address.casefold() not in names]

    def _begin(self) -> None:
        account = self._account()
        self._known = {}
        self.panel.show_accounts(self._accounts(), account.id if account else AccountId(0))
        self.panel.show_people(self._people() if account else [], self._grid.gutter)
        self._place()
        if account is None:
            self.panel.say("Only a work or school account can ask when others are free.")
        else:
            self._question.blockSignals(True)  # it was about other days, or other people
            self.panel.say("Looking…")
            self._settled.start()

    @Slot()
    def _place(self) -> None:
        if self.is_open:
            self.panel.show_days(self._days, self._grid.column_edges())

    @Slot()
    def _ask(self) -> None:
        account, days = self._account(), self._days
        if account is None or not days or not self.is_open:
            return
        start = datetime.combine(days[0], datetime.min.time(), self._zone)
        end = datetime.combine(days[-1] + timedelta(days=1), datetime.min.time(), self._zone)
        addresses = [one.address for one in self._people()]
        future = self._engine.calendar.ask_availability(account.id, addresses, start, end)
        self._question.deleteLater()
        self._question = Question(self)
        self._question.answered.connect(self._on_answered)
        self._question.failed.connect(self._on_failed)
        self._bridge.when_done(future, self._question.answer, self._question.fail)

    @Slot(object)
    def _on_answered(self, found: list[Availability]) -> None:
        self._has_failed = False
        self._known = {one.address.casefold(): one for one in found}
        others = len(found) > 1
        self.panel.say("" if others else "Add somebody to see when you are all free.")
        self.panel.show_known(self._known, self._clock.now)

    @Slot(object)
    def _on_failed(self, error: TransomError) -> None:
        self._has_failed = True
        if isinstance(error, OfflineError):
            words = "Transom cannot reach the server. When others are free is asked anew each time."
        elif isinstance(error, SignInError):
            words = "Sign in again to see when others are free."
        else:
            words = f"{error.title}. {error.message}"
        self.panel.say(words)

    @Slot(object)
    def _on_busy(self, activity: Activity) -> None:
        """Ask again once the server answers again."""
        if self._has_failed and self.is_open and activity.phase is Phase.IDLE:
            self._has_failed = False
            self._begin()

    def _add(self, person: Person) -> None:
        known = {one.address.casefold() for one in self._others}
        if person.address.casefold() not in known and len(self._others) < MOST_PEOPLE:
            self._others.append(person)

    @Slot(object)
    def _on_found(self, people: list[Person]) -> None:
        self.panel.show_names([_spelled(one) for one in people])

    def _named(self, person: Person) -> Person:
        """Give a bare address the name its contact has."""
        if person.name:
            return person
        wanted = person.address.casefold()
        known = [
            one for one in self._names.contacts(person.address) if one.address.casefold() == wanted
        ]
        return known[0] if known else person

    @Slot(str)
    def _on_entered(self, words: str) -> None:
        people = [
            self._named(Person(name.strip(), address.strip()))
            for name, address in getaddresses([words.replace(";", ",")])
            if _ADDRESS.fullmatch(address.strip())
        ]
        best = None if people else self._names.best(words)
        people += [best] if best is not None else []
        if not people:
            self.panel.say(f"“{words}” is neither an address nor somebody among your contacts.")
            return
        for person in people:
            self._add(person)
        self._begin()

    @Slot(object)
    def _on_removed(self, person: Person) -> None:
        self._others = [one for one in self._others if one != person]
        self._begin()
        self.panel.take_focus()

    @Slot(object)
    def _on_account_chosen(self, account: AccountId) -> None:
        self._chosen = account
        self._begin()


def _spelled(person: Person) -> str:
    name = person.name.replace('"', "").replace(",", " ")
    return f"{name} <{person.address}>" if name else person.address
