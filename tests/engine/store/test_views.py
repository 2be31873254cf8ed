"""Lists over the folders of all accounts, against what a reader of everything would say."""

import random
from typing import Any

import pytest

from transom.engine.entities.accounts import RemoteId
from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, UNREAD, Folder, FolderId

FOLDERS = {
    "inbox": ("inbox", ""),
    "drafts": ("drafts", ""),
    "bin": ("deleteditems", ""),
    "old": ("", "bin"),
    "project": ("", ""),
}


class World:
    """Two accounts with the same folders, and messages strewn over them by chance."""

    def __init__(self, store: Any, make: Any) -> None:
        self.mail = store.mail
        self.folders: dict[tuple[int, str], FolderId] = {}
        self.is_all: dict[Any, tuple[str, Any]] = {}
        chance = random.Random(4)
        number = 0
        for name in ("ada", "bob"):
            account = store.accounts.save_account(make.account(name)).id
            tree = [
                Folder(RemoteId(key), RemoteId(parent), key, known)
                for key, (known, parent) in FOLDERS.items()
            ]
            saved = self.mail.save_folders(account, tree, is_whole=True)
            for one in saved:
                letters = []
                for _ in range(chance.randrange(5, 40)):
                    number += 1
                    facts = {
                        "is_read": chance.random() < 0.6,
                        "is_flagged": chance.random() < 0.2,
                        "is_focused": chance.random() < 0.7,
                        "received_at": make.first_day.replace(minute=chance.randrange(60)),
                    }
                    letters.append(make.message(number, **facts))
                self.mail.save_page(account, one.id, letters, [], "next", is_round_done=True)
                for letter in letters:
                    found = self.mail.find_message(account, letter.remote_id)
                    self.is_all[found] = (one.name, letter)

    def wanted(self, view: FolderId, part: bool | None) -> list[Any]:
        def is_listed(place: str, letter: Any) -> bool:
            if part is not None and letter.is_focused is not part:
                return False
            if view == ALL_INBOXES:
                return place == "inbox"
            if view == UNREAD:
                return place in ("inbox", "project") and not letter.is_read
            return place in ("inbox", "project", "drafts") and letter.is_flagged

        return sorted((one for one, said in self.is_all.items() if is_listed(*said)), reverse=True)


@pytest.fixture
def world(store: Any, make: Any) -> World:
    return World(store, make)


@pytest.mark.parametrize("part", [None, True, False])
@pytest.mark.parametrize("view", [ALL_INBOXES, UNREAD, FLAGGED])
def test_a_view_lists_and_counts_what_belongs_to_it_page_by_page(
    world: World, view: FolderId, part: bool | None
) -> None:
    wanted = world.wanted(view, part)
    listed: list[Any] = []
    while True:
        before = listed[-1] if listed else None
        page = world.mail.read_lines(view, before, 7, only_focused=part)
        assert all(
            line.fits(view) and line.folder in world.mail.read_members(view) for line in page
        )
        listed += [line.id for line in page]
        if len(page) < 7:
            break
    assert listed == wanted
    assert world.mail.count_messages(view, only_focused=part) == len(wanted)


def test_a_folder_is_a_list_of_its_own_alone(world: World) -> None:
    (first, *_) = world.mail.read_folders()
    assert world.mail.read_members(first.id) == {first.id}


def test_a_view_reads_no_more_rows_than_it_shows(world: World, store: Any) -> None:
    """Each folder's index gives its rows in order: nothing is sorted in a temporary tree."""
    with store.mail._db.reading() as cx:
        for where in ("m.folder = 1", "m.folder = 1 and m.is_read = 0"):
            plan = cx.execute(
                f"explain query plan select m.id from message m where {where}"
                " order by m.id desc limit 9"
            ).fetchall()
            assert not any("TEMP B-TREE" in str(row) for row in plan)
        plan = cx.execute(
            "explain query plan select m.id from message m where m.is_flagged = 1"
            " and +m.folder in (1, 2, 3) order by m.id desc limit 9"
        ).fetchall()
        assert "message_flagged" in str(plan) and "TEMP B-TREE" not in str(plan)
