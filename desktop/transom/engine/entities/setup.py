"""Setting up the app registration: who settled what, and what a test of it found."""

from dataclasses import dataclass
from enum import StrEnum

from transom.engine.entities.accounts import Cloud


class Source(StrEnum):
    """Whose word counts, the strongest first."""

    ORGANISATION = "organisation"
    USER = "user"
    BUILD = "build"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class Settled:
    """One part of the registration as it stands, and whose word that is."""

    text: str
    source: Source

    @property
    def is_pinned(self) -> bool:
        """Whether the user cannot change it."""
        return self.source is Source.ORGANISATION


@dataclass(frozen=True, slots=True)
class SetUp:
    """All parts of the registration; ``chosen_cloud`` is None where its name is not described."""

    client_id: Settled
    tenant: Settled
    cloud: Settled
    redirect_uri: Settled
    chosen_cloud: Cloud | None
    is_hidden: bool = False
    """Whether the organisation lets nobody change anything here."""

    @property
    def is_pinned(self) -> bool:
        """Whether the organisation settled any of it."""
        parts = (self.client_id, self.tenant, self.cloud, self.redirect_uri)
        return self.is_hidden or any(part.is_pinned for part in parts)


class SetUpStep(StrEnum):
    """A page of the set-up assistant, named by what one does there."""

    WHERE = "where"
    REGISTER = "register"
    ADDRESSES = "addresses"
    PERMISSIONS = "permissions"
    ENTER = "enter"


class Check(StrEnum):
    """What a test of a registration looks at, in this order."""

    SERVICE = "service"
    VIEW = "view"
    BROWSER = "browser"
    CODE = "code"
    SIGN_IN = "sign_in"


class Verdict(StrEnum):
    """How a check ended; a LIMIT leaves a way to sign in."""

    GOOD = "good"
    LIMIT = "limit"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; where it is not good, what to change and on which page that stands.

    ``report`` is what to copy for a help desk.
    """

    check: Check
    verdict: Verdict
    what: str
    change: str = ""
    step: SetUpStep | None = None
    report: str = ""
