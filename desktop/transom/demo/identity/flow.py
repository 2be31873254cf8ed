"""A sign-in under way: what its pages carry from one to the next, sealed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from transom.demo.identity.authorization import AuthorizeRequest
from transom.demo.identity.login import Login
from transom.demo.identity.sealing import BadSealError, Sealer
from transom.demo.identity.sessions import Session
from transom.demo.identity.tokens import Clock

LIFE_S = 1800


@dataclass(frozen=True, slots=True)
class Flow:
    """How far a sign-in has come; ``oid`` is empty until somebody proved who they are."""

    request: AuthorizeRequest
    browser: str
    until: float
    username: str = ""
    oid: str = ""
    methods: tuple[str, ...] = ()
    at: float = 0.0
    code: str = ""
    was_asked_to_stay: bool = False

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        request = AuthorizeRequest.from_json(value["request"])
        return cls(**value | {"request": request, "methods": tuple(value["methods"])})

    def proven(self, oid: str, method: str, at: float) -> "Flow":
        """Return the flow after a person showed one proof more."""
        methods = tuple(dict.fromkeys((*self.methods, method)))
        return replace(self, oid=oid, methods=methods, at=at, code="")

    def known(self, login: Login) -> "Flow":
        """Return the flow of somebody this browser knows already."""
        return replace(
            self, oid=login.oid, methods=login.methods, at=login.at, was_asked_to_stay=True
        )

    def restarted(self) -> "Flow":
        return replace(self, username="", oid="", methods=(), code="", was_asked_to_stay=False)


@dataclass(slots=True)
class Turn:
    """One request of a sign-in: the flow and the browser's session, as the steps change them."""

    flow: Flow
    session: Session
    form: Mapping[str, str]

    @property
    def asked(self) -> AuthorizeRequest:
        return self.flow.request


class Flows:
    """Seals flows into pages and opens them again, for the browser they began in."""

    def __init__(self, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def new(self, asked: AuthorizeRequest, session: Session) -> Flow:
        return Flow(asked, session.browser, self._clock() + LIFE_S)

    def seal(self, flow: Flow) -> str:
        return self._sealer.seal("flow", asdict(flow))

    def open(self, sealed: str, session: Session) -> Flow:
        flow = Flow.from_json(self._sealer.open("flow", sealed))
        if flow.until <= self._clock() or flow.browser != session.browser:
            raise BadSealError
        return flow
