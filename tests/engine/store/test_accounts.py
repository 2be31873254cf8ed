"""Accounts in the store: renewed by identity, removed without a trace."""

from dataclasses import replace
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import AccountState, Person, RemoteId
from transom.engine.entities.calendar import Calendar, Event, EventKind, Span
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.entities.mail import Attachment, AttachmentKind, Body, Category, Fold, Header
from transom.engine.entities.pictures import Allowance, AllowanceKind, RemotePicture
from transom.engine.entities.reminders import ReminderKey
from transom.engine.journal import CallRecord
from transom.engine.store.accounts import COLORS
from transom.engine.store.calendar import Window


def fill(mailbox: Any, make: Any) -> None:
    """Put at least one row into every table."""
    store, account = mailbox.store, mailbox.account
    day = make.first_day
    added = mailbox.page([make.message(1, subject="pelican")]).added
    file = Attachment(RemoteId("a"), AttachmentKind.FILE, "f", "text/plain", 1)
    store.mail.save_body(added[0], Body(False, "x"), [file], headers=(Header("X-A", "b"),))
    store.mail.save_attachment_content(store.mail.read_attachments(added[0])[0].id, b"x")
    store.attachment_texts.save_words(store.mail.read_attachments(added[0])[0].id, "words")
    store.mail.save_categories(account, [Category("c", "none")])
    store.mail.begin_shadow(mailbox.inbox)
    mailbox.page([make.message(1, subject="pelican")], done=False, odd_ids=[RemoteId("o")])
    (calendar,) = store.calendar.save_calendars(
        account, [Calendar(RemoteId("C"), "Calendar")], is_whole=True
    )
    window = Window(day, day)
    event = Event(RemoteId("e"), RemoteId("C"), EventKind.SINGLE, Span(day, day), "pelican")
    store.calendar.begin_shadow(calendar.id, window)
    event = replace(event, body=Body(False, "x"))
    store.calendar.save_page(calendar.id, window, [event], [], "c", is_round_done=False)
    number = store.calendar.find_event(calendar.id, event.remote_id)
    file = Attachment(RemoteId("f"), AttachmentKind.FILE, "pelican.txt", "text/plain", 7)
    store.event_files.save_files(number, [file])
    store.marks.save_fold(Fold("account", account), account, is_folded=True)
    store.marks.save_last_shown(mailbox.inbox, account)
    store.reminders.watch([account], day)
    store.reminders.mark([ReminderKey(calendar.id, event.remote_id, day)], None, day)
    (folder,) = store.contacts.save_folders(
        account, [ContactFolder(RemoteId("K"), "Contacts", is_default=True)], is_whole=True
    )
    store.contacts.begin_shadow(folder.id)
    contact = Contact(
        RemoteId("k"), RemoteId("K"), "Pelican", emails=(Person("", f"{account}@b.c"),)
    )
    store.contacts.save_page(
        account, folder.id, [contact], [], "c", is_round_done=False, odd={RemoteId("z"): b"{}"}
    )
    line = store.contacts.read_lines(folder.id)[0]
    store.contacts.save_photo(line.id, b"jpg")
    store.pictures.save_picture(RemotePicture(account, "https://x.example/a.png"), b"png")
    store.pictures.save_allowance(Allowance(account, AllowanceKind.HOST, f"x{account}", day))
    store.reconciling.note_done(account, "mail", mailbox.inbox, day)
    store.journal.save([CallRecord(day, account, "GET", "/me", 200, 5)])


def row_counts(store: Any) -> dict[str, int]:
    cx = store.database.reader()
    tables = cx.execute(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
        " and name not like 'message\\_text\\_%' escape '\\'"
        " and name not like 'message\\_start\\_%' escape '\\'"
        # Those that are no account's.
        " and name not in ('index_debt', 'index_due', 'saved_search', 'guest', 'favourite')"
    ).fetchall()
    return {name: cx.execute(f"select count(*) from {name}").get for (name,) in tables}


def test_an_account_is_known_by_tenant_and_object_id(
    store: Any, make: Any, news: list[Any]
) -> None:
    first = store.accounts.save_account(make.account("ada"))
    other = store.accounts.save_account(make.account("bob"))
    assert make.changes(news) == [Change(Kind.ACCOUNTS, one.id) for one in (first, other)]
    renamed = replace(make.account("ada"), username="new@example.com", granted_scopes=frozenset())
    again = store.accounts.save_account(renamed)
    assert again == replace(renamed, id=first.id)
    assert store.accounts.read_accounts() == [again, other]
    assert store.accounts.read_account(other.id) == other


def test_a_state_is_news_only_when_it_is_new(store: Any, make: Any, news: list[Any]) -> None:
    number = store.accounts.save_account(make.account()).id
    make.changes(news)
    for _ in range(2):
        store.accounts.set_state(number, AccountState.SIGN_IN_NEEDED)
    assert make.changes(news) == [Change(Kind.ACCOUNTS, number)]
    assert store.accounts.read_account(number).state is AccountState.SIGN_IN_NEEDED


def test_photo_and_mailbox_settings_are_kept(store: Any, make: Any) -> None:
    number = store.accounts.save_account(make.account()).id
    assert store.accounts.read_photo(number) is None
    assert store.accounts.read_mailbox_settings(number) == {}
    store.accounts.save_photo(number, b"\xff\xd8")
    store.accounts.save_mailbox_settings(number, {"time_zone": "Tōkyō"})
    assert store.accounts.read_photo(number) == b"\xff\xd8"
    assert store.accounts.read_mailbox_settings(number) == {"time_zone": "Tōkyō"}


def test_removing_an_account_leaves_no_row_of_it_and_all_rows_of_the_other(
    store: Any, make: Any
) -> None:
    boxes = [make.mailbox(store, name) for name in ("ada", "bob")]
    fill(boxes[0], make)
    one = row_counts(store)
    fill(boxes[1], make)
    both = row_counts(store)
    shared = {"account", "folder"}  # the second account had these already
    assert all(both[name] > count > 0 for name, count in one.items() if name not in shared)
    store.accounts.remove_account(boxes[0].account)
    left = row_counts(store)
    assert all(0 < left[name] < both[name] for name in both)
    found = store.search.search_messages(make.query("pelican"))
    assert [line.account for line in found] == [boxes[1].account]
    store.accounts.remove_account(boxes[1].account)
    assert set(row_counts(store).values()) == {0}


def test_when_an_account_was_up_to_date_outlives_a_new_sign_in(
    store: Any, make: Any, news: list[Any]
) -> None:
    account = store.accounts.save_account(make.account())
    assert account.checked_at is None
    make.changes(news)
    store.accounts.set_checked_at(account.id, make.first_day)
    assert make.changes(news) == []
    assert store.accounts.save_account(make.account()).checked_at == make.first_day


def test_the_same_server_ids_in_two_accounts_are_two_messages(store: Any, make: Any) -> None:
    boxes = [make.mailbox(store, name) for name in ("ada", "bob")]
    for box in boxes:
        box.page([make.message(1)])
    boxes[0].page(removed=[1])
    assert [box.subjects() for box in boxes] == [[], ["Subject 1"]]


def test_words_are_indexed_again_for_an_account_that_comes_back(store: Any, make: Any) -> None:
    box = make.mailbox(store)
    box.page([make.message(1, subject="flamingo")])
    store.accounts.remove_account(box.account)
    again = make.mailbox(store)
    again.page([make.message(1, subject="flamingo")])
    assert len(store.search.search_messages(make.query("flam"))) == 1


def test_each_account_gets_a_colour_of_its_own_and_keeps_the_one_chosen(
    store: Any, make: Any
) -> None:
    names = [f"n{number}" for number in range(COLORS)]
    saved = [store.accounts.save_account(make.account(name)) for name in names]
    assert sorted(one.color for one in saved) == list(range(COLORS))
    store.accounts.set_color(saved[0].id, saved[1].color)
    again = store.accounts.save_account(make.account(names[0]))
    assert again.color == saved[1].color  # signing in again changes nothing of it
    store.accounts.remove_account(saved[2].id)
    store.accounts.set_color(saved[0].id, saved[0].color)
    assert store.accounts.save_account(make.account("new")).color == saved[2].color
