"""Contacts and photos read from the demo tenant, over the wire."""

import pytest
from tests.engine.graph.conftest import Bench
from tests.fakes.hostile import Reply, reply_error, reply_json

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.contacts import Contact
from transom.engine.graph.client import GraphClient
from transom.engine.graph.contacts import EMPTY_DEFAULT, ContactsApi

PICTURES = (b"\xff\xd8\xff", b"\x89PNG")


@pytest.fixture
def contacts(graph: GraphClient) -> ContactsApi:
    return ContactsApi(graph)


def all_contacts(contacts: ContactsApi) -> list[Contact]:
    found: list[Contact] = []
    for folder in contacts.list_folders():
        cursor: str | None = None
        while True:
            page = contacts.fetch_delta(folder.remote_id, folder.is_default, cursor)
            assert page.odd == 0
            found += page.items
            cursor = page.next_cursor
            if not cursor:
                assert page.delta_cursor
                break
    return found


def test_the_default_folder_is_found_although_no_list_names_it(contacts: ContactsApi) -> None:
    folders = contacts.list_folders()
    assert folders[0].is_default
    assert folders[0].remote_id not in ("", EMPTY_DEFAULT)
    assert [folder.is_default for folder in folders].count(True) == 1


def test_all_contacts_are_read_with_a_name_each(contacts: ContactsApi) -> None:
    found = all_contacts(contacts)
    assert len(found) >= 200
    assert all(contact.display_name for contact in found)
    assert any(contact.birthday for contact in found)
    assert any(contact.emails for contact in found)


def test_photos_come_alone_and_in_batches_alike(contacts: ContactsApi) -> None:
    ids = [contact.remote_id for contact in all_contacts(contacts)[:45]]
    photos = contacts.fetch_photos(ids)
    assert list(photos) == ids
    pictures = {remote_id: photo for remote_id, photo in photos.items() if photo}
    assert pictures
    assert all(photo.startswith(PICTURES) for photo in pictures.values())
    remote_id, photo = next(iter(pictures.items()))
    assert contacts.fetch_photo(remote_id) == photo


def test_the_own_photo_is_a_picture_or_nothing(contacts: ContactsApi) -> None:
    photo = contacts.fetch_own_photo()
    assert photo is None or photo.startswith(PICTURES)


def test_no_photo_and_no_picture_are_both_none(bench: Bench) -> None:
    contacts = ContactsApi(bench.client)
    bench.server.queue(
        reply_error(404, "ErrorItemNotFound"), Reply(body=b"<html>"), Reply(body=b"")
    )
    assert [contacts.fetch_photo(RemoteId("c")) for _ in range(3)] == [None, None, None]


def test_a_mailbox_without_contacts_has_a_default_folder_all_the_same(bench: Bench) -> None:
    bench.server.standing = reply_json({"value": []})
    (folder,) = ContactsApi(bench.client).list_folders()
    assert (folder.remote_id, folder.is_default) == (EMPTY_DEFAULT, True)
