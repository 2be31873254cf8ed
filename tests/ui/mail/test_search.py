"""The search field and what it lists: pages, snippets, other finds, the server, kept searches."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.qtbot import QtBot
from tests.ui.mail.mailroom import Mailroom, letter

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.entities.listing import Sieve, SortKey
from transom.engine.entities.search import ServerFound
from transom.ui.mail.page import MailPage
from transom.ui.mail.search_completer import SearchCompleter
from transom.ui.mail.search_listing import FIRST_ROWS
from transom.ui.models.roles import ItemRole


@pytest.fixture
def letters(page: MailPage, mailroom: Mailroom, qtbot: QtBot) -> None:
    mailroom.write(*(letter(f"letter {n}", n, is_read=n % 2 == 0) for n in range(120)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 120)


def subjects(page: MailPage) -> list[str]:
    return [page.messages.index(row, 0).data() for row in range(page.messages.rowCount())]


def title(page: MailPage) -> str:
    return page.list_pane._count.text()


def look_for(page: MailPage, words: str, qtbot: QtBot) -> None:
    page.search(words)
    qtbot.waitUntil(lambda: page._search.is_settled and title(page).endswith("found"))


def test_the_first_rows_come_at_once_and_more_when_wanted(
    page: MailPage, letters: None, qtbot: QtBot
) -> None:
    look_for(page, "letter ", qtbot)
    assert page.messages.rowCount() == FIRST_ROWS
    assert title(page) == "120 found"
    page.list.scrollToBottom()
    qtbot.waitUntil(lambda: page.messages.rowCount() == 120)
    assert subjects(page) == [f"letter {n}" for n in range(120)]


def test_operators_narrow_the_list_and_only_words_are_marked(
    page: MailPage, letters: None, qtbot: QtBot
) -> None:
    look_for(page, "is:unread from:ines subject:7 ", qtbot)
    assert subjects(page) == ["letter 7"]
    hits = page.list._delegate.hits
    assert hits is not None
    assert hits.search("ines navarro")
    assert not hits.search("unread")


def test_what_does_not_count_is_said(page: MailPage, letters: None, qtbot: QtBot) -> None:
    look_for(page, "is:bogus in:nowhere letter ", qtbot)
    words = "Left out: is:bogus is not known; try unread, flagged or attachment; "
    whole = f"{words}in:nowhere is no folder here."
    qtbot.waitUntil(lambda: page.strip.notes.text() == whole)
    assert page.strip.isVisible()
    assert page.escape()
    assert not page.strip.isVisible()


def test_a_row_shows_the_words_where_they_stand(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write_body("letter 5", "<p>" + "filler " * 60 + "the zebra crosses</p>")
    look_for(page, "zebra", qtbot)
    line = page.messages.line_at(0)
    assert line is not None
    qtbot.waitUntil(lambda: "the zebra crosses" in getattr(page.messages.line_at(0), "preview", ""))
    assert page.escape()
    row = subjects(page).index("letter 5")
    assert getattr(page.messages.line_at(row), "preview", "") == "preview of letter 5"


def test_people_are_found_too_and_open(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    store, account = mailroom.store, mailroom.account.id
    (folder,) = store.contacts.save_folders(
        account, [ContactFolder(RemoteId("K"), "Contacts")], is_whole=True
    )
    ines = Contact(RemoteId("k"), RemoteId("K"), "Ines Navarro", emails=(Person("", "i@x"),))
    store.contacts.save_page(account, folder.id, [ines], [], "c", is_round_done=True)
    look_for(page, "ines", qtbot)
    qtbot.waitUntil(lambda: page.strip.people.text() == "1 person")
    assert not page.strip.events.isVisible()
    with qtbot.waitSignal(page.strip.contact_opened) as opened:
        qtbot.mouseClick(page.strip.people, Qt.MouseButton.LeftButton)
    (line,) = store.contacts.read_lines(folder.id)
    assert opened.args == [line.id]


def test_what_the_server_adds_is_marked_and_counted(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    look_for(page, "subject:7 ", qtbot)
    listing = page._search._listing
    assert listing is not None
    here = (mailroom.find("letter 3"), mailroom.find("letter 7"))
    listing._on_server(ServerFound(here, absent=2, cap=250))
    assert subjects(page) == ["letter 3", "letter 7"]
    states = [page.messages.index(row, 0).data(ItemRole.STATE) for row in range(2)]
    assert states == ["server", ""]
    assert title(page) == "1 here, 3 more on the server"
    stops = "A server stops at 250 findings. 2 messages are not stored here yet."
    assert page.strip.notes.text() == stops
    assert not page.strip.server.isVisible()


def test_a_server_nobody_can_ask_is_no_trouble(page: MailPage, letters: None, qtbot: QtBot) -> None:
    look_for(page, "letter ", qtbot)
    qtbot.mouseClick(page.strip.server, Qt.MouseButton.LeftButton)
    words = "The server can only be asked for words."
    qtbot.waitUntil(lambda: page.strip.notes.text() == words)


def rows_named(page: MailPage, name: str) -> list[QModelIndex]:
    first = page.folders.index(0, 0)
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    return page.folders.match(first, Qt.ItemDataRole.DisplayRole, name, -1, flags)


def test_a_search_is_kept_as_a_folder_and_found_there_again(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    look_for(page, "subject:7 ", qtbot)
    qtbot.mouseClick(page.strip.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.strip.keep.text() == "Drop")
    page.show_folder(mailroom.folder())
    qtbot.waitUntil(lambda: len(rows_named(page, "subject:7")) == 1)
    page.side.tree.setCurrentIndex(rows_named(page, "subject:7")[0])
    qtbot.waitUntil(lambda: subjects(page) == ["letter 7"])
    assert page.bar.field.text() == "subject:7 "
    qtbot.waitUntil(lambda: page.strip.keep.text() == "Drop")
    qtbot.mouseClick(page.strip.keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not rows_named(page, "subject:7"))


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_operators_are_offered_while_typing(page: MailPage, letters: None, qtbot: QtBot) -> None:
    completer = page.bar.findChild(SearchCompleter)
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    page.bar.field.setFocus()
    qtbot.keyClicks(page.bar.field, "fr")
    qtbot.waitUntil(popup.isVisible)
    assert popup.model().index(0, 0).data() == "from: who sent it"
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert page.bar.field.text() == "from:"
    assert not popup.isVisible()
    page.bar.field.setText("in:Brid")
    qtbot.keyClicks(page.bar.field, "g")
    assert popup.model().index(0, 0).data() == "in:Bridge"
    popup.hide()


def test_only_the_last_of_a_burst_of_keys_is_listed(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("zebra", -1), letter("zeppelin", -2))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 122)
    for words in ("z", "ze", "zeb", "ze", "zep"):
        page.search(words)
    qtbot.waitUntil(lambda: subjects(page) == ["zeppelin"])
    qtbot.wait(50)
    assert subjects(page) == ["zeppelin"]


def arrange(page: MailPage, **facts: object) -> None:
    page.lists.arrange(replace(page.lists.manner, **facts))  # type: ignore[arg-type]


def test_all_findings_are_sorted_not_only_those_on_the_screen(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    people = [Person(f"{letter} Person", f"{letter}@x.example") for letter in "cab"]
    mailroom.write(
        *(letter(f"mail {n}", n, sender=people[n % 3]) for n in range(3 * FIRST_ROWS)),
        letter("mail nobody", 1, sender=Person("", "")),
    )
    page.search("mail ")
    qtbot.waitUntil(lambda: page.messages.rowCount() == FIRST_ROWS)
    arrange(page, sort=SortKey.SENDER, is_descending=False)
    by_name = [f"mail {n}" for first in (1, 2, 0) for n in range(first, 3 * FIRST_ROWS, 3)]
    qtbot.waitUntil(lambda: subjects(page)[:FIRST_ROWS] == by_name[:FIRST_ROWS])
    while page.messages.canFetchMore():
        page.messages.fetchMore()
        qtbot.wait(1)
    assert subjects(page) == [*by_name, "mail nobody"]
    rows = (0, FIRST_ROWS, 2 * FIRST_ROWS, 3 * FIRST_ROWS)
    sections = [page.messages.index(row, 0).data(ItemRole.SECTION) for row in rows]
    assert sections == ["A", "B", "C", "Other"]
    arrange(page, sort=SortKey.DATE, is_descending=False)
    qtbot.waitUntil(lambda: subjects(page)[0] == f"mail {3 * FIRST_ROWS - 1}")
    page.messages.fetchMore()
    qtbot.waitUntil(lambda: page.messages.rowCount() == 3 * FIRST_ROWS + 1)
    assert subjects(page)[-1] == "mail 0"


def test_findings_stand_in_conversations_that_open(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(letter("wind one", 1, conversation_id="c"), letter("wind alone", 2))
    mailroom.write(letter("wind two", 3, conversation_id="c", is_read=False), to="bridge")
    mailroom.write(letter("calm", 4, conversation_id="c"))
    page.search("wind ")
    qtbot.waitUntil(lambda: page.messages.rowCount() == 3)
    arrange(page, is_grouped=True)
    qtbot.waitUntil(lambda: subjects(page) == ["wind one", "wind alone"])
    line = page.messages.line_at(0)
    assert line is not None
    assert line.group is not None
    assert (line.group.count, line.group.fresh_count) == (2, 1)
    page.list.select(mailroom.find("wind one"))
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert subjects(page) == ["wind one", "wind two", "wind alone"]
    assert page.messages.index(1, 0).data(ItemRole.DEPTH) == 1
    mailroom.write(letter("wind one", 1, conversation_id="c", is_flagged=True))
    qtbot.waitUntil(lambda: bool(getattr(page.messages.line_at(0), "is_flagged", False)))
    assert subjects(page) == ["wind one", "wind two", "wind alone"]
    mailroom.write(removed=["wind one"])
    qtbot.waitUntil(lambda: subjects(page) == ["wind two", "wind alone"])
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert page.messages.index(0, 0).data(ItemRole.IS_OPEN) is None


def test_what_stops_fitting_leaves_narrowed_findings(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    look_for(page, "letter ", qtbot)
    arrange(page, sieve=Sieve(is_unread=True))
    qtbot.waitUntil(lambda: title(page) == "60 found")
    assert subjects(page)[:2] == ["letter 1", "letter 3"]
    mailroom.write(letter("letter 1", 1, is_read=True))
    qtbot.waitUntil(lambda: subjects(page)[0] == "letter 3")


def test_what_the_server_added_stays_in_another_order(
    page: MailPage, letters: None, mailroom: Mailroom, qtbot: QtBot
) -> None:
    look_for(page, "subject:7 ", qtbot)
    listing = page._search._listing
    assert listing is not None
    listing._on_server(ServerFound((mailroom.find("letter 3"), mailroom.find("letter 7")), cap=250))
    arrange(page, sort=SortKey.SUBJECT, is_descending=True)
    qtbot.waitUntil(lambda: subjects(page) == ["letter 7", "letter 3"])
    states = [page.messages.index(row, 0).data(ItemRole.STATE) for row in range(2)]
    assert states == ["", "server"]
    assert not page.strip.server.isVisible()
    arrange(page, sort=SortKey.DATE)
    qtbot.waitUntil(lambda: subjects(page) == ["letter 3", "letter 7"])
    arrange(page, sieve=Sieve(is_unread=True))
    qtbot.waitUntil(page.strip.server.isVisible)


def crooked_rows(page: MailPage) -> list[int]:
    """Rows that are not as high as what they show."""
    usual = page.list.itemDelegate().row_px
    tall = usual + page.list.itemDelegate().title_px
    titled = set(page.messages.titles())
    heights = [page.list.rowHeight(row) for row in range(page.messages.rowCount())]
    return [row for row, px in enumerate(heights) if px != (tall if row in titled else usual)]


def test_rows_are_as_high_as_what_they_show_whatever_is_listed(
    page: MailPage, mailroom: Mailroom, qtbot: QtBot
) -> None:
    mailroom.write(*(letter(f"letter {n} of {n % 7}", n * 700) for n in range(60)))
    qtbot.waitUntil(lambda: page.messages.rowCount() == 60)
    assert not crooked_rows(page)
    for words in ("letter", "subject:3 ", "letter", "subject:5 ", "nothing "):
        look_for(page, words, qtbot)
        assert not crooked_rows(page), words
    look_for(page, "letter", qtbot)
    manner = page.messages.found.manner
    for wish in (replace(manner, is_grouped=True), replace(manner, sort=SortKey.SUBJECT), manner):
        page.messages.found.arrange(wish)
        qtbot.waitUntil(lambda: page._search.is_settled)
        assert not crooked_rows(page)
    page.escape()
    assert not crooked_rows(page)
