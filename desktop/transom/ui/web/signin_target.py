"""Where a sign-in starts and must end; a plain value, so that no web engine is needed to say it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from transom.engine.entities.accounts import Cloud, SignInRequest
from transom.engine.entities.signin import AdminKit


@dataclass(frozen=True, slots=True)
class SignInTarget:
    """The page to open, the redirect to capture, and the one certificate to accept, if any."""

    url_text: str
    redirect_uri: str
    certificate_sha256: str = ""
    certificate_hosts: frozenset[str] = frozenset()
    """``host:port`` for which the pinned certificate counts."""


def target_for(request: SignInRequest, cloud: Cloud) -> SignInTarget:
    """Return what the web view must know of a sign-in."""
    return _target(request.url_text, request.redirect_uri, cloud)


def target_for_consent(kit: AdminKit, cloud: Cloud) -> SignInTarget:
    """Return what the web view must know of an administrator's consent."""
    return _target(kit.consent_url_text, kit.redirect_uri, cloud)


def _target(url_text: str, redirect_uri: str, cloud: Cloud) -> SignInTarget:
    # A pin counts where the cloud itself lives: its sign-in leads from host to host of its own, and
    # nowhere else. A federated page of somebody else's has to be trusted by the system.
    places = frozenset(map(_place, (cloud.authority_url, cloud.graph_url)))
    return SignInTarget(
        url_text=url_text,
        redirect_uri=redirect_uri,
        certificate_sha256=cloud.certificate_sha256,
        certificate_hosts=places if cloud.certificate_sha256 else frozenset(),
    )


def _place(url_text: str) -> str:
    parts = urlsplit(url_text)
    return f"{parts.hostname}:{parts.port or 443}"
