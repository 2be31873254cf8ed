"""Orders of what a search found, against a plain model."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from transom.engine.entities.accounts import Person
from transom.engine.entities.listing import ListWish, Sieve, SortKey
from transom.engine.entities.mail import Category, FolderId
from transom.engine.search.narrowing import narrowed
from transom.engine.search.parsing import parse
from transom.engine.store import found_order
from transom.engine.store.sort_keys import sender_key, subject_key

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDY = parse("wind ", NOW)
ALL = ListWish(FolderId(0))
SIEVES = (
    Sieve(),
    Sieve(is_unread=True),
    Sieve(is_flagged=True, has_attachments=True),
    Sieve(category='A "b"'),
)


@pytest.fixture
def mail(mailbox: Any, make: Any) -> Any:
    random = Random(7)
    for folder in (mailbox.inbox, mailbox.archive):
        mailbox.page(
            [
                make.message(
                    n,
                    subject=random.choice(["Re: wind", "wind", "AW: zebra wind", "calm", "9 wind"]),
                    sender=random.choice([Person("Zoë", "z@x"), Person("", "a@x"), Person("", "")]),
                    conversation_id=random.choice(["", "c", "d", "e"]),
                    is_read=random.random() < 0.5,
                    is_flagged=random.random() < 0.5,
                    has_attachments=random.random() < 0.5,
                    categories=random.choice([(), ('A "b"',), ("a",), ('xA "b"',)]),
                )
                for n in range(60 * folder, 60 * folder + 60)
            ],
            folder=folder,
        )
    mailbox.store.mail.save_categories(mailbox.account, [Category("a", "preset0")])
    return mailbox


@pytest.mark.parametrize("sieve", SIEVES)
@pytest.mark.parametrize("is_descending", [True, False])
def test_an_order_holds_every_finding_once_and_is_sorted(
    mail: Any, sieve: Sieve, is_descending: bool
) -> None:
    store, query = mail.store, narrowed(WINDY, sieve)
    lines = store.search.search_messages(query, 1000)
    assert lines
    assert len(lines) == store.search.count_messages(query)
    assert all(sieve.leaves_in(line) for line in lines)
    assert len(lines) == sum(map(sieve.leaves_in, store.search.search_messages(WINDY, 1000))), (
        "the index and the row must agree"
    )
    keys = {
        SortKey.SENDER: lambda line: sender_key(line.sender.name or line.sender.address),
        SortKey.SUBJECT: lambda line: subject_key(line.subject),
        SortKey.SIZE: lambda line: line.size_bytes,
    }
    for sort, key in keys.items():
        wish = ListWish(FolderId(0), sort=sort, is_descending=is_descending)
        expected = sorted(lines, key=key, reverse=is_descending)
        expected.sort(key=lambda line: key(line) == "")
        order = store.found_orders.read_order(query, wish)
        assert list(order.ids) == [line.id for line in expected]
        assert not order.is_cut


def test_a_conversation_stands_where_its_newest_finding_stands(mail: Any) -> None:
    lines = mail.store.search.search_messages(WINDY, 1000)
    groups: dict[object, list[int]] = {}
    for line in lines:
        groups.setdefault(line.conversation or line.id, []).append(line.id)
    for is_descending in (True, False):
        wish = ListWish(FolderId(0), is_descending=is_descending, is_grouped=True)
        order = mail.store.found_orders.read_order(WINDY, wish)
        heads = [group[0] for group in groups.values()]
        assert list(order.ids) == heads[:: 1 if is_descending else -1]
        shared = {group[0]: group for group in groups.values() if len(group) > 1}
        assert {head: list(ids) for head, ids in order.groups.items()} == shared


def test_others_have_their_place_and_are_told_apart(mail: Any) -> None:
    calm = mail.store.search.search_messages(parse("calm ", NOW), 3)
    windy = mail.store.search.search_messages(WINDY, 1000)
    others = [line.id for line in (*calm, windy[0])]
    order = mail.store.found_orders.read_order(WINDY, ListWish(FolderId(0)), others)
    assert list(order.ids) == sorted({line.id for line in (*calm, *windy)}, reverse=True)
    assert order.others == {line.id for line in calm}


def test_the_newest_findings_are_sorted_where_there_are_too_many(
    mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_order, "MOST_ORDERED", 10)
    newest = [line.id for line in mail.store.search.search_messages(WINDY, 10)]
    order = mail.store.found_orders.read_order(WINDY, ListWish(FolderId(0), sort=SortKey.SIZE))
    assert order.is_cut
    assert sorted(order.ids, reverse=True) == newest


def test_findings_come_oldest_first_page_by_page(mail: Any) -> None:
    search, last, found = mail.store.search, None, []
    while page := list(search.iterate(WINDY, last, limit=7, is_descending=False)):
        found += [line.id for line in page]
        last = found[-1]
    assert found == [line.id for line in search.search_messages(WINDY, 1000)][::-1]
