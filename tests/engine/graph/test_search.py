"""A search in the server's language, and what the demo tenant answers to it."""

from datetime import UTC, datetime

import pytest

from transom.engine.graph.client import GraphClient
from transom.engine.graph.search import SearchApi, kql_from
from transom.engine.search.parsing import parse

NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "kql"),
    [
        ("budget spr", "budget AND spr*"),
        ("from:ana to:bo ", "from:ana AND to:bo"),
        ('subject:"annual report" ', 'subject:\\"annual report\\"'),
        ("a OR b c ", "a OR (b AND c)"),
        ("budget -draft ", "budget AND NOT draft"),
        ("plan has:attachment ", "plan AND hasAttachments:true"),
        ("plan on:2024 ", "plan AND received>=2024-01-01 AND received<=2025-01-01"),
        ("plan is:unread in:inbox ", "plan"),
        ('a"b\\c(d:) ', 'a AND \\"b c d\\"'),
        ("is:unread", ""),
        ("is:unread OR plan ", ""),
    ],
)
def test_a_search_is_written_as_the_server_reads_it(text: str, kql: str) -> None:
    root = parse(text, NOW).root
    assert root is not None
    assert kql_from(root) == kql


def test_the_server_finds_words_and_says_where_it_stops(graph: GraphClient) -> None:
    api = SearchApi(graph)
    messages, is_capped = api.search_messages("from:ines AND wind*")
    assert messages
    assert {one.sender.name for one in messages} == {"Ines Navarro"}
    assert not is_capped
    assert api.search_messages("zeppelin") == ([], False)
