"""What Transom asks a person to allow: reading, and nothing that is not reading."""

import re
from collections.abc import Iterable

SCOPES = ("User.Read", "Mail.Read", "Calendars.Read", "Contacts.Read", "MailboxSettings.Read")
"""What every sign-in asks for; ``openid profile offline_access`` come with the protocol."""

_PROTOCOL = frozenset({"openid", "profile", "email", "offline_access"})
_READ = re.compile(r"[A-Za-z]+\.Read(Basic)?(\.Shared)?")


class WriteScopeError(Exception):
    """A bug: something that could change a mailbox was about to be asked for."""


def is_read_scope(scope: str) -> bool:
    """Whether ``scope``, by its short name, allows reading one's own or shared things only."""
    return _READ.fullmatch(scope) is not None


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


def scopes_to_renew(granted: Iterable[str]) -> list[str]:
    """Choose what a renewal asks for: never more than was granted, never more than reading."""
    wanted = sorted(scope for scope in granted if is_read_scope(scope))
    return check_scopes(wanted or SCOPES)
