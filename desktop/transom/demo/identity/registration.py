"""The app as it is registered with the tenant: a public client and where it may be sent back to."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from transom.demo.addresses import Addresses

CLIENT_ID = "5f3f2c1e-7a94-4c0b-9c61-2f1b8a7d4e90"
APP_NAME = "Transom"
STATIC_SCOPES = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read")
NATIVE_CLIENT_PATH = "/common/oauth2/nativeclient"


@dataclass(frozen=True, slots=True)
class Registration:
    """Knows the client id and judges redirect URIs."""

    client_id: str
    name: str
    static_scopes: tuple[str, ...]
    addresses: Addresses

    def is_client(self, client_id: str) -> bool:
        return client_id.lower() == self.client_id

    def permits(self, redirect_uri: str) -> bool:
        """Whether it is registered: exactly, or on loopback with any port."""
        return redirect_uri in self._exact_uris() or _is_loopback(redirect_uri)

    def _exact_uris(self) -> tuple[str, ...]:
        return (
            f"{self.addresses.identity}{NATIVE_CLIENT_PATH}",
            f"https://login.microsoftonline.com{NATIVE_CLIENT_PATH}",
        )


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
