"""The numbers the tenant speaks, held against the published table where it is at hand."""

import json
import os
from pathlib import Path

import pytest

from transom.demo.identity.aadsts import REFUSALS, SUBERRORS
from transom.demo.identity.permissions import PERMISSIONS
from transom.demo.identity.policies import REFUSABLE

SHARED = Path(os.environ.get("TRANSOM_GRAPH_FACTS", Path(__file__).parents[4] / "shared/graph"))
# In no published table, but in many threads: AzureAD/passport-azure-ad#453, O365/python-o365#551,
# and the guide to troubleshooting of Azure's SDK for JavaScript.
UNLISTED = {700027, 650053, 9002331}


def _table(name: str) -> dict[str, object]:
    file = SHARED / name
    if not file.exists():
        pytest.skip(f"{name} is not here")
    table: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return table


def test_every_number_is_published() -> None:
    codes = _table("aadsts.json")["codes"]
    assert isinstance(codes, list)
    assert set(REFUSALS) - {entry["code"] for entry in codes} == UNLISTED


def test_every_suberror_is_known_and_belongs_to_a_number() -> None:
    known = _table("aadsts.json")["suberrors"]
    assert isinstance(known, dict)
    assert set(SUBERRORS.values()) <= set(known)
    assert set(SUBERRORS) | REFUSABLE <= set(REFUSALS)


def test_permissions_are_told_in_the_published_words() -> None:
    published = _table("permissions.json")["permissions"]
    assert isinstance(published, dict)
    for name, permission in PERMISSIONS.items():
        delegated = published.get(name, {}).get("delegated")
        if delegated is not None:
            assert permission.title == delegated["title"], name
            assert permission.is_admin_only is delegated["adminOnly"], name
