"""Events and contacts nobody could read: kept as they came, counted, let go once they can be."""

from typing import Any

import pytest

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Calendar, Event, EventKind, Span
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.store.calendar import Window

ODD = {RemoteId("odd"): b'{"id": "odd", "start": 7}'}


def test_an_odd_event_is_counted_until_a_page_brings_it_sound_or_gone(
    mailbox: Any, make: Any
) -> None:
    store, account, day = mailbox.store, mailbox.account, make.first_day
    (calendar,) = store.calendar.save_calendars(
        account, [Calendar(RemoteId("C"), "Calendar")], is_whole=True
    )
    window = Window(day, day.replace(month=12))

    def page(*items: Event, removed: tuple[str, ...] = (), odd: Any = None) -> int:
        gone = [RemoteId(name) for name in removed]
        store.calendar.save_page(
            calendar.id, window, items, gone, "c", is_round_done=True, odd=odd or {}
        )
        return int(store.odd_items.count(account))

    assert page(odd=ODD) == page(odd=ODD) == 1
    assert store.statistics().unreadable == 1
    cx = store.database.reader()
    assert cx.execute("select raw from odd_thing").get == ODD[RemoteId("odd")]
    sound = Event(RemoteId("odd"), RemoteId("C"), EventKind.SINGLE, Span(day, day), "Lunch")
    assert page(sound) == 0
    assert page(odd=ODD) == 1
    assert page(removed=("odd",)) == 0


def test_an_odd_contact_is_tried_once_by_each_later_version(
    mailbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, account = mailbox.store, mailbox.account
    (folder,) = store.contacts.save_folders(
        account, [ContactFolder(RemoteId("K"), "Contacts")], is_whole=True
    )
    save = store.contacts.save_page
    save(account, folder.id, [], [], "c", is_round_done=True, odd=ODD)
    assert store.odd_items.take_outdated(account, "contacts") == [], "this version has tried"
    monkeypatch.setattr("transom.engine.store.odd_items.program_version", lambda: "next")
    assert store.odd_items.take_outdated(account, "calendar") == []
    assert store.odd_items.take_outdated(account, "contacts") == [folder.id]
    assert store.odd_items.take_outdated(account, "contacts") == []
    assert store.odd_items.count(account) == 1
    sound = Contact(RemoteId("odd"), RemoteId("K"), "Bo")
    save(account, folder.id, [sound], [], "c", is_round_done=True)
    assert store.odd_items.count(account) == 0
    save(account, folder.id, [], [], "c", is_round_done=True, odd=ODD)
    store.contacts.begin_shadow(folder.id)
    save(account, folder.id, [sound], [], "c", is_round_done=True)
    assert store.odd_items.count(account) == 0, "a whole round does not know it any more"
