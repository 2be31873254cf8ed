"""The contact models over a real store."""

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.calendar.stage import bridge, engine
from tests.ui.contacts.conftest import rolodex
from tests.ui.contacts.rolodex import Rolodex, person

from transom.engine.engine import Engine
from transom.ui.bridge import Bridge
from transom.ui.models.contacts import PAGE, ContactFolderModel, ContactListModel
from transom.ui.models.roles import ItemRole

__all__ = ["bridge", "engine", "rolodex"]


def listed(model: ContactListModel) -> list[tuple[str, str]]:
    indexes = [model.index(row) for row in range(model.rowCount())]
    return [(index.data(ItemRole.SECTION), index.data()) for index in indexes]


def test_each_letter_is_named_once_above_its_first_name(
    engine: Engine, rolodex: Rolodex, bridge: Bridge
) -> None:
    rolodex.write(*(person(name) for name in ("Zoë", "Émile", "Eva", "3M", "Ärne", "王伟")))
    model = ContactListModel(engine.contacts, engine.search, bridge)
    model.show_folder(None)
    assert listed(model) == [
        ("#", "3M"),
        ("A", "Ärne"),
        ("E", "Émile"),
        ("", "Eva"),
        ("Z", "Zoë"),
        ("王", "王伟"),
    ]


def test_news_move_single_rows_and_their_letters(
    engine: Engine, rolodex: Rolodex, bridge: Bridge, qtbot: QtBot
) -> None:
    rolodex.write(person("Bea"), person("Carl"), person("Cleo"))
    model = ContactListModel(engine.contacts, engine.search, bridge)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_folder(None)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    rolodex.write(person("Anna"), person("Cleo", job_title="Diver"), removed=["Carl"])
    qtbot.waitUntil(lambda: model.rowCount() == 3 and model.line(0).display_name == "Anna")
    assert listed(model) == [("A", "Anna"), ("B", "Bea"), ("C", "Cleo")]
    assert model.line(2).detail == "Diver"
    assert not resets


def test_many_contacts_are_read_by_pages(engine: Engine, rolodex: Rolodex, bridge: Bridge) -> None:
    rolodex.write(*(person(f"Person {n:03}") for n in range(PAGE + 5)))
    model = ContactListModel(engine.contacts, engine.search, bridge)
    model.show_folder(None)
    assert model.rowCount() == PAGE
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert model.rowCount() == PAGE + 5
    assert not model.canFetchMore(QModelIndex())


def test_words_search_all_folders_and_none_lead_back(
    engine: Engine, rolodex: Rolodex, bridge: Bridge
) -> None:
    rolodex.write(person("Bea", company="Contoso"), person("Carl"))
    rolodex.write(person("Dora", company="Contoso"), folder="family")
    model = ContactListModel(engine.contacts, engine.search, bridge)
    model.show_folder(rolodex.store.contacts.read_folders()[0].id)
    model.show_search(" contos ")
    assert [name for _, name in listed(model)] == ["Bea", "Dora"]
    model.show_search("")
    assert [name for _, name in listed(model)] == ["Bea", "Carl"]


def test_folders_stand_below_all_contacts_without_the_default_one(
    engine: Engine, rolodex: Rolodex, bridge: Bridge
) -> None:
    model = ContactFolderModel(engine.contacts, bridge)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh()
    rows = [model.index(row) for row in range(model.rowCount())]
    assert [(row.data(ItemRole.SECTION), row.data()) for row in rows] == [
        ("", "Contacts"),
        ("Folders", "Family"),
    ]
    assert rows[0].data(ItemRole.ID) is None
