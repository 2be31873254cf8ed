"""How a sign-in ends for the app: with a code, a refusal or a cancellation, on its own address."""

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from transom.demo.identity.authorization import AuthorizeRequest, ReturnAddress
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.flow import Turn
from transom.demo.identity.frame import form_post_page
from transom.demo.identity.parts import Parts
from transom.demo.mailbox.users import User


class Endings:
    """Makes the answers that leave the provider's pages."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def succeed(self, turn: Turn, user: User) -> Response:
        asked = turn.asked
        login = self._parts.ledger.login(user.oid, turn.flow.methods, turn.flow.at)
        fields = {"code": self._parts.codes.new_code(asked, login)}
        if asked.wants_client_info:
            fields["client_info"] = self._parts.id_tokens.client_info(user)
        fields["session_state"] = turn.session.state_for(asked.client_id)
        if asked.prompt == "admin_consent":
            fields["admin_consent"] = "True"
        return _answer(asked.return_address, fields)

    def consented_for_all(self, asked: AuthorizeRequest, user: User) -> Response:
        """Answer /adminconsent, which gives no code."""
        scopes = asked.scopes(self._parts.registrations.of(asked.client_id))
        scope = " ".join(f"https://graph.microsoft.com/{name}" for name in sorted(scopes.graph))
        fields = {"admin_consent": "True", "tenant": user.tid, "scope": scope}
        return _answer(asked.return_address, fields)

    def cancel(self, asked: AuthorizeRequest) -> Response:
        """Say that the person pressed Cancel."""
        if asked.purpose == "admin_consent":
            return self.refuse_consent(asked, IdentityError(65004, error="consent_required"))
        return _answer(asked.return_address, {"error": "access_denied", "error_subcode": "cancel"})

    def refuse_consent(self, asked: AuthorizeRequest, error: IdentityError) -> Response:
        """Answer /adminconsent, which says ``admin_consent=True`` even where there is none."""
        refusal = Refusal(error, asked.correlation_id)
        fields = {
            "admin_consent": "True",
            "error": error.error,
            "error_description": refusal.description("\r\n"),
        }
        return _answer(asked.return_address, fields)

    def leave_wall(self, asked: AuthorizeRequest, error: IdentityError) -> Response:
        """Go back from the page that sends people to their administrator."""
        if asked.purpose == "admin_consent":
            return self.refuse_consent(asked, error)
        description = Refusal(error, asked.correlation_id).description("\r\n")
        fields = {
            "error": "access_denied",
            "error_subcode": "cancel",
            "error_description": description,
        }
        return _answer(asked.return_address, fields)

    def refuse(self, address: ReturnAddress, error: IdentityError, correlation_id: str) -> Response:
        refusal = Refusal(error, correlation_id)
        fields = {
            "error": error.error,
            "error_description": refusal.description("\r\n"),
            "error_uri": refusal.error_uri(self._parts.addresses.identity),
        }
        if error.claims:
            fields["claims"] = error.claims
        return _answer(address, fields)


def _answer(address: ReturnAddress, fields: Mapping[str, str]) -> Response:
    if address.mode == "form_post":
        return form_post_page(address.redirect_uri, address.origin, address.fields(fields))
    response = RedirectResponse("/", status_code=302)
    response.headers["location"] = address.url(fields)
    response.headers["cache-control"] = "no-store, no-cache"
    return response
