"""Conversations and orders in the message list, over a real store."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.mail.conftest import mailroom
from tests.ui.mail.mailroom import INES, ME, Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.accounts import Person
from transom.engine.entities.listing import ListWish, Sieve, SortKey
from transom.engine.entities.mail import FolderId, Message, MessageLine
from transom.ui.bridge import Bridge
from transom.ui.models.list_columns import Column
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole

__all__ = ["mailroom"]

TODAY = date(2026, 11, 23)
GROUPED = ListWish(FolderId(0), is_grouped=True)


def model_on(engine: Engine, bridge: Bridge, manner: ListWish = GROUPED) -> MessageListModel:
    model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.arrange(manner)
    return model


def rows(model: MessageListModel) -> list[str]:
    """Return the subjects, those below another's row with a dash."""
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [f"{'- ' * int(one.data(ItemRole.DEPTH))}{one.data()}" for one in indexes]


def heads(model: MessageListModel) -> list[MessageLine]:
    """Return the rows that are not below others; how much lies elsewhere is not looked at."""
    lines = [line for row in range(model.rowCount()) if (line := model.line_at(row)) is not None]
    return [replace(line, conversation_size=1) for line in lines if not model._depth(line)]


def talk(name: str, age: int, conversation: str = "c", **facts: object) -> Message:
    return letter(name, age, conversation_id=conversation, **facts)


def test_messages_that_belong_together_share_a_row_that_opens_and_closes(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(talk("new", 1), talk("old", 9), letter("other", 5), talk("oldest", 20))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    assert rows(model) == ["new", "other"]
    assert model.index(0, 0).data(ItemRole.IS_OPEN) is False
    assert model.index(1, 0).data(ItemRole.IS_OPEN) is None
    model.set_open(0, is_open=True)
    assert rows(model) == ["new", "- old", "- oldest", "other"]
    assert model.index(0, 0).data(ItemRole.IS_OPEN) is True
    model.set_open(0, is_open=False)
    assert rows(model) == ["new", "other"]


def test_a_screen_reader_hears_of_the_conversation(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(talk("new", 1), talk("old", 9, sender=ME, is_read=False, is_flagged=True))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())

    def words(row: int) -> str:
        return str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    said = "1 unread, conversation of 2 messages, collapsed, Ines Navarro, Adele Vance, new"
    assert words(0).startswith(said)
    assert words(0).endswith(", flagged")
    model.set_open(0, is_open=True)
    assert words(0).startswith("conversation of 2 messages, expanded, Ines Navarro, new, ")
    assert not words(0).endswith(", flagged")
    assert words(1).startswith("in this conversation, Unread, Adele Vance, old")


def test_new_mail_lifts_its_conversation_and_an_open_one_stays_open(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("other", 5), talk("b", 9), talk("a", 20))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    model.set_open(1, is_open=True)
    mailroom.write(talk("c", 1))
    qtbot.waitUntil(lambda: rows(model) == ["c", "- b", "- a", "other"])
    mailroom.write(removed=["c"])
    qtbot.waitUntil(lambda: rows(model) == ["other", "b", "- a"])
    mailroom.write(removed=["a"])
    qtbot.waitUntil(lambda: rows(model) == ["other", "b"])
    assert model.index(1, 0).data(ItemRole.IS_OPEN) is None


def test_a_message_hidden_in_a_closed_conversation_is_found_and_revealed(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(talk("new", 1), talk("old", 9), letter("other", 5))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    assert model.head_of(mailroom.find("old")) == 0
    assert model.reveal(mailroom.find("old")) == 1
    assert rows(model) == ["new", "- old", "other"]


@pytest.mark.parametrize("seed", range(10))
def test_after_any_history_the_rows_are_those_of_a_fresh_list(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, seed: int, qtbot: QtBot
) -> None:
    chance = Random(seed)
    sieve = chance.choice((Sieve(), Sieve(is_unread=True), Sieve(has_attachments=True)))
    wish = replace(GROUPED, folder=mailroom.folder(), sieve=sieve)
    model = model_on(engine, bridge, wish)
    model.show_folder(mailroom.folder())
    for _ in range(25):
        numbers = {chance.randrange(40) for _ in range(chance.randrange(6))}
        letters = [
            talk(
                f"m{number}",
                chance.randrange(300),
                chance.choice(("", "c1", "c2", "c3")),
                is_read=chance.random() < 0.5,
                has_attachments=chance.random() < 0.5,
            )
            for number in numbers
        ]
        gone = [f"m{chance.randrange(40)}" for _ in range(chance.randrange(3))]
        mailroom.write(*letters, removed=gone, to=chance.choice(("inbox", "inbox", "projects")))
        if model.rowCount():
            model.set_open(chance.randrange(model.rowCount()), is_open=chance.random() < 0.7)
        bridge._on_merged()
    fresh = model_on(engine, bridge, wish)
    fresh.show_folder(mailroom.folder())
    # What left a row that nobody had looked at is known once the order has been read again.
    qtbot.waitUntil(lambda: heads(model) == heads(fresh))
    for row in reversed(range(fresh.rowCount())):
        head = fresh.line_at(row)
        assert head is not None
        fresh.set_open(row, is_open=bool(model._is_open(head)))
    assert rows(model) == rows(fresh)


def test_a_sieve_that_leaves_in_little_is_looked_through_without_an_end_in_between(
    engine: Engine,
    bridge: Bridge,
    mailroom: Mailroom,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("transom.engine.store.listing.LOOKED_AT_ONCE", 4)
    mailroom.write(*(letter(f"m{n}", n, has_attachments=n == 60) for n in range(80)))
    wish = replace(GROUPED, folder=mailroom.folder(), sieve=Sieve(has_attachments=True))
    model = model_on(engine, bridge, wish)
    model.show_folder(mailroom.folder())
    assert model.is_looking
    assert rows(model) == []
    qtbot.waitUntil(lambda: not model.is_looking)
    assert rows(model) == ["m60"]


def test_other_orders_list_single_messages_in_sections_of_their_own(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    zoe, ana = Person("Zoë", "z@x.example"), Person("Ána", "a@x.example")
    mailroom.write(
        talk("one", 1, sender=zoe), talk("two", 2), talk("three", 3, sender=ana), letter("4", 4)
    )
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())

    def sections() -> list[str]:
        return [model.index(row, 0).data(ItemRole.SECTION) for row in range(model.rowCount())]

    model.arrange(replace(GROUPED, sort=SortKey.SENDER, is_descending=False))
    qtbot.waitUntil(lambda: rows(model) == ["three", "two", "4", "one"])
    assert sections() == ["A", "I", "", "Z"]
    model.arrange(replace(GROUPED, sort=SortKey.SUBJECT, is_descending=True))
    qtbot.waitUntil(lambda: rows(model) == ["two", "three", "one", "4"])
    assert sections() == ["T", "", "O", "0–9"]
    mailroom.write(letter("nobody", 5, sender=Person("", "")))
    model.arrange(replace(GROUPED, sort=SortKey.SENDER, is_descending=False))
    qtbot.waitUntil(lambda: rows(model)[-1:] == ["nobody"])
    assert sections()[-1] == "Other"
    mailroom.write(removed=["nobody"])
    mailroom.write_body("one", "<p>" + "x" * 60_000)
    model.arrange(replace(GROUPED, sort=SortKey.SIZE))
    qtbot.waitUntil(lambda: rows(model) == ["one", "two", "three", "4"])
    assert sections()[1] == "Size not known yet"
    model.arrange(GROUPED)
    assert rows(model) == ["one", "4"]


def test_a_sorted_list_takes_in_new_mail_where_it_belongs(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("b", 1), letter("d", 2, is_read=False))
    model = model_on(
        engine, bridge, ListWish(FolderId(0), sort=SortKey.SUBJECT, is_descending=False)
    )
    model.show_folder(mailroom.folder())
    qtbot.waitUntil(lambda: rows(model) == ["b", "d"])
    mailroom.write(letter("c", 3), letter("d", 2), removed=["b"])
    qtbot.waitUntil(lambda: rows(model) == ["c", "d"], timeout=5_000)
    assert getattr(model.line_at(1), "is_read", False)


def test_a_sieve_counts_for_its_folder_alone_and_the_order_for_all(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(letter("a", 1, is_read=False), letter("b", 2))
    mailroom.write(letter("c", 3), letter("d", 4), to="projects")
    inbox, projects = mailroom.folder(), mailroom.folder("projects")
    model = model_on(engine, bridge)
    model.show_folder(inbox)
    model.arrange(replace(model.manner, sieve=Sieve(is_unread=True), is_descending=False))
    assert rows(model) == ["a"]
    model.show_folder(inbox)
    assert rows(model) == ["a"]
    model.show_folder(projects)
    assert rows(model) == ["d", "c"]
    assert not model.manner.sieve


def test_a_table_has_a_column_for_each_fact(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(
        letter("a", 1, is_flagged=True, has_attachments=True, categories=("Red", "Blue"))
    )
    mailroom.write_body("a", "<p>" + "".join(chr(33 + n * 7 % 90) for n in range(5000)))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    model.set_table(True)
    cells = [model.index(0, column).data() for column in Column]
    assert cells[0] == INES.name
    assert cells[1] == "a"
    assert cells[3].endswith(("KB", "bytes"))
    assert cells[4:] == ["flagged, has attachments", "Red, Blue"]
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert titles == ["From", "Subject", "Received", "Size", "Marks", "Categories"]
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Ines Navarro, a, ")


def test_ones_own_mail_says_to_whom_it_goes(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(
        talk("b", 1, sender=ME, to=(INES, Person("", "bo@x.example"))),
        talk("a", 2, sender=ME, to=()),
        to="drafts",
    )
    model = model_on(engine, bridge, ListWish(FolderId(0)))
    model.show_folder(mailroom.folder("drafts"))
    first, last = (model.index(row, 0) for row in range(2))
    spoken = first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("To: Ines Navarro, bo@x.example, b, ")
    assert first.data(ItemRole.ENTITY).face == INES
    assert last.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Adele Vance, a, ")


def test_after_a_flood_of_news_the_rows_are_those_of_a_fresh_list(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    chance = Random(1)
    numbers = range(400)
    talks = [f"c{chance.randrange(300)}" for _ in numbers]
    mailroom.write(*(talk(f"m{n}", n, talks[n]) for n in numbers))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    model.set_open(
        next(n for n in range(99) if model.index(n, 0).data(ItemRole.IS_OPEN) is False), True
    )
    mailroom.write(
        *(talk(f"n{n}", n * 2, chance.choice(talks)) for n in range(230)),
        removed=[f"m{n}" for n in range(0, 400, 7)],
    )
    bridge._on_merged()
    fresh = model_on(engine, bridge)
    fresh.show_folder(mailroom.folder())
    assert heads(model) == heads(fresh)


def test_what_is_listed_stays_while_another_order_is_read(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(talk("b", 1), talk("a", 2), letter("c", 3))
    model = model_on(engine, bridge)
    model.show_folder(mailroom.folder())
    model.arrange(replace(GROUPED, sort=SortKey.SUBJECT, is_descending=False))
    assert model.is_looking
    mailroom.write(removed=["c"])
    bridge._on_merged()
    assert rows(model) == ["b"]
    qtbot.waitUntil(lambda: rows(model) == ["a", "b"])
