"""The apps as they are registered with the tenant: who they are and where they are sent back to."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
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
DAEMON_ID = "c8a5e7d1-3b94-4f26-8d0a-71f4b2e9c653"
DAEMON_NAME = "Transom organisation reader"
DAEMON_ROLES = ("Calendars.Read", "Contacts.Read", "Mail.Read", "User.Read.All")
DAEMON_TENANT = WORK_TENANT
DAEMON_OBJECT_ID = "4e91d0b7-62af-4c38-9d5e-b7308f1c6a24"
ADMIN_CENTER_ID = "a17c3f60-8d25-49eb-b4f1-c0d96e728b3a"


@dataclass(frozen=True, slots=True)
class Registration:
    """One app: judges redirect URIs and tenants. With credentials it is a confidential client.

    ``roles`` are application permissions, granted by an administrator once and for all;
    ``home_tid`` makes it the app of one organisation; a first-party app needs no consent.
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

    @property
    def is_confidential(self) -> bool:
        return bool(self.secret) or self.certificate is not None

    def has_secret(self, given: str) -> bool:
        wanted = self.secret.encode()
        return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted)

    def check_tenant(self, tenant: Tenant) -> None:
        """Raise where the app is not to be found under that path segment."""
        if not self.home_tid or tenant.issuer_tid == self.home_tid:
            return
        if not tenant.is_one:
            raise IdentityError(50194, client_id=self.client_id, name=self.name)
        raise IdentityError(700016, client_id=self.client_id, tenant=tenant.segment)

    def permits(self, redirect_uri: str) -> bool:
        """Whether it is registered: exactly, or on loopback with any port."""
        return redirect_uri in self._exact_uris() or _is_loopback(redirect_uri)

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
        )
    )
