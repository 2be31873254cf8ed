"""Names and passwords of proxies, kept beside the tokens and as well encrypted."""

import json

from transom.engine.auth.proxies import Login, Proxies
from transom.engine.auth.vault import Vault

_PREFIX = "proxy "


def recall_logins(vault: Vault, proxies: Proxies) -> None:
    """Tell what was kept; the vault must be unlocked."""
    for key, blob in vault.read_tokens().items():
        if key.startswith(_PREFIX):
            kept = json.loads(blob)
            proxies.learn(key.removeprefix(_PREFIX), Login(kept["username"], kept["password"]))


def keep_login(vault: Vault, place: str, login: Login) -> None:
    """Keep what a proxy is told for the next start."""
    blob = {"username": login.username, "password": login.password}
    vault.write_tokens(f"{_PREFIX}{place}", json.dumps(blob))


def drop_login(vault: Vault, place: str) -> None:
    """Forget what was kept for a proxy."""
    key = f"{_PREFIX}{place}"
    if key in vault.read_tokens():
        vault.write_tokens(key, None)
