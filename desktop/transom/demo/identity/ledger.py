"""What the identity provider must remember: consents, redeemed codes, revocations."""

from collections.abc import Iterable
from typing import Any, Literal

from transom.demo.state import StateDirectory

FILE = "identity.json"
Kind = Literal["refresh", "access", "session"]


class Ledger:
    """Keeps every change on disk before it is answered.

    Tokens carry their kind's generation; revoking a kind means counting it up.
    """

    def __init__(self, state: StateDirectory) -> None:
        self._state = state
        self._consents: dict[str, list[str]] = {}
        self._generations: dict[str, int] = {}
        self._redeemed: dict[str, float] = {}
        self._load()

    def _load(self) -> None:
        value = self._state.read_json(FILE)
        if value is None:
            return
        try:
            consents = {
                str(key): [str(name) for name in value["consents"][key]]
                for key in value["consents"]
            }
            generations = {str(key): int(count) for key, count in value["generations"].items()}
            redeemed = {str(key): float(until) for key, until in value["redeemed"].items()}
        except (KeyError, TypeError, ValueError, AttributeError):
            self._state.set_aside(FILE)
            return
        self._consents, self._generations, self._redeemed = consents, generations, redeemed

    def _save(self) -> None:
        value: dict[str, Any] = {
            "consents": self._consents,
            "generations": self._generations,
            "redeemed": self._redeemed,
        }
        self._state.write_json(FILE, value)

    def consented(self, oid: str) -> frozenset[str]:
        return frozenset(self._consents.get(oid, ()))

    def consent(self, oid: str, names: Iterable[str]) -> None:
        self._consents[oid] = sorted(self.consented(oid) | set(names))
        self._save()

    def withdraw_consent(self, oid: str) -> None:
        self._consents.pop(oid, None)
        self._save()

    def generation(self, oid: str, kind: Kind) -> int:
        return self._generations.get(f"{oid} {kind}", 0)

    def revoke(self, oid: str, *kinds: Kind) -> None:
        for kind in kinds:
            self._generations[f"{oid} {kind}"] = self.generation(oid, kind) + 1
        self._save()

    def redeem(self, code_id: str, until: float, now: float) -> bool:
        """Mark a code as used; False if it was before. ``until`` is when it expires anyway."""
        if code_id in self._redeemed:
            return False
        self._redeemed = {key: end for key, end in self._redeemed.items() if end > now}
        self._redeemed[code_id] = until
        self._save()
        return True
