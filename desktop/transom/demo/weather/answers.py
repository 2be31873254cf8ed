"""An answer held in the hand, and those that stand for a service in trouble."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from starlette.types import ASGIApp, Message, Receive, Scope

Header = tuple[bytes, bytes]
THROTTLES = ("throttle", "throttle-silent", "throttle-decimal", "throttle-absurd")
ERRORS = ("error-500", "error-502", "error-503", "error-504")
ABSURD = ("86400", "-5", "soon", "Wed, 21 Oct 2099 07:28:00 GMT", "999999999999999999999", "")
HTML = (
    "<html><head><title>{status}</title></head><body><h1>{status}</h1>"
    "<p>Our services aren't available right now. We're working to restore them.</p></body></html>"
)
REASONS = {500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


@dataclass(slots=True)
class Held:
    """A whole answer before it goes out."""

    status: int
    headers: list[Header] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        return next((text for key, text in self.headers if key.lower() == name), b"")

    def set_header(self, name: bytes, text: bytes) -> None:
        self.headers = [(key, one) for key, one in self.headers if key.lower() != name]
        self.headers.append((name, text))

    @property
    def is_json(self) -> bool:
        return self.header(b"content-type").startswith(b"application/json")


async def hold(app: ASGIApp, scope: Scope, receive: Receive) -> Held:
    """Let the application answer into memory."""
    held, parts = Held(500), []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            held.status, held.headers = message["status"], list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    held.body = b"".join(parts)
    return held


def throttled(name: str, dice: Random) -> Held:
    held = refusal(429, "TooManyRequests", "Too many requests. Try again later.")
    after = {"throttle": "1", "throttle-decimal": "2.128", "throttle-absurd": dice.choice(ABSURD)}
    if name in after:
        held.set_header(b"retry-after", after[name].encode())
    return held


def broken(name: str) -> Held:
    """Return a gateway's own page, or the empty error of a service that took too long."""
    status = int(name.removeprefix("error-"))
    if status == 504:
        return refusal(504, "UnknownError", "")
    page = HTML.format(status=f"{status} {REASONS[status]}").encode()
    return Held(status, [(b"content-type", b"text/html")], page)


def expired() -> Held:
    text = "Lifetime validation failed, the token is expired."
    held = refusal(401, "InvalidAuthenticationToken", text)
    challenge = b'Bearer realm="", authorization_uri="", error="invalid_token"'
    held.set_header(b"www-authenticate", challenge)
    return held


def lost_state(address: str) -> Held:
    """Return the 410 that sends a client back to the beginning."""
    text = "The sync state generation is not found; generation=149;[highest=157]."
    held = refusal(410, "SyncStateNotFound", text)
    held.set_header(b"location", address.encode("latin-1", "replace"))
    return held


def refusal(status: int, code: str, message: str) -> Held:
    request_id = str(uuid.uuid4())
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": request_id,
    }
    body = {"error": {"code": code, "message": message, "innerError": inner}}
    headers = [(b"content-type", b"application/json"), (b"request-id", request_id.encode())]
    return Held(status, headers, json.dumps(body).encode())
