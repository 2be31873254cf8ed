"""Mail read from the demo tenant, over the wire."""

import io

import pytest

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import AttachmentKind, Folder, Message, MessageKind
from transom.engine.errors import NotFoundError, TransomError
from transom.engine.graph.calendar import CalendarApi
from transom.engine.graph.client import GraphClient
from transom.engine.graph.mail import MailApi


@pytest.fixture
def mail(graph: GraphClient) -> MailApi:
    return MailApi(graph)


def all_messages(mail: MailApi, folder: RemoteId) -> tuple[list[Message], str]:
    messages: list[Message] = []
    cursor: str | None = None
    while True:
        page = mail.fetch_delta(folder, cursor)
        assert page.odd == 0
        messages += page.items
        if page.delta_cursor:
            return messages, page.delta_cursor
        cursor = page.next_cursor
        assert cursor


def folder_named(mail: MailApi, well_known: str) -> Folder:
    return next(folder for folder in mail.list_folders() if folder.well_known == well_known)


def test_the_folder_tree_is_whole_and_marked(mail: MailApi) -> None:
    folders = mail.list_folders()
    ids = [folder.remote_id for folder in folders]
    assert len(set(ids)) == len(ids)
    assert {"inbox", "drafts", "sentitems", "deleteditems", "junkemail", "archive"} <= {
        folder.well_known for folder in folders
    }
    nested = [folder for folder in folders if folder.parent_remote_id]
    assert nested
    for folder in nested:
        assert ids.index(folder.parent_remote_id) < ids.index(folder.remote_id)
    assert all(folder.name for folder in folders)


def test_a_delta_brings_the_newest_first_and_then_nothing(mail: MailApi) -> None:
    inbox = folder_named(mail, "inbox")
    messages, cursor = all_messages(mail, inbox.remote_id)
    assert len(messages) == inbox.total_count
    assert sum(not message.is_read for message in messages) == inbox.unread_count
    dates = [message.received_at for message in messages]
    assert dates == sorted(dates, reverse=True)
    assert {message.folder_remote_id for message in messages} == {inbox.remote_id}
    page = mail.fetch_delta(inbox.remote_id, cursor)
    assert (page.items, page.removed) == ([], [])
    assert page.delta_cursor


def test_bodies_come_alone_and_in_batches_alike(mail: MailApi) -> None:
    messages, _ = all_messages(mail, folder_named(mail, "inbox").remote_id)
    ids = [message.remote_id for message in messages[:25]]
    bodies = mail.fetch_bodies(ids)
    assert list(bodies) == ids
    for remote_id in ids[:3]:
        assert bodies[remote_id] == mail.fetch_body(remote_id)
    assert any(not isinstance(one, TransomError) and one[0].is_html for one in bodies.values())


def test_an_invitation_brings_when_and_where_and_which_event(
    mail: MailApi, graph: GraphClient
) -> None:
    messages, _ = all_messages(mail, folder_named(mail, "inbox").remote_id)
    ids = [one.remote_id for one in messages if one.kind is MessageKind.INVITATION]
    assert ids
    found = mail.fetch_bodies(ids, ids)
    meetings = [one[2] for one in found.values() if not isinstance(one, TransomError)]
    assert len(meetings) == len(ids)
    known = [one for one in meetings if one is not None]
    assert known
    calendars = CalendarApi(graph)
    (home,) = [one for one in calendars.list_calendars() if one.is_default]
    for meeting in known:
        event = calendars.fetch_event(home.remote_id, meeting.event_remote_id)
        assert (event.span, event.location) == (meeting.span, meeting.location)
    assert mail.fetch_body(ids[0], is_meeting=True) == found[ids[0]]


def test_attachments_are_listed_and_their_bytes_fetched(mail: MailApi) -> None:
    messages, _ = all_messages(mail, folder_named(mail, "inbox").remote_id)
    owners = [message.remote_id for message in messages]
    files = [
        (owner, attachment)
        for owner, found in mail.fetch_bodies(owners).items()
        if not isinstance(found, TransomError)
        for attachment in found[1]
        if attachment.kind is AttachmentKind.FILE
    ]
    assert any(attachment.is_inline and attachment.content_id for _, attachment in files)
    owner, attachment = next(one for one in files if not one[1].is_inline)
    sink = io.BytesIO()
    count = mail.fetch_attachment(owner, attachment.remote_id, sink)
    assert count == len(sink.getvalue()) > 0


def test_heads_come_with_bodies_where_they_are_wished_for_and_alone(mail: MailApi) -> None:
    messages, _ = all_messages(mail, folder_named(mail, "inbox").remote_id)
    first, second = (one.remote_id for one in messages[:2])
    found = mail.fetch_bodies([first, second], (), [first])
    heads = [one[3] for one in found.values() if not isinstance(one, TransomError)]
    assert heads[0] == mail.fetch_headers(first) == mail.fetch_body(first, with_head=True)[3]
    assert heads[1] is None
    names = [one.name for one in mail.fetch_headers(first)]
    assert names.index("Received") < names.index("Subject")


def test_a_source_is_a_whole_mail(mail: MailApi) -> None:
    messages, _ = all_messages(mail, folder_named(mail, "inbox").remote_id)
    sink = io.BytesIO()
    mail.fetch_source(messages[0].remote_id, sink)
    assert b"\nContent-Type:" in sink.getvalue()


def test_a_message_is_found_in_its_folder_and_a_strange_one_nowhere(mail: MailApi) -> None:
    inbox = folder_named(mail, "inbox").remote_id
    message = mail.fetch_delta(inbox).items[0]
    strange = RemoteId("AAMkNobody=")
    found = mail.find_messages([message.remote_id, strange])
    assert found == {message.remote_id: message, strange: None}
    with pytest.raises(NotFoundError):
        mail.fetch_body(strange)


def test_one_missing_message_does_not_spoil_a_batch(mail: MailApi) -> None:
    message = mail.fetch_delta(folder_named(mail, "inbox").remote_id).items[0].remote_id
    strange = RemoteId("AAMkNobody=")
    bodies = mail.fetch_bodies([strange, message])
    assert isinstance(bodies[strange], NotFoundError)
    assert not isinstance(bodies[message], TransomError)


def test_categories_have_names_and_colours(mail: MailApi) -> None:
    categories = mail.fetch_categories()
    assert categories
    assert all(category.name for category in categories)
    assert any(category.color.startswith("preset") for category in categories)
