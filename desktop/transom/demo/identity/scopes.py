"""Which permissions a request names, and what a person is told about each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.permissions import PERMISSIONS, Permission

GRAPH_RESOURCE = re.compile(r"https://(graph\.microsoft\.com|127\.0\.0\.1(:\d+)?)")
OIDC_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,119}")


_BY_LOWER = {name.lower(): name for name in PERMISSIONS}
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


def check_one_resource(text: str) -> None:
    """Raise where a token request names more than one API: a token is good for one."""
    resources = {word.rpartition("/")[0] for word in text.split() if word not in OIDC_SCOPES}
    if len({"" if GRAPH_RESOURCE.fullmatch(one) else one for one in resources}) > 1:
        raise IdentityError(700022)


def _short_name(word: str) -> str:
    resource, slash, name = word.rpartition("/")
    if slash and not GRAPH_RESOURCE.fullmatch(resource):
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
    return [PERMISSIONS.get(name) or _fallback(name) for name in wanted]


def needs_administrator(names: Iterable[str]) -> bool:
    """Whether a permission is among them that people cannot grant for themselves."""
    known = (PERMISSIONS.get(name) for name in names)
    return any(permission.is_admin_only for permission in known if permission)


def _order(name: str) -> int:
    return 2 if name == "offline_access" else 1 if name == "User.Read" else 0


def _fallback(name: str) -> Permission:
    return Permission(name, f"Allows the app to use the permission {name} on your behalf.")
