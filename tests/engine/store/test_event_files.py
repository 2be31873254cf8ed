"""Files of events in the store: facts, contents, and what becomes of them with the event."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Calendar, Event, EventId, EventKind, Span
from transom.engine.entities.mail import Attachment, AttachmentKind
from transom.engine.store.calendar import Window
from transom.engine.store.store import Store

DAY = datetime(2026, 3, 2, tzinfo=UTC)
WINDOW = Window(DAY - timedelta(days=30), DAY + timedelta(days=30))


def file(name: str, size: int = 10, **facts: Any) -> Attachment:
    values: dict[str, Any] = {"kind": AttachmentKind.FILE, "content_type": "text/plain", **facts}
    return Attachment(RemoteId(f"f/{name}"), name=name, size_bytes=size, **values)


@pytest.fixture
def event(store: Store, make: Any) -> EventId:
    account = store.accounts.save_account(make.account()).id
    calendar = store.calendar.save_calendars(
        account, [Calendar(RemoteId("C"), "Calendar")], is_whole=True
    )[0]
    one = Event(RemoteId("e"), RemoteId("C"), EventKind.SINGLE, Span(DAY, DAY), "review")
    store.calendar.save_page(calendar.id, WINDOW, [one], [], "c", is_round_done=True)
    number = store.calendar.find_event(calendar.id, RemoteId("e"))
    assert number is not None
    return number


def test_files_are_kept_as_the_server_lists_them(
    store: Store, event: EventId, make: Any, news: list[Any]
) -> None:
    files = store.event_files
    make.changes(news)
    wanted = [file("b.txt"), file("a.pdf", kind=AttachmentKind.REFERENCE, source_url="https://x")]
    files.save_files(event, wanted)
    found = files.read_files(event)
    assert [replace(one, id=wanted[0].id) for one in found] == wanted
    assert files.read_file(found[0].id) == (event, found[0])
    (told,) = make.changes(news)
    assert (told.kind, told.ids) == (Kind.EVENTS, (event,))
    files.save_files(event, wanted)
    assert make.changes(news) == [], "the same again is no news"


def test_contents_stay_until_the_file_is_another(store: Store, event: EventId) -> None:
    files = store.event_files
    files.save_files(event, [file("a"), file("b"), file("c")])
    for one in files.read_files(event):
        files.save_content(one.id, one.name.encode())
    first = files.read_files(event)
    files.save_files(event, [file("a", content_type="x"), file("b", size=11)])
    kept, changed = files.read_files(event)
    assert (kept.id, files.read_content(kept.id)) == (first[0].id, b"a")
    assert files.read_content(changed.id) is None
    assert files.read_file(first[2].id) is None


def test_files_go_with_their_event_and_come_not_back(store: Store, event: EventId) -> None:
    files = store.event_files
    files.save_files(event, [file("a")])
    (one,) = files.read_files(event)
    known = store.calendar.read_event(event)
    assert known is not None
    store.calendar.save_page(known.calendar, WINDOW, [], [known.remote_id], "d", is_round_done=True)
    assert files.read_files(event) == []
    files.save_files(event, [file("late")])
    files.save_content(one.id, b"late")
    assert files.read_files(event) == []


def test_news_of_files_name_the_event_alone(store: Store, event: EventId, news: list[Any]) -> None:
    news.clear()
    store.event_files.save_files(event, [file("a")])
    assert [isinstance(one, Change) and one.ids for one in news] == [(event,)]
