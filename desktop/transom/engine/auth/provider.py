"""The identity provider as MSAL reaches it: our session, our host rule and our errors."""

import json
import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

import msal
import requests
from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS

from transom.engine.auth.failures import is_portal
from transom.engine.auth.refusals import facts_from, sentence_for
from transom.engine.auth.wire import wire_errors
from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.errors import (
    CaptivePortalError,
    GuardError,
    NonsenseError,
    NotConfiguredError,
    SignInRefusedError,
    ThrottledError,
    UnavailableError,
)

# MSAL logs whole answers and user names at several levels.
logging.getLogger("msal").setLevel(logging.CRITICAL + 1)

DISCOVERY_SUFFIX = "/.well-known/openid-configuration"
_DISCOVERY_ADDRESSES = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Reply:
    """What MSAL reads of an HTTP response."""

    status_code: int
    text: str
    headers: dict[str, str]

    def raise_for_status(self) -> None:
        """Do nothing: what is not for MSAL was raised before it saw the response."""


class ProviderWire:
    """The HTTP client MSAL is handed: it asks the provider's hosts only, and answers JSON only."""

    def __init__(self, cloud: Cloud, session: requests.Session) -> None:
        self._cloud = cloud
        self._session = session
        self.discovery: dict[str, Any] = {}

    def get(self, url: str, **options: Any) -> Reply:
        """Fetch discovery documents and signing keys."""
        response, answer = self._ask("GET", url, options)
        if response.status_code >= 400:
            raise SignInRefusedError(sentence_for(answer), **facts_from(answer))
        if urlsplit(url).path.endswith(DISCOVERY_SUFFIX):
            self.discovery = self._checked_discovery(answer)
        return _reply_from(response)

    def get_json(self, url: str) -> dict[str, Any]:
        """Fetch a JSON object from the provider."""
        answer: dict[str, Any] = json.loads(self.get(url).text)
        return answer

    def post(self, url: str, **options: Any) -> Reply:
        """Ask the token endpoint; its refusals (400, 401) are for MSAL to read."""
        response, _answer = self._ask("POST", url, options)
        return _reply_from(response)

    def close(self) -> None:
        """Close the session's connections."""
        self._session.close()

    def _ask(
        self, method: str, url: str, options: dict[str, Any]
    ) -> tuple[requests.Response, dict[str, Any]]:
        self._check_host(url)
        allowed = {name: options.get(name) for name in ("params", "data", "headers")}
        with wire_errors():
            response = self._session.request(method, url, allow_redirects=False, **allowed)
        status = response.status_code
        if is_portal(status, response.headers.get("content-type", "")):
            raise CaptivePortalError(
                "This network answers with a page of its own. Is there something to click "
                "through before it lets you out?",
                status=str(status),
            )
        if status == 429:
            raise ThrottledError("The sign-in service asks for patience.", _seconds_from(response))
        if status >= 500:
            raise UnavailableError(
                "The sign-in service has a problem. Try again later.", status=str(status)
            )
        try:
            answer = response.json()
        except requests.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict) or 300 <= status < 400:
            raise NonsenseError(
                "Something other than the sign-in service answered.",
                status=str(status),
            )
        return response, answer

    def _checked_discovery(self, answer: dict[str, Any]) -> dict[str, Any]:
        for name in _DISCOVERY_ADDRESSES:
            if not isinstance(answer.get(name), str):
                raise NonsenseError("The sign-in service's description of itself is incomplete.")
        for name in _DISCOVERY_ADDRESSES[1:]:
            self._check_host(answer[name])
        return answer

    def _check_host(self, url_text: str) -> None:
        asked, own = urlsplit(url_text), urlsplit(self._cloud.authority_url)
        if asked.scheme == "https" and _origin(asked) == _origin(own):
            return
        is_microsoft = asked.scheme == "https" and asked.hostname in WELL_KNOWN_AUTHORITY_HOSTS
        # A cloud that Microsoft's own directory of clouds lists may name its hosts' other names.
        if is_microsoft and self._cloud.has_instance_discovery and asked.port in (None, 443):
            return
        raise GuardError("The sign-in service pointed to a host that is not its own.")


@dataclass(frozen=True, slots=True)
class Provider:
    """MSAL on one cache, with the wire it speaks over; used by one thread at a time."""

    client: msal.PublicClientApplication
    cache: msal.SerializableTokenCache
    wire: ProviderWire


def open_provider(
    registration: Registration, session: requests.Session, cache_text: str = ""
) -> Provider:
    """Read the provider's discovery document over HTTPS and make MSAL ready. Not on the GUI."""
    if not registration.client_id:
        raise NotConfiguredError("Enter the client id of an app registration first.")
    wire = ProviderWire(registration.cloud, session)
    cache = msal.SerializableTokenCache()
    cache.deserialize(cache_text)
    client = msal.PublicClientApplication(
        registration.client_id,
        authority=authority_for(registration),
        http_client=wire,
        token_cache=cache,
        # We meet challenges: tokens may live long, and are called back where that is needed.
        client_capabilities=["cp1"],
        instance_discovery=None if registration.cloud.has_instance_discovery else False,
    )
    return Provider(client, cache, wire)


def authority_for(registration: Registration) -> str:
    """Return the address of the organisation's sign-in; NotConfiguredError where it is none."""
    parts = urlsplit(registration.cloud.authority_url)
    tenant = registration.tenant or "common"
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", tenant):
        raise NotConfiguredError("The tenant in the settings is not a name, a domain or an id.")
    if parts.scheme != "https" or not parts.hostname:
        raise NotConfiguredError("The cloud's sign-in address must begin with https.")
    return f"https://{parts.netloc}/{tenant}"


def _origin(parts: SplitResult) -> tuple[str | None, int]:
    return parts.hostname, parts.port or 443


def _reply_from(response: requests.Response) -> Reply:
    return Reply(response.status_code, response.text, dict(response.headers))


def _seconds_from(response: requests.Response) -> float:
    try:
        return min(3600.0, max(1.0, float(response.headers.get("Retry-After", "60"))))
    except ValueError:
        return 60.0
