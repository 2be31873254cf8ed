"""The last step of a sign-in: what the app may have, who can allow it, and the way back."""

from starlette.responses import Response

from transom.demo.identity import claims as claims_parameter
from transom.demo.identity.endings import Endings
from transom.demo.identity.errors import IdentityError, Refusal
from transom.demo.identity.flow import Flows, Turn
from transom.demo.identity.pages import SignInPages
from transom.demo.identity.parts import Parts
from transom.demo.identity.policies import SECOND_FACTOR_POLICY
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import ScopeRequest, consent_lines
from transom.demo.mailbox.users import User

_NO_REASON = "Enter a justification."


class Consenting:
    """Shows the consent page or the wall before it, and takes the answers."""

    def __init__(self, parts: Parts, flows: Flows, endings: Endings) -> None:
        self._parts = parts
        self._flows = flows
        self._endings = endings

    def pages(self, turn: Turn) -> SignInPages:
        """Return the pages that carry this turn's flow on."""
        asked, addresses = turn.asked, self._parts.addresses
        # A form's redirect may lead to the app, or to the host of a federated organisation.
        origins = f"{asked.return_address.origin} {addresses.graph}"
        return SignInPages(f"/{asked.tenant}/login", self._flows.seal(turn.flow), origins)

    def answer(self, turn: Turn, user: User) -> Response:
        """Ask for what was not granted yet, or end the sign-in."""
        asked = turn.asked
        registration, scopes = self._wanted(turn)
        if asked.is_admin_consent:
            return self._answer_administrator(turn, user)
        is_missing = self._parts.consents.is_missing(user, registration, scopes)
        if is_missing and not self._parts.consents.may_grant(user, scopes):
            return self._wall(turn, user)
        if is_missing or asked.prompt == "consent":
            return self._consent_page(turn, user)
        return self._endings.succeed(turn, user)

    def _answer_administrator(self, turn: Turn, user: User) -> Response:
        if self._parts.consents.is_administrator(user):
            return self._consent_page(turn, user)
        return self._wall(turn, user)

    def without_asking(self, turn: Turn, user: User) -> Response:
        """Answer ``prompt=none``: a code, or why there has to be a page."""
        asked = turn.asked
        registration, scopes = self._wanted(turn)
        error = self._obstacle(turn, user)
        if error is None and self._parts.consents.is_missing(user, registration, scopes):
            error = IdentityError(65001, error="interaction_required", client_id=asked.client_id)
        if error is not None:
            return self._endings.refuse(asked.return_address, error, asked.correlation_id)
        return self._endings.succeed(turn, user)

    def _obstacle(self, turn: Turn, user: User) -> IdentityError | None:
        refusal = self.refusal(turn, user)
        if refusal is not None:
            error = "login_required" if refusal.code == 50055 else "interaction_required"
            return IdentityError(refusal.code, error=error, **self._facts(turn, user))
        if self.needs_second_factor(turn, user):
            claims = claims_parameter.under_policy(SECOND_FACTOR_POLICY)
            return IdentityError(50076, error="interaction_required", claims=claims)
        return None

    # --- what stands against somebody ---

    def refusal(self, turn: Turn, user: User) -> IdentityError | None:
        """Return why this person gets no further, with the right password too."""
        traits = self._parts.directory.traits(user)
        facts = self._facts(turn, user)
        if traits.is_disabled:
            return IdentityError(50057)
        code = self._parts.policies.of_person(user).refusal
        if code:
            return IdentityError(code, **facts)
        if not traits.is_assigned:
            return IdentityError(50105, **facts)
        registration, _ = self._wanted(turn)
        if registration.audience == "work" and user.kind == "personal":
            return IdentityError(50020, tenant=turn.asked.tenant, **facts)
        if turn.asked.version == 1 and user.kind == "personal":
            return IdentityError(90027, **facts)
        return None

    def _facts(self, turn: Turn, user: User) -> dict[str, str]:
        registration, _ = self._wanted(turn)
        return {
            "client_id": registration.client_id,
            "name": registration.name,
            "user": user.username,
            "state": "compliant",
        }

    def needs_second_factor(self, turn: Turn, user: User) -> bool:
        """Whether the person, a policy or a challenge wants more than was shown so far."""
        methods = turn.flow.methods
        if "mfa" in methods or "fido" in methods:
            return False
        is_demanded = self._parts.policies.of_person(user).needs_second_factor
        is_challenged = bool(claims_parameter.parse_claims(turn.asked.claims).context)
        return self._parts.directory.traits(user).has_second_factor or is_demanded or is_challenged

    # --- pages and their answers ---

    def _consent_page(self, turn: Turn, user: User) -> Response:
        registration, _ = self._wanted(turn)
        offer = ""
        if turn.asked.is_admin_consent:
            offer = "only"
        elif self._parts.consents.is_administrator(user):
            offer = "offered"
        lines = consent_lines(self._listed(turn, user))
        return self.pages(turn).consent(user, registration.name, lines, for_all=offer)

    def _listed(self, turn: Turn, user: User) -> tuple[str, ...]:
        """Return what the page lists: what is new, or everything where it was asked for."""
        registration, scopes = self._wanted(turn)
        granted = self._parts.consents.granted(user, registration)
        new = tuple(name for name in scopes.names if name not in granted)
        shows_all = turn.asked.prompt == "consent" or turn.asked.is_admin_consent
        return scopes.names if shows_all or not new else new

    def _wall(self, turn: Turn, user: User, error: str = "") -> Response:
        registration, _ = self._wanted(turn)
        refusal = Refusal(self._wall_error(turn, user), turn.asked.correlation_id)
        lines = consent_lines(self._listed(turn, user))
        return self.pages(turn).wall(user, registration.name, lines, refusal, error)

    def _wall_error(self, turn: Turn, user: User) -> IdentityError:
        may_ask = self._parts.consents.may_ask(user) and not turn.asked.is_admin_consent
        return IdentityError(90095 if may_ask else 90094)

    def take_ask(self, turn: Turn, user: User) -> Response:
        """Keep a request to the administrator."""
        registration, scopes = self._wanted(turn)
        if self._wall_error(turn, user).code != 90095:
            return self._wall(turn, user)
        reason = turn.form.get("reason", "").strip()
        if not reason:
            return self._wall(turn, user, _NO_REASON)
        self._parts.requests.add(user, registration.client_id, scopes.names, reason)
        return self.pages(turn).request_sent(registration.name)

    def take_return(self, turn: Turn, user: User) -> Response:
        return self._endings.leave_wall(turn.asked, self._wall_error(turn, user))

    def take_accept(self, turn: Turn, user: User) -> Response:
        """Keep the consent, if it is this person's to give."""
        asked, consents = turn.asked, self._parts.consents
        registration, scopes = self._wanted(turn)
        if asked.is_admin_consent and not consents.is_administrator(user):
            return self._wall(turn, user)
        if not consents.may_grant(user, scopes):
            return self._wall(turn, user)
        for_all = asked.is_admin_consent or turn.form.get("for_all") == "1"
        consents.grant(user, registration, scopes, for_all=for_all)
        if asked.purpose == "admin_consent":
            return self._endings.consented_for_all(asked, user)
        return self._endings.succeed(turn, user)

    def _wanted(self, turn: Turn) -> tuple[Registration, ScopeRequest]:
        registration = self._parts.registrations.of(turn.asked.client_id)
        return registration, turn.asked.scopes(registration)
