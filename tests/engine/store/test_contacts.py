"""Contacts in the store: by name, by address, with pictures or the knowledge of none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from transom.engine.changes import Change, Kind
from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder, Phone, PostalAddress
from transom.engine.store.contacts import ContactStore


def contact(name: str, **facts: Any) -> Contact:
    return Contact(RemoteId(f"k/{name}"), RemoteId("K/all"), name, **facts)


class Book:
    """Two contact folders of one account."""

    def __init__(self, store: ContactStore, account: Any) -> None:
        self.store = store
        self.account = account
        folders = [
            ContactFolder(RemoteId("K/team"), "Team"),
            ContactFolder(RemoteId("K/all"), "Contacts", is_default=True),
        ]
        self.all, self.team = store.save_folders(account, folders, is_whole=True)

    def page(self, items: Any = (), removed: Any = (), **facts: Any) -> None:
        self.store.save_page(
            self.account,
            facts.get("folder", self.all.id),
            list(items),
            [RemoteId(f"k/{name}") for name in removed],
            facts.get("cursor", "delta"),
            is_round_done=facts.get("done", True),
            odd=dict.fromkeys(facts.get("odd_ids", ()), b"{}"),
        )

    def names(self, folder: Any = None) -> list[str]:
        return [line.display_name for line in self.store.read_lines(folder)]


@pytest.fixture
def book(store: Any, make: Any) -> Book:
    return Book(store.contacts, store.accounts.save_account(make.account()).id)


def test_a_contact_comes_back_as_it_was_saved(book: Book) -> None:
    saved = contact(
        "Ada",
        given_name="Ada",
        surname="Lovelace",
        file_as="Lovelace, Ada",
        job_title="Analyst",
        department="Engines",
        company="Babbage & Co",
        office="1",
        emails=(Person("Ada L.", "Ada@Example.com"), Person("", "ada@home.example")),
        phones=(Phone("mobile", "+44 1"), Phone("work", "2")),
        addresses=(PostalAddress("home", "St James's Sq", "London", "", "SW1", "UK"),),
        birthday=date(1815, 12, 10),
        notes="Notes\nwith lines",
        categories=("Blå",),
    )
    book.page([saved])
    (line,) = book.store.read_lines(book.all.id)
    assert (line.display_name, line.detail, line.has_photo) == (
        "Ada",
        "Analyst, Babbage & Co",
        False,
    )
    expected = replace(saved, id=line.id, account=book.account, folder=book.all.id)
    assert book.store.read_contact(line.id) == expected


def test_a_folder_knows_how_many_of_its_contacts_are_stored(book: Book) -> None:
    book.page([contact("Ada"), contact("Bob")])
    book.page([contact("Cé")], folder=book.team.id)
    book.page([], ["Bob"])
    counts = [folder.contact_count for folder in book.store.read_folders(book.account)]
    assert counts == [1, 1]


def test_what_a_shadow_round_names_and_cannot_read_stays(book: Book) -> None:
    book.page([contact("Ada"), contact("Bob"), contact("Cé")])
    book.store.begin_shadow(book.all.id)
    book.page([contact("Ada")], odd_ids=[contact("Cé").remote_id])
    assert book.names() == ["Ada", "Cé"]


def test_lines_are_ordered_by_name_without_case_and_accents(book: Book) -> None:
    book.page([contact(name) for name in ("Zoë", "émile", "Emil", "Åsa", "bob", "Émilie")])
    assert book.names() == ["Åsa", "bob", "Emil", "émile", "Émilie", "Zoë"]
    head = book.store.read_lines(book.all.id, limit=2)
    rest = book.store.read_lines(book.all.id, after=head[-1], limit=2)
    assert [line.display_name for line in rest] == ["Emil", "émile"]
    assert book.store.read_lines_by_ids([rest[1].id, head[0].id]) == [head[0], rest[1]]
    assert book.store.read_lines_by_ids([]) == []


@pytest.mark.parametrize(
    ("facts", "name", "detail"),
    [
        ({"given_name": "A", "surname": "B"}, "A B", ""),
        ({"company": "Acme"}, "Acme", ""),
        ({"emails": (Person("", "x@y.z"),)}, "x@y.z", ""),
        ({"given_name": "A", "emails": (Person("", "x@y.z"),)}, "A", "x@y.z"),
        ({}, "", ""),
    ],
)
def test_a_contact_without_a_name_is_called_by_what_it_has(
    book: Book, facts: Any, name: str, detail: str
) -> None:
    book.page([contact("", **facts)])
    (line,) = book.store.read_lines()
    assert (line.display_name, line.detail) == (name, detail)


def test_a_contact_is_found_by_any_of_its_addresses(book: Book) -> None:
    ada = contact("Ada", emails=(Person("", " Ada@Example.com"), Person("", "a@home.example")))
    book.page([ada])
    number = book.store.read_lines()[0].id
    assert book.store.find_contact_by_address("ADA@example.COM ") == number
    assert book.store.find_contact_by_address("a@home.example", book.account) == number
    book.page([replace(ada, emails=(Person("", "new@example.com"),))])
    assert book.store.find_contact_by_address("ada@example.com") is None
    assert book.store.find_contact_by_address("new@example.com") == number
    assert book.store.find_contact_by_address("") is None


def test_moves_in_either_order_end_as_one_row(book: Book) -> None:
    book.page([contact("a"), contact("b")])
    book.page([contact("a")], folder=book.team.id)
    book.page(removed=["a", "b"])
    book.page([contact("b")], folder=book.team.id)
    assert book.names(book.all.id) == []
    assert book.names(book.team.id) == ["a", "b"]


def test_replays_make_no_news_and_changes_do(book: Book, make: Any, news: list[Any]) -> None:
    book.page([contact("a"), contact("b")])
    make.changes(news)
    book.page([contact("a"), contact("b")])
    assert make.changes(news) == []
    book.page([contact("a", notes="new")])
    number = book.store.read_lines()[0].id
    assert make.changes(news) == [Change(Kind.CONTACTS, book.account, book.all.id, (number,))]


def test_pictures_are_asked_for_once_also_where_there_is_none(
    book: Book, make: Any, news: list[Any]
) -> None:
    book.page([contact(name) for name in "abc"])
    missing = book.store.missing_photos(book.account, 2)
    assert [remote for _, remote in missing] == ["k/a", "k/b"]
    make.changes(news)
    book.store.save_photo(missing[0][0], b"jpg")
    book.store.save_photo(missing[1][0], None)
    assert make.changes(news) == [Change(Kind.PHOTOS, book.account, None, (missing[0][0],))]
    assert book.store.read_photo(missing[0][0]) == b"jpg"
    assert book.store.read_photo(missing[1][0]) is None
    assert [line.has_photo for line in book.store.read_lines()] == [True, False, False]
    assert [remote for _, remote in book.store.missing_photos(book.account, 9)] == ["k/c"]
    book.page([contact("b", notes="changed")], removed=["a"])
    assert book.store.read_photo(missing[0][0]) is None
    assert len(book.store.missing_photos(book.account, 9)) == 2
    book.store.save_photo(missing[0][0], b"too late")
    assert book.store.read_photo(missing[0][0]) is None


def test_a_shadow_round_removes_what_it_did_not_name(book: Book) -> None:
    book.page([contact(name) for name in "abc"], cursor="delta 1")
    assert book.store.read_cursor(book.all.id) == "delta 1"
    book.store.begin_shadow(book.all.id)
    book.page([contact("b")], cursor="page 2", done=False)
    assert book.names() == ["a", "b", "c"]
    book.store.forget_page(book.all.id)
    assert book.store.read_cursor(book.all.id) is None
    book.page([contact("c"), contact("d")], cursor="delta 2")
    assert book.names() == ["c", "d"]


def test_folders_that_vanish_take_their_contacts(book: Book, make: Any, news: list[Any]) -> None:
    book.page([contact("a")])
    make.changes(news)
    book.store.save_folders(book.account, [book.team], is_whole=True)
    assert set(make.changes(news)) == {
        Change(Kind.CONTACT_FOLDERS, book.account),
        Change(Kind.CONTACTS, book.account, book.all.id),
    }
    assert book.names() == []
    assert [one.name for one in book.store.read_folders(book.account)] == ["Team"]
    book.page([contact("a")])
    assert book.names() == []
