"""Every operator over stored messages, alone and joined at random, against a plain reading."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import (
    Attachment,
    AttachmentKind,
    Body,
    Category,
    Importance,
    Message,
    MessageKind,
)
from transom.engine.search.parsing import parse
from transom.engine.search.query import (
    All,
    Either,
    InFolder,
    Mark,
    Marked,
    Node,
    Not,
    Query,
    Received,
    Sized,
    Where,
    Words,
)
from transom.engine.store.search import Scope
from transom.engine.store.search_terms import MOST_TERMS

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ANA, BOB, CY = (
    Person("Ana Lund", "ana@example.com"),
    Person("Bob Stone", "bob@example.com"),
    Person("Cy Röd", "cy@other.example"),
)


@dataclass(frozen=True)
class Stored:
    message: Message
    text: str
    file: str
    folder: str
    size: int


def letters(make: Any) -> list[Stored]:
    """Return thirty letters in which each thing is there in some and not in others."""
    words = ["annual report", "report annual", "budget plan", "été plan", "東京 report", "x"]
    found = []
    for n in range(30):
        message = make.message(
            n,
            subject=words[n % 6],
            preview=f"begins {n}",
            sender=(ANA, BOB, CY)[n % 3],
            to=(BOB, CY)[n % 2 : n % 2 + 1],
            cc=(ANA,) if n % 5 == 0 else (),
            bcc=(CY,) if n % 7 == 0 else (),
            received_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=8 * n),
            is_read=n % 4 > 0,
            is_flagged=n % 6 == 1,
            is_draft=n % 9 == 2,
            is_focused=n % 8 > 0,
            has_attachments=n % 3 == 0,
            importance=Importance.HIGH if n % 10 == 3 else Importance.NORMAL,
            kind=MessageKind.INVITATION if n % 11 == 4 else MessageKind.MAIL,
            categories=('Red "one"',) if n % 4 == 1 else (),
        )
        text = f"the annual{' big' * (n % 2)} report number{n} of budgets"
        file = f"plan-{n}.pdf" if n % 3 == 0 else ""
        folder = "inbox" if n % 2 else "archive"
        found.append(Stored(message, text, file, folder, 400_000 if n % 5 == 1 else 1_000))
    return found


@pytest.fixture(params=[0, MOST_TERMS], ids=["few words", "many words"])
def filled(request: Any, mailbox: Any, make: Any) -> tuple[Any, list[Stored]]:
    stored = letters(make)
    words = [f"{part}{n}" for part in ("an", "re", "bu") for n in range(request.param)]
    mailbox.page([make.message(99, subject=" ".join(words), sender=Person(" ".join(words), ""))])
    mailbox.page(removed=[99])  # what its words were is still known
    for folder in ("inbox", "archive"):
        some = [one for one in stored if one.folder == folder]
        target = getattr(mailbox, folder)
        mailbox.page([one.message for one in some], folder=target)
        for one in some:
            number = mailbox.mail.find_message(mailbox.account, one.message.remote_id)
            kind = AttachmentKind.FILE
            name, size = one.file or "logo", one.size
            files = [Attachment(RemoteId("a"), kind, name, "x/y", size, not one.file)]
            mailbox.mail.save_body(number, Body(True, f"<p>{one.text}</p>"), files)
    mailbox.mail.save_categories(mailbox.account, [Category('Red "one"', "preset0")])
    return mailbox, stored


def found(mailbox: Any, query: Query | str) -> set[str]:
    query = parse(query, NOW) if isinstance(query, str) else query
    lines = mailbox.store.search.search_messages(query)
    assert [line.id for line in lines] == sorted((line.id for line in lines), reverse=True)
    assert mailbox.store.search.count_messages(query) == len(lines)
    return {mailbox.mail.read_message(line.id).remote_id for line in lines}


# --- the plain reading ----------------------------------------------------------------------------


def people(some: Any) -> list[str]:
    return [part for one in some for part in (one.name, one.address)]


def texts(one: Stored, where: Where) -> list[str]:
    message = one.message
    places = {
        Where.SUBJECT: [message.subject],
        Where.SENDER: people([message.sender]),
        Where.TO: people(message.to),
        Where.CC: people(message.cc),
        Where.BCC: people(message.bcc),
        Where.BODY: [one.text],
        Where.FILES: [one.file or "logo"],
    }
    places[Where.PEOPLE] = places[Where.SENDER] + places[Where.TO] + places[Where.CC]
    places[Where.PEOPLE] += places[Where.BCC]
    if where is Where.ANYWHERE:
        return [text for some in places.values() for text in some]
    return places[where]


def holds(node: Node, one: Stored) -> bool:
    message = one.message
    match node:
        case All(parts):
            return all(holds(part, one) for part in parts)
        case Either(parts):
            return any(holds(part, one) for part in parts)
        case Not(part):
            return not holds(part, one)
        case Words(text, where, is_phrase, is_beginning):
            return says(texts(one, where), text, is_phrase, is_beginning)
        case Received(since, until):
            at = message.received_at
            return (since is None or at >= since) and (until is None or at < until)
        case Sized(at_least, at_most):
            return one.size > (at_least or 0) if at_most is None else one.size < at_most
        case InFolder(name):
            return one.folder == name
        case Marked(mark):
            return {
                Mark.ATTACHMENT: message.has_attachments,
                Mark.CATEGORY: bool(message.categories),
                Mark.UNREAD: not message.is_read,
                Mark.FLAGGED: message.is_flagged,
                Mark.DRAFT: message.is_draft,
                Mark.IMPORTANT: message.importance is Importance.HIGH,
                Mark.FOCUSED: message.is_focused,
                Mark.MEETING: message.kind is not MessageKind.MAIL,
            }[mark]
    raise AssertionError(node)


def says(some: list[str], text: str, is_phrase: bool, is_beginning: bool) -> bool:
    lists = [split(one) for one in some]
    wanted = split(text)

    def is_word(word: str, last: bool) -> Any:
        return lambda one: one.startswith(word) if last and is_beginning else one == word

    tests = [is_word(word, at == len(wanted)) for at, word in enumerate(wanted, 1)]
    if not is_phrase:
        return all(any(test(word) for words in lists for word in words) for test in tests)
    return any(
        all(test(word) for test, word in zip(tests, words[at:], strict=False))
        for words in lists
        for at in range(len(words) - len(tests) + 1)
    )


def split(text: str) -> list[str]:
    plain = text.lower().replace("é", "e").replace("ö", "o")
    return "".join(one if one.isalnum() else " " for one in plain).split()


# --- the tests ------------------------------------------------------------------------------------

LEAVES = st.one_of(
    st.builds(
        Words,
        st.sampled_from(
            ["report", "annual", "plan", "budg", "budget", "ete", "ana", "an", "re", "bu", "zebra"]
        ),
        st.sampled_from(Where),
        st.just(False),
        st.booleans(),
    ),
    st.builds(
        Words,
        st.sampled_from(
            ["annual report", "report annual", "ana lund", "budget pl", "annual re", "report"]
        ),
        st.sampled_from(Where),
        st.just(True),
        st.booleans(),
    ),
    st.sampled_from(Mark).map(Marked),
    st.sampled_from(["inbox", "archive"]).map(InFolder),
    st.sampled_from([5_000, 300_000]).map(lambda size: Sized(at_least=size)),
    st.sampled_from([5_000, 300_000]).map(lambda size: Sized(at_most=size)),
    st.integers(0, 10).map(lambda day: Received(until=datetime(2026, 3, 1 + day, tzinfo=UTC))),
    st.integers(0, 10).map(lambda day: Received(since=datetime(2026, 3, 1 + day, tzinfo=UTC))),
)
NODES: st.SearchStrategy[Node] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)


@settings(
    max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(node=NODES)
def test_any_search_finds_what_a_plain_reading_finds(filled: Any, node: Node) -> None:
    mailbox, stored = filled
    assert found(mailbox, Query(node)) == {
        one.message.remote_id for one in stored if holds(node, one)
    }


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("from:ana is:unread", {0, 12, 24}),
        ("to:stone from:cy", {2, 8, 14, 20, 26}),
        ("cc:ana -from:ana", {5, 10, 20, 25}),
        ('subject:"annual report" ', {0, 6, 12, 18, 24}),
        ("東京", {4, 10, 16, 22, 28}),
        ("subject:ÉTÉ has:attachment ", {3, 9, 15, 21, 27}),
        ("category:red is:flagged", {1, 13, 25}),
        ("in:archive is:draft", {2, 20}),
        ("larger:300k is:important", set()),
        ("attachment:plan-3 ", {3}),
        ('body:"annual big rep', set(range(1, 30, 2))),
        ("on:2026-03-02 ", {3, 4, 5}),
        ("number7 OR number9 ", {7, 9}),
        ("(number7 OR is:draft) -in:archive ", {7, 11, 29}),
    ],
)
def test_operators_as_typed(filled: Any, text: str, numbers: set[int]) -> None:
    assert found(filled[0], text) == {f"m/{n}+=" for n in numbers}


def test_an_unknown_folder_or_category_is_left_out_and_told(filled: Any) -> None:
    mailbox, _ = filled
    assert len(found(mailbox, "number7 in:nowhere ")) == 1
    told = mailbox.store.search.ignored_names(parse("in:nowhere category:blue in:inb", NOW))
    assert [one.text for one in told] == ["in:nowhere", "category:blue"]


def test_a_search_within_an_account_and_one_that_is_broken_off(filled: Any) -> None:
    mailbox, _ = filled
    search = mailbox.store.search
    scope = Scope(account=mailbox.account, folder=mailbox.inbox)
    assert len(search.search_messages(parse("is:unread", NOW), scope=scope)) == 0
    assert len(search.search_messages(parse("is:flagged", NOW), scope=scope)) == 5


def test_snippets_show_the_words_where_they_stand(filled: Any) -> None:
    mailbox, _ = filled
    long = mailbox.mail.find_message(mailbox.account, RemoteId("m/7+="))
    text = "<p>" + "filler " * 100 + "the <b>Zéb</b>ra of the day " + "more " * 100 + "</p>"
    mailbox.mail.save_body(long, Body(True, text))
    snippets = mailbox.store.search.snippets(parse("zebra", NOW), [long])
    assert "the Zébra of the day" in snippets[long]
    assert snippets[long].startswith("…filler")
    assert mailbox.store.search.snippets(parse("giraffe", NOW), [long]) == {}


def test_the_index_is_written_anew_a_piece_at_a_time(filled: Any, monkeypatch: Any) -> None:
    mailbox, _ = filled
    reindexer = mailbox.store.reindexer
    monkeypatch.setattr("transom.engine.store.reindexing.AT_ONCE", 8)
    before = found(mailbox, "report ")
    reindexer.begin()
    assert not reindexer.is_complete()
    assert found(mailbox, "report ") == set()
    assert reindexer.go_on()
    newest = {f"m/{n}+=" for n in range(22, 30)}
    assert found(mailbox, "report ") == before & newest
    while reindexer.go_on():
        pass
    assert reindexer.is_complete()
    assert found(mailbox, "report ") == before
