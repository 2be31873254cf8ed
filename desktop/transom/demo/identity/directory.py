"""Whom the tenant knows, and which of them may sign in under which path segment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.organisations import (
    ELSEWHERE,
    FEDERATIONS,
    GUESTS,
    ORGANISATIONS,
    TRAITS,
    Federation,
    Organisation,
    Traits,
)
from transom.demo.mailbox.users import PERSONAL_TENANT, User

Admits = Literal["all", "work", "personal"]
_ANY_TID = "{tenantid}"  # a placeholder that clients fill in, sent as it stands


@dataclass(frozen=True, slots=True)
class Tenant:
    """One first path segment: which accounts it admits and whose tokens it issues."""

    segment: str
    admits_kind: Admits
    issuer_tid: str

    @property
    def is_one(self) -> bool:
        """Whether it is one organisation and not a way to any."""
        return self.admits_kind == "work" and self.issuer_tid != _ANY_TID

    @property
    def admits_personal(self) -> bool:
        return self.admits_kind != "work"

    def is_home_of(self, user: User) -> bool:
        return self.admits_kind in ("all", user.kind) and self.issuer_tid in (_ANY_TID, user.tid)


def _tenants() -> dict[str, Tenant]:
    tenants = {
        "common": Tenant("common", "all", _ANY_TID),
        "organizations": Tenant("organizations", "work", _ANY_TID),
        "consumers": Tenant("consumers", "personal", PERSONAL_TENANT),
        PERSONAL_TENANT: Tenant(PERSONAL_TENANT, "personal", PERSONAL_TENANT),
    }
    for organisation in ORGANISATIONS:
        tenant = Tenant(organisation.tid, "work", organisation.tid)
        tenants |= dict.fromkeys((organisation.tid, *organisation.domains), tenant)
    return tenants


class Directory:
    """Finds tenants by path segment and people by name or id."""

    def __init__(self, users: Iterable[User]) -> None:
        self.users = tuple(users)
        self._tenants = _tenants()
        self._people = self.users + tuple(guest.user for guest in GUESTS)

    def tenant(self, segment: str) -> Tenant:
        known = self._tenants.get(segment.lower())
        if known is not None:
            return known
        cloud = ELSEWHERE.get(segment.lower())
        if cloud is not None:
            raise IdentityError(90038, tenant=segment, cloud=cloud)
        raise IdentityError(90002, tenant=segment)

    def organisation_named(self, name: str) -> Organisation | None:
        """Find one by tenant id or by any of its domains."""
        wanted = name.lower()
        return next((one for one in ORGANISATIONS if wanted in (one.tid, *one.domains)), None)

    def user_named(self, username: str) -> User | None:
        wanted = username.strip().casefold()
        return next((user for user in self.users if user.username.casefold() == wanted), None)

    def user(self, oid: str) -> User | None:
        """Return the person with that object id, a guest as the inviting tenant knows them."""
        return next((user for user in self._people if user.oid == oid), None)

    def seen_in(self, user: User, tenant: Tenant) -> User | None:
        """Return who a person is under a path segment: themselves, a guest, or nobody."""
        if tenant.is_home_of(user):
            return user
        invited = (guest.user for guest in GUESTS if guest.home_username == user.username)
        return next((guest for guest in invited if guest.tid == tenant.issuer_tid), None)

    def home_of(self, user: User) -> User:
        """Return a guest's own account; everybody else's is the one given."""
        names = (guest.home_username for guest in GUESTS if guest.user == user)
        return next((home for name in names if (home := self.user_named(name))), user)

    def traits(self, user: User) -> Traits:
        return TRAITS.get(user.username, Traits())

    def federation(self, domain: str) -> Federation | None:
        wanted = domain.strip().casefold()
        return next((one for one in FEDERATIONS if one.domain == wanted), None)

    def federation_of(self, username: str) -> Federation | None:
        return self.federation(username.rpartition("@")[2])
