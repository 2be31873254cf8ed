"""Bodies in the store: which are missing, which are fetched anew, and what comes with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentKind,
    Body,
    Header,
    Meeting,
    MessageKind,
)
from transom.engine.entities.spans import Span


def test_missing_bodies_come_newest_first_until_they_are_saved(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    mailbox.page([make.message(number) for number in range(5)])
    missing = mailbox.mail.missing_bodies(mailbox.account, 3)
    assert [remote for _, remote in missing] == ["m/4+=", "m/3+=", "m/2+="]
    make.changes(news)
    bodies = [(number, Body(True, "<p>x</p>"), [], None, None) for number, _ in missing]
    saved = mailbox.mail.save_bodies([*bodies, (12345, Body(False, ""), [], None, None)])
    assert saved == [number for number, _ in missing]
    ids = tuple(sorted(saved))
    assert make.changes(news) == [Change(Kind.BODIES, mailbox.account, mailbox.inbox, ids)]
    assert len(mailbox.mail.missing_bodies(mailbox.account, 10)) == 2
    assert mailbox.store.statistics().bodies == 3


def test_attachments_that_stay_keep_their_id_and_content(mailbox: Any, make: Any) -> None:
    number = mailbox.page([make.message(1)]).added[0]
    one, two = (
        Attachment(RemoteId(f"a/{n}"), AttachmentKind.FILE, f"{n}.txt", "text/plain", n)
        for n in (1, 2)
    )
    mailbox.mail.save_body(number, Body(False, ""), [one, two])
    first = mailbox.mail.read_attachments(number)[0]
    mailbox.mail.save_attachment_content(first.id, b"one")
    mailbox.mail.save_body(number, Body(False, ""), [replace(one, name="new.txt")])
    assert mailbox.mail.read_attachments(number) == [replace(first, name="new.txt")]
    assert mailbox.mail.read_attachment_content(first.id) == b"one"


def keyed(make: Any, number: int, key: str, **facts: Any) -> Any:
    return make.message(number, change_key=key, **facts)


def test_a_changed_message_is_asked_for_its_body_again_and_keeps_the_old_one_till_then(
    mailbox: Any, make: Any
) -> None:
    mail = mailbox.mail
    number = mailbox.page([keyed(make, 1, "a")]).added[0]
    mail.save_body(number, Body(False, "first words"))
    mailbox.page([keyed(make, 1, "b")])
    assert not mail.has_body(number)
    assert mail.read_body(number) == Body(False, "first words")
    assert [one for one, _ in mail.missing_bodies(mailbox.account, 9)] == [number]
    mail.save_body(number, Body(False, "second words"))
    assert mail.has_body(number)


def test_flags_and_moves_fetch_no_body_again_but_an_edited_draft_does(
    mailbox: Any, make: Any
) -> None:
    mail = mailbox.mail
    number = mailbox.page([keyed(make, 1, "a", is_draft=True), keyed(make, 2, "a")]).added
    for one in number:
        mail.save_body(one, Body(False, "words"))
    mailbox.page([keyed(make, 1, "b", is_draft=True, is_read=False), keyed(make, 2, "b")])
    assert [mail.has_body(one) for one in number] == [False, False]
    for one in number:
        mail.save_body(one, Body(False, "words"))
    mailbox.page([keyed(make, 2, "c", is_read=False, categories=("Red",))])
    mailbox.page([keyed(make, 2, "d", is_read=False, categories=("Red",))], folder=mailbox.archive)
    assert mail.has_body(number[1])
    mailbox.page([keyed(make, 2, "e", preview="Other words", is_flagged=True)])
    assert not mail.has_body(number[1])


def test_an_attachment_of_another_size_is_fetched_anew(mailbox: Any, make: Any) -> None:
    number = mailbox.page([make.message(1)]).added[0]
    facts = Attachment(RemoteId("a/1"), AttachmentKind.FILE, "scan.pdf", "application/pdf", 1)
    mailbox.mail.save_body(number, Body(False, ""), [facts])
    (stored,) = mailbox.mail.read_attachments(number)
    mailbox.mail.save_attachment_content(stored.id, b"being checked")
    mailbox.mail.save_body(number, Body(False, ""), [replace(facts, size_bytes=2)])
    assert mailbox.mail.read_attachment_content(stored.id) is None


def test_a_meeting_comes_with_the_body_and_outlives_news_of_the_message(
    mailbox: Any, make: Any
) -> None:
    day = datetime(2026, 3, 5, tzinfo=UTC)
    span = Span(day, day + timedelta(days=1), day.date(), day.date() + timedelta(days=1))
    meeting = Meeting(span, "Room Baltic", RemoteId("e/1+="))
    number = mailbox.page([make.message(1, kind=MessageKind.INVITATION)]).added[0]
    assert mailbox.mail.read_message(number).meeting is None
    mailbox.mail.save_body(number, Body(False, ""), (), meeting)
    mailbox.page([make.message(1, kind=MessageKind.INVITATION, is_read=False)])
    assert mailbox.mail.read_message(number).meeting == meeting


def test_a_transaction_adds_one_piece_to_the_index_however_many_messages_it_brings(
    mailbox: Any, make: Any
) -> None:
    def pieces() -> int:
        with mailbox.store.database.reading() as cx:
            return int(cx.execute("select count(distinct segid) from message_text_idx").get)

    numbers = mailbox.page([make.message(number) for number in range(12)]).added
    assert pieces() == 1
    file = Attachment(RemoteId("a"), AttachmentKind.FILE, "a.txt", "text/plain", 1)
    head = (Header("Subject", "x"),)
    texts = [(number, Body(False, f"words {number}"), [file], None, head) for number in numbers]
    mailbox.mail.save_bodies(texts)
    assert pieces() == 2
