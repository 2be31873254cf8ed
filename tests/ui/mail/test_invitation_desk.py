"""What a meeting's banner says of the stored calendar."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import Diary, timed
from tests.ui.mail.mailroom import ME, Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.calendar import Answer, Event
from transom.engine.entities.mail import Body, Meeting, MessageKind
from transom.ui.mail.page import MailPage

PLANNING = timed("planning", 3, 10)


@pytest.fixture
def diary(engine: Engine, page: MailPage, mailroom: Mailroom) -> Diary:
    return Diary(mailroom.store)


def invite(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot, kind: MessageKind = MessageKind.INVITATION
) -> None:
    mailroom.write(letter("planning", 1, kind=kind))
    meeting = Meeting(PLANNING.span, "Room Baltic", RemoteId("planning"))
    mailroom.store.mail.save_body(mailroom.find("planning"), Body(True, "<p>x</p>"), (), meeting)
    qtbot.waitUntil(lambda: page.messages.rowCount() == 1)
    page.show_message(mailroom.find("planning"))


def says(page: MailPage, words: str, qtbot: QtBot) -> None:
    banner = page.reading.meeting
    qtbot.waitUntil(lambda: banner.isVisible() and words in banner.text, timeout=5_000)


def answered(answer: Answer) -> Event:
    return replace(PLANNING, own_answer=answer)


def test_it_says_whose_it_is_ones_answer_and_that_one_is_free(
    page: MailPage, mailroom: Mailroom, diary: Diary, qtbot: QtBot
) -> None:
    diary.write(answered(Answer.ACCEPTED))
    invite(page, mailroom, qtbot)
    says(page, "invites. You accepted. Nothing else is then.", qtbot)


def test_it_names_what_lies_at_the_same_time_and_follows_the_calendar(
    page: MailPage, mailroom: Mailroom, diary: Diary, qtbot: QtBot
) -> None:
    diary.write(answered(Answer.NOT_ANSWERED), timed("standup", 3, 10, 30))
    invite(page, mailroom, qtbot)
    says(page, "You have not answered. At the same time: standup (", qtbot)
    diary.write(answered(Answer.TENTATIVE), removed=("standup",))
    says(page, "You answered maybe. Nothing else is then.", qtbot)


def test_a_declined_or_cancelled_meeting_takes_no_time(
    page: MailPage, mailroom: Mailroom, diary: Diary, qtbot: QtBot
) -> None:
    diary.write(answered(Answer.DECLINED), timed("standup", 3, 10, 30))
    invite(page, mailroom, qtbot)
    says(page, "You declined.", qtbot)
    assert "same time" not in page.reading.meeting.text
    mailroom.write(letter("planning", 1, kind=MessageKind.MEETING_CANCELLED, change_key="2"))
    page.desk.show_message(None)
    page.desk.show_message(mailroom.find("planning"))
    says(page, "This meeting was cancelled.", qtbot)


def test_nothing_is_claimed_of_a_time_that_is_not_stored(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    invite(page, mailroom, qtbot)
    says(page, "Room Baltic", qtbot)
    qtbot.wait(50)
    assert "Nothing else" not in page.reading.meeting.text
    assert ME.name not in page.reading.meeting.text
