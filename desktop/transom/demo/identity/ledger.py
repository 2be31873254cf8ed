"""What the identity provider must remember: consents, redeemed codes, revocations."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from transom.demo.identity.login import PASSWORD, Login
from transom.demo.state import StateDirectory

FILE = "identity.json"
Kind = Literal["refresh", "access", "session", "password", "idle", "frequency", "challenge"]
KINDS: tuple[Kind, ...] = (
    "refresh",
    "access",
    "session",
    "password",
    "idle",
    "frequency",
    "challenge",
)


class _Kept(msgspec.Struct):
    """The file's content."""

    consents: dict[str, list[str]] = {}
    generations: dict[str, int] = {}
    redeemed: dict[str, float] = {}
    second_factors: list[str] = []


class Ledger:
    """Keeps every change on disk before it is answered.

    Tokens carry each kind's generation; revoking a kind means counting it up. Whose consent it is,
    a person's or a whole tenant's, is said by the id it is kept under.
    """

    def __init__(self, state: StateDirectory) -> None:
        self._state = state
        self._kept = _Kept()
        self._hidden: set[str] = set()
        self._load()

    def _load(self) -> None:
        value = self._state.read_json(FILE)
        if value is None:
            return
        try:
            self._kept = msgspec.convert(value, _Kept)
        except msgspec.ValidationError:
            self._state.set_aside(FILE)

    def _save(self) -> None:
        value: dict[str, Any] = msgspec.to_builtins(self._kept)
        self._state.write_json(FILE, value)

    # --- consent ---

    def consented(self, whose: str, client_id: str) -> frozenset[str]:
        kept = self._kept.consents.get(f"{whose} {client_id}", ())
        return frozenset() if whose in self._hidden else frozenset(kept)

    def hide_consents(self, *whose: str) -> None:
        """Act as if these had granted nothing so far, and only until the tenant ends."""
        self._hidden = set(whose)

    def consent(self, whose: str, client_id: str, names: Iterable[str]) -> None:
        self._hidden.discard(whose)
        wanted = sorted(self.consented(whose, client_id) | set(names))
        self._kept.consents[f"{whose} {client_id}"] = wanted
        self._save()

    def withdraw_consent(self, whose: str) -> None:
        """Forget what was granted to any app."""
        kept = self._kept.consents
        self._kept.consents = {
            key: names for key, names in kept.items() if key.partition(" ")[0] != whose
        }
        self._save()

    # --- revocation ---

    def generation(self, oid: str, kind: Kind) -> int:
        return self._kept.generations.get(f"{oid} {kind}", 0)

    def login(self, oid: str, methods: Iterable[str], at: float) -> Login:
        """Return a proof that holds until something it rests on is revoked."""
        generations: dict[str, int] = {kind: self.generation(oid, kind) for kind in KINDS}
        return Login(oid, tuple(methods), at, generations)

    def has_revoked(self, login: Login, *kinds: Kind) -> bool:
        """Whether one of the kinds was revoked since; a password matters to those who typed it."""
        return any(
            login.generations.get(kind, 0) != self.generation(login.oid, kind)
            for kind in kinds
            if kind != "password" or PASSWORD in login.methods
        )

    def revoke(self, oid: str, *kinds: Kind) -> None:
        for kind in kinds:
            self._kept.generations[f"{oid} {kind}"] = self.generation(oid, kind) + 1
        self._save()

    # --- codes and second factors ---

    def redeem(self, code_id: str, until: float, now: float) -> bool:
        """Mark a code as used; False if it was before. ``until`` is when it expires anyway."""
        redeemed = self._kept.redeemed
        if code_id in redeemed:
            return False
        self._kept.redeemed = {key: end for key, end in redeemed.items() if end > now}
        self._kept.redeemed[code_id] = until
        self._save()
        return True

    def has_second_factor(self, oid: str) -> bool:
        return oid in self._kept.second_factors

    def register_second_factor(self, oid: str) -> None:
        if not self.has_second_factor(oid):
            self._kept.second_factors.append(oid)
            self._save()
