"""Pages with odd items, broken characters and links in circles."""

import pytest

from transom.engine.errors import NonsenseError
from transom.engine.graph.decoding import Item, Page, decode, page_from_json, pages_to_end


class Thing(Item, rename="camel"):
    name: str | None = None
    size: int | None = None


def names(body: str | bytes, asked: str | None = None) -> Page[str]:
    content = body if isinstance(body, bytes) else body.encode()
    return page_from_json(content, Thing, lambda thing: thing.name or "", asked)


def test_one_odd_item_is_counted_and_the_rest_is_kept() -> None:
    page = names('{"value": [{"id":"1","name":"a"}, {"id":"2","name":{}}, 7, {"id":"3"}, {}]}')
    assert page.items == ["a", ""]
    assert page.odd == 3
    assert page.odd_ids == ("2",)


def test_the_last_of_several_items_with_one_id_counts() -> None:
    page = names(
        '{"value": [{"id":"1","name":"old"}, {"id":"2","name":"b"}, {"id":"1","name":"new"},'
        ' {"id":"2","@removed":{"reason":"deleted"}}, {"id":"3","@removed":{"reason":"changed"}},'
        ' {"id":"3","name":"back"}]}'
    )
    assert page.items == ["new", "back"]
    assert page.removed == ["2"]


def test_unknown_fields_and_nulls_are_let_pass() -> None:
    page = names('{"@odata.context":"x","value":[{"id":"1","name":null,"new":[{}]}],"more":1}')
    assert page.items == [""]
    assert page.odd == 0


def test_links_become_cursors() -> None:
    page = names('{"value":[],"@odata.nextLink":"https://g/n"}')
    assert (page.next_cursor, page.delta_cursor) == ("https://g/n", "")
    page = names('{"value":[],"@odata.deltaLink":"https://g/d"}')
    assert (page.next_cursor, page.delta_cursor) == ("", "https://g/d")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (rb'{"value":[{"id":"1","name":"a\ud83d b"}]}', "a\ufffd b"),
        (rb'{"value":[{"id":"1","name":"\ude00a"}]}', "\ufffda"),
        (rb'{"value":[{"id":"1","name":"\ud83d\ude00"}]}', "\U0001f600"),
        (b'{"value":[{"id":"1","name":"a\xff"}]}', "a\ufffd"),
        (b'\xef\xbb\xbf{"value":[{"id":"1","name":"a"}]}', "a"),
    ],
)
def test_broken_characters_are_mended_rather_than_losing_the_item(body: bytes, name: str) -> None:
    page = names(body)
    assert page.items == [name]
    assert page.items[0].encode()


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "<html/>", '{"value":{}}', '{"value":[', '{"no":1}', "[" * 100_000],
)
def test_what_is_no_page_is_nonsense(body: str) -> None:
    with pytest.raises(NonsenseError):
        names(body)


def test_numbers_and_truths_in_quotes_are_read() -> None:
    assert decode(b'{"id":"1","size":"12"}', Thing).size == 12


def test_a_page_that_leads_to_itself_is_nonsense() -> None:
    with pytest.raises(NonsenseError):
        names('{"value":[],"@odata.nextLink":"https://g/n"}', asked="https://g/n")


def test_a_list_that_goes_in_circles_ends() -> None:
    asked: list[str | None] = []

    def fetch(cursor: str | None) -> Page[str]:
        asked.append(cursor)
        return Page(["x"], next_cursor="b" if cursor == "a" else "a")

    with pytest.raises(NonsenseError):
        list(pages_to_end(fetch))
    assert asked == [None, "a", "b"]
