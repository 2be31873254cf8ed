"""What happened lately with somebody, from a real store."""

from datetime import UTC, datetime, timedelta

from tests.ui.contacts.rolodex import Rolodex, person

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import Attendee, Calendar, Event, EventKind, Span
from transom.engine.entities.mail import Folder, Message
from transom.engine.store.calendar import Window
from transom.ui.contacts.lately import lately

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INES = Person("Ines", "ines@contoso.example")


def test_mail_and_meetings_with_an_address_are_told_newest_first(
    engine: Engine, rolodex: Rolodex
) -> None:
    store, account = rolodex.store, rolodex.account.id
    store.mail.save_folders(account, [Folder(RemoteId("in"), RemoteId(""), "Inbox")], is_whole=True)
    (folder,) = store.mail.read_folders()
    mails = [
        Message(RemoteId(name), RemoteId("in"), name, "", sender, NOW - timedelta(hours=age))
        for name, sender, age in (
            ("tables", INES, 3),
            ("older", INES, 30),
            ("hers", Person("", "x@y"), 1),
        )
    ]
    store.mail.save_page(account, folder.id, mails, [], "cursor", is_round_done=True)
    store.calendar.save_calendars(account, [Calendar(RemoteId("own"), "Calendar")], is_whole=True)
    (calendar,) = store.calendar.read_calendars()
    events = [
        Event(
            RemoteId(name),
            RemoteId("own"),
            EventKind.SINGLE,
            Span(at, at + timedelta(hours=1)),
            name,
            attendees=(Attendee(INES),),
        )
        for name, at in (
            ("review", NOW - timedelta(hours=4)),
            ("to come", NOW + timedelta(hours=4)),
        )
    ]
    window = Window(NOW - timedelta(days=30), NOW + timedelta(days=30))
    store.calendar.save_page(calendar.id, window, events, [], "cursor", is_round_done=True)
    items = lately(engine.search, person("Ines", emails=(INES,)), NOW)
    assert [item.words for item in items] == ["tables", "review", "older"]
