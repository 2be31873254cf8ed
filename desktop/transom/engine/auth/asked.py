"""The permissions in words: what each is for, and what is off without it."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from transom.engine.auth.scopes import SCOPES
from transom.engine.entities.signin import MissingScope
from transom.resources import resource_text

_PROTOCOL = ("openid", "profile", "offline_access")


@cache
def scope_words() -> Mapping[str, Mapping[str, Any]]:
    """Return what is said of each permission, by its short name."""
    words: Mapping[str, Mapping[str, Any]] = tomllib.loads(resource_text("words", "scopes.toml"))[
        "scopes"
    ]
    return words


def asked_scopes() -> dict[str, str]:
    """Return what every sign-in asks for, each with what it allows."""
    return {scope: scope_words()[scope]["name"] for scope in (*SCOPES, *_PROTOCOL)}


def missing_scopes(
    granted: Iterable[str], extra_scopes: Iterable[str] = ()
) -> tuple[MissingScope, ...]:
    """Say which of the permissions a sign-in asked for were not granted."""
    has = {scope.lower() for scope in granted}
    words = scope_words()
    return tuple(
        MissingScope(scope, words[scope]["name"], words[scope]["off"])
        for scope in (*SCOPES, *extra_scopes)
        if scope.lower() not in has
    )
