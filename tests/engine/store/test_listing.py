"""Lists, grouped and chosen and sorted, against a plain reading of the same mailbox."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from transom.engine.entities.accounts import Person
from transom.engine.entities.listing import SIZE_STEPS, GroupKey, ListWish, Sieve, SortKey
from transom.engine.entities.mail import (
    ALL_INBOXES,
    FLAGGED,
    UNREAD,
    FolderId,
    MessageId,
    MessageLine,
)
from transom.engine.store import listing
from transom.engine.store.sort_keys import initial, sender_key, subject_key

SIEVES = (
    Sieve(),
    Sieve(is_unread=True),
    Sieve(is_flagged=True),
    Sieve(has_attachments=True),
    Sieve(category='Say "hi"'),
    Sieve(is_unread=True, has_attachments=True),
    Sieve(is_flagged=True, category="Harbour"),
)
NAMES = ("Ada", "Émile", "eve", "Zoë", "ada", "", "  Bo")
TOPICS = ("Bridge", "RE: bridge", "Aw: [ext] Ärger", "", "Fwd: Re: zebra", "aardvark")


class Model:
    """The same mailbox as plain lists."""

    def __init__(self, mailbox: Any) -> None:
        self.mailbox = mailbox
        self.mail = mailbox.mail

    def lines(self, wish: ListWish) -> list[MessageLine]:
        """Return every single line that the list shows, newest first."""
        folders = self.mail.read_members(wish.folder)
        lines = [line for one in folders for line in self.mail.read_lines(one, limit=10_000)]
        sieve = wish.sieve
        fits = [
            line
            for line in lines
            if wish.only_focused in (None, line.is_focused)
            and line.fits(wish.folder)
            and not (sieve.is_unread and line.is_read)
            and (line.is_flagged or not sieve.is_flagged)
            and (line.has_attachments or not sieve.has_attachments)
            and (not sieve.category or sieve.category in line.categories)
        ]
        return sorted(fits, key=lambda line: -line.id)

    def groups(self, wish: ListWish) -> list[list[MessageLine]]:
        """Return the conversations of a list, the newest first."""
        groups: dict[Any, list[MessageLine]] = {}
        for line in self.lines(wish):
            key = (line.account, line.folder, line.conversation or f"alone {line.id}")
            groups.setdefault(key, []).append(line)
        return list(groups.values())


def all_pages(store: Any, wish: ListWish, limit: int = 7) -> list[MessageLine]:
    lines: list[MessageLine] = []
    reached: MessageId | None = None
    for _ in range(10_000):
        page = store.lists.read_page(wish, reached, limit)
        assert len(page.ids) <= limit
        lines += store.lists.read_heads(wish, page.ids)
        reached = page.reached
        if page.is_whole:
            return lines
        assert reached is not None
    raise AssertionError("the list never ends")


def described(groups: Sequence[Sequence[MessageLine]]) -> list[tuple[int, int, int]]:
    return [
        (group[0].id, len(group), sum(1 for line in group if not line.is_read)) for group in groups
    ]


def told(lines: Sequence[MessageLine]) -> list[tuple[int, int, int]]:
    alone = [(line.id, 1, int(not line.is_read)) for line in lines]
    return [
        one if line.group is None else (line.id, line.group.count, line.group.fresh_count)
        for one, line in zip(alone, lines, strict=True)
    ]


def random_message(make: Any, chance: Random, number: int) -> Any:
    conversation = chance.choice(("", "c1", "c2", "c3", f"x{number}"))
    return make.message(
        number,
        subject=chance.choice(TOPICS),
        sender=Person(chance.choice(NAMES), f"{chance.choice('abc')}@example.com"),
        received_at=make.first_day + timedelta(minutes=chance.randrange(2_000)),
        conversation_id=conversation,
        is_read=chance.random() < 0.6,
        is_flagged=chance.random() < 0.2,
        is_focused=chance.random() < 0.7,
        has_attachments=chance.random() < 0.4,
        categories=chance.choice(
            ((), ("Harbour",), ('Say "hi"', "Harbour"), ('[1],"Say "hi"', 'x"Harbour'))
        ),
    )


def history(mailbox: Any, make: Any, seed: int) -> None:
    """Let messages come, change, move there and back, and go."""
    chance = Random(seed)
    folders = (mailbox.inbox, mailbox.archive, mailbox.empty)
    for _ in range(12):
        numbers = [chance.randrange(60) for _ in range(chance.randrange(12))]
        mailbox.page(
            [random_message(make, chance, number) for number in dict.fromkeys(numbers)],
            removed=[chance.randrange(60) for _ in range(chance.randrange(5))],
            folder=chance.choice(folders),
        )


@pytest.mark.parametrize("seed", range(12))
def test_any_list_shows_what_a_plain_reading_shows(
    mailbox: Any, make: Any, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LOOKED_AT_ONCE", 5)
    history(mailbox, make, seed)
    model, store = Model(mailbox), mailbox.store
    for folder in (mailbox.inbox, mailbox.archive, ALL_INBOXES, UNREAD, FLAGGED):
        for sieve in SIEVES:
            for part in (None, True):
                wish = ListWish(folder, part, sieve)
                expected = [line.id for line in model.lines(wish)]
                assert [line.id for line in all_pages(store, wish)] == expected
                oldest = ListWish(folder, part, sieve, is_descending=False)
                assert [line.id for line in all_pages(store, oldest)] == expected[::-1]
                grouped = ListWish(folder, part, sieve, is_grouped=True)
                assert told(all_pages(store, grouped)) == described(model.groups(grouped))


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_found_by_any_message_in_them_and_hold_all_of_it(
    mailbox: Any, make: Any, seed: int
) -> None:
    history(mailbox, make, seed)
    model, lists = Model(mailbox), mailbox.store.lists
    for sieve in SIEVES:
        wish = ListWish(mailbox.inbox, None, sieve, is_grouped=True)
        for group in model.groups(wish):
            head = group[0]
            for line in group:
                assert [row.id for row in lists.read_rows(wish, [line.id])] == [head.id]
            if head.conversation is not None:
                key = GroupKey(head.account, head.folder, head.conversation)
                inner = [line.id for line in lists.read_conversation(wish, key)]
                assert inner == [line.id for line in group]
                assert [row.id for row in lists.read_conversations(wish, [key])] == [head.id]
        shown = {line.id for line in model.lines(wish)}
        others = [line.id for line in model.lines(ListWish(UNREAD)) if line.id not in shown]
        assert lists.read_rows(wish, others) == []


def beginnings(lines: Sequence[MessageLine], sort: SortKey) -> list[int]:
    """Return where another letter or size begins."""
    marks = {
        SortKey.SENDER: lambda line: initial(sender_key(line.sender.name or line.sender.address)),
        SortKey.SUBJECT: lambda line: initial(subject_key(line.subject)),
        SortKey.SIZE: lambda line: sum(line.size_bytes >= step for step in SIZE_STEPS),
    }
    here = [marks[sort](line) for line in lines]
    return [row for row, mark in enumerate(here) if not row or here[row - 1] != mark]


@pytest.mark.parametrize("seed", range(4))
def test_orders_by_date_are_the_pages_joined(mailbox: Any, make: Any, seed: int) -> None:
    history(mailbox, make, seed)
    store = mailbox.store
    for folder in (mailbox.inbox, mailbox.archive, ALL_INBOXES, UNREAD, FLAGGED):
        for sieve in SIEVES:
            for part in (None, True):
                for is_descending in (False, True):
                    for is_grouped in (False, True):
                        wish = ListWish(
                            folder,
                            part,
                            sieve,
                            is_descending=is_descending,
                            is_grouped=is_grouped,
                        )
                        pages = [line.id for line in all_pages(store, wish, 50)]
                        assert list(store.orders.read_order(wish).ids) == pages


@pytest.mark.parametrize("seed", range(4))
def test_orders_hold_everything_once_and_are_sorted(mailbox: Any, make: Any, seed: int) -> None:
    history(mailbox, make, seed)
    keys = {
        SortKey.SENDER: lambda line: sender_key(line.sender.name or line.sender.address),
        SortKey.SUBJECT: lambda line: subject_key(line.subject),
        SortKey.SIZE: lambda line: line.size_bytes,
    }
    model = Model(mailbox)
    for sort, key in keys.items():
        for sieve in SIEVES:
            for is_descending in (False, True):
                for folder in (mailbox.inbox, UNREAD):
                    wish = ListWish(folder, None, sieve, sort, is_descending)
                    lines = sorted(model.lines(wish), key=key, reverse=is_descending)
                    lines.sort(key=lambda line: key(line) == "")  # nameless: last either way
                    order = mailbox.store.orders.read_order(wish)
                    assert list(order.ids) == [one.id for one in lines]
                    assert [row for row, _ in order.parts] == beginnings(lines, sort)


def test_people_of_a_conversation_are_named_once_the_latest_first(mailbox: Any, make: Any) -> None:
    for number, name in enumerate(("Ada", "Bo", "Ada", "Cy")):
        person = Person(name, f"{name}@example.com")
        mailbox.page([make.message(number, sender=person, conversation_id="c")])
    (row,) = all_pages(mailbox.store, ListWish(mailbox.inbox, is_grouped=True))
    assert row.group is not None
    assert [person.name for person in row.group.people] == ["Cy", "Ada", "Bo"]


def test_a_conversation_reaches_no_further_than_its_folder(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(1, conversation_id="c"), make.message(3, conversation_id="c")])
    mailbox.page([make.message(2, conversation_id="c")], folder=mailbox.archive)
    for folder, count in ((mailbox.inbox, 2), (mailbox.archive, 1)):
        (row,) = all_pages(mailbox.store, ListWish(folder, is_grouped=True))
        assert (row.group.count if row.group else 1) == count
        assert row.conversation_size == 3


def test_a_page_looks_at_a_bounded_number_of_messages(
    mailbox: Any, make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "LOOKED_AT_ONCE", 10)
    mailbox.page([make.message(n, conversation_id="c", is_flagged=n == 0) for n in range(60)])
    wish = ListWish(mailbox.inbox, is_grouped=True)
    first = mailbox.store.lists.read_page(wish, None, 5)
    assert len(first.ids) == 1
    assert not first.is_whole
    second = mailbox.store.lists.read_page(wish, first.reached, 5)
    assert second.ids == ()
    assert not second.is_whole


def test_lists_walk_indexes_only(mailbox: Any, make: Any) -> None:
    plans: list[str] = []
    mailbox.page([make.message(n) for n in range(10)])
    cx = mailbox.store.database.reader()

    def note(_cursor: Any, sql: str, values: Any) -> bool:
        if not sql.startswith("explain"):
            plans.extend(row[3] for row in cx.execute(f"explain query plan {sql}", values))
        return True

    cx.exec_trace = note
    for sieve in SIEVES:
        for is_grouped in (False, True):
            wish = ListWish(FolderId(mailbox.inbox), None, sieve, is_grouped=is_grouped)
            mailbox.store.lists.read_page(wish, None, 5)
    cx.exec_trace = None
    assert len(plans) > 20
    scans = [plan for plan in plans if plan.startswith("SCAN") and "subquery" not in plan.lower()]
    assert scans == []
    assert not any("ORDER BY" in plan for plan in plans)


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        ("RE: Re[2]: Fwd: Bridge", "bridge"),
        ("  aw: WG: „Ärger“", "arger“"),
        ("Regarding: x", "regarding: x"),
        ("", ""),
        ("[ext] Zed", "ext] zed"),
    ],
)
def test_subjects_are_sorted_by_what_they_are_about(subject: str, key: str) -> None:
    assert subject_key(subject) == key
