"""The device code flow: a code typed in any browser signs in a program elsewhere."""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from transom.demo.identity import forms
from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.codes import Redeemed
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.frame import device_page, message_page
from transom.demo.identity.parts import Parts
from transom.demo.identity.scopes import parse_scopes
from transom.demo.identity.signin import SignIn
from transom.demo.identity.tokens import Clock

LIFE_S = 900
INTERVAL_S = 5
HASTE_S = 1
PAGE_PATH = "/devicelogin"
DONE_PATH = "/devicelogin/done"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that look alike
_WRONG_CODE = "That code didn’t work. Check the code and try again."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A device that waits; ``redeemed`` is set once somebody signed in for it."""

    device_code: str
    user_code: str
    client_id: str
    tenant: str
    scope: str
    until: float
    redeemed: Redeemed | None = None
    is_declined: bool = False
    asked_at: float = 0.0


class DeviceCodes:
    """Holds the devices that wait; they are forgotten when the tenant stops."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, Waiting] = {}

    def add(self, client_id: str, tenant: str, scope: str) -> Waiting:
        now = self._clock()
        self._waiting = {
            code: waiting for code, waiting in self._waiting.items() if waiting.until > now - LIFE_S
        }
        waiting = Waiting(
            device_code=secrets.token_urlsafe(48),
            user_code="".join(secrets.choice(_LETTERS) for _ in range(9)),
            client_id=client_id,
            tenant=tenant,
            scope=scope,
            until=now + LIFE_S,
        )
        self.put(waiting)
        return waiting

    def put(self, waiting: Waiting) -> None:
        self._waiting[waiting.user_code] = waiting

    def with_user_code(self, text: str) -> Waiting | None:
        """Return the device whose code somebody typed, if it still waits."""
        waiting = self._waiting.get("".join(text.split()).replace("-", "").upper())
        if waiting is None or waiting.until <= self._clock():
            return None
        return waiting if waiting.redeemed is None and not waiting.is_declined else None

    def redeem(self, device_code: str, client_id: str) -> Redeemed:
        """Return who signed in, once; raise while nobody has, or nobody will."""
        waiting = next(
            (
                one
                for one in self._waiting.values()
                if secrets.compare_digest(one.device_code.encode(), _bytes(device_code))
            ),
            None,
        )
        if waiting is None or waiting.client_id != client_id:
            raise IdentityError(70018)
        if waiting.until <= self._clock():
            raise IdentityError(70019)
        if waiting.is_declined:
            raise IdentityError(65004, error="authorization_declined")
        if waiting.redeemed is None:
            raise self._not_yet(waiting)
        del self._waiting[waiting.user_code]
        return waiting.redeemed

    def _not_yet(self, waiting: Waiting) -> IdentityError:
        now = self._clock()
        is_hasty = now - waiting.asked_at < INTERVAL_S - HASTE_S
        self.put(replace(waiting, asked_at=now))
        return IdentityError(70016, error="slow_down" if is_hasty else "")


class DeviceFlow:
    """Serves /devicecode to the device and /devicelogin to the person."""

    def __init__(self, parts: Parts, devices: DeviceCodes, sign_in: SignIn) -> None:
        self._parts = parts
        self._devices = devices
        self._sign_in = sign_in

    async def start(self, request: Request) -> Response:
        """Give a device its codes."""
        form: dict[str, str] = {}
        try:
            form = await forms.read_body(request)
            waiting = self._start(request.path_params["tenant"], form)
        except IdentityError as error:
            refusal = Refusal(error, forms.correlation_id(request, form))
            return JSONResponse(refusal.body(self._parts.addresses.identity), 400)
        page_url = f"{self._parts.addresses.identity}{PAGE_PATH}"
        message = (
            f"To sign in, use a web browser to open the page {page_url} and enter the code "
            f"{waiting.user_code} to authenticate."
        )
        body = {
            "user_code": waiting.user_code,
            "device_code": waiting.device_code,
            "verification_uri": page_url,
            "expires_in": LIFE_S,
            "interval": INTERVAL_S,
            "message": message,
        }
        return JSONResponse(body, headers={"Cache-Control": "no-store, no-cache"})

    def _start(self, segment: str, form: Mapping[str, str]) -> Waiting:
        tenant = self._parts.directory.tenant(segment)
        client_id = forms.required(form, "client_id")
        registration = self._parts.registrations.named(client_id, tenant)
        if registration.is_confidential:
            raise IdentityError(7000218)
        scope = forms.required(form, "scope")
        parse_scopes(scope, registration.static_scopes)
        return self._devices.add(registration.client_id, tenant.segment, scope)

    async def page(self, request: Request) -> Response:
        """Ask for the code, then hand over to the usual sign-in."""
        if request.method != "POST":
            return device_page(PAGE_PATH, "")
        try:
            form = await forms.read_body(request)
        except IdentityError:
            return device_page(PAGE_PATH, _WRONG_CODE)
        waiting = self._devices.with_user_code(form.get("code", ""))
        if waiting is None:
            return device_page(PAGE_PATH, _WRONG_CODE)
        return self._sign_in.begin(request, self._request_for(waiting))

    def _request_for(self, waiting: Waiting) -> AuthorizeRequest:
        return AuthorizeRequest(
            tenant=waiting.tenant,
            client_id=waiting.client_id,
            redirect_uri=f"{self._parts.addresses.identity}{DONE_PATH}",
            scope=waiting.scope,
            state=waiting.user_code,
            prompt="select_account",
            wants_client_info=True,
            correlation_id=str(uuid.uuid4()),
        )

    async def done(self, request: Request) -> Response:
        """Take the sign-in's answer, as an app would, and keep it for the device."""
        try:
            form = forms.read_query(request)
        except IdentityError:
            form = {}
        waiting = self._devices.with_user_code(form.get("state", ""))
        if waiting is None:
            return message_page("Sign in again", _WRONG_CODE, status=400)
        if "error" in form:
            self._devices.put(replace(waiting, is_declined=True))
            return message_page("You declined", "You may close this window.")
        asked = self._request_for(waiting)
        try:
            redeemed = self._parts.codes.redeem_code(
                form.get("code", ""), asked.client_id, asked.redirect_uri, ""
            )
        except IdentityError:
            return message_page("Sign in again", _WRONG_CODE, status=400)
        self._devices.put(replace(waiting, redeemed=redeemed))
        name = self._parts.registrations.of(waiting.client_id).name
        text = f"You have signed in to {name} on your device."
        return message_page(name, f"{text} You may close this window.")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
