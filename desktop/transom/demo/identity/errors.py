"""What the identity provider refuses, in the numbers and words its clients know."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from transom.demo.identity.aadsts import REFUSALS, SUBERRORS


class IdentityError(Exception):
    """A refusal with Microsoft's number; ``error`` and ``suberror`` are what clients branch on."""

    def __init__(
        self, code: int, *, error: str = "", suberror: str = "", claims: str = "", **facts: str
    ) -> None:
        usual_error, text = REFUSALS[code]
        self.code = code
        self.error = error or usual_error
        self.suberror = suberror or SUBERRORS.get(code, "")
        self.claims = claims
        self.text = text.format_map(facts)
        super().__init__(f"AADSTS{code}")


class ShownError(Exception):
    """A refusal that becomes a page, for there is nowhere safe to redirect to."""

    def __init__(self, cause: IdentityError) -> None:
        self.cause = cause
        super().__init__(str(cause))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal as it is told: the error with the ids a help desk would ask for."""

    cause: IdentityError
    correlation_id: str
    trace_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def timestamp(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%SZ}"

    @property
    def headline(self) -> str:
        return f"AADSTS{self.cause.code}: {self.cause.text}"

    def description(self, separator: str) -> str:
        """Return the text with its ids, joined by ``separator`` (CRLF in redirects)."""
        return separator.join(
            (
                self.headline,
                f"Trace ID: {self.trace_id}",
                f"Correlation ID: {self.correlation_id}",
                f"Timestamp: {self.timestamp}",
            )
        )

    def body(self, identity_origin: str) -> dict[str, object]:
        """Return the token endpoint's JSON."""
        extra = {"suberror": self.cause.suberror, "claims": self.cause.claims}
        return {
            "error": self.cause.error,
            "error_description": self.description(" "),
            "error_codes": [self.cause.code],
            "timestamp": self.timestamp,
            "trace_id": self.trace_id,
            "correlation_id": self.correlation_id,
            "error_uri": self.error_uri(identity_origin),
            **{name: text for name, text in extra.items() if text},
        }

    @property
    def status(self) -> int:
        """Return the token endpoint's HTTP status."""
        return 401 if self.cause.error == "invalid_client" else 400

    def error_uri(self, identity_origin: str) -> str:
        return f"{identity_origin}/error?code={self.cause.code}"
