"""How somebody proved who they are: what a code, a token and a session have to remember of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

PASSWORD, SECOND_FACTOR, PASSWORDLESS, FEDERATED = "pwd", "mfa", "fido", "fed"


@dataclass(frozen=True, slots=True)
class Login:
    """One proof: who, how, when, and the counts of what was revoked until then."""

    oid: str
    methods: tuple[str, ...]
    at: float
    generations: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_strong(self) -> bool:
        return SECOND_FACTOR in self.methods or PASSWORDLESS in self.methods

    def to_json(self) -> dict[str, Any]:
        return {
            "oid": self.oid,
            "methods": list(self.methods),
            "at": self.at,
            "generations": dict(self.generations),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        return cls(value["oid"], tuple(value["methods"]), value["at"], value["generations"])
