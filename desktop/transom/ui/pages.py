"""Builds each page when it is first opened, and keeps what the user arranged."""

from dataclasses import replace
from typing import TYPE_CHECKING

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Event
from transom.engine.entities.contacts import ContactId
from transom.engine.entities.mail import Message
from transom.engine.workers import Lane
from transom.ui.bridge import Bridge
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.widgets.page import Page
from transom.ui.window import Window

if TYPE_CHECKING:  # each page is loaded when it is first opened
    from transom.ui.calendar.page import CalendarPage
    from transom.ui.contacts.page import PeoplePage


class PageBuilder:
    """Knows what every page needs, and which page asks another for something."""

    def __init__(
        self, engine: Engine, bridge: Bridge, theme: Theme, icons: Icons, lane: Lane
    ) -> None:
        self._engine, self._bridge, self._theme, self._icons = engine, bridge, theme, icons
        self._lane = lane
        self.window: Window | None = None
        self._calendar: CalendarPage | None = None
        self._people: PeoplePage | None = None

    def build(self, name: str) -> Page:
        """Return a new page by its name; each is imported when it is first opened."""
        return {
            "mail": self._build_mail,
            "calendar": self._build_calendar,
            "people": self._build_people,
            "settings": self._build_settings,
            "signin": self._build_signin,
        }[name]()

    def _build_mail(self) -> Page:
        from transom.ui.mail.page import MailPage

        mail = MailPage(self._engine, self._bridge, self._theme, self._icons, lane=self._lane)
        mail.desk.invitation_opened.connect(self._on_invitation_opened)
        mail.desk.calendar_file_opened.connect(self._on_calendar_file_opened)
        for named in (mail.desk.people, mail.windows):
            named.mail_requested.connect(self._on_open_search_requested)
            named.contact_requested.connect(self._on_contact_requested)
            named.time_requested.connect(self._on_time_requested)
        mail.strip.event_opened.connect(self._on_open_event_requested)
        mail.strip.contact_opened.connect(self._on_contact_requested)
        return mail

    def _build_calendar(self) -> Page:
        from transom.ui.calendar.page import CalendarPage

        self._calendar = CalendarPage(
            self._engine, self._bridge, self._theme, self._icons, lane=self._lane
        )
        self._calendar.desk.people.mail_requested.connect(self._on_open_search_requested)
        self._calendar.desk.people.contact_requested.connect(self._on_contact_requested)
        return self._calendar

    def _build_people(self) -> Page:
        from transom.ui.contacts.page import PeoplePage

        people = PeoplePage(self._engine, self._bridge, self._theme, self._icons)
        people.open_search_requested.connect(self._on_open_search_requested)
        self._people = people
        return people

    def _build_settings(self) -> Page:
        from transom.ui.settings.page import SettingsPage

        settings = SettingsPage(self._engine, self._bridge, self._theme, self._icons)
        settings.sign_in_requested.connect(self._on_sign_in_requested)
        settings.permission_requested.connect(self._on_permission_requested)
        settings.setup_requested.connect(self._on_setup_requested)
        return settings

    def _build_signin(self) -> Page:
        from transom.ui.signin.page import SignInPage

        return SignInPage(self._engine, self._bridge, self._theme, self._icons)

    def begin_reminders(self) -> None:
        """Begin to remind of events; after the first paint, for it loads the calendar's rooms."""
        from transom.ui.calendar.reminder_desk import ReminderDesk

        if self.window is not None and self.window.isVisible():  # not closed meanwhile
            desk = ReminderDesk(self._engine, self._bridge, self._theme, self._icons, self.window)
            desk.open_requested.connect(self._on_open_event_requested)
            self.window.closed.connect(desk.shut)

    def save_settings(self, geometry_text: str) -> None:
        """Keep the window's place."""
        settings = self._engine.settings
        if settings.window_geometry != geometry_text:
            self._engine.save_settings(replace(settings, window_geometry=geometry_text))

    def _on_open_search_requested(self, words: str) -> None:
        if self.window is not None:
            self.window.come_forward()
            self.window.show_page("mail")
            self.window.page("mail").search(words)

    def _on_contact_requested(self, contact: ContactId) -> None:
        if self.window is not None:
            self.window.come_forward()
            self.window.show_page("people")
        if self._people is not None:
            self._people.show_contact(contact)

    def _on_time_requested(self, person: Person) -> None:
        if self.window is not None:
            self.window.come_forward()
            self.window.show_page("calendar")
        if self._calendar is not None:
            self._calendar.desk.people.time_requested.emit(person)

    def _on_open_event_requested(self, event: Event) -> None:
        if self.window is not None:
            self.window.come_forward()
            self.window.show_page("calendar")
        if self._calendar is not None:
            self._calendar.show_event(event)

    def _on_invitation_opened(self, message: Message) -> None:
        if self.window is not None:
            self.window.come_forward()
            self.window.show_page("calendar")
        if self._calendar is not None:
            self._calendar.desk.previews.show_invitation(message)

    def _on_calendar_file_opened(self, file: tuple[str, bytes]) -> None:
        if self.window is not None:
            self.window.show_page("calendar")
        if self._calendar is not None:
            self._calendar.desk.previews.reader.open_content(*file)

    def _on_permission_requested(self, login_hint: str, scopes: str) -> None:
        if self.window is not None:
            self.window.show_signin(login_hint, tuple(scopes.split()))

    def _on_sign_in_requested(self, login_hint: str) -> None:
        if self.window is not None:
            self.window.show_signin(login_hint)

    def _on_setup_requested(self) -> None:
        if self.window is not None:
            self.window.show_setup()
