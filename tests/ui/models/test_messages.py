"""The message list over a real store."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.mail.conftest import mailroom
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.engine import Engine
from transom.engine.entities.mail import ALL_INBOXES, UNREAD
from transom.ui.bridge import Bridge
from transom.ui.models.mail_source import FIRST_ROWS
from transom.ui.models.messages import MessageListModel
from transom.ui.models.roles import ItemRole

__all__ = ["mailroom"]

TODAY = date(2026, 11, 23)


class Watched:
    """A model on the inbox that is checked, and whose signals are written down."""

    def __init__(self, engine: Engine, bridge: Bridge, mailroom: Mailroom) -> None:
        self.model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
        QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        self.model.show_folder(mailroom.folder())
        self.signals: list[tuple[str, int, int]] = []
        self.model.rowsInserted.connect(lambda _p, a, b: self.signals.append(("came", a, b)))
        self.model.rowsRemoved.connect(lambda _p, a, b: self.signals.append(("went", a, b)))
        self.model.dataChanged.connect(
            lambda a, b: self.signals.append(("changed", a.row(), b.row()))
        )
        self.model.modelReset.connect(lambda: self.signals.append(("reset", 0, 0)))

    @property
    def subjects(self) -> list[str]:
        return [self.model.index(row, 0).data() for row in range(self.model.rowCount())]


def test_news_come_by_the_smallest_rows(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(*(letter(str(n), n * 10) for n in range(6)))
    watched = Watched(engine, bridge, mailroom)
    qtbot.wait(80)
    watched.signals.clear()
    mailroom.write(
        letter("newest", -10), letter("new", -9), letter("5", 50, is_read=False), removed=["2", "3"]
    )
    qtbot.waitUntil(lambda: watched.subjects == ["newest", "new", "0", "1", "4", "5"])
    assert watched.signals == [("went", 2, 3), ("came", 0, 1), ("changed", 5, 5)]


def long_list(mailroom: Mailroom, count: int) -> None:
    for first in range(0, count, 500):
        mailroom.write(*(letter(f"{n:04}", 2 * n) for n in range(first, min(count, first + 500))))


def test_a_long_list_begins_at_once_and_has_all_rows_soon(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    long_list(mailroom, FIRST_ROWS + 203)
    model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
    model.show_folder(mailroom.folder())
    assert model.rowCount() == FIRST_ROWS
    assert not model.is_known
    came: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: came.append((first, last)))
    qtbot.waitUntil(lambda: model.is_known)
    assert came == [(FIRST_ROWS, FIRST_ROWS + 202)]
    for row in (0, 31, 700, FIRST_ROWS + 202, 699, 5):
        assert model.index(row, 0).data() == f"{row:04}"


def test_news_on_their_way_with_the_order_are_neither_lost_nor_shown_twice(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    long_list(mailroom, FIRST_ROWS + 3)
    model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
    model.show_folder(mailroom.folder())
    mailroom.write(letter("ancient", 99_999), letter("fresh", -1), removed=["0001", "1001"])
    bridge._on_merged()
    assert model.index(0, 0).data() == "fresh"
    first: list[str] = []
    model.rowsInserted.connect(lambda: first.append(model.index(0, 0).data()))
    model.rowsRemoved.connect(lambda: first.append(model.index(0, 0).data()))
    model.modelReset.connect(lambda: first.append(model.index(0, 0).data()))
    numbers = [f"{n:04}" for n in range(FIRST_ROWS + 3) if n not in (1, 1001)]
    wanted = ["fresh", *numbers, "ancient"]
    qtbot.waitUntil(
        lambda: [model.index(row, 0).data() for row in range(model.rowCount())] == wanted
    )
    assert set(first) == {"fresh"}


def test_many_scattered_news_come_as_one_and_leave_every_row_right(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    long_list(mailroom, FIRST_ROWS + 500)
    watched = Watched(engine, bridge, mailroom)
    qtbot.waitUntil(lambda: watched.model.is_known)
    watched.signals.clear()
    gone = [f"{n:04}" for n in range(3, FIRST_ROWS + 500, 50)]
    news = [letter(f"new {n}", n * 70 + 1) for n in range(20)]
    mailroom.write(*news, removed=gone)
    bridge._on_merged()
    assert watched.signals == [("reset", 0, 0)]
    wanted = sorted(
        [(2 * n, f"{n:04}") for n in range(FIRST_ROWS + 500) if f"{n:04}" not in gone]
        + [(n * 70 + 1, f"new {n}") for n in range(20)]
    )
    assert watched.subjects == [name for _, name in wanted]


def test_a_flood_of_news_keeps_what_is_there(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(*(letter(f"{n:04}", n) for n in range(10)))
    model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
    model.show_folder(mailroom.folder())
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    mailroom.write(*(letter(f"more {n}", n + 100) for n in range(250)))
    qtbot.waitUntil(lambda: model.rowCount() == 260)
    assert model.index(0, 0).data() == "0000"
    assert not resets


def test_days_begin_sections(engine: Engine, bridge: Bridge, mailroom: Mailroom) -> None:
    day = 60 * 24
    ages = (0, 10, day, 4 * day, 8 * day, 40 * day, 400 * day)
    mailroom.write(*(letter(str(age), age) for age in ages))
    watched = Watched(engine, bridge, mailroom)
    sections = [watched.model.index(row, 0).data(ItemRole.SECTION) for row in range(len(ages))]
    assert sections == [
        "Today",
        "",
        "Yesterday",
        "Last week",
        "Earlier this month",
        "October",
        "2025",
    ]


def test_a_message_that_moves_away_leaves_the_list(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("a"), letter("b", 5))
    watched = Watched(engine, bridge, mailroom)
    mailroom.write(letter("a"), to="drafts")
    qtbot.waitUntil(lambda: watched.subjects == ["b"])


def test_search_findings_are_renewed_and_nothing_is_added(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("a"), letter("b", 5))
    model = MessageListModel(engine.mail, bridge, today=lambda: TODAY)
    model.found.show(engine.search.search_messages("preview"))
    assert model.rowCount() == 2
    mailroom.write(letter("c", -5), removed=["b"])
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert model.index(0, 0).data() == "a"


def test_a_screen_reader_hears_the_whole_row(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.write(letter("Bridge", is_read=False, has_attachments=True))
    watched = Watched(engine, bridge, mailroom)
    words = watched.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Unread, Ines Navarro, Bridge, Today ")
    assert words.endswith("has attachments")


def test_all_inboxes_are_one_list_that_follows_every_account(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("mine", 5))
    watched = Watched(engine, bridge, mailroom)
    watched.model.show_folder(ALL_INBOXES)
    other = Mailroom(mailroom.store, "other")
    other.write(letter("theirs", 3), letter("older", 9))
    qtbot.waitUntil(lambda: watched.subjects == ["theirs", "mine", "older"])
    mailroom.write(letter("elsewhere", 1), to="projects")
    other.write(letter("newest", 0), removed=["older"])
    qtbot.waitUntil(lambda: watched.subjects == ["newest", "theirs", "mine"])


def test_what_was_read_elsewhere_leaves_the_unread(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("a", 1, is_read=False), letter("b", 2), letter("c", 3, is_read=False))
    watched = Watched(engine, bridge, mailroom)
    watched.model.show_folder(UNREAD)
    assert watched.subjects == ["a", "c"]
    mailroom.write(letter("a", 1), letter("b", 2, is_read=False))
    qtbot.waitUntil(lambda: watched.subjects == ["b", "c"])
