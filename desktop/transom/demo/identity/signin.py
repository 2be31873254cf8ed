"""One sign-in from page to page: who the browser knows, which step comes next."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from transom.demo.identity import forms
from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.consenting import Consenting
from transom.demo.identity.endings import Endings
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.flow import Flows, Turn
from transom.demo.identity.frame import message_page
from transom.demo.identity.parts import Parts
from transom.demo.identity.proofs import Proofs
from transom.demo.identity.sealing import BadSealError
from transom.demo.identity.sessions import Sessions
from transom.demo.mailbox.users import User

_OVER = "This sign-in has expired or was started elsewhere. Go back to the app and sign in again."


class SignIn:
    """Begins sign-ins and serves the forms of their pages."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._directory = parts.directory
        self._sessions = Sessions(parts.sealer, parts.ledger)
        self._flows = Flows(parts.sealer, parts.clock)
        self._endings = Endings(parts)
        self._consenting = Consenting(parts, self._flows, self._endings)
        self._proofs = Proofs(parts, self._flows, self._consenting)

    def begin(self, request: Request, asked: AuthorizeRequest) -> Response:
        """Answer a request that was found good: with a page, or at once."""
        session = self._sessions.read(request)
        turn = Turn(self._flows.new(asked, session), session, {})
        response = self._begin(turn)
        self._sessions.write(response, turn.session)
        return response

    async def submit(self, request: Request) -> Response:
        """Take one step: the button's name says which."""
        try:
            form = await forms.read_body(request)
            session = self._sessions.read(request)
            flow = self._flows.open(form.get("flow") or form.get("wctx", ""), session)
        except (IdentityError, BadSealError):
            return message_page("Sign in again", _OVER, status=400)
        turn = Turn(flow, session, form)
        response = self._step(turn)
        self._sessions.write(response, turn.session)
        return response

    def _step(self, turn: Turn) -> Response:
        form, proofs = turn.form, self._proofs
        if form.get("wresult"):
            return self._after(turn, proofs.take_federated(turn))
        if "pick" in form:
            return self._take_picked(turn)
        match form.get("action"):
            case "back":
                return self._take_back(turn)
            case "cancel":
                return self._endings.cancel(turn.asked)
            case "federate":
                return proofs.take_federate(turn)
            case "password":
                return self._after(turn, proofs.take_password(turn))
            case "approve":
                return self._after(turn, proofs.take_approval(turn))
            case "code" | "stay" | "leave" | "ask" | "return" | "accept" as action:
                return self._step_of_known(turn, action)
        return proofs.take_username(turn, form.get("username", ""))

    def _step_of_known(self, turn: Turn, action: str) -> Response:
        user = self._directory.user(turn.flow.oid)
        if user is None:
            return self._proofs.ask_username(turn, turn.flow.username)
        if action == "code":
            return self._after(turn, self._proofs.take_code(turn, user))
        obstacle = self._obstacle(turn, user)
        if obstacle is not None:
            return obstacle
        match action:
            case "ask":
                return self._consenting.take_ask(turn, user)
            case "return":
                return self._consenting.take_return(turn, user)
            case "accept":
                return self._consenting.take_accept(turn, user)
        turn.flow = replace(turn.flow, was_asked_to_stay=True)
        turn.session = replace(turn.session, stays=action == "stay")
        return self._go_on(turn, user)

    # --- where it starts ---

    def _begin(self, turn: Turn) -> Response:
        asked, known = turn.asked, self._known_users(turn)
        if asked.prompt == "none":
            return self._without_asking(turn, known)
        federation = self._directory.federation(asked.domain_hint)
        if federation is not None and not known:
            return self._proofs.go_elsewhere(turn, federation)
        if asked.prompt == "login" or not known:
            return self._begin_with_hint(turn)
        if asked.prompt == "select_account" or len(known) > 1:
            return self._consenting.pages(turn).pick(known)
        return self._go_on_known(turn, known[0])

    def _known_users(self, turn: Turn) -> list[User]:
        asked, tenant = turn.asked, self._directory.tenant(turn.asked.tenant)
        found = (self._directory.user(oid) for oid in turn.session.accounts)
        users = [
            user
            for user in found
            if user is not None
            and self._directory.seen_in(self._directory.home_of(user), tenant) == user
            and not self._is_stale(turn, user)
        ]
        if asked.login_hint and asked.prompt != "select_account":
            hinted = self._directory.user_named(asked.login_hint)
            return [user for user in users if self._directory.home_of(user) == hinted]
        if asked.domain_hint in ("organizations", "consumers"):
            kind = "work" if asked.domain_hint == "organizations" else "personal"
            return [user for user in users if user.kind == kind]
        return users

    def _is_stale(self, turn: Turn, user: User) -> bool:
        frequency = self._parts.policies.of_tenant(user.tid).sign_in_frequency_s
        at = turn.session.accounts[user.oid].at
        return frequency is not None and self._parts.clock() - at > frequency

    def _begin_with_hint(self, turn: Turn) -> Response:
        hint = turn.asked.login_hint
        if hint and self._directory.user_named(hint) is not None:
            return self._proofs.take_username(turn, hint)
        return self._proofs.ask_username(turn, hint)

    def _without_asking(self, turn: Turn, known: list[User]) -> Response:
        asked = turn.asked
        if len(known) == 1:
            turn.flow = turn.flow.known(turn.session.accounts[known[0].oid])
            return self._consenting.without_asking(turn, known[0])
        error = IdentityError(50058)
        if known:
            error = IdentityError(16000, user="", tenant=asked.tenant)
        return self._endings.refuse(asked.return_address, error, asked.correlation_id)

    # --- which page comes next ---

    def _take_picked(self, turn: Turn) -> Response:
        picked = (user for user in self._known_users(turn) if user.oid == turn.form["pick"])
        user = next(picked, None)
        return self._go_on_known(turn, user) if user else self._proofs.ask_username(turn, "")

    def _take_back(self, turn: Turn) -> Response:
        username = turn.flow.username
        turn.flow = turn.flow.restarted()
        return self._proofs.ask_username(turn, username)

    def _after(self, turn: Turn, outcome: Response | User) -> Response:
        return outcome if isinstance(outcome, Response) else self._go_on(turn, outcome)

    def _go_on_known(self, turn: Turn, user: User) -> Response:
        flow = turn.flow.known(turn.session.accounts[user.oid])
        turn.flow = replace(flow, username=self._directory.home_of(user).username)
        return self._go_on(turn, user)

    def _go_on(self, turn: Turn, user: User) -> Response:
        """Go to the next page of somebody whose first proof was good."""
        obstacle = self._obstacle(turn, user)
        if obstacle is not None:
            return obstacle
        login = self._parts.ledger.login(user.oid, turn.flow.methods, turn.flow.at)
        turn.session = turn.session.with_account(login)
        offers = self._parts.policies.of_tenant(user.tid).offers_to_stay
        if offers and not turn.flow.was_asked_to_stay:
            return self._consenting.pages(turn).stay(user)
        return self._consenting.answer(turn, user)

    def _obstacle(self, turn: Turn, user: User) -> Response | None:
        refusal = self._consenting.refusal(turn, user)
        if refusal is not None:
            return self._proofs.refuse(turn, refusal)
        if self._consenting.needs_second_factor(turn, user):
            return self._proofs.ask_code(turn, user)
        return None
