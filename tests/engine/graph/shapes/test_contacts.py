"""Contacts as Graph spells them become ours."""

from datetime import date
from pathlib import Path

import pytest

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, Phone, PostalAddress
from transom.engine.graph.decoding import Page, page_from_json
from transom.engine.graph.shapes.contacts import ContactItem, contact_from_json

FOLDER = RemoteId("asked-folder")


@pytest.fixture
def page(data: Path) -> Page[Contact]:
    body = (data / "contacts-delta.json").read_bytes()
    return page_from_json(body, ContactItem, lambda item: contact_from_json(item, FOLDER))


def test_a_full_contact_loses_nothing(page: Page[Contact]) -> None:
    contact = page.items[0]
    assert contact.display_name == "Dr. Erin Faro"
    assert contact.folder_remote_id == "contacts-folder"
    assert contact.emails == (
        Person("Erin", "erin@example.com"),
        Person("", "erin@home.example"),
    )
    assert contact.phones == (Phone("mobile", "+49 170 000"), Phone("work", "+49 30 1"))
    assert contact.addresses == (
        PostalAddress("work", "Main 1\r\nBack yard", "Berlin", "", "10115", "Germany"),
    )
    assert contact.birthday == date(1980, 5, 17)
    assert contact.notes == "Met in 2019"


def test_a_contact_without_a_name_is_called_by_what_is_known(page: Page[Contact]) -> None:
    names = [contact.display_name for contact in page.items]
    assert names == ["Dr. Erin Faro", "x@example.net", "Paper & Sons"]
    assert page.items[1].folder_remote_id == FOLDER


def test_year_one_is_no_birthday_and_removed_ones_are_named(page: Page[Contact]) -> None:
    assert page.items[1].birthday is None
    assert page.removed == ["gone"]
