"""Heads of messages: kept with the body or for themselves, gone with the message."""

from typing import Any

from transom.engine.entities.mail import Body, Header, MessageId

HEAD = (Header("Received", "from a by b; now"), Header("Subject", "Häuser \ud83d"))


def test_a_head_is_kept_and_read_again(mailbox: Any, make: Any) -> None:
    (number,) = mailbox.page([make.message(1)]).added
    headers = mailbox.store.headers
    assert headers.read_headers(number) is None
    headers.save_headers(number, HEAD)
    assert headers.read_headers(number) == (HEAD[0], Header("Subject", "Häuser \ufffd"))
    headers.save_headers(number, ())
    assert headers.read_headers(number) == ()


def test_a_head_that_came_with_the_body_is_kept_and_one_that_did_not_stays(
    mailbox: Any, make: Any
) -> None:
    (number,) = mailbox.page([make.message(1)]).added
    mailbox.mail.save_body(number, Body(False, "x"), (), None, HEAD[:1])
    mailbox.mail.save_body(number, Body(False, "y"))
    assert mailbox.store.headers.read_headers(number) == HEAD[:1]


def test_a_head_goes_with_its_message_and_comes_too_late_for_a_lost_one(
    mailbox: Any, make: Any
) -> None:
    (number,) = mailbox.page([make.message(1)]).added
    mailbox.store.headers.save_headers(number, HEAD)
    mailbox.page(removed=[1])
    assert mailbox.store.headers.read_headers(number) is None
    mailbox.store.headers.save_headers(MessageId(77), HEAD)
    assert mailbox.store.headers.read_headers(MessageId(77)) is None
