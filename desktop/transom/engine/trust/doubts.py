"""What makes a reader look twice at a sender: names and addresses that are not whose they seem."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from transom.engine.entities.accounts import Person
from transom.engine.trust.domain_likeness import KnownDomains, LookAlike
from transom.engine.trust.domains import are_one_organisation, domain_of
from transom.engine.trust.likeness import skeleton

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:@]+@[^\s<>()\[\]\",;:@]+\.[^\s<>()\[\]\",;:@]+")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 6
_MOST_ADDRESSES = 20


class DoubtKind(StrEnum):
    """What is odd about a sender."""

    LOOK_ALIKE = "look_alike"
    NAME_IS_ADDRESS = "name_is_address"
    NAME_OF_ANOTHER = "name_of_another"
    ANSWERS_ELSEWHERE = "answers_elsewhere"
    FIRST_MAIL = "first_mail"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One odd thing: ``shown`` is what the mail says, ``known`` what one would expect instead."""

    kind: DoubtKind
    shown: str
    known: str = ""
    look_alike: LookAlike | None = None

    @property
    def is_grave(self) -> bool:
        """Whether somebody seems to pass for somebody else."""
        return self.kind not in (DoubtKind.ANSWERS_ELSEWHERE, DoubtKind.FIRST_MAIL)


class KnownPeople:
    """Whom a mailbox knows: its owners, their contacts, and those they have written to."""

    def __init__(self, people: Iterable[Person], owners: Iterable[Person]) -> None:
        owning = tuple(owners)
        known = (*owning, *people)
        self.addresses = {one.address.casefold() for one in known}
        self.domains = KnownDomains(
            {domain_of(one.address) for one in known},
            {domain_of(one.address) for one in owning},
        )
        self._by_name: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for one in known:
            addresses = self._by_name[_folded(one.name)]
            if one.address and len(addresses) < _MOST_ADDRESSES:
                addresses.append(one.address)

    def addresses_of(self, name: str) -> Sequence[str]:
        """Return the addresses of whoever bears a name, in whatever letters and order."""
        folded = _folded(name)
        is_name = len(folded) > 1 and sum(map(len, folded)) >= _SHORTEST_NAME
        return self._by_name.get(folded, ()) if is_name else ()


def doubts_of(
    sender: Person, reply_to: Sequence[Person], known: KnownPeople, *, is_list: bool = False
) -> tuple[Doubt, ...]:
    """Return what is odd about a sender, the gravest first; answers to a list go elsewhere."""
    found: list[Doubt] = []
    domain = domain_of(sender.address)
    look_alike = known.domains.look_alike(domain) if domain else None
    if look_alike is not None:
        kind = DoubtKind.LOOK_ALIKE
        found.append(Doubt(kind, look_alike.domain, look_alike.known, look_alike))
    named = _ADDRESS.search(sender.name)
    if named is not None and not are_one_organisation(domain_of(named[0]), domain):
        found.append(Doubt(DoubtKind.NAME_IS_ADDRESS, sender.address, named[0]))
    elif sender.address.casefold() not in known.addresses:
        addresses = known.addresses_of(sender.name)
        if addresses:
            found.append(Doubt(DoubtKind.NAME_OF_ANOTHER, sender.address, addresses[0]))
    elsewhere = [
        one.address
        for one in reply_to
        if domain_of(one.address) and not are_one_organisation(domain_of(one.address), domain)
    ]
    if elsewhere and not is_list:
        found.append(Doubt(DoubtKind.ANSWERS_ELSEWHERE, elsewhere[0]))
    return tuple(found)


def _folded(name: str) -> tuple[str, ...]:
    return tuple(sorted(skeleton(word) for word in _WORD.findall(name[:200])))
