"""The folder tree over a real store."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from tests.ui.mail.conftest import mailroom
from tests.ui.mail.mailroom import Mailroom, folder, letter

from transom.engine.engine import Engine
from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, UNREAD
from transom.ui.bridge import Bridge
from transom.ui.models.folder_names import FolderNames
from transom.ui.models.folders import FolderModel
from transom.ui.models.roles import ItemRole

__all__ = ["mailroom"]

ROOT = QModelIndex()


def names(model: FolderModel, parent: QModelIndex = ROOT) -> list[str]:
    return [model.index(row, 0, parent).data() for row in range(model.rowCount(parent))]


def section(model: FolderModel, title: str) -> QModelIndex:
    return model.index(names(model).index(title), 0)


def shown(
    engine: Engine, bridge: Bridge, *mailrooms: Mailroom, language: str = "en", hidden: bool = False
) -> FolderModel:
    words = FolderNames(language)
    model = FolderModel(engine.mail, engine.search, engine.marks, bridge, names=words)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_accounts([one.account for one in mailrooms], shows_hidden=hidden)
    return model


def test_one_account_has_its_usual_folders_on_top_and_the_others_below(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    model = shown(engine, bridge, mailroom)
    assert names(model) == ["Favourites", "Folders"]
    assert names(model, section(model, "Favourites")) == ["Inbox", "Unread", "Flagged", "Drafts"]
    assert names(model, section(model, "Folders")) == ["Projects"]
    projects = model.index_of(mailroom.folder("projects"))
    assert names(model, projects) == ["Bridge"]
    assert section(model, "Folders").data(ItemRole.SECTION) == "Folders"
    assert projects.data(ItemRole.SECTION) == ""


def test_several_accounts_are_sections_of_one_tree_with_views_over_all(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    other = Mailroom(mailroom.store, "fabrikam")
    model = shown(engine, bridge, mailroom, other)
    assert names(model) == ["Favourites", "Adele Vance", "Fabrikam"]
    views = section(model, "Favourites")
    assert names(model, views) == ["All inboxes", "Unread", "Flagged"]
    assert [model.index(row, 0, views).data(ItemRole.ID) for row in range(3)] == [
        ALL_INBOXES,
        UNREAD,
        FLAGGED,
    ]
    assert model.index(0, 0, views).data(ItemRole.COUNT) == 4
    for title, box in (("Adele Vance", mailroom), ("Fabrikam", other)):
        own = section(model, title)
        assert names(model, own) == ["Inbox", "Drafts", "Projects"]
        assert own.data(ItemRole.COLOR) == box.account.color
        assert own.data(Qt.ItemDataRole.AccessibleTextRole) == f"{title}, mailbox"
        assert model.account_of(box.folder()) == box.account.id


def test_favourites_stand_in_the_order_somebody_gave_them(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    bridge_folder = mailroom.folder("bridge")
    with qtbot.waitSignal(model.modelReset):
        engine.marks.save_favourites([bridge_folder, FLAGGED, mailroom.folder()])
    assert names(model, section(model, "Favourites")) == ["Bridge", "Flagged", "Inbox"]
    assert names(model, section(model, "Folders")) == ["Drafts", "Projects"]
    # What lies in another folder stands there as well; what is on top moved up.
    assert names(model, model.index_of(mailroom.folder("projects"))) == ["Bridge"]
    told = model.index_of(bridge_folder).data(Qt.ItemDataRole.ToolTipRole)
    assert told.startswith("Projects / Bridge · ")
    with qtbot.waitSignal(model.modelReset):
        engine.marks.save_favourites([])
    assert names(model) == ["Folders"]


def test_of_several_accounts_a_favourite_says_whose_it_is(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    other = Mailroom(mailroom.store, "fabrikam")
    model = shown(engine, bridge, mailroom, other)
    with qtbot.waitSignal(model.modelReset):
        engine.marks.save_favourites([other.folder()])
    favourite = model.index(0, 0, section(model, "Favourites"))
    assert favourite.data(ItemRole.COLOR) == other.account.color
    spoken = favourite.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Inbox, Fabrikam, 2 messages unread"
    assert names(model, section(model, "Fabrikam"))[0] == "Inbox"


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


def test_what_was_seen_here_counts_or_not_as_one_likes(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("a", is_read=False), letter("b", 1, is_read=False))
    model = shown(engine, bridge, mailroom)
    engine.marks.mark_seen([mailroom.find("a")]).result(5)
    inbox = model.index_of(mailroom.folder())
    qtbot.waitUntil(lambda: inbox.data(ItemRole.ENTITY).seen_count == 1)
    assert inbox.data(ItemRole.COUNT) == 2
    model.show_accounts([mailroom.account], counts_seen=False)
    assert model.index_of(mailroom.folder()).data(ItemRole.COUNT) == 1
    assert model.index_of(UNREAD).data(ItemRole.COUNT) == 1


def test_a_folder_that_comes_or_goes_is_shown_or_gone(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Archive", "archive"))
    qtbot.waitUntil(lambda: names(model, section(model, "Folders")) == ["Archive"])


def test_hidden_folders_are_shown_on_request(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.save_folders(folder("Inbox", "inbox"), folder("Sync issues", is_hidden=True))
    assert names(shown(engine, bridge, mailroom)) == ["Favourites"]
    model = shown(engine, bridge, mailroom, hidden=True)
    assert names(model, section(model, "Folders")) == ["Sync issues"]


def test_well_known_folders_are_called_as_the_user_s_language_has_them(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.save_folders(folder("Indbakke", "inbox"), folder("Arbejde"))
    model = shown(engine, bridge, mailroom, language="de")
    inbox = model.index_of(mailroom.folder("indbakke"))
    assert inbox.data() == "Posteingang"
    assert "Indbakke" in inbox.data(Qt.ItemDataRole.ToolTipRole)
    assert model.index_of(mailroom.folder("arbejde")).data() == "Arbejde"
    unknown = shown(engine, bridge, mailroom, language="xx")
    assert unknown.index_of(mailroom.folder("indbakke")).data() == "Indbakke"


def test_a_tree_with_a_loop_still_shows_every_folder(
    engine: Engine, bridge: Bridge, mailroom: Mailroom
) -> None:
    mailroom.save_folders(folder("A", parent="b"), folder("B", parent="a"), folder("C", parent="a"))
    model = shown(engine, bridge, mailroom)
    own = section(model, "Folders")
    found = names(model, own)
    for row in range(model.rowCount(own)):
        found += names(model, model.index(row, 0, own))
    assert sorted(found) == ["A", "B", "C"]


def test_kept_searches_stand_below_the_folders(
    engine: Engine, bridge: Bridge, mailroom: Mailroom, qtbot: QtBot
) -> None:
    model = shown(engine, bridge, mailroom)
    with qtbot.waitSignal(model.modelReset):
        number = engine.search.save_search("From Ines", "from:ines ").result(5)
    assert names(model) == ["Favourites", "Folders", "Searches"]
    (found,) = [model.index(0, 0, section(model, "Searches"))]
    assert found.data() == "From Ines"
    assert model.kept_search(found.data(ItemRole.ID)) == "from:ines "
    assert model.kept_search(mailroom.folder()) == ""
    with qtbot.waitSignal(model.modelReset):
        engine.search.remove_search(number).result(5)
    assert model.rowCount() == 2
