"""What makes a tenant the same one after a restart: birth, seed, size and port."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from transom.demo.state import StateDirectory

FILE = "tenant.json"
DEFAULT_MESSAGES = 300
DEFAULT_SEED = 1


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """The four facts a mailbox and its links are made from."""

    born_at: datetime
    seed: int
    messages: int
    port: int

    @classmethod
    def load(cls, state: StateDirectory, *, seed: int | None, messages: int | None) -> Self:
        """Return what was saved, with what was asked for now on top."""
        saved = cls._saved(state) or cls(
            born_at=datetime.now(UTC).replace(microsecond=0),
            seed=DEFAULT_SEED,
            messages=DEFAULT_MESSAGES,
            port=0,
        )
        return replace(
            saved,
            seed=saved.seed if seed is None else seed,
            messages=saved.messages if messages is None else messages,
        )

    @classmethod
    def _saved(cls, state: StateDirectory) -> Self | None:
        value = state.read_json(FILE)
        if value is None:
            return None
        try:
            return cls._from_json(value)
        except (KeyError, TypeError, ValueError):
            state.set_aside(FILE)
            return None

    @classmethod
    def _from_json(cls, value: dict[str, Any]) -> Self:
        born_at = datetime.fromisoformat(value["born_at"])
        if born_at.tzinfo is None:
            raise ValueError("the birth has no zone")
        return cls(
            born_at=born_at,
            seed=int(value["seed"]),
            messages=int(value["messages"]),
            port=int(value["port"]),
        )

    def save(self, state: StateDirectory) -> None:
        state.write_json(FILE, asdict(self) | {"born_at": self.born_at.isoformat()})

    def with_port(self, port: int) -> "TenantSettings":
        return replace(self, port=port)
