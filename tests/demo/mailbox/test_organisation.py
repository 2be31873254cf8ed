"""Tests of the directory behind Graph: who is in it, and who may open whose mailbox."""

from transom.demo.mailbox.access import NONE, OWN, access_of
from transom.demo.mailbox.folders import INBOX, SENT
from transom.demo.mailbox.organisation import Organisation, entries, groups
from transom.demo.mailbox.users import FABRIKAM_TENANT, USERS, WORK_TENANT

ADELE = USERS[0].username


def test_names_and_ids_are_nobodys_twice() -> None:
    found = list(entries())
    assert len({one.oid for one in found}) == len(found)
    assert len({one.username for one in found}) == len(found)
    assert found == list(entries())


def test_a_tenants_people_do_not_see_anothers() -> None:
    organisation = Organisation(entries(), groups())
    noor = "noor.haddad@fabrikam.example"
    assert organisation.entry(FABRIKAM_TENANT, noor) is not None
    assert organisation.entry(WORK_TENANT, noor) is None
    assert {one.tid for one in organisation.entries(FABRIKAM_TENANT)} == {FABRIKAM_TENANT}


def test_everybody_reports_upwards_and_nobody_in_circles() -> None:
    organisation = Organisation(entries(), groups())
    for entry in organisation.entries(WORK_TENANT):
        chain, above = [entry.username], organisation.manager(entry)
        while above is not None:
            assert above.username not in chain
            chain.append(above.username)
            above = organisation.manager(above)


def test_access_is_whole_partial_or_none() -> None:
    office = access_of(ADELE, "bridge.office@contoso.example")
    assert office.opens(INBOX) and office.opens(SENT) and office.has_whole_mail
    tenders = access_of(ADELE, "tenders@contoso.example")
    assert tenders.opens(INBOX) and not tenders.opens(SENT) and not tenders.has_whole_mail
    assert access_of(ADELE, "board@contoso.example") is NONE
    assert access_of(ADELE, ADELE) is OWN
    assert access_of("bridge.office@contoso.example", ADELE) is NONE
