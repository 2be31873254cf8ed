"""The rules as they are kept, and what becomes of a file that is damaged."""

from pathlib import Path

import pytest

from transom.demo.identity.policies import FILE, BadPolicyError, Policies, TenantPolicy
from transom.demo.mailbox.users import FABRIKAM_TENANT, USERS, WORK_TENANT
from transom.demo.state import StateDirectory


@pytest.fixture
def state(tmp_path: Path) -> StateDirectory:
    return StateDirectory(tmp_path / "state", print)


def test_a_tenant_starts_with_its_usual_rules(state: StateDirectory) -> None:
    policies = Policies(state)
    assert policies.of_tenant(WORK_TENANT) == TenantPolicy()
    assert policies.of_tenant(FABRIKAM_TENANT).user_consent == "requests"


def test_a_change_leaves_the_other_rules_alone(state: StateDirectory) -> None:
    Policies(state).change_tenant(FABRIKAM_TENANT, {"withheld_scopes": ["Mail.Read"]})
    policy = Policies(state).of_tenant(FABRIKAM_TENANT)
    assert policy.withheld_scopes == ("Mail.Read",) and policy.offers_to_stay


def test_a_refused_change_changes_nothing(state: StateDirectory) -> None:
    policies = Policies(state)
    for changes in ({"refusal": 1}, {"refusal": "x"}, {"mood": 1}):
        with pytest.raises(BadPolicyError):
            policies.change_person(USERS[0], changes)
    assert policies.of_person(USERS[0]).refusal == 0 and state.read(FILE) is None


@pytest.mark.parametrize("content", [b"{", b"{}", b'{"tenants": {"x": 1}, "people": {}}'])
def test_a_damaged_file_is_set_aside(state: StateDirectory, content: bytes) -> None:
    state.write(FILE, content)
    assert Policies(state).of_tenant(WORK_TENANT) == TenantPolicy()
    assert state.read(f"{FILE}.damaged") == content
