"""Messages, folders and attachments as Graph spells them become ours."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from transom.engine.entities.accounts import Person
from transom.engine.entities.mail import AttachmentKind, Importance, Meeting, Message, MessageKind
from transom.engine.entities.spans import Span
from transom.engine.graph.decoding import OddItemError, Page, page_from_json
from transom.engine.graph.shapes.mail import (
    AttachmentItem,
    CategoryItem,
    FolderItem,
    MessageItem,
    attachment_from_json,
    category_from_json,
    folder_from_json,
    meeting_of,
    message_from_json,
)


@pytest.fixture
def page(data: Path) -> Page[Message]:
    body = (data / "messages-delta.json").read_bytes()
    return page_from_json(body, MessageItem, message_from_json)


def found(page: Page[Message], remote_id: str) -> Message:
    return next(message for message in page.items if message.remote_id == remote_id)


def test_a_page_of_messages_keeps_count_of_all_it_held(page: Page[Message]) -> None:
    assert len(page.items) == 5
    assert page.removed == ["gone"]
    assert (page.odd, page.odd_ids) == (1, ("odd",))
    assert page.delta_cursor.endswith("$deltatoken=t1")


def test_a_full_message_loses_nothing(page: Page[Message]) -> None:
    message = found(page, "AAk/full+1=")
    assert message.sender == Person("Ada Brandt", "ada.brandt@example.com")
    assert message.received_at == datetime(2026, 2, 3, 4, 5, 6, 123456, tzinfo=UTC)
    assert message.sent_at == datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    assert message.to == (Person("Bo", "bo@example.org"), Person("", "cy@example.org"))
    assert message.cc == message.bcc == ()
    assert message.reply_to == (Person("List", "list@example.org"),)
    assert message.preview == "See the <b>table</b> &amp; chart"
    assert (message.is_read, message.is_flagged, message.is_focused) == (False, True, False)
    assert message.has_attachments
    assert message.importance is Importance.HIGH
    assert message.kind is MessageKind.MAIL
    assert message.categories == ("Red", "Travel")
    assert message.folder_remote_id == "AAfolder="
    assert message.internet_message_id == "<one@example.com>"


def test_a_message_of_which_only_the_id_is_known_is_a_message(page: Page[Message]) -> None:
    message = found(page, "bare")
    assert message.subject == ""
    assert message.sender == Person("", "")
    assert message.received_at == datetime(1970, 1, 1, tzinfo=UTC)
    assert message.is_read
    assert message.is_focused


def test_year_one_and_unknown_words_fall_back(page: Page[Message]) -> None:
    message = found(page, "invitation")
    assert message.received_at == datetime(2026, 2, 2, tzinfo=UTC)
    assert message.sender.name == "Room 5"
    assert message.importance is Importance.NORMAL
    assert message.is_focused
    assert not message.is_flagged


def test_a_cancellation_without_an_event_tells_its_own_time() -> None:
    zone = {"timeZone": "Europe/Tallinn"}
    own = {
        "id": "c",
        "startDateTime": {"dateTime": "2026-02-03T10:00:00.0000000", **zone},
        "endDateTime": {"dateTime": "2026-02-03T11:00:00.0000000", **zone},
        "location": {"displayName": "Room Baltic"},
        "event": None,
    }
    ten = datetime(2026, 2, 3, 8, tzinfo=UTC)
    meeting = Meeting(Span(ten, ten + timedelta(hours=1)), "Room Baltic")
    assert meeting_of(msgspec.convert(own, MessageItem)) == meeting
    event = {"id": "e/1=", "isAllDay": True, "start": {"dateTime": "2026-02-04T00:00:00"}}
    found = meeting_of(msgspec.convert({**own, "event": event}, MessageItem))
    assert found is not None
    assert found.event_remote_id == "e/1="
    assert found.span.first_day == date(2026, 2, 4)
    assert meeting_of(MessageItem(id="m")) is None


def test_meeting_mail_is_told_apart(page: Page[Message]) -> None:
    assert found(page, "invitation").kind is MessageKind.INVITATION
    assert found(page, "answer").kind is MessageKind.MEETING_ANSWER
    assert found(page, "cancelled").kind is MessageKind.MEETING_CANCELLED
    request = MessageItem(
        id="1", odata_type="#microsoft.graph.eventMessage", meeting_message_type="meetingRequest"
    )
    assert message_from_json(request).kind is MessageKind.INVITATION


def test_a_date_that_cannot_be_read_falls_back_to_the_next_best(page: Page[Message]) -> None:
    assert found(page, "cancelled").received_at == datetime(2026, 1, 31, 10, tzinfo=UTC)
    assert found(page, "answer").received_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_a_folder_with_nonsense_counts_counts_nothing() -> None:
    item = msgspec.json.decode(
        b'{"id":"F=","displayName":"\\u041f\\u043e\\u0447\\u0442\\u0430","unreadItemCount":-1,'
        b'"totalItemCount":null,"isHidden":true,"parentFolderId":"R="}',
        type=FolderItem,
    )
    folder = folder_from_json(item)
    assert folder.name == "Почта"
    assert (folder.unread_count, folder.total_count, folder.is_hidden) == (0, 0, True)
    assert folder.parent_remote_id == "R="


@pytest.mark.parametrize(
    ("odata_type", "kind"),
    [
        ("#microsoft.graph.fileAttachment", AttachmentKind.FILE),
        ("#microsoft.graph.itemAttachment", AttachmentKind.ITEM),
        ("#microsoft.graph.referenceAttachment", AttachmentKind.REFERENCE),
        ("#microsoft.graph.somethingNew", AttachmentKind.FILE),
        (None, AttachmentKind.FILE),
    ],
)
def test_attachments_are_told_apart(odata_type: str | None, kind: AttachmentKind) -> None:
    item = AttachmentItem(
        id="A", odata_type=odata_type, name=None, content_type=None, size=5, content_id="<pic@1>"
    )
    attachment = attachment_from_json(item)
    assert attachment.kind is kind
    assert (attachment.name, attachment.content_type) == ("", "")
    assert attachment.content_id == "pic@1"


def test_a_category_needs_a_name_and_gets_a_known_colour() -> None:
    assert category_from_json(CategoryItem(display_name="Red", color="Preset0")).color == "preset0"
    assert category_from_json(CategoryItem(display_name="Red", color="neon")).color == "none"
    with pytest.raises(OddItemError):
        category_from_json(CategoryItem(display_name=" "))
