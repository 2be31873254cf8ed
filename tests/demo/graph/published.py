"""What Microsoft publishes about Graph, where a checkout has it beside it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from transom.demo.graph.routes import ORDERED, ServedRoute, fit, split_path

FOLDER = Path(__file__).parents[4] / "shared" / "graph"
PLAIN: dict[str, Any] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}
COUNTS: list[str] = []  # what was covered, for the summary at the end of a run
PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Operation:
    """One published operation and the tenant's row that serves it."""

    method: str
    path: str
    spec: dict[str, Any]
    route: ServedRoute

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class Contract:
    """The published contract: finds operations, and where a value departs from its schema."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._schemas = document["components"]["schemas"]

    def operations(self) -> Iterator[Operation]:
        """Yield the operations that the tenant serves."""
        for method, path, spec in self.all():
            route = served(method, path)
            if route is not None:
                yield Operation(method, path, spec, route)

    def all(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield every operation there is: method, path and what is said of it."""
        for path, methods in self.document["paths"].items():
            for method, spec in methods.items():
                if method in ("get", "post", "patch", "put", "delete"):
                    yield method.upper(), path, spec

    def answer_schema(self, spec: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of a good answer, empty where there is none in JSON."""
        for status, answer in spec["responses"].items():
            if status.startswith("2"):
                content = self.resolved(answer).get("content", {})
                return dict(content.get("application/json", {}).get("schema", {}))
        return {}

    def parameters(self, spec: dict[str, Any]) -> set[str]:
        return {str(self.resolved(one)["name"]) for one in spec.get("parameters", [])}

    def resolved(self, value: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in value:
            return value
        found: Any = self.document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return dict(found)

    def faults(self, value: Any, schema: dict[str, Any], place: str) -> list[str]:
        if "$ref" in schema:
            return self.faults(value, self._named(schema, value), place)
        if "anyOf" in schema or "oneOf" in schema:
            choices = schema.get("anyOf") or schema["oneOf"]
            return min((self.faults(value, one, place) for one in choices), key=len)
        if "enum" in schema and value not in schema["enum"]:
            return [f"{place}: {value!r} is not one of {schema['enum']}"]
        if "allOf" in schema or "properties" in schema:
            return self._object(value, schema, place)
        types = schema.get("type", [])
        names = [types] if isinstance(types, str) else types
        if value is None:
            return [] if "null" in names or not names else [f"{place}: null"]
        if isinstance(value, bool) and names and "boolean" not in names:
            return [f"{place}: {value!r} is not {names}"]
        if not isinstance(value, tuple(PLAIN[n] for n in names if n in PLAIN) or (object,)):
            return [f"{place}: {value!r} is not {names}"]
        if isinstance(value, list):
            inner = schema.get("items", {})
            return [f for one in value for f in self.faults(one, inner, f"{place}[]")]
        return []

    def _named(self, schema: dict[str, Any], value: Any) -> dict[str, Any]:
        """Return the schema meant: what an item says it is wins over what was announced."""
        kind = str(value.get("@odata.type", ""))[1:] if isinstance(value, dict) else ""
        name = schema["$ref"].rsplit("/", 1)[1]
        return dict(self._schemas.get(kind) or self._schemas.get(name) or self.resolved(schema))

    def _object(self, value: Any, schema: dict[str, Any], place: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{place}: {value!r} is no object"]
        known = self._properties(schema)
        found = []
        for name, one in value.items():
            if "@" in name:
                continue
            if name not in known:
                found.append(f"{place}.{name}: unknown")
            else:
                found += self.faults(one, known[name], f"{place}.{name}")
        return found

    def _properties(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return self._properties(self.resolved(schema))
        known = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            known |= self._properties(part)
        return known


def served(method: str, path: str) -> ServedRoute | None:
    """Return the tenant's row for a published path template, if it has one."""
    named = PLACEHOLDER.sub("nameless", path)
    try:
        segments = split_path(named)
    except UnicodeDecodeError:
        return None
    words = [segment.lower() for segment in segments]
    for route in ORDERED:
        ids = fit(route.pattern, segments, words) if route.method == method else None
        if ids is not None and set(ids) <= {"nameless"}:
            return route
    return None


@lru_cache(maxsize=1)
def contract() -> Contract:
    """Return the contract, or skip the test where it is not there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Contract(yaml.load(text("openapi-subset.yaml"), Loader=loader))  # noqa: S506


@lru_cache(maxsize=1)
def permissions() -> dict[str, dict[str, Any]]:
    return dict(json.loads(text("permissions.json"))["operations"])


@lru_cache(maxsize=1)
def examples() -> list[dict[str, Any]]:
    return [json.loads(line) for line in text("examples.jsonl").splitlines()]


def text(name: str) -> str:
    path = FOLDER / name
    if not path.exists():
        pytest.skip("the published contract is not beside this checkout")
    return path.read_text("utf-8")
