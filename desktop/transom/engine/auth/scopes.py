"""What Transom asks a person to allow: reading, and nothing that is not reading."""

from collections.abc import Iterable

SCOPES = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "MailboxSettings.Read")
"""What every sign-in asks for; ``openid profile offline_access`` come with the protocol."""

FURTHER_SCOPES = (
    "People.Read",
    "User.ReadBasic.All",
    "User.Read.All",
    "GroupMember.Read.All",
    "Place.Read.All",
    "Mail.Read.Shared",
    "Calendars.Read.Shared",
    "Contacts.Read.Shared",
)
"""Asked for by a feature of its own each, once a person turns it on."""

READ_SCOPES = frozenset((*SCOPES, *FURTHER_SCOPES, "Group.Read.All"))
"""Everything that may ever be asked for, each name for itself: no pattern lets another one in."""

_PROTOCOL = frozenset({"openid", "profile", "email", "offline_access"})


class WriteScopeError(Exception):
    """A bug: something that could change a mailbox was about to be asked for."""


def is_read_scope(scope: str) -> bool:
    """Whether ``scope``, by its short name, is one of those that only read."""
    return scope in READ_SCOPES


def check_scopes(scopes: Iterable[str]) -> list[str]:
    """Return ``scopes`` once each, in order; raise WriteScopeError for any that does not read."""
    checked = list(dict.fromkeys(scopes))
    for scope in checked:
        if scope not in _PROTOCOL and not is_read_scope(scope):
            raise WriteScopeError(f"{scope!r} is not a scope for reading")
    return checked


def short_names(scope_text: str) -> frozenset[str]:
    """Take the granted scopes apart: short or with the resource's address before them."""
    return frozenset(word.rpartition("/")[2] for word in scope_text.split())


def scopes_to_renew(granted: Iterable[str], wished: Iterable[str] = ()) -> list[str]:
    """Choose what a renewal asks for: what was granted, of the further ones what is wished."""
    usable = {*SCOPES, *wished}
    wanted = sorted(scope for scope in granted if is_read_scope(scope) and scope in usable)
    return check_scopes(wanted or SCOPES)
