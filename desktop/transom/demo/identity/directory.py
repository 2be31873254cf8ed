"""Whom the tenant knows, and which of them may sign in under which path segment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from transom.demo.identity.errors import IdentityError
from transom.demo.mailbox.users import PERSONAL_TENANT, WORK_TENANT, User

DOMAIN = "contoso.example"
Admits = Literal["all", "work", "personal"]


@dataclass(frozen=True, slots=True)
class Tenant:
    """One first path segment: which accounts it admits and whose tokens it issues."""

    segment: str
    admits_kind: Admits
    issuer_tid: str

    def admits(self, user: User) -> bool:
        return self.admits_kind in ("all", user.kind)


_ANY_TID = "{tenantid}"  # a placeholder that clients fill in, sent as it stands
_TENANTS = {
    "common": Tenant("common", "all", _ANY_TID),
    "organizations": Tenant("organizations", "work", _ANY_TID),
    "consumers": Tenant("consumers", "personal", PERSONAL_TENANT),
    PERSONAL_TENANT: Tenant(PERSONAL_TENANT, "personal", PERSONAL_TENANT),
    WORK_TENANT: Tenant(WORK_TENANT, "work", WORK_TENANT),
    DOMAIN: Tenant(WORK_TENANT, "work", WORK_TENANT),
}


class Directory:
    """Finds tenants by path segment and people by name or id."""

    def __init__(self, users: Iterable[User]) -> None:
        self.users = tuple(users)

    def tenant(self, segment: str) -> Tenant:
        try:
            return _TENANTS[segment.lower()]
        except KeyError:
            raise IdentityError(90002, tenant=segment) from None

    def user_named(self, username: str) -> User | None:
        wanted = username.strip().casefold()
        return next((user for user in self.users if user.username.casefold() == wanted), None)

    def user(self, oid: str) -> User | None:
        return next((user for user in self.users if user.oid == oid), None)
