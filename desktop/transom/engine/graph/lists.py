"""Lists that come in pages: one page, or all of them."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from transom.engine.errors import NonsenseError
from transom.engine.graph.addresses import Address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import Item, Page, page_from_json, pages_to_end

T = TypeVar("T")
ItemT = TypeVar("ItemT", bound=Item)


def fetch_page(
    client: GraphClient,
    target: Address | str,
    item_type: type[ItemT],
    convert: Callable[[ItemT], T],
    template: str = "",
    prefer: Sequence[str] = (),
) -> Page[T]:
    """Return one page; a link is followed with the same wishes as the first call.

    A page that leads to another host is refused: its link must not be kept.
    """
    answer = client.get(target, prefer=prefer, template=template)
    asked = target if isinstance(target, str) else None

    def courteous(item: ItemT) -> T:
        client.courtesy.give_way()
        return convert(item)

    page = page_from_json(answer.body, item_type, courteous, asked)
    for link in (page.next_cursor, page.delta_cursor):
        if link and not client.may_follow(link):
            raise NonsenseError("The server's list goes on at another host.")
    return page


def fetch_list(
    client: GraphClient,
    target: Address | str,
    item_type: type[ItemT],
    convert: Callable[[ItemT], T],
    template: str = "",
    prefer: Sequence[str] = (),
) -> list[T]:
    """Return a whole list, however many pages it has."""
    name = target.template if isinstance(target, Address) else template

    def fetch(cursor: str | None) -> Page[T]:
        return fetch_page(client, cursor or target, item_type, convert, name, prefer)

    return [thing for page in pages_to_end(fetch) for thing in page.items]
