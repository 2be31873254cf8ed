"""Domains that look like one that is known and are another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from transom.engine.trust.domains import ascii_domain, organisation_of, written_domain
from transom.engine.trust.likeness import is_one_slip, near_keys, skeleton

_SHORTEST = 5
"""Shorter names are one letter from half the others."""
_FAMOUS = frozenset((
    "microsoft.com", "outlook.com", "office.com", "office365.com", "live.com", "hotmail.com",
    "sharepoint.com", "google.com", "gmail.com", "apple.com", "icloud.com", "amazon.com",
    "paypal.com", "facebook.com", "linkedin.com", "docusign.com", "docusign.net", "dropbox.com",
    "adobe.com", "dhl.com", "fedex.com", "netflix.com", "github.com", "yahoo.com",
))  # fmt: skip
_NEIGHBOURS = frozenset(("ymail.com", "email.com", "mail.com", "gmx.com", "fmail.com", "amazon.co"))
"""Well-known for themselves, however near to another."""


class Likeness(StrEnum):
    """In which way a domain looks like another."""

    SAME_LOOK = "same_look"
    ONE_LETTER = "one_letter"
    OTHER_ENDING = "other_ending"
    CONTAINED = "contained"


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A domain, and the known one it could be taken for."""

    kind: Likeness
    domain: str
    known: str


class KnownDomains:
    """Domains of those one has to do with, ready to be compared; ``own`` are one's own."""

    def __init__(self, domains: Iterable[str], own: Iterable[str] = ()) -> None:
        owned = {organisation_of(ascii_domain(one)) for one in own} - {""}
        known = {organisation_of(ascii_domain(one)) for one in domains} - {""}
        self._known = known | owned
        self._own = owned - _FAMOUS
        self._by_look: dict[str, str] = {}
        self._near: defaultdict[str, set[str]] = defaultdict(set)
        for one in sorted({*_FAMOUS, *self._known}):
            self._by_look[skeleton(written_domain(one))] = one
            for key in near_keys(_name(one)):
                self._near[key].add(one)

    def knows(self, domain: str) -> bool:
        """Whether a domain is one of these."""
        return organisation_of(ascii_domain(domain)) in self._known

    def look_alike(self, domain: str) -> LookAlike | None:
        """Return what a domain could be taken for, if it is not known itself."""
        host = ascii_domain(domain)
        organisation = organisation_of(host)
        is_itself = organisation in self._known or organisation in _FAMOUS
        if not organisation or is_itself or organisation in _NEIGHBOURS:
            return None
        known = self._by_look.get(skeleton(written_domain(organisation)))
        if known is not None and known != organisation:
            return LookAlike(Likeness.SAME_LOOK, host, known)
        return self._near_miss(host, organisation) or self._borrowed(host, organisation)

    def _near_miss(self, host: str, organisation: str) -> LookAlike | None:
        name = _name(organisation)
        if len(name) < _SHORTEST:
            return None
        near = sorted({one for key in near_keys(name) for one in self._near.get(key, ())})
        for one in near:
            same_ending = one.removeprefix(_name(one)) == organisation.removeprefix(name)
            if same_ending and is_one_slip(_name(one), name):
                return LookAlike(Likeness.ONE_LETTER, host, one)
            if one in self._own and _name(one) == name:
                return LookAlike(Likeness.OTHER_ENDING, host, one)
        return None

    def _borrowed(self, host: str, organisation: str) -> LookAlike | None:
        """Find a known domain's name within a foreign one: ``contoso.com.verify.example``."""
        for known in sorted(self._known):
            if f".{known}." in f".{host}":
                return LookAlike(Likeness.CONTAINED, host, known)
        words = _name(organisation).split("-")
        for own in sorted(self._own):
            if len(words) > 1 and len(_name(own)) >= _SHORTEST and _name(own) in words:
                return LookAlike(Likeness.CONTAINED, host, own)
        return None


def _name(organisation: str) -> str:
    return organisation.partition(".")[0]
