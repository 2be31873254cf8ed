"""Pages of a collection: which items, how many, what comes next, and which properties."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import bad_request
from transom.demo.graph.filters import (
    EXTENDED,
    Kinds,
    Read,
    follow,
    parse_filter,
    parse_order,
)

T = TypeVar("T")
V = TypeVar("V")
Fields = Mapping[str, Callable[[V], object]]

DEFAULT_TOP = 10
MAX_TOP = 1000


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """What can be asked of a collection that is small enough to be looked at whole."""

    kinds: Kinds
    read: Callable[[Call, T], Read]
    is_searched: bool = False

    def narrowed(self, call: Call, items: Sequence[T]) -> Sequence[T]:
        """Return the items that fit the filter, in the order asked for."""
        options = call.options
        if options.text("search") and not self.is_searched:
            raise bad_request("The query parameter '$search' is not supported here.")
        text, order = options.given.get("filter"), options.given.get("orderby")
        if EXTENDED.match(text or ""):
            return []
        if text is not None:
            test = parse_filter(text, self.kinds).test
            items = [item for item in items if test(self.read(call, item))]
        for name, is_down in reversed(parse_order(order, self.kinds)):
            items = sorted(
                items,
                key=lambda item, name=name: sortable(self.read(call, item)(name)),  # type: ignore[misc]
                reverse=is_down,
            )
        return items


def sortable(value: object) -> tuple[int, str]:
    """Return a key for values of one kind, none of them among them."""
    if isinstance(value, int):
        return (value, "")
    return (0, "" if value is None else str(value).lower())


def fields_reader(fields: Fields[V], view: V) -> Read:
    """Return a reader of properties by path."""

    def read(path: str) -> object:
        name, _, rest = path.partition("/")
        return follow(fields[name](view), rest)

    return read


def json_shelf(**kinds: Any) -> Shelf[Any]:
    """Return the shelf of items that are their own JSON."""
    return Shelf(kinds, lambda _call, item: lambda path: follow(item, path))


BARE: Shelf[Any] = json_shelf()


def page(
    call: Call,
    items: Sequence[T],
    show: Callable[[T], object],
    context: str,
    default_top: int = DEFAULT_TOP,
    shelf: Shelf[T] | None = BARE,
) -> Reply:
    """Answer one page of ``items`` with a link to the next; without a shelf they are narrowed."""
    if shelf is not None:
        items = shelf.narrowed(call, items)
    top, skip = page_size(call, default_top), call.options.number("skip") or 0
    answer: Json = {"@odata.context": call.context(context)}
    if call.options.is_true("count"):
        answer["@odata.count"] = len(items)
    answer["value"] = [show(item) for item in items[skip : skip + top]]
    if skip + top < len(items) and top:
        kept = {name: text for name, text in call.options.given.items() if name != "skip"}
        answer["@odata.nextLink"] = next_link(call, kept, skip + top)
    return json_reply(answer)


def next_link(call: Call, options: dict[str, str], skip: int) -> str:
    # These three are parameters of calendarView and mailFolders, not OData's, and bear no dollar.
    bare = {"startdatetime": "startDateTime", "enddatetime": "endDateTime",
            "includehiddenfolders": "includeHiddenFolders"}  # fmt: skip
    link = call.link(**{name: text for name, text in options.items() if name not in bare})
    for name, spelled in bare.items():
        if name in options:
            link += (
                "&" * (not link.endswith("?")) + f"{spelled}={options[name].replace('+', '%2B')}"
            )
    return link + "&" * (not link.endswith("?")) + f"$skip={skip}"


def page_size(call: Call, default: int = DEFAULT_TOP) -> int:
    top = call.options.number("top")
    if top is not None and top > MAX_TOP:
        raise bad_request(f"The limit of '{MAX_TOP}' for Top query has been exceeded.")
    if top is not None:
        return top if call.prefer.page_size is None else min(top, call.prefer.page_size)
    return call.prefer.page_size or default


def chosen(call: Call, fields: Fields[V], defaults: Sequence[str]) -> list[str]:
    """Return the properties to show: those selected, or the usual ones."""
    return known_names(call.options.names("select"), fields, defaults)


def known_names(wanted: list[str] | None, fields: Fields[V], defaults: Sequence[str]) -> list[str]:
    if wanted is None or not wanted or "*" in wanted:
        return list(defaults)
    spelled = {name.lower(): name for name in fields}
    found = []
    for name in wanted:
        plain = name.lower().removeprefix("microsoft.graph.fileattachment/").split("/")[0]
        if plain not in spelled and plain != "id":
            raise bad_request(
                f"Could not find a property named '{name}'.", "RequestBroker--ParseUri"
            )
        if plain in spelled:
            found.append(spelled[plain])
    return found


def pick(fields: Fields[V], names: Sequence[str], view: V) -> Json:
    return {name: fields[name](view) for name in names}
