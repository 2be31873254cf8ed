"""The way of the tour: every page and state that exists, and how to tell that it is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from transom.app import App
from transom.engine.changes import Activity, Phase
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import Event
from transom.engine.entities.listing import Sieve, SortKey
from transom.engine.entities.mail import MessageLine
from transom.engine.entities.setup import SetUpStep
from transom.pilot import Pilot
from transom.ui.calendar.page import CalendarPage
from transom.ui.calendar.ranges import Scale
from transom.ui.contacts.page import PeoplePage
from transom.ui.mail.page import MailPage
from transom.ui.models.roles import ItemRole
from transom.ui.settings.page import SettingsPage
from transom.ui.widgets.page import Page

P = TypeVar("P", bound=Page)
USUAL_SIZE = (1440, 900)


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, when it is done, and the picture's name; no name, no picture."""

    act: Callable[[], object]
    is_there: Callable[[], bool]
    picture: str = ""


class Guide:
    """Leads through the window, one step when the one before it is done."""

    def __init__(self, app: App) -> None:
        self._app, self.window, self.engine = app, app.window, app.engine
        self.phases: dict[AccountId, Phase] = {}
        self._pages_loaded = 0
        app.bridge.busy.connect(self._on_busy)
        app.window.signin.attempt.view_opened.connect(self._on_view_opened)

    def steps(self) -> Iterator[Step]:
        """Give each step in turn."""
        yield from self._keys_and_doors()
        yield from self._into_the_mailbox()
        yield from self._mail()
        yield from self._calendar()
        yield from self._people()
        yield from self._settings()
        yield from self._narrow()

    def _keys_and_doors(self) -> Iterator[Step]:
        signin, engine = self.window.signin, self.engine
        yield Step(nothing, lambda: self._app.facts is not None)
        yield Step(nothing, lambda: engine.state is not EngineState.OPENING)
        if engine.state is EngineState.KEY_NEEDED:
            yield Step(signin.activate, signin.key_form.isVisible, "key")
            yield Step(lambda: engine.unlock("session"), lambda: engine.state is EngineState.READY)
        yield Step(signin.activate, signin.welcome.isVisible, "welcome")
        yield Step(
            signin.welcome.registration_requested.emit,
            signin.setup.isVisible,
            "registration",
        )
        for step in (SetUpStep.REGISTER, SetUpStep.ENTER):
            name = f"registration-{step.name.lower()}"
            yield Step(partial(signin.setup.show_step, step), signin.setup.isVisible, name)
        yield Step(
            signin.welcome.code_requested.emit, lambda: signin.attempt.is_open, "signin-code"
        )
        yield Step(signin.escape, signin.failure.isVisible, "signin-failed")

    def _into_the_mailbox(self) -> Iterator[Step]:
        yield Step(self.window.show_signin, lambda: self._pages_loaded == 1, "signin")
        yield Step(self._begin_to_fill_in, lambda: self._pages_loaded == 3, "consent")
        yield Step(self._accept, self.is_idle)

    def _mail(self) -> Iterator[Step]:
        mail = self.mail
        yield Step(lambda: self.window.show_page("mail"), lambda: mail.messages.rowCount() > 20)
        yield Step(nothing, always, "mail-nothing-selected")
        for name, subject in _LETTERS.items():
            yield self.read(subject, name)
        yield self.read("Unusual sign-in activity")
        yield Step(lambda: _choose_deceit(mail), mail.reading.deceit.isVisible, "mail-deceit")
        yield from self._senders()
        other = mail.list_pane.tabs.part_selected
        yield Step(lambda: other.emit(False), lambda: mail.messages.only_focused is False)
        yield Step(nothing, always, "mail-other")
        yield from self._lists()
        yield Step(
            lambda: mail.search("harbour"),
            lambda: mail.messages.folder is None and mail.messages.rowCount() > 0,
        )
        yield self.read("Harbour bridge: revised load tables", "search")
        yield Step(
            lambda: mail.search("zzyzx"), lambda: mail.messages.rowCount() == 0, "search-nothing"
        )
        yield Step(lambda: mail.search(""), lambda: mail.messages.rowCount() > 20)
        yield Step(lambda: self.open_folder("To sort later"), always, "mail-empty-folder")
        sheet = self.window.shortcuts
        yield Step(sheet.toggle, sheet.isVisible, "shortcuts")
        yield Step(sheet.leave, lambda: not sheet.isVisible())

    def _senders(self) -> Iterator[Step]:
        """Who wrote it: the verdict, the look-alike, the head, the seal, and files that deceive."""
        desk, panel = self.mail.desk, self.mail.reading.panel
        trust, seals = desk.trust, desk.seals
        yield self.read("New bank details")
        yield Step(nothing, trust.alarm.isVisible, "mail-look-alike")
        yield self.read("Payroll: confirm before Friday")
        is_judged = partial(_has_tone, trust.mark, "bad")
        yield Step(nothing, is_judged)
        yield Step(trust.mark.click, trust.card.isVisible, "mail-sender")
        yield Step(desk.sources.show_headers, lambda: panel.held is not None, "mail-headers")
        yield self.read("Signed and wrapped: survey data")
        yield Step(nothing, lambda: "unchanged" in seals.banner.text)
        yield Step(lambda: seals.card.set_open(True), seals.card.isVisible, "mail-signed")
        yield self.read("Documents you asked for", "mail-doubtful-files")

    def _lists(self) -> Iterator[Step]:
        """The list in its other shapes: opened up, narrowed, several chosen, as a table."""
        mail, menu = self.mail, self.mail.lists.menu
        model, usual = mail.messages, mail.messages.manner
        yield Step(lambda: mail.list_pane.tabs.part_selected.emit(True), always)
        yield Step(partial(model.set_open, 0, is_open=True), always, "mail-conversation")
        yield Step(mail.list.selectAll, always, "mail-several")
        unread = replace(usual, sieve=Sieve(is_unread=True))
        yield Step(partial(mail.lists.arrange, unread), lambda: not model.is_looking, "mail-unread")
        by_sender = replace(usual, sort=SortKey.SENDER, is_descending=False)
        yield Step(partial(mail.lists.arrange, by_sender), lambda: not model.is_looking)
        table = menu.table_chosen.emit
        yield Step(partial(table, True), lambda: model.is_table, "mail-table")
        yield Step(partial(table, False), lambda: not model.is_table)
        yield Step(partial(mail.lists.arrange, usual), lambda: model.rowCount() > 20)

    def _calendar(self) -> Iterator[Step]:
        page = self._page("calendar", CalendarPage)
        yield Step(lambda: self.window.show_page("calendar"), page.isVisible, "calendar")
        planning = _find_event(page, "Quarterly planning")
        card = page.keeper.card
        yield Step(lambda: page.keeper.open(planning), card.isVisible, "calendar-card")
        yield Step(page.escape, lambda: not card.isVisible())
        today = page.days[0]
        for scale in (Scale.DAY, Scale.MONTH, Scale.AGENDA, Scale.YEAR):
            yield Step(partial(page.show_day, today, scale), always, f"calendar-{scale.lower()}")
        yield Step(lambda: page.show_day(today, Scale.WORK_WEEK), always)
        body = page.desk.details.body
        yield Step(
            lambda: page.desk.open_details(planning), lambda: body.is_settled, "calendar-details"
        )
        yield Step(page.escape, lambda: not page.desk.is_open)
        yield from self._free_times(page, today, planning)

    def _free_times(self, page: CalendarPage, today: date, event: Event) -> Iterator[Step]:
        """When those whom an event invites are free, and its day calendar by calendar."""
        full = self.engine.calendar.reader.read_event(event.id)
        people = [one.person for one in (full or event).attendees if one.person.address]
        next_week = today + timedelta(days=7)
        yield Step(lambda: page.show_day(next_week, Scale.WEEK), always)
        yield Step(lambda: page.free.open(people), lambda: page.free.is_answered, "calendar-free")
        yield Step(page.escape, lambda: not page.free.is_open)
        yield Step(lambda: page.show_day(event.span.starts_at.date(), Scale.WEEK), always)
        split = page.arrangement.split
        yield Step(split.trigger, lambda: page.grid.is_split, "calendar-side-by-side")
        yield Step(split.trigger, lambda: not page.grid.is_split)
        yield Step(lambda: page.show_day(today, Scale.WORK_WEEK), always)

    def _people(self) -> Iterator[Step]:
        page = self._page("people", PeoplePage)
        yield Step(lambda: self.window.show_page("people"), page.isVisible)
        yield Step(lambda: _open_person(page, self.engine), always, "people")

    def _settings(self) -> Iterator[Step]:
        page = self.window.page("settings")
        yield Step(lambda: self.window.show_page("settings"), page.isVisible, "settings")
        for section in ("Permissions", "Appearance", "Calendar", "Storage", "About"):
            name = f"settings-{section.lower()}"
            yield Step(partial(self.open_section, section), always, name)

    def _narrow(self) -> Iterator[Step]:
        yield Step(lambda: self.window.resize(1000, 700), lambda: self.window.width() == 1000)
        for name in ("settings", "calendar", "people"):
            shown = self.window.page(name)
            yield Step(partial(self.window.show_page, name), shown.isVisible, f"{name}-narrow")
        yield Step(lambda: self.window.show_page("mail"), self.mail.isVisible)
        yield Step(lambda: self.open_folder("Inbox"), lambda: self.mail.messages.rowCount() > 20)
        yield self.read("Harbour bridge: revised load tables", "mail-narrow")
        side = self.mail.side
        yield Step(self.mail.arrangement.toggle_drawer, side.isVisible, "mail-drawer")
        yield Step(self.mail.escape, lambda: not side.isVisible())
        yield Step(lambda: self.window.resize(800, 600), lambda: self.window.width() == 800)
        yield Step(nothing, self.mail.list.isVisible, "mail-one-pane")
        yield self.read("Board pack — comments by noon, please")
        reading = self.mail.reading
        yield Step(self.mail.list.open_requested.emit, reading.isVisible, "mail-one-pane-reading")
        yield Step(lambda: self.window.resize(*USUAL_SIZE), always)

    # --- what a person would do ---

    def _begin_to_fill_in(self) -> None:
        if self._app.facts is not None:
            self._pilot = Pilot(self.window.signin.attempt, self._app.facts.accounts[0])
            self._pilot.stop_before_consent()
            self._pilot.fill_in()

    def _accept(self) -> None:
        self._pilot.accept()

    def read(self, subject: str, picture: str = "") -> Step:
        """Choose a message of the list and wait for its text."""
        reading = self.mail.reading

        def is_there() -> bool:
            wanted = _find(self.mail, subject).id
            is_shown = reading.message == wanted == reading.body.message
            return is_shown and (reading.body.is_settled or not reading.isVisible())

        return Step(lambda: self.mail.show_message(_find(self.mail, subject).id), is_there, picture)

    def open_section(self, name: str) -> None:
        """Open a section of the settings."""
        self._page("settings", SettingsPage).open_section(name)

    def open_folder(self, name: str) -> None:
        """Open a folder by its name."""
        for folder in self.engine.mail.reader.read_folders():
            if folder.name == name:
                self.mail.show_folder(folder.id)
                return
        raise LookupError(f"the demo has no folder {name}")

    # --- how to tell ---

    @property
    def mail(self) -> MailPage:
        """The mail page."""
        return self._page("mail", MailPage)

    def is_idle(self) -> bool:
        """Whether every account has been synced."""
        accounts = self.engine.accounts.list()
        return bool(accounts) and all(self.phases.get(one.id) is Phase.IDLE for one in accounts)

    def _page(self, name: str, kind: type[P]) -> P:
        page = self.window.page(name)
        if not isinstance(page, kind):
            raise TypeError(name)
        return page

    def _on_busy(self, activity: Activity) -> None:
        self.phases[activity.account] = activity.phase

    def _on_view_opened(self, _widget: object) -> None:
        view = self.window.signin.attempt.view
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


def _has_tone(widget: QWidget, tone: str) -> bool:
    return bool(widget.property("tone") == tone)


def _find(mail: MailPage, subject: str) -> MessageLine:
    model = mail.messages
    for row in range(model.rowCount()):
        line: MessageLine = model.index(row, 0).data(ItemRole.ENTITY)
        if line.subject == subject:
            return line
    raise LookupError(f"the demo has no message “{subject}”")


def _choose_deceit(mail: MailPage) -> None:
    """Follow the first link whose words name another place than it leads to."""
    for link in mail.reading.body.links:
        if link.claimed_host:
            mail.reading.body.link_chosen.emit(link)
            return
    raise LookupError("the demo's letter has no deceitful link")


def _open_person(page: PeoplePage, engine: Engine) -> None:
    contact = engine.contacts.reader.find_contact_by_address("ines.navarro@contoso.example")
    if contact is None:
        raise LookupError("the demo has no Ines Navarro")
    page.show_contact(contact)


def _find_event(page: CalendarPage, subject: str) -> Event:
    for row in range(page.model.rowCount()):
        event: Event = page.model.index(row, 0).data(ItemRole.ENTITY)
        if event.subject == subject:
            return event
    raise LookupError(f"the demo's week has no event “{subject}”")


def nothing() -> None:
    """Do nothing."""


def always() -> bool:
    """Wait for nothing."""
    return True
