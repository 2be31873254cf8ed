"""Finding things: words and beginnings, accents, scripts without spaces, folders, files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import Calendar, Event, EventKind, Span
from transom.engine.entities.contacts import Contact, ContactFolder
from transom.engine.entities.mail import Attachment, AttachmentKind, Body
from transom.engine.search.parsing import parse
from transom.engine.store.calendar import Window
from transom.engine.store.search import Scope
from transom.engine.store.search_terms import MOST_TERMS

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def found(
    mailbox: Any, words: str, limit: int = 200, before: Any = None, **place: Any
) -> list[str]:
    query = parse(words, NOW)
    lines = mailbox.store.search.search_messages(query, limit, before, Scope(**place))
    return [line.subject for line in lines]


def test_all_words_must_match_and_the_last_may_be_a_beginning(mailbox: Any, make: Any) -> None:
    mailbox.page(
        [
            make.message(1, subject="Budget for spring"),
            make.message(2, subject="Budget for autumn", preview="after the springtime"),
            make.message(3, subject="Spring cleaning"),
        ]
    )
    assert found(mailbox, "budget spring") == ["Budget for autumn", "Budget for spring"]
    assert found(mailbox, "budget spring ") == ["Budget for spring"]
    assert found(mailbox, "BUDG") == ["Budget for autumn", "Budget for spring"]
    assert found(mailbox, "bud") == found(mailbox, "bu") == found(mailbox, "budget")
    assert found(mailbox, "budg spring") == []
    assert found(mailbox, "budget winter") == []


@pytest.mark.parametrize("words", ["", "   ", "b", "?!", '"', "* AND (", "\ud800"])
def test_what_is_no_word_finds_nothing(mailbox: Any, make: Any, words: str) -> None:
    mailbox.page([make.message(1, subject="b c d budget")])
    assert found(mailbox, words) == []


@pytest.mark.parametrize("words", ["budget OR", 'budget "x', "subject : budget", "budget (* ^"])
def test_no_piece_of_the_index_s_own_language_gets_through(
    mailbox: Any, make: Any, words: str
) -> None:
    mailbox.page([make.message(1, subject="not or x subject budget")])
    assert found(mailbox, words) == ["not or x subject budget"]


def test_accents_and_case_do_not_matter_either_way(mailbox: Any, make: Any) -> None:
    subjects = ["Straße nach Sørensen", "Ўзбекистон Йод", "ΆΛΦΑ", "Café Crème"]
    mailbox.page([make.message(n, subject=text) for n, text in enumerate(subjects)])
    for words, place in (
        ("strasse", 0),
        ("SORENSEN", 0),
        ("sørensen", 0),
        ("йод", 1),
        ("иод", 1),
        ("αλφα", 2),
        ("cafe creme", 3),
        ("cafe\u0301 cre\u0300me", 3),
    ):
        assert found(mailbox, words) == [subjects[place]], words


def test_scripts_without_spaces_are_found_by_any_part(mailbox: Any, make: Any) -> None:
    subjects = [
        "東京都の会議について",
        "京都旅行",
        "회의록을 보냅니다",
        "がんばって",
        "iPhone手机发票",
    ]
    mailbox.page([make.message(n, subject=text) for n, text in enumerate(subjects)])
    for words, places in (
        ("東京", {0}),
        ("京都", {0, 1}),
        ("都", {0, 1}),
        ("行", {1}),
        ("会議について", {0}),
        ("회의", {2}),
        ("かん", set()),
        ("がん", {3}),
        ("手机", {4}),
        ("iphone手", {4}),
        ("発票", set()),
    ):
        assert set(found(mailbox, words)) == {subjects[place] for place in places}, words


def test_phrases_stand_side_by_side_in_any_script(mailbox: Any, make: Any) -> None:
    subjects = [
        "会議 memo v2",
        "会議について memo v2",
        "大会議 memo",
        "memo 会議",
        "new memo-v2, re_do",
    ]
    mailbox.page([make.message(n, subject=text) for n, text in enumerate(subjects)])
    for words, places in (
        ('"会議 memo" ', {0, 2}),
        ('"memo v2" ', {0, 1, 4}),
        ('"memo 会" ', {3}),
        ('"議 me', {0, 2}),
        ('"v2 re do" ', {4}),
        ('"memo do" ', set()),
    ):
        assert set(found(mailbox, words)) == {subjects[place] for place in places}, words


def test_people_body_and_file_names_are_searched(mailbox: Any, make: Any) -> None:
    one = make.message(
        1,
        subject="One",
        sender=Person("Grace Hopper", "grace@navy.example"),
        to=(Person("Kurt", "kurt@logic.example"),),
    )
    number = mailbox.page([one, make.message(2, subject="Two")]).added[0]
    assert found(mailbox, "hopper") == found(mailbox, "grace@navy.example") == ["One"]
    assert found(mailbox, "kurt@logic") == ["One"]
    assert found(mailbox, "preview one") == ["One"]
    html = "<style>.hidden{}</style><!-- hidden --><p>com<b>pi</b>ler</p> &eacute;t&eacute;"
    file = Attachment(RemoteId("a"), AttachmentKind.FILE, "Q3-forecast.xlsx", "x/y", 1)
    mailbox.mail.save_body(number, Body(True, html), [file])
    assert found(mailbox, "ete compiler") == found(mailbox, "forecast.xls") == ["One"]
    assert found(mailbox, "hidden") == found(mailbox, "style") == []
    mailbox.mail.save_body(number, Body(False, "rewritten"))
    assert found(mailbox, "rewritten") == ["One"]
    assert found(mailbox, "forecast") == found(mailbox, "ete ") == []


def test_results_come_newest_first_page_by_page_and_within_a_place(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(n) for n in range(30)])
    mailbox.page([make.message(n) for n in range(30, 40)], folder=mailbox.archive)
    lines = mailbox.store.search.search_messages(parse("subject", NOW), limit=15)
    assert [line.subject for line in lines] == [f"Subject {n}" for n in range(39, 24, -1)]
    rest = found(mailbox, "subject", before=lines[-1].id)
    assert rest == [f"Subject {n}" for n in range(24, -1, -1)]
    assert len(found(mailbox, "subject", folder=mailbox.archive)) == 10
    other = make.mailbox(mailbox.store, "bob")
    other.page([make.message(n) for n in range(3)])
    assert len(found(mailbox, "subject")) == 43
    assert len(found(mailbox, "subject", account=other.account)) == 3
    assert found(mailbox, "subject", account=other.account, folder=mailbox.inbox) == []
    assert found(mailbox, f"f{mailbox.inbox}") == found(mailbox, f"a{other.account}") == []
    mailbox.page([make.message(5)], folder=mailbox.archive)
    assert len(found(mailbox, "subject", folder=mailbox.archive)) == 11


def test_a_beginning_with_more_words_than_can_be_listed_still_finds_all(
    mailbox: Any, make: Any
) -> None:
    count = MOST_TERMS * 2
    mailbox.page([make.message(n, subject=f"invoice{n:04}") for n in range(count)])
    assert len(found(mailbox, "invoice", limit=count)) == count
    assert found(mailbox, "invoice000") == [f"invoice{n:04}" for n in range(9, -1, -1)]


def test_a_change_of_words_is_a_change_of_what_is_found(mailbox: Any, make: Any) -> None:
    draft = make.message(1, subject="lion")
    mailbox.page([draft])
    mailbox.page([replace(draft, subject="tiger")])
    assert found(mailbox, "lion") == []
    assert found(mailbox, "tige") == ["tiger"]


def test_events_and_contacts_are_found_by_beginnings(mailbox: Any, make: Any) -> None:
    store, day = mailbox.store, make.first_day
    (calendar,) = store.calendar.save_calendars(
        mailbox.account, [Calendar(RemoteId("C"), "Calendar")], is_whole=True
    )
    span = Span(day, day + timedelta(hours=1))
    event = Event(RemoteId("e"), RemoteId("C"), EventKind.SINGLE, span, "Überblick", "Saal 東京")
    window = Window(day, day + timedelta(days=1))
    store.calendar.save_page(calendar.id, window, [event], [], "c", is_round_done=True)
    for words in ("uber", "saal überb", "東京", "京"):
        assert [one.subject for one in store.search.search_events(parse(words, NOW))] == [
            "Überblick"
        ], words
    assert store.search.search_events(parse("blick", NOW)) == []
    assert store.search.search_events(parse("%", NOW)) == []
    (folder,) = store.contacts.save_folders(
        mailbox.account, [ContactFolder(RemoteId("K"), "Contacts")], is_whole=True
    )
    contact = Contact(
        RemoteId("k"), RemoteId("K"), "Renée Ång", emails=(Person("", "r@x.example"),)
    )
    store.contacts.save_page(mailbox.account, folder.id, [contact], [], "c", is_round_done=True)
    for words in ("ren", "ang ren", "r@x.ex"):
        assert len(store.search.search_contacts(parse(words, NOW))) == 1, words
    assert store.search.search_contacts(parse("nee", NOW)) == []


def test_words_of_a_page_that_failed_are_found_by_their_beginnings_once_it_comes_again(
    mailbox: Any, make: Any
) -> None:
    twice = [make.message(1, subject="hippopotamus"), make.message(2, subject="rhinoceros")]
    broken = replace(twice[1], to=(Person(7, ""),))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        mailbox.page([twice[0], broken])
    mailbox.page(twice)
    assert found(mailbox, "hippo") == ["hippopotamus"]
    assert found(mailbox, "subject:hip") == ["hippopotamus"]
