"""Tenants by name, and who somebody is in each."""

import pytest

from transom.demo.identity.directory import Directory
from transom.demo.identity.errors import IdentityError
from transom.demo.mailbox.users import FABRIKAM_TENANT, PERSONAL_TENANT, USERS, WORK_TENANT

DIRECTORY = Directory(USERS)


@pytest.mark.parametrize(
    ("segment", "names"),
    [
        ("common", {"adele.vance", "adele", "noor.haddad", "frida.lund"}),
        ("organizations", {"adele.vance", "noor.haddad", "frida.lund"}),
        ("consumers", {"adele"}),
        (PERSONAL_TENANT, {"adele"}),
        (WORK_TENANT, {"adele.vance", "frida.lund", "noor.haddad_fabrikam.example#EXT#"}),
        ("Contoso.Example", {"adele.vance", "frida.lund", "noor.haddad_fabrikam.example#EXT#"}),
        (FABRIKAM_TENANT, {"noor.haddad"}),
    ],
)
def test_a_segment_admits_its_own_people_and_guests(segment: str, names: set[str]) -> None:
    tenant = DIRECTORY.tenant(segment)
    wanted = ("adele.vance", "adele", "noor.haddad", "frida.lund")
    people = [user for user in USERS if user.username.partition("@")[0] in wanted]
    seen = [DIRECTORY.seen_in(user, tenant) for user in people]
    assert {user.username.partition("@")[0] for user in seen if user} == names


@pytest.mark.parametrize(
    ("segment", "code"), [("nowhere.example", 90002), ("government.example", 90038)]
)
def test_a_tenant_elsewhere_is_told_from_none(segment: str, code: int) -> None:
    with pytest.raises(IdentityError) as raised:
        DIRECTORY.tenant(segment)
    assert raised.value.code == code


def test_names_are_found_whatever_their_letter_case() -> None:
    assert DIRECTORY.user_named(" Adele.Vance@CONTOSO.example ") == USERS[0]
    assert DIRECTORY.user_named("") is None
