"""The apps as they are registered with the tenant: who they are and where they are sent back to."""

import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from cryptography.x509 import Certificate

from transom.demo.addresses import Addresses
from transom.demo.identity.directory import Tenant
from transom.demo.identity.errors import IdentityError
from transom.demo.mailbox.users import WORK_TENANT

CLIENT_ID = "5f3f2c1e-7a94-4c0b-9c61-2f1b8a7d4e90"
APP_NAME = "Transom"
STATIC_SCOPES = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read")
NATIVE_CLIENT_PATH = "/common/oauth2/nativeclient"
# Transom as it might be registered by mistake, one client id for each mistake.
NO_REDIRECT_ID = "1d0c6f52-93ab-4e17-8a54-b26f07d3e901"
NO_LOOPBACK_ID = "27b3e8a4-5c61-4f0d-9b72-c3810e5fd402"
WEB_APP_ID = "3a94d1c7-0e85-4b26-a7f3-d49b216e0503"
ONE_ORGANISATION_ID = "4be207f9-71d4-4c38-85ac-e5ac327f1604"
WORK_ONLY_ID = "5cf318a0-82e5-4d49-96bd-f6bd43802705"
PERSONAL_ONLY_ID = "60a429b1-93f6-4e5a-a7ce-07ce54913806"
WITHHELD_ID = "71b53ac2-a407-4f6b-b8df-18df65a24907"
UNOFFERED_ID = "82c64bd3-b518-407c-89e0-29e076b35a08"
DAEMON_ID = "c8a5e7d1-3b94-4f26-8d0a-71f4b2e9c653"
DAEMON_NAME = "Transom organisation reader"
DAEMON_ROLES = ("Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All")
DAEMON_TENANT = WORK_TENANT
DAEMON_OBJECT_ID = "4e91d0b7-62af-4c38-9d5e-b7308f1c6a24"
ADMIN_CENTER_ID = "a17c3f60-8d25-49eb-b4f1-c0d96e728b3a"


Audience = Literal["all", "work", "personal"]
Redirects = Literal["all", "view", "none"]


@dataclass(frozen=True, slots=True)
class Registration:
    """One app: judges redirect URIs and tenants. With credentials it is a confidential client.

    ``roles`` are application permissions, granted by an administrator once and for all;
    ``home_tid`` makes it the app of one organisation; a first-party app needs no consent.
    ``audience`` is who may sign in, ``redirects`` which addresses are registered; ``withheld``
    is never granted, ``unoffered`` not even to be asked for.
    """

    client_id: str
    name: str
    static_scopes: tuple[str, ...]
    addresses: Addresses
    secret: str = ""
    certificate: Certificate | None = None
    roles: tuple[str, ...] = ()
    home_tid: str = ""
    object_id: str = ""
    is_first_party: bool = False
    audience: Audience = "all"
    redirects: Redirects = "all"
    withheld: frozenset[str] = frozenset()
    unoffered: frozenset[str] = frozenset()

    @property
    def is_confidential(self) -> bool:
        return bool(self.secret) or self.certificate is not None

    def has_secret(self, given: str) -> bool:
        wanted = self.secret.encode()
        return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted)

    def check_tenant(self, tenant: Tenant) -> None:
        """Raise where the app is not to be found under that path segment."""
        facts = {"client_id": self.client_id, "name": self.name}
        if self.audience == "personal" and tenant.admits_kind != "personal":
            raise IdentityError(9002331, **facts)
        if self.audience == "work" and tenant.admits_kind == "personal":
            raise IdentityError(9002332, **facts)
        if not self.home_tid or tenant.issuer_tid == self.home_tid:
            return
        if not tenant.is_one:
            raise IdentityError(50194, **facts)
        raise IdentityError(700016, client_id=self.client_id, tenant=tenant.segment)

    def permits(self, redirect_uri: str) -> bool:
        """Whether it is registered: exactly, or on loopback with any port."""
        if self.redirects == "none":
            return False
        is_loopback = self.redirects == "all" and _is_loopback(redirect_uri)
        return is_loopback or redirect_uri in self._exact_uris()

    def check_scopes(self, names: Iterable[str]) -> None:
        """Raise where a permission is asked for that the app cannot have at all."""
        for name in sorted(self.unoffered.intersection(names)):
            raise IdentityError(650053, name=self.name, scope=name)

    def _exact_uris(self) -> tuple[str, ...]:
        return (
            f"{self.addresses.identity}{NATIVE_CLIENT_PATH}",
            f"https://login.microsoftonline.com{NATIVE_CLIENT_PATH}",
        )


class Registrations:
    """Finds an app by its client id."""

    def __init__(self, registrations: Iterable[Registration]) -> None:
        self._by_id = {one.client_id: one for one in registrations}

    def named(self, client_id: str, tenant: Tenant) -> Registration:
        """Return the app, or raise where the tenant does not know it."""
        found = self._by_id.get(client_id.lower())
        if found is None:
            raise IdentityError(700016, client_id=client_id, tenant=tenant.segment)
        found.check_tenant(tenant)
        return found

    def of(self, client_id: str) -> Registration:
        """Return an app that is known to exist."""
        return self._by_id[client_id]


def _is_loopback(redirect_uri: str) -> bool:
    if redirect_uri != redirect_uri.strip() or not redirect_uri.isprintable():
        return False
    try:
        parts = urlsplit(redirect_uri)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    netloc = "localhost" if port is None else f"localhost:{port}"
    plain = parts.path in ("", "/") and "?" not in redirect_uri and "#" not in redirect_uri
    return parts.scheme == "http" and host == "localhost" and parts.netloc == netloc and plain


def make_registrations(
    addresses: Addresses, *, daemon_secret: str, daemon_certificate: Certificate
) -> Registrations:
    """Return the apps every demo tenant knows."""
    return Registrations(
        (
            Registration(CLIENT_ID, APP_NAME, STATIC_SCOPES, addresses),
            Registration(
                DAEMON_ID,
                DAEMON_NAME,
                STATIC_SCOPES,
                addresses,
                secret=daemon_secret,
                certificate=daemon_certificate,
                roles=DAEMON_ROLES,
                home_tid=DAEMON_TENANT,
                object_id=DAEMON_OBJECT_ID,
            ),
            Registration(ADMIN_CENTER_ID, "Admin centre", (), addresses, is_first_party=True),
            *_misregistered(addresses),
        )
    )


def _misregistered(addresses: Addresses) -> Iterator[Registration]:
    """Make the apps that somebody registered by the wrong step of the instructions."""
    app = Registration(NO_REDIRECT_ID, APP_NAME, STATIC_SCOPES, addresses, redirects="none")
    yield app
    yield replace(app, client_id=NO_LOOPBACK_ID, redirects="view")
    app = replace(app, redirects="all")
    yield replace(app, client_id=WEB_APP_ID, secret=secrets.token_urlsafe(24))
    yield replace(app, client_id=ONE_ORGANISATION_ID, home_tid=WORK_TENANT)
    yield replace(app, client_id=WORK_ONLY_ID, audience="work")
    yield replace(app, client_id=PERSONAL_ONLY_ID, audience="personal")
    yield replace(app, client_id=WITHHELD_ID, withheld=frozenset({"Calendars.Read"}))
    yield replace(app, client_id=UNOFFERED_ID, unoffered=frozenset({"MailboxSettings.Read"}))
