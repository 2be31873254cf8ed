"""The folders of all accounts as a tree: favourites, a section for each account, kept searches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from transom.engine.entities.accounts import Account, AccountId, RemoteId
from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, UNREAD, Fold, Folder, FolderId
from transom.engine.entities.search import SavedSearch

Identity: TypeAlias = tuple[str, int]
"""A section's or a row's place in the tree, the same after every reading."""

ORDER = ("inbox", "drafts", "sentitems", "archive", "deleteditems", "junkemail", "outbox")
SEARCH = "kept search"
"""Stands where a folder has its well-known name."""
FIRST_SEARCH = 1 << 40
"""The ids of kept searches are counted from here, far above any folder's."""
_VIEWS = {ALL_INBOXES: "all inboxes", UNREAD: "unread", FLAGGED: "flagged"}
_USUAL = ("inbox", UNREAD, FLAGGED, "drafts", "sentitems")
_USUAL_OF_SEVERAL = (ALL_INBOXES, UNREAD, FLAGGED)


@dataclass(slots=True)
class Node:
    """A row: a section, which has a title, or a folder, a view or a kept search."""

    identity: Identity
    fold: Fold
    folder: Folder | None = None
    title: str = ""
    account: Account | None = None
    row: int = 0
    parent: "Node | None" = None
    children: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stock:
    """What a tree is made of; ``favourites`` is None until somebody chose."""

    accounts: Sequence[Account] = ()
    folders: Sequence[Folder] = ()
    favourites: Sequence[FolderId] | None = None
    searches: Sequence[SavedSearch] = ()
    view_counts: Mapping[FolderId, int] = field(default_factory=dict)
    shows_hidden: bool = False

    @property
    def is_several(self) -> bool:
        """Whether there are several accounts to tell apart."""
        return len(self.accounts) > 1

    def chosen_favourites(self) -> list[FolderId]:
        """Return the favourites that are chosen, or those that everybody begins with."""
        if self.favourites is not None:
            return list(self.favourites)
        if self.is_several:
            return list(_USUAL_OF_SEVERAL)
        known = {one.well_known: one.id for one in self.folders if one.well_known}
        wanted = (known.get(one) if isinstance(one, str) else one for one in _USUAL)
        return [one for one in wanted if one is not None] if known else []


def tree_of(stock: Stock) -> list[Node]:
    """Return the sections in their order; one that would be empty is left out.

    Of a single account a top folder that is a favourite moves up with all that is in it; whatever
    else is a favourite stands in its own place as well.
    """
    shown = [one for one in stock.folders if stock.shows_hidden or not one.is_hidden]
    trees = {account.id: _folder_nodes(account, shown) for account in stock.accounts}
    favourites = _favourites(stock, trees)
    sections = [_section(("favourites", 0), "Favourites", favourites)]
    for account in sorted(stock.accounts, key=lambda one: (not one.is_own, one.id)):
        title = _title_of(account, stock.accounts) if stock.is_several else "Folders"
        section = _section(("account", account.id), title, trees[account.id])
        section.account = account
        sections.append(section)
    found = [_search_node(one) for one in stock.searches]
    sections.append(_section(("searches", 0), "Searches", found))
    whole = [one for one in sections if one.children or (stock.is_several and _is_own(one))]
    for row, section in enumerate(whole):
        section.row = row
    return whole


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes and all below them, as they stand on the screen."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def shape_of(nodes: Sequence[Node]) -> list[Any]:
    """Return all that a change of needs another tree."""
    return [
        (
            node.identity,
            node.title,
            node.account and (node.account.id, node.account.color),
            shape_of(node.children),
        )
        for node in nodes
    ]


def path_of(node: Node) -> list[Node]:
    """Return the folders a row lies in and the row itself, outermost first."""
    path: list[Node] = []
    walker: Node | None = node
    while walker is not None and walker.folder is not None:
        path.insert(0, walker)
        walker = walker.parent
    return path


def _favourites(stock: Stock, trees: dict[AccountId, list[Node]]) -> list[Node]:
    found = []
    accounts = {account.id: account for account in stock.accounts}
    nodes = {node.folder.id: node for tree in trees.values() for node in walk(tree) if node.folder}
    for number in stock.chosen_favourites():
        if number in _VIEWS:
            found.append(_view_node(number, stock.view_counts.get(number, 0)))
        elif (node := nodes.get(number)) is not None and node.folder is not None:
            owner = accounts[node.folder.account]
            if not stock.is_several and node.parent is None:
                trees[owner.id].remove(node)
                found.append(node)
            else:
                copy = Node(("favourite", number), node.fold, node.folder)
                copy.account = owner if stock.is_several else None
                found.append(copy)
    return found


def _section(identity: Identity, title: str, children: list[Node]) -> Node:
    section = Node(identity, Fold(*identity), title=title, children=children)
    for row, node in enumerate(children):
        node.row, node.parent = row, section
    return section


def _view_node(view: FolderId, count: int) -> Node:
    known = _VIEWS[view]
    folder = Folder(RemoteId(known), RemoteId(""), known, known, count, id=view)
    return Node(("view", view), Fold("view", view), folder)


def _search_node(search: SavedSearch) -> Node:
    number = FolderId(FIRST_SEARCH + search.id)
    remote_id = RemoteId(f"{SEARCH} {search.id}")
    folder = Folder(remote_id, RemoteId(""), search.name, SEARCH, id=number)
    return Node(("search", number), Fold("search", number), folder)


def _folder_nodes(account: Account, folders: Sequence[Folder]) -> list[Node]:
    own = [one for one in folders if one.account == account.id]
    nodes = {one.remote_id: Node(("folder", one.id), Fold("folder", one.id), one) for one in own}
    top: list[Node] = []
    for folder in own:
        node, parent = nodes[folder.remote_id], nodes.get(folder.parent_remote_id)
        if parent is None or _is_below(parent, node, nodes):
            top.append(node)
        else:
            node.parent = parent
            parent.children.append(node)
    for siblings in [top, *(node.children for node in nodes.values())]:
        siblings.sort(key=_rank)
        for row, node in enumerate(siblings):
            node.row = row
    return top


def _is_below(node: Node, other: Node, nodes: dict[RemoteId, Node]) -> bool:
    """Whether ``node`` lies in ``other``: a server's tree with a loop would never end."""
    seen = 0
    walker: Node | None = node
    while walker is not None and seen <= len(nodes):
        if walker is other:
            return True
        walker = nodes.get(walker.folder.parent_remote_id) if walker.folder else None
        seen += 1
    return walker is not None


def _rank(node: Node) -> tuple[int, bool, str]:
    folder = node.folder or Folder(RemoteId(""), RemoteId(""), "")
    known = folder.well_known
    place = ORDER.index(known) if known in ORDER else len(ORDER)
    return place, folder.is_hidden, folder.name.casefold()


def _is_own(section: Node) -> bool:
    """Of somebody else's mailbox there may be no mail at all to see."""
    return section.account is not None and section.account.is_own


def _title_of(account: Account, accounts: Sequence[Account]) -> str:
    name = account.name or account.username
    is_shared_name = sum(one.name == account.name for one in accounts) > 1
    return account.username if is_shared_name else name
