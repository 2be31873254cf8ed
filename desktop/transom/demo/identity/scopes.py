"""Which permissions a request names, and what a person is told about each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transom.demo.identity.errors import IdentityError

_GRAPH_RESOURCE = re.compile(r"https://(graph\.microsoft\.com|127\.0\.0\.1(:\d+)?)")
OIDC_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,119}")


@dataclass(frozen=True, slots=True)
class Permission:
    """One line of the consent page."""

    title: str
    text: str


_TEXTS = {
    "User.Read": Permission(
        "Sign you in and read your profile",
        "Allows you to sign in to the app with your organizational account and let the app read "
        "your profile. It also allows the app to read basic company information.",
    ),
    "Mail.Read": Permission("Read your mail", "Allows the app to read email in your mailbox."),
    "Mail.ReadBasic": Permission(
        "Read user basic mail",
        "Allows the app to read email in the signed-in user's mailbox except body, previewBody, "
        "attachments and any extended properties.",
    ),
    "Mail.Read.Shared": Permission(
        "Read mail you can access",
        "Allows the app to read mail you can access, including shared mail.",
    ),
    "Calendars.Read": Permission(
        "Read your calendars", "Allows the app to read events in your calendars."
    ),
    "Calendars.Read.Shared": Permission(
        "Read calendars you can access",
        "Allows the app to read events in all calendars that you can access, including delegate "
        "and shared calendars.",
    ),
    "Contacts.Read": Permission(
        "Read your contacts", "Allows the app to read contacts in your contact folders."
    ),
    "Contacts.Read.Shared": Permission(
        "Read your and shared contacts",
        "Allows the app to read contacts you have permissions to access, including your own and "
        "shared contacts.",
    ),
    "MailboxSettings.Read": Permission(
        "Read your mailbox settings", "Allows the app to read your mailbox settings."
    ),
    "People.Read": Permission(
        "Read your relevant people list",
        "Allows the app to read a list of people in the order that's most relevant to you. This "
        "includes your local contacts, your contacts from social networking, people listed in "
        "your organization's directory, and people from recent communications.",
    ),
    "User.ReadBasic.All": Permission(
        "Read all users' basic profiles",
        "Allows the app to read a basic set of profile properties of other users in your "
        "organization on your behalf. Includes display name, first and last name, email address, "
        "photo, id and security identifier. Also allows the app to read the full profile of the "
        "signed-in user.",
    ),
    "Mail.ReadWrite": Permission(
        "Read and write access to your mail",
        "Allows the app to read, update, create and delete email in your mailbox. Does not "
        "include permission to send mail.",
    ),
    "Mail.Send": Permission("Send mail as you", "Allows the app to send mail as you."),
    "openid": Permission(
        "Sign in as you",
        "Allows you to sign in to the app with your work or school account and allows the app to "
        "read your basic profile information.",
    ),
    "profile": Permission(
        "View your basic profile",
        "Allows the app to see your basic profile (e.g., name, picture, user name, email address)",
    ),
    "email": Permission(
        "View your email address", "Allows the app to read your primary email address"
    ),
    "offline_access": Permission(
        "Maintain access to data you have given it access to",
        "Allows the app to see and update the data you gave it access to, even when you are not "
        "currently using the app. This does not give the app any additional permissions.",
    ),
}
_BY_LOWER = {name.lower(): name for name in _TEXTS}
_TOLD_BY_USER_READ = frozenset({"openid", "profile"})


@dataclass(frozen=True, slots=True)
class ScopeRequest:
    """The scopes of one request: short names, and how the client spelled each."""

    names: tuple[str, ...]
    spellings: dict[str, str]
    is_default: bool

    @property
    def graph(self) -> frozenset[str]:
        return frozenset(self.names) - OIDC_SCOPES

    @property
    def oidc(self) -> frozenset[str]:
        return frozenset(self.names) & OIDC_SCOPES

    def spelled(self, names: Iterable[str]) -> str:
        """Join names as a token response would: in the client's spelling where it has one."""
        return " ".join(self.spellings.get(name, name) for name in names)


def parse_scopes(text: str, defaults: tuple[str, ...]) -> ScopeRequest:
    """Read a scope parameter; ``.default`` stands for ``defaults``."""
    names: dict[str, str] = {}
    is_default = False
    for word in text.split():
        name = _short_name(word)
        if name == ".default":
            is_default = True
        else:
            names[name] = word
    if is_default and any(name not in OIDC_SCOPES for name in names):
        raise IdentityError(70011, scope=text)
    if is_default:
        names |= {name: name for name in defaults}
    return ScopeRequest(tuple(names), names, is_default)


def _short_name(word: str) -> str:
    resource, slash, name = word.rpartition("/")
    if slash and not _GRAPH_RESOURCE.fullmatch(resource):
        raise IdentityError(500011, resource=resource)
    if name == ".default" and slash:
        return name
    if not _SHAPE.fullmatch(name):
        raise IdentityError(70011, scope=word)
    return _BY_LOWER.get(name.lower(), name)


def consent_lines(names: Iterable[str]) -> list[Permission]:
    """Return what the consent page lists; signing in is told once, lasting access comes last."""
    wanted = list(names)
    if "User.Read" in wanted:
        wanted = [name for name in wanted if name not in _TOLD_BY_USER_READ]
    wanted.sort(key=_order)
    return [_TEXTS.get(name) or _fallback(name) for name in wanted]


def _order(name: str) -> int:
    return 2 if name == "offline_access" else 1 if name == "User.Read" else 0


def _fallback(name: str) -> Permission:
    return Permission(name, f"Allows the app to use the permission {name} on your behalf.")
