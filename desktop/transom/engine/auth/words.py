"""The dictionary of failed sign-ins: advice in our own words, by code, error or kind.

Nothing is decided by it: what to do next branches on error, suberror and status elsewhere.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from transom.engine.entities.setup import SetUpStep
from transom.engine.entities.signin import Explanation, Fixer, Offer
from transom.engine.errors import TransomError
from transom.resources import resource_text

_USUAL_STILL = "stored"
_REPORTED = {
    "error": "Error",
    "suberror": "Suberror",
    "codes": "Code",
    "code": "Code",
    "status": "Status",
    "check": "Check",
    "page": "Page",
    "cause": "Cause",
    "trace_id": "Trace ID",
    "correlation_id": "Correlation ID",
    "request-id": "Request ID",
    "client-request-id": "Client request ID",
}


class Dictionary:
    """Finds the explanation that says most about a failure."""

    def __init__(self, text: str) -> None:
        tables = tomllib.loads(text)
        self._still: Mapping[str, str] = tables["still"]
        self._sections: Mapping[str, Mapping[str, Any]] = {
            name: table for name, table in tables.items() if name != "still"
        }

    def keys(self, section: str) -> frozenset[str]:
        """Return what ``aadsts oauth suberror graph page`` or ``kind`` explains."""
        return frozenset(self._sections[section])

    def find(self, section: str, key: str) -> Explanation | None:
        """Return one entry, without a report."""
        entry = self._sections[section].get(key)
        if entry is None:
            return None
        return Explanation(
            key=key,
            what=entry["what"],
            still=self._still[entry.get("still", _USUAL_STILL)],
            fixer=Fixer(entry["who"]),
            next_step=entry["next"],
            offer=Offer(entry.get("offer", "")),
            step=SetUpStep(entry["step"]) if "step" in entry else None,
        )

    def explain(self, facts: Mapping[str, str], kinds: tuple[str, ...] = ()) -> Explanation | None:
        """Look the facts up, the most telling first, then the kinds of error."""
        for section, key in _places(facts, kinds):
            found = self.find(section, key)
            if found is not None:
                return found
        return None


@cache
def dictionary() -> Dictionary:
    """Return the product's dictionary, read once."""
    return Dictionary(resource_text("words", "signin.toml"))


def explain_error(error: TransomError, *, client_id: str, now: datetime) -> Explanation:
    """Explain any error a sign-in can end in, with what a help desk asks for."""
    kinds = tuple(kind.__name__ for kind in type(error).__mro__)
    found = dictionary().explain(error.facts, kinds)
    report = report_of(error, client_id=client_id, now=now)
    if found is None:
        still = dictionary().find("kind", "SignInRefusedError")
        return Explanation(
            key=type(error).__name__,
            what=error.message,
            still=still.still if still else "",
            fixer=Fixer.YOU,
            next_step="Try again.",
            offer=Offer.AGAIN,
            report=report,
        )
    return replace(found, report=report)


def report_of(error: TransomError, *, client_id: str, now: datetime) -> str:
    """Write the block to copy: codes and ids, the time in UTC and the app, nobody's name."""
    facts = error.facts
    lines = [f"Transom: {type(error).__name__.removesuffix('Error')}"]
    lines += [f"{label}: {facts[name]}" for name, label in _REPORTED.items() if facts.get(name)]
    at = facts.get("timestamp") or f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%SZ}"
    lines.append(f"Time (UTC): {at}")
    if client_id:
        lines.append(f"App ID: {client_id}")
    return "\n".join(lines)


def _places(facts: Mapping[str, str], kinds: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for code in re.findall(r"AADSTS(\d+)", facts.get("codes", "")):
        yield "aadsts", code
    if facts.get("code"):
        yield "graph", facts["code"].lower()
    if facts.get("suberror"):
        yield "suberror", facts["suberror"]
    if facts.get("error"):
        yield "oauth", facts["error"]
    if facts.get("page"):
        yield "page", facts["page"]
    for kind in kinds:
        yield "kind", kind
