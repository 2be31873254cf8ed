"""Tests of answers' shapes against the published contract, where a checkout has it beside it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.demo.graph.conftest import Wire

CONTRACT = Path(__file__).parents[4] / "shared" / "graph" / "openapi-subset.yaml"
WINDOW = "startDateTime=2026-11-20T00:00:00Z&endDateTime=2026-12-20T00:00:00Z&$top=200"
PLAIN = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}


class Contract:
    """Finds where a value departs from its schema."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self._schemas = schemas

    def faults(self, value: Any, schema: dict[str, Any], place: str) -> list[str]:
        if "$ref" in schema:
            return self.faults(value, self._schemas[schema["$ref"].rsplit("/", 1)[1]], place)
        if "anyOf" in schema:
            choices = [self.faults(value, one, place) for one in schema["anyOf"]]
            return min(choices, key=len)
        if "enum" in schema and value not in schema["enum"]:
            return [f"{place}: {value!r} is not one of {schema['enum']}"]
        if "allOf" in schema or "properties" in schema:
            return self._object(value, schema, place)
        types = schema.get("type", [])
        names = [types] if isinstance(types, str) else types
        if value is None:
            return [] if "null" in names or not names else [f"{place}: null"]
        if not isinstance(value, tuple(PLAIN[n] for n in names if n in PLAIN) or (object,)):
            return [f"{place}: {value!r} is not {names}"]
        if isinstance(value, list):
            inner = schema.get("items", {})
            return [f for one in value for f in self.faults(one, inner, f"{place}[]")]
        return []

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
            return self._properties(self._schemas[schema["$ref"].rsplit("/", 1)[1]])
        known = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            known |= self._properties(part)
        return known


@pytest.fixture(scope="module")
def contract() -> Contract:
    if not CONTRACT.exists():
        pytest.skip("the published contract is not beside this checkout")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(CONTRACT.read_text("utf-8"), Loader=loader)  # noqa: S506
    return Contract(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/me/messages?$top=300&$expand=attachments", "message"),
        ("/me/mailFolders?includeHiddenFolders=true&$top=50", "mailFolder"),
        ("/me/calendars", "calendar"),
        ("/me/calendarGroups", "calendarGroup"),
        (f"/me/calendarView?{WINDOW}", "event"),
        ("/me/events?$top=200", "event"),
        (f"/me/calendarView/delta?{WINDOW}", "event"),
        ("/me/contacts?$top=200", "contact"),
        ("/me/contactFolders", "contactFolder"),
        ("/me/outlook/masterCategories", "outlookCategory"),
    ],
)
def test_items_have_the_contracts_shape(
    contract: Contract, wire: Wire, url: str, kind: str
) -> None:
    items = wire.get(url).items
    assert items
    for item in items:
        name = str(item.get("@odata.type", f"#microsoft.graph.{kind}")).removeprefix("#")
        for one in item.pop("attachments", []):
            schema = {"$ref": f"/{one['@odata.type'].removeprefix('#')}"}
            assert contract.faults(one, schema, "attachment") == []
        assert contract.faults(item, {"$ref": f"/{name}"}, kind) == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/me", "microsoft.graph.user"),
        ("/me/photo", "microsoft.graph.profilePhoto"),
        ("/me/mailboxSettings", "microsoft.graph.mailboxSettings"),
        ("/me/messages/nothing", "microsoft.graph.ODataErrors.ODataError"),
    ],
)
def test_single_answers_have_the_contracts_shape(
    contract: Contract, wire: Wire, url: str, name: str
) -> None:
    assert contract.faults(wire.get(url).json, {"$ref": f"/{name}"}, name) == []
