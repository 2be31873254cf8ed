"""What the search field understands, and that no text is too odd for it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.search.operators import NAMES
from transom.engine.search.parsing import parse
from transom.engine.search.query import (
    All,
    Categorised,
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

NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)


def root(text: str) -> Node | None:
    return parse(text, NOW).root


def reasons(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.reason.split(";")[0]) for one in parse(text, NOW).ignored]


def received(since: str = "", until: str = "") -> Received:
    ends = [datetime.fromisoformat(f"{day}T00:00+00:00") if day else None for day in (since, until)]
    return Received(*ends)


def test_words_stand_side_by_side_and_the_last_may_be_half_typed() -> None:
    assert root("budget spr") == All((Words("budget"), Words("spr", is_beginning=True)))
    assert root("budget ") == Words("budget")
    assert root("bud* ") == Words("bud", is_beginning=True)
    assert root('"annual report" ') == Words("annual report", is_phrase=True)
    assert root('"annual rep') == Words("annual rep", is_phrase=True, is_beginning=True)
    assert root("“annual report” ") == root('"annual report" ')


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("from:ana ", Words("ana", Where.SENDER)),
        ('TO:"Ana Lund" ', Words("Ana Lund", Where.TO, is_phrase=True)),
        ("cc: ana ", Words("ana", Where.CC)),
        ("subject:plan ", Words("plan", Where.SUBJECT)),
        ("body:plan ", Words("plan", Where.BODY)),
        ("attachment:pdf ", Words("pdf", Where.FILES)),
        ("filename:pdf ", Words("pdf", Where.FILES)),
        ("has:attachment", Marked(Mark.ATTACHMENT)),
        ("hasattachments:no", Not(Marked(Mark.ATTACHMENT))),
        ("is:unread", Marked(Mark.UNREAD)),
        ("is:read", Not(Marked(Mark.UNREAD))),
        ("isread:no", Marked(Mark.UNREAD)),
        ("is:flagged", Marked(Mark.FLAGGED)),
        ("in:inbox", InFolder("inbox")),
        ('in:"Project X"', InFolder("Project X")),
        ('category:"Red one"', Categorised("Red one")),
        ("larger:5MB", Sized(at_least=5 << 20)),
        ("larger:5", Sized(at_least=5 << 20)),
        ("smaller:100k", Sized(at_most=100 << 10)),
        ("size:>1.5MB", Sized(at_least=3 << 19)),
        ("before:2024", received(until="2024-01-01")),
        ("after:2024", received(since="2025-01-01")),
        ("since:2024-05", received(since="2024-05-01")),
        ("until:2024-05", received(until="2024-06-01")),
        ("on:yesterday", received("2026-11-22", "2026-11-23")),
        ("on:last week", received("2026-11-16", "2026-11-23")),
        ('on:"last week"', received("2026-11-16", "2026-11-23")),
        ("received:>=2024-02-03", received(since="2024-02-03")),
        ("on:2024..2025", received("2024-01-01", "2026-01-01")),
    ],
)
def test_an_operator_is_what_it_says(text: str, wanted: Node) -> None:
    assert root(text) == wanted
    assert not reasons(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a OR b ", Either((Words("a"), Words("b")))),
        ("a b OR c ", Either((All((Words("a"), Words("b"))), Words("c")))),
        ("a AND (b OR c) ", All((Words("a"), Either((Words("b"), Words("c")))))),
        ("a NOT b ", All((Words("a"), Not(Words("b"))))),
        ("-a ", Not(Words("a"))),
        ('-"a b" ', Not(Words("a b", is_phrase=True))),
        ("-from:a ", Not(Words("a", Where.SENDER))),
        (
            "from:(a OR b) ",
            Either((Words("a", Where.SENDER), Words("b", Where.SENDER))),
        ),
        ("e-mail ", Words("e-mail")),
        ("or and not ", All((Words("or"), Words("and"), Words("not")))),
        ("12:30 http://a/b ", All((Words("12:30"), Words("http://a/b")))),
        ("before:last week budget ", All((received(until="2026-11-16"), Words("budget")))),
    ],
)
def test_wishes_are_joined_as_outlook_joins_them(text: str, wanted: Node) -> None:
    assert root(text) == wanted
    assert not reasons(text)


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        ("is:bogus budget ", Words("budget"), [("is:bogus", "is not known")]),
        ("before:soonish x ", Words("x"), [("before:soonish", "is no day")]),
        ("larger:lots x ", Words("x"), [("larger:lots", "is no size")]),
        ("before:soonish ", Words("soonish"), [("before:soonish", "is no day")]),
        ("a) b ", All((Words("a"), Words("b"))), [(")", "closes no bracket")]),
        ("OR a ", Words("a"), [("OR", "joins nothing")]),
        ("from: subject:a ", Words("a", Where.SUBJECT), [("from:", "needs something behind it")]),
        ("form:ana ", Words("form:ana"), [("form:", "is no operator, from: is")]),
    ],
)
def test_what_makes_no_sense_is_left_out_and_told(text: str, wanted: Node, told: Any) -> None:
    assert root(text) == wanted
    assert reasons(text) == told


@pytest.mark.parametrize(
    "text", ["a OR", "a AND", "a -", "a (", "from:", "is:unr", "before:20", '"']
)
def test_nothing_is_told_of_what_is_still_being_typed(text: str) -> None:
    assert not reasons(text)


PIECES = st.one_of(
    st.sampled_from(
        ["(", ")", '"', "-", "AND", "OR", "NOT", "*", " ", ":", "日本", "é", "..", "last", "week"]
    ),
    st.sampled_from(sorted(NAMES)).map(lambda name: f"{name}:"),
    st.text(max_size=4),
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_text_is_understood_somehow(text: str) -> None:
    query = parse(text, NOW)
    for one in query.ignored:
        assert one.text
        assert one.reason
    said = " ".join(text.replace("：", ":").split())
    for words in query.wanted_words():
        assert all(word in said for word in words.text.split())


def node_text(node: Node) -> str:
    match node:
        case Words(text, where, is_phrase, is_beginning):
            name = "" if where is Where.ANYWHERE else f"{_NAME[where]}:"
            star = "*" if is_beginning else ""
            return f'{name}"{text}"{star}' if is_phrase else f"{name}{text}{star}"
        case All(parts):
            return "(" + " ".join(map(node_text, parts)) + ")"
        case Either(parts):
            return "(" + " OR ".join(map(node_text, parts)) + ")"
        case Not(part):
            return f"-{node_text(part)}"
    raise AssertionError(node)


_NAME = {
    Where.SENDER: "from",
    Where.TO: "to",
    Where.CC: "cc",
    Where.BCC: "bcc",
    Where.PEOPLE: "people",
    Where.SUBJECT: "subject",
    Where.BODY: "body",
    Where.FILES: "attachment",
}
WORDS = st.builds(
    Words,
    st.sampled_from(["budget", "x", "東京", "été", "a.b@c"]),
    st.sampled_from(Where),
    st.just(False),
    st.booleans(),
) | st.builds(
    Words,
    st.sampled_from(["two words", "one"]),
    st.sampled_from(Where),
    st.just(True),
    st.booleans(),
)


def joined(kind: type[All] | type[Either]) -> Any:
    def join(parts: list[Node]) -> Node:
        flat = [
            leaf for part in parts for leaf in (part.parts if isinstance(part, kind) else [part])
        ]
        return kind(tuple(flat))

    return join


NODES: st.SearchStrategy[Node] = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(joined(All)),
        st.lists(inner, min_size=2, max_size=3).map(joined(Either)),
        inner.filter(lambda node: not isinstance(node, Not)).map(Not),
    ),
    max_leaves=8,
)


@given(NODES)
def test_what_is_written_out_is_read_back(node: Node) -> None:
    assert parse(node_text(node) + " ", NOW) == Query(node)


def test_a_search_without_end_is_cut_and_says_so() -> None:
    assert reasons("word " * 1000)[-1][0] == "…"
    deep = parse("(" * 500 + "a", NOW)
    assert any("brackets" in one.reason for one in deep.ignored)
