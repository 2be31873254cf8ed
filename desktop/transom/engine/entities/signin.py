"""Signing in: the ways in, what waits for a person, and what is said when it fails."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from transom.engine.entities.setup import SetUpStep


class Door(StrEnum):
    """The three ways in; they share one transaction's protection."""

    VIEW = "view"
    BROWSER = "browser"
    CODE = "code"


class Fixer(StrEnum):
    """Who can change what went wrong."""

    YOU = "you"
    ADMINISTRATOR = "administrator"
    MICROSOFT = "microsoft"
    APP = "app"


class Offer(StrEnum):
    """The step that a failure's explanation puts on a button."""

    AGAIN = "again"
    ACCOUNT = "account"
    BROWSER = "browser"
    CODE = "code"
    CONSENT = "consent"
    WAIT = "wait"
    WALL = "wall"
    REGISTRATION = "registration"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, what still works, who can change it and the next step, in our own words.

    ``report`` is what to copy for a help desk: never a secret, an address or a name; ``step`` is
    the page of the set-up assistant that shows what to change.
    """

    key: str
    what: str
    still: str
    fixer: Fixer
    next_step: str
    offer: Offer = Offer.NOTHING
    report: str = ""
    step: SetUpStep | None = None


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """The code a person types at ``page_url_text`` on any device, before ``expires_at``."""

    user_code: str
    page_url_text: str
    state: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MissingScope:
    """A permission that was asked for and not granted, and what that switches off."""

    scope: str
    name: str
    switched_off: str


@dataclass(frozen=True, slots=True)
class Permission:
    """A further permission, what it is for, and how an account stands to it.

    ``is_granted`` says that the provider holds the consent, ``is_on`` that it is made use of.
    """

    scope: str
    name: str
    purpose: str
    needs_administrator: bool
    is_granted: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class AdminKit:
    """What an administrator needs to decide: the link, and a message ready to send."""

    consent_url_text: str
    redirect_uri: str
    state: str
    client_id: str
    scopes: tuple[str, ...]
    message: str
