"""The way of the tour: every page and state that exists, and how to tell that it is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from transom.app import App
from transom.engine.changes import Activity, Phase
from transom.engine.engine import EngineState
from transom.engine.entities.mail import MessageLine
from transom.pilot import Pilot
from transom.ui.calendar.page import CalendarPage
from transom.ui.contacts.page import PeoplePage
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole
from transom.ui.settings.page import SettingsPage
from transom.ui.widgets.page import Page

P = TypeVar("P", bound=Page)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, when it is done, and the picture's name; no name, no picture."""

    act: Callable[[], object]
    is_there: Callable[[], bool]
    picture: str = ""


class Guide:
    """Leads through the window, one step when the one before it is done."""

    def __init__(self, app: App) -> None:
        self._app, self._window, self._engine = app, app.window, app.engine
        self._phase: Phase | None = None
        self._pages_loaded = 0
        app.bridge.busy.connect(self._on_busy)
        app.window.signin.attempt.view_opened.connect(self._on_view_opened)

    def steps(self) -> Iterator[Step]:
        """Give each step in turn."""
        yield from self._into_the_mailbox()
        yield from self._mail()
        yield from self._calendar()
        yield from self._people()
        yield from self._settings()
        yield from self._trouble()

    def _into_the_mailbox(self) -> Iterator[Step]:
        signin = self._window.signin
        yield Step(_nothing, lambda: self._app.facts is not None and self._is_past_opening())
        if self._engine.state is EngineState.KEY_NEEDED:
            yield Step(signin.activate, signin.key_form.isVisible, "key")
            yield Step(lambda: self._engine.unlock("session"), self._is_ready)
        yield Step(signin.activate, signin.welcome.isVisible, "welcome")
        yield Step(
            signin.welcome.registration_requested.emit,
            signin.registration_form.isVisible,
            "registration",
        )
        yield Step(self._window.show_signin, lambda: self._pages_loaded == 1, "signin")
        yield Step(self._begin_to_fill_in, lambda: self._pages_loaded == 3, "consent")
        yield Step(self._accept, lambda: self._phase is Phase.IDLE)

    def _mail(self) -> Iterator[Step]:
        mail = self._page("mail", MailPage)
        yield Step(lambda: self._window.show_page("mail"), lambda: mail.messages.rowCount() > 20)
        yield Step(_nothing, _always, "mail-nothing-selected")
        for name, subject in _LETTERS.items():
            yield self._read(mail, subject, name)
        yield Step(lambda: mail.search("harbour"), lambda: mail.messages.rowCount() > 0, "search")
        yield Step(
            lambda: mail.search("zzyzx"), lambda: mail.messages.rowCount() == 0, "search-nothing"
        )
        yield Step(lambda: mail.search(""), lambda: mail.messages.rowCount() > 20)
        yield Step(lambda: self._open_folder(mail, "To sort later"), _always, "mail-empty-folder")

    def _calendar(self) -> Iterator[Step]:
        page = self._page("calendar", CalendarPage)
        yield Step(lambda: self._window.show_page("calendar"), page.isVisible, "calendar")
        yield Step(lambda: self._open_event(page), page.keeper.card.isVisible, "calendar-card")
        yield Step(page.escape, lambda: not page.keeper.card.isVisible())

    def _people(self) -> Iterator[Step]:
        page = self._page("people", PeoplePage)
        yield Step(lambda: self._window.show_page("people"), page.isVisible)
        yield Step(lambda: self._open_person(page), _always, "people")

    def _settings(self) -> Iterator[Step]:
        page = self._page("settings", SettingsPage)
        yield Step(lambda: self._window.show_page("settings"), page.isVisible, "settings")
        for section in ("Appearance", "Storage", "About"):
            name = f"settings-{section.lower()}"
            yield Step(partial(page.open_section, section), _always, name)

    def _trouble(self) -> Iterator[Step]:
        mail = self._page("mail", MailPage)
        if self._app.tenant is not None:
            yield Step(lambda: self._window.show_page("mail"), mail.isVisible)
            yield Step(lambda: self._open_folder(mail, "Inbox"), _always)
            yield Step(self._app.tenant.stop, _always)
            yield Step(self._engine.refresh, lambda: self._phase is Phase.OFFLINE, "offline")

    # --- what a person would do ---

    def _begin_to_fill_in(self) -> None:
        if self._app.facts is not None:
            self._pilot = Pilot(self._window.signin.attempt, self._app.facts.accounts[0])
            self._pilot.stop_before_consent()
            self._pilot.fill_in()

    def _accept(self) -> None:
        self._pilot.accept()

    def _read(self, mail: MailPage, subject: str, name: str) -> Step:
        return Step(
            lambda: mail.show_message(_find(mail, subject).id),
            lambda: mail.reading.message == _find(mail, subject).id,
            name,
        )

    def _open_folder(self, mail: MailPage, name: str) -> None:
        for folder in self._engine.mail.reader.read_folders():
            if folder.name == name:
                mail.show_folder(folder.id)
                return
        raise LookupError(f"the demo has no folder {name}")

    def _open_event(self, page: CalendarPage) -> None:
        for row in range(page.model.rowCount()):
            event = page.model.index(row, 0).data(ItemRole.ENTITY)
            if event.subject == "Quarterly planning":
                page.keeper.open(event)
                return
        raise LookupError("the demo's week has no Quarterly planning")

    def _open_person(self, page: PeoplePage) -> None:
        contact = self._engine.contacts.reader.find_contact_by_address(
            "ines.navarro@contoso.example"
        )
        if contact is None:
            raise LookupError("the demo has no Ines Navarro")
        page.show_contact(contact)

    # --- how to tell ---

    def _page(self, name: str, kind: type[P]) -> P:
        page = self._window.page(name)
        if not isinstance(page, kind):
            raise TypeError(name)
        return page

    def _is_past_opening(self) -> bool:
        return self._engine.state is not EngineState.OPENING

    def _is_ready(self) -> bool:
        return self._engine.state is EngineState.READY

    def _on_busy(self, activity: Activity) -> None:
        self._phase = activity.phase

    def _on_view_opened(self, _widget: object) -> None:
        view = self._window.signin.attempt.view
        if view is not None:
            view.page_loaded.connect(self._on_page_loaded)

    def _on_page_loaded(self) -> None:
        self._pages_loaded += 1


_LETTERS = {
    "mail": "Harbour bridge: revised load tables",
    "mail-attachments": "Photos from the workshop",
    "mail-invitation": "Invitation: Quarterly planning",
    "mail-plain": "bridge-model #4411 passed",
}
"""The letters that are read, by the names of their pictures."""


def _find(mail: MailPage, subject: str) -> MessageLine:
    model = mail.messages
    for row in range(model.rowCount()):
        line: MessageLine = model.index(row, 0).data(ItemRole.ENTITY)
        if line.subject == subject:
            return line
    raise LookupError(f"the demo has no message “{subject}”")


def _nothing() -> None:
    """Do nothing."""


def _always() -> bool:
    return True
