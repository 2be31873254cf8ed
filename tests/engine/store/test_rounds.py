"""Rounds of a mail folder: the link to go on from, and the shadow of a round begun anew."""

from typing import Any


def test_the_link_within_a_round_is_kept_apart_from_the_last_whole_round(mailbox: Any) -> None:
    mail, inbox = mailbox.mail, mailbox.inbox
    assert mail.read_cursor(inbox) is None
    mailbox.page(cursor="page 2", done=False)
    assert (mail.read_cursor(inbox), mail.is_round_done(inbox)) == ("page 2", False)
    mailbox.page(cursor="delta 1")
    assert (mail.read_cursor(inbox), mail.is_round_done(inbox)) == ("delta 1", True)
    mailbox.page(cursor="page 2 again", done=False)
    assert mail.read_cursor(inbox) == "page 2 again"
    mail.forget_page(inbox)
    assert mail.read_cursor(inbox) == "delta 1"


def test_a_shadow_round_shows_everything_until_it_ends_and_then_what_is_left(
    mailbox: Any, make: Any
) -> None:
    items = [make.message(number) for number in range(6)]
    mailbox.page(items, cursor="delta 1")
    mailbox.mail.begin_shadow(mailbox.inbox)
    assert mailbox.mail.read_cursor(mailbox.inbox) is None
    mailbox.page(items[4:], cursor="page 2", done=False)
    assert len(mailbox.subjects()) == 6
    page = mailbox.page([items[1], make.message(9)], cursor="delta 2")
    assert mailbox.subjects() == ["Subject 9", "Subject 5", "Subject 4", "Subject 1"]
    assert len(page.removed) == 3
    mailbox.page([], cursor="delta 3")
    assert len(mailbox.subjects()) == 4


def test_a_first_round_begun_again_notices_what_vanished(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(1), make.message(2)], cursor="page 2", done=False)
    mailbox.mail.forget_page(mailbox.inbox)
    mailbox.page([make.message(2)], cursor="delta 1")
    assert mailbox.subjects() == ["Subject 2"]


def test_what_a_shadow_round_names_and_cannot_read_stays(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(number) for number in range(3)])
    mailbox.mail.begin_shadow(mailbox.inbox)
    mailbox.page([make.message(2)], odd_ids=[make.message(0).remote_id])
    assert mailbox.subjects() == ["Subject 2", "Subject 0"]
