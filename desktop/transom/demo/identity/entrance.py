"""Where an app sends people: /authorize in both versions, and /adminconsent."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from transom.demo.identity import forms
from transom.demo.identity.authorization import AuthorizeRequest, RedirectedError, RequestReader
from transom.demo.identity.endings import Endings
from transom.demo.identity.errors import IdentityError, Refusal, ShownError
from transom.demo.identity.frame import refusal_page
from transom.demo.identity.parts import Parts
from transom.demo.identity.signin import SignIn

Form = Mapping[str, str]


class Entrance:
    """Reads the app's request, and either begins the sign-in or says what is wrong with it."""

    def __init__(self, parts: Parts, sign_in: SignIn) -> None:
        self._reader = RequestReader(parts.directory, parts.registrations)
        self._endings = Endings(parts)
        self._sign_in = sign_in

    async def authorize(self, request: Request) -> Response:
        return await self._enter(request, version=2)

    async def authorize_v1(self, request: Request) -> Response:
        return await self._enter(request, version=1)

    async def admin_consent(self, request: Request) -> Response:
        """Begin the way on which an administrator consents for everybody."""
        return await self._enter(request, version=0)

    async def _enter(self, request: Request, *, version: int) -> Response:
        correlation_id = forms.correlation_id(request, {})
        try:
            form = await _read_form(request)
            correlation_id = forms.correlation_id(request, form)
            asked = self._read(form, request.path_params["tenant"], correlation_id, version)
        except ShownError as error:
            return refusal_page(Refusal(error.cause, correlation_id))
        except IdentityError as error:
            return refusal_page(Refusal(error, correlation_id))
        except RedirectedError as error:
            return self._endings.refuse(error.address, error.cause, correlation_id)
        return self._sign_in.begin(request, asked)

    def _read(
        self, form: Form, segment: str, correlation_id: str, version: int
    ) -> AuthorizeRequest:
        if version == 0:
            return self._reader.read_admin_consent(form, segment, correlation_id)
        return self._reader.read(form, segment, correlation_id, version=version)


async def _read_form(request: Request) -> Form:
    if request.method == "POST":
        return forms.read_query(request) | await forms.read_body(request)
    return forms.read_query(request)
