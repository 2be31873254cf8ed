"""Mail in the store: pages, moves, removals, folders, conversations and the order of it all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentKind,
    Body,
    Category,
    Importance,
    MessageKind,
)


def test_a_message_comes_back_as_it_was_saved(mailbox: Any, make: Any) -> None:
    sent = make.message(
        1,
        sent_at=datetime(2026, 3, 1, 7, 59, 30, tzinfo=UTC),
        to=(Person("Bob", "bob@example.com"), Person("", "x@y.z")),
        cc=(Person("Cé", "ce@example.com"),),
        bcc=(Person("D", "d@example.com"),),
        reply_to=(Person("E", "e@example.com"),),
        is_read=False,
        is_draft=True,
        is_flagged=True,
        is_focused=False,
        has_attachments=True,
        importance=Importance.HIGH,
        kind=MessageKind.INVITATION,
        categories=("Rød", "Blue"),
        conversation_id="AAQk=",
        internet_message_id="<1@x>",
        web_link="https://outlook/1",
        change_key='W/"CQAA+="',
    )
    page = mailbox.page([sent])
    stored = mailbox.mail.read_message(page.added[0])
    expected = replace(sent, account=mailbox.account, folder=mailbox.inbox, id=page.added[0])
    assert stored == expected
    assert mailbox.mail.find_message(mailbox.account, sent.remote_id) == stored.id


def test_lines_come_newest_first_and_go_on_before_a_message(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(number, is_read=number % 3 > 0) for number in range(300)])
    lines = mailbox.mail.read_lines(mailbox.inbox)
    assert [line.subject for line in lines] == [f"Subject {n}" for n in range(299, 171, -1)]
    rest = mailbox.mail.read_lines(mailbox.inbox, before=lines[-1].id, limit=500)
    assert [line.subject for line in rest] == [f"Subject {n}" for n in range(171, -1, -1)]
    unread = mailbox.mail.read_lines(mailbox.inbox, only_unread=True, limit=2)
    assert [line.subject for line in unread] == ["Subject 297", "Subject 294"]
    assert mailbox.mail.count_messages(mailbox.inbox) == 300
    assert mailbox.mail.count_messages(mailbox.inbox, only_unread=True) == 100
    named = mailbox.mail.read_lines_by_ids([lines[4].id, lines[2].id])
    assert named == [lines[2], lines[4]]


def test_a_replayed_page_changes_nothing_and_makes_no_news(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    items = [make.message(number) for number in range(20)]
    mailbox.page(items)
    before = mailbox.mail.read_lines(mailbox.inbox)
    make.changes(news)
    again = mailbox.page(items)
    assert (again.added, again.changed, again.removed) == ((), (), ())
    assert mailbox.mail.read_lines(mailbox.inbox) == before
    assert make.changes(news) == []


def test_news_name_rows_up_to_two_hundred_and_then_the_folder(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    make.changes(news)
    page = mailbox.page([make.message(number) for number in range(200)])
    ids = tuple(sorted(page.added))
    assert make.changes(news) == [Change(Kind.MESSAGES, mailbox.account, mailbox.inbox, ids)]
    mailbox.page([make.message(number) for number in range(200, 401)])
    assert make.changes(news) == [Change(Kind.MESSAGES, mailbox.account, mailbox.inbox)]


def test_a_move_told_first_by_the_new_folder_is_one_row_with_its_body(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    number = mailbox.page([make.message(1)]).added[0]
    mailbox.mail.save_body(number, Body(False, "the text"))
    make.changes(news)
    mailbox.page([make.message(1)], folder=mailbox.archive)
    assert {change.scope for change in make.changes(news)} == {mailbox.inbox, mailbox.archive}
    mailbox.page(removed=[1])
    assert make.changes(news) == []
    assert mailbox.subjects() == []
    assert mailbox.subjects(mailbox.archive) == ["Subject 1"]
    assert mailbox.mail.read_body(number) == Body(False, "the text")
    assert mailbox.mail.count_messages(mailbox.inbox) == 0
    assert mailbox.mail.count_messages(mailbox.archive) == 1


def test_a_move_told_first_by_the_old_folder_is_one_row_with_the_same_id(
    mailbox: Any, make: Any
) -> None:
    number = mailbox.page([make.message(1)]).added[0]
    mailbox.page(removed=[1])
    assert mailbox.page([make.message(1)], folder=mailbox.archive).added == (number,)
    assert mailbox.subjects() == []
    assert mailbox.subjects(mailbox.archive) == ["Subject 1"]


def test_a_removal_takes_body_attachments_and_index_along(mailbox: Any, make: Any) -> None:
    number = mailbox.page([make.message(1, subject="zebra")]).added[0]
    facts = Attachment(RemoteId("a1"), AttachmentKind.FILE, "plan.pdf", "application/pdf", 3)
    mailbox.mail.save_body(number, Body(False, "text"), [facts])
    file = mailbox.mail.read_attachments(number)[0].id
    mailbox.mail.save_attachment_content(file, b"pdf")
    mailbox.page(removed=[1, 1, 99])
    assert mailbox.mail.read_message(number) is None
    assert mailbox.mail.read_body(number) is None
    assert mailbox.mail.read_attachment_content(file) is None
    assert mailbox.store.search.search_messages(make.query("zebra")) == []
    assert not mailbox.mail.save_body(number, Body(False, "too late"))


def test_a_new_received_time_moves_the_row_with_everything_it_has(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    draft = make.message(1, subject="walrus")
    old = mailbox.page([draft, make.message(2)]).added[0]
    facts = Attachment(RemoteId("a1"), AttachmentKind.FILE, "plan.pdf", "application/pdf", 3)
    mailbox.mail.save_body(old, Body(True, "<p>ivory</p>"), [facts])
    file = mailbox.mail.read_attachments(old)[0]
    mailbox.mail.save_attachment_content(file.id, b"pdf")
    make.changes(news)
    later = draft.received_at + timedelta(days=1)
    new = mailbox.page([replace(draft, received_at=later)]).changed[0]
    assert new != old
    assert set(make.changes(news)[0].ids) == {old, new}
    assert mailbox.mail.read_message(old) is None
    assert mailbox.mail.read_message(new).received_at == later
    assert mailbox.subjects() == ["walrus", "Subject 2"]
    assert mailbox.mail.read_body(new) == Body(True, "<p>ivory</p>")
    assert mailbox.mail.read_attachments(new) == [file]
    assert mailbox.mail.read_attachment(file.id) == (new, file)
    assert mailbox.mail.read_attachment_content(file.id) == b"pdf"
    for word in ("walrus", "ivory", "plan"):
        assert [line.id for line in mailbox.store.search.search_messages(make.query(word))] == [new]


def test_many_messages_of_one_second_have_ids_of_their_own(mailbox: Any, make: Any) -> None:
    items = [make.message(n, received_at=make.first_day) for n in range(3000)]
    page = mailbox.page(items)
    assert len(set(page.added)) == 3000
    assert mailbox.mail.count_messages(mailbox.inbox) == 3000


def test_no_date_is_filed_at_the_ends_of_time(mailbox: Any, make: Any) -> None:
    mailbox.page(
        [
            make.message(1, received_at=datetime(1, 1, 1, tzinfo=UTC)),
            make.message(2, received_at=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
            make.message(3, sent_at=datetime(1, 1, 1, tzinfo=UTC)),
        ]
    )
    lines = mailbox.mail.read_lines(mailbox.inbox)
    assert [line.subject for line in lines] == ["Subject 2", "Subject 3", "Subject 1"]
    assert [line.received_at.year for line in lines] == [2099, 2026, 1970]
    assert mailbox.mail.read_message(lines[1].id).sent_at.year == 1


def test_lone_surrogates_are_replaced_once_and_pairs_joined(mailbox: Any, make: Any) -> None:
    odd = make.message(
        1,
        subject="half \ud83d and whole \ud83d\ude00",
        to=(Person("\udc00name", "a@b.c"),),
        categories=("\udfff",),
    )
    number = mailbox.page([odd]).added[0]
    stored = mailbox.mail.read_message(number)
    assert stored.subject == "half � and whole 😀"
    assert stored.to[0].name == "�name"
    assert stored.categories == ("�",)
    mailbox.mail.save_body(number, Body(True, "<p>\ud800</p>"))
    assert mailbox.mail.read_body(number).content == "<p>�</p>"
    assert mailbox.page([odd]).changed == ()


def test_folders_that_vanish_take_their_mail_and_an_empty_tree_is_not_believed(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    mailbox.page([make.message(1, subject="otter")])
    kept = [make.folder("archive", unread_count=4), make.folder("empty")]
    mailbox.mail.save_folders(mailbox.account, kept[:1], is_whole=False)
    assert len(mailbox.mail.read_folders(mailbox.account)) == 3
    make.changes(news)
    mailbox.mail.save_folders(mailbox.account, kept, is_whole=True)
    told = make.changes(news)
    assert Change(Kind.FOLDERS, mailbox.account) in told
    assert Change(Kind.MESSAGES, mailbox.account, mailbox.inbox) in told
    assert [one.name for one in mailbox.mail.read_folders()] == ["archive", "empty"]
    assert mailbox.mail.read_folders()[0].unread_count == 4
    assert mailbox.store.search.search_messages(make.query("otter")) == []
    assert mailbox.mail.save_folders(mailbox.account, [], is_whole=True) != []
    assert make.changes(news) == []
    assert mailbox.page([make.message(2)]).added == ()


def test_a_line_knows_how_long_its_conversation_is(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(n, conversation_id="c" if n < 3 else "") for n in range(5)])
    sizes = [line.conversation_size for line in mailbox.mail.read_lines(mailbox.inbox)]
    assert sizes == [1, 1, 3, 3, 3]


def test_a_conversation_is_read_from_all_folders(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(n, conversation_id="c" if n < 3 else "d") for n in range(5)])
    mailbox.page([make.message(7, conversation_id="c")], folder=mailbox.archive)
    read = mailbox.mail.read_conversation
    found = [line.subject for line in read(mailbox.account, "c")]
    assert found == ["Subject 7", "Subject 2", "Subject 1", "Subject 0"]
    assert [line.subject for line in read(mailbox.account, "c", limit=1)] == ["Subject 7"]
    assert read(mailbox.account, "") == read(mailbox.account, "\ud800") == []


def test_focused_and_other_are_two_lists(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(n, is_focused=n % 3 > 0, is_read=n > 3) for n in range(9)])
    mail, inbox = mailbox.mail, mailbox.inbox
    other = mail.read_lines(inbox, only_focused=False)
    assert [line.subject for line in other] == ["Subject 6", "Subject 3", "Subject 0"]
    assert not any(line.is_focused for line in other)
    focused = mail.read_lines(inbox, only_focused=True, only_unread=True)
    assert [line.subject for line in focused] == ["Subject 2", "Subject 1"]
    assert all(line.is_focused for line in focused)
    assert mail.count_messages(inbox, only_focused=False) == 3
    assert mail.count_messages(inbox, only_focused=True, only_unread=True) == 2


def test_categories_are_replaced_as_a_whole(mailbox: Any) -> None:
    mailbox.mail.save_categories(mailbox.account, [Category("b", "preset1"), Category("a", "none")])
    mailbox.mail.save_categories(mailbox.account, [Category("b", "preset2")])
    assert mailbox.mail.read_categories(mailbox.account) == [Category("b", "preset2")]


def test_reading_ten_thousand_messages_walks_indexes_only(mailbox: Any, make: Any) -> None:
    items = [make.message(number, is_read=number % 9 > 0) for number in range(10_000)]
    for start in range(0, 10_000, 500):
        mailbox.page(items[start : start + 500])
    plans: list[str] = []

    def watch(cx: Any) -> None:
        def note(cursor: Any, sql: str, values: Any) -> bool:
            if not sql.startswith("explain"):
                plans.extend(row[3] for row in cx.execute(f"explain query plan {sql}", values))
            return True

        cx.exec_trace = note

    mail = mailbox.mail
    middle = mail.read_lines(mailbox.inbox, limit=5000)[-1].id
    reader = mailbox.store.database.reader()
    watch(reader)
    lines = mail.read_lines(mailbox.inbox, before=middle)
    mail.read_lines(mailbox.inbox, before=middle, only_unread=True)
    mail.read_lines_by_ids([line.id for line in lines])
    mail.count_messages(mailbox.inbox)
    mail.read_message(middle)
    mail.read_body(middle)
    mail.missing_bodies(mailbox.account, 20)
    mail.find_message(mailbox.account, RemoteId("m/1+="))
    mailbox.store.search.search_messages(make.query("subject prev"))
    reader.exec_trace = None
    assert len(lines) == 128
    assert len(plans) > 12
    scans = [plan for plan in plans if plan.startswith("SCAN") and "VIRTUAL" not in plan]
    # The one part of a scalar subquery that counts what a keyed search found.
    assert [plan for plan in scans if "subquery" not in plan.lower()] == []
    assert not any("ORDER BY" in plan for plan in plans)


def test_texts_are_missed_only_from_the_limit_on(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(n) for n in range(10)])
    since = make.first_day + timedelta(minutes=7)
    mailbox.store.limit(since, 0)
    missing = mailbox.mail.missing_bodies(mailbox.account, 100)
    assert [remote_id for _, remote_id in missing] == ["m/9+=", "m/8+=", "m/7+="]
    mailbox.store.limit(None, 0)
    assert len(mailbox.mail.missing_bodies(mailbox.account, 100)) == 10


def test_attachments_of_the_oldest_mail_make_room(mailbox: Any, make: Any) -> None:
    added = mailbox.page([make.message(n) for n in range(4)]).added
    files = []
    for number in added:
        file = Attachment(RemoteId("a"), AttachmentKind.FILE, "f", "x/y", 100)
        mailbox.mail.save_body(number, Body(False, "x"), [file])
        files.append(mailbox.mail.read_attachments(number)[0].id)
    mailbox.store.limit(None, 250)
    for file in (files[3], files[2], files[1], files[0]):
        mailbox.mail.save_attachment_content(file, bytes(100))
    held = [mailbox.mail.read_attachment_content(file) is not None for file in files]
    assert held == [True, False, False, True], "what was opened just now, then the newest mail"
