"""The folder tree over a real store."""

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.mail.conftest import mailroom
from tests.ui.mail.mailroom import Mailroom, folder

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole

__all__ = ["mailroom"]

ROOT = QModelIndex()


def names(model: FolderModel, parent: QModelIndex = ROOT) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def shown(engine: Engine, bridge: Bridge, mailroom: Mailroom) -> FolderModel:
    model = FolderModel(engine.mail, engine.search, bridge)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_account(mailroom.account.id)
    return model


def test_well_known_folders_come_first_and_others_nest(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    model = shown(engine, bridge, mailroom)
    assert names(model) == ["Inbox", "Drafts", "Projects"]
    projects = model.index_of(mailroom.folder("projects"))
    assert names(model, projects) == ["Bridge"]
    sections = [model.index(row, 0).data(ItemRole.SECTION) for row in range(3)]
    assert sections == ["Favourites", "", "Folders"]


def test_a_count_changes_its_row_alone(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    with qtbot.waitSignal(model.dataChanged) as changed:
        mailroom.save_folders(
            folder("Projects"),
            folder("Bridge", parent="projects"),
            folder("Drafts", "drafts"),
            folder("Inbox", "inbox", unread=9),
        )
    assert changed.args is not None
    assert changed.args[0].data(ItemRole.COUNT) == 9
    assert not resets


def test_a_folder_that_comes_or_goes_is_shown_or_gone(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Archive", "archive"))
    qtbot.waitUntil(lambda: names(model) == ["Inbox", "Archive"])


def test_a_tree_with_a_loop_still_shows_every_folder(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.save_folders(folder("A", parent="b"), folder("B", parent="a"), folder("C", parent="a"))
    model = shown(engine, bridge, mailroom)
    found = names(model)
    for row in range(model.rowCount()):
        found += names(model, model.index(row, 0))
    assert sorted(found) == ["A", "B", "C"]


def test_kept_searches_stand_below_the_folders(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    with qtbot.waitSignal(model.modelReset):
        number = engine.search.save_search("From Ines", "from:ines ").result(5)
    assert names(model) == ["Inbox", "Drafts", "Projects", "From Ines"]
    last = model.index(3, 0)
    assert last.data(ItemRole.SECTION) == "Searches"
    assert model.kept_search(last.data(ItemRole.ID)) == "from:ines "
    assert model.kept_search(mailroom.folder()) == ""
    with qtbot.waitSignal(model.modelReset):
        engine.search.remove_search(number).result(5)
    assert model.rowCount() == 3
