"""Further permissions: asked for one by one, turned on and off, and what they bring."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import Account, Registration
from transom.engine.errors import DeniedError

PEOPLE, DIRECTORY, PROFILES = "People.Read", "User.ReadBasic.All", "User.Read.All"
GROUPS, ROOMS = "GroupMember.Read.All", "Place.Read.All"
ADMIN = "grace.ode@contoso.example"


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenant]:
    """A tenant in which what one test consents to is there for the next."""
    with Tenant(tmp_path_factory.mktemp("consenting") / "state", messages=5) as started:
        yield started


@pytest.fixture
def run(tenant: Tenant, tmp_path: Path) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, tenant) as running:
        yield running


def again(run: EngineRun, account: Account, *scopes: str) -> Account:
    """Sign the account in again, with more permissions asked for."""
    begin = run.engine.accounts.begin_sign_in(login_hint=account.username, extra_scopes=scopes)
    request = begin.result(PATIENCE_S)
    redirect = run.tenant.sign_in_by_http(url=request.url_text, username=account.username)
    return run.engine.accounts.finish_sign_in(request, redirect).result(PATIENCE_S)


def allow_for_all(run: EngineRun) -> None:
    kit = run.engine.accounts.admin_kit(run.engine.permissions.all())
    with run.tenant.session() as browser:
        run.tenant.drive_pages(browser, kit.consent_url_text, username=ADMIN)


def stored(run: EngineRun) -> Account:
    return run.engine.accounts.list()[0]


def test_one_more_permission_is_asked_for_beside_those_that_are_on(run: EngineRun) -> None:
    account = run.sign_in()
    assert not account.uses(PEOPLE) and not run.engine.people.that_rank()
    account = again(run, account, PEOPLE)
    assert account.uses(PEOPLE) and not account.uses(DIRECTORY)
    account = again(run, account, DIRECTORY)
    assert account.uses(PEOPLE) and account.uses(DIRECTORY)
    assert again(run, account).wished_scopes == {PEOPLE, DIRECTORY}


def test_what_is_turned_off_is_asked_for_no_longer_and_comes_back_without_a_page(
    run: EngineRun,
) -> None:
    account = run.sign_in("work", PEOPLE)
    run.engine.permissions.turn_off(account.id, PEOPLE).result(PATIENCE_S)
    assert not stored(run).uses(PEOPLE)
    (found,) = [one for one in run.engine.permissions.of(stored(run)) if one.scope == PEOPLE]
    assert found.is_granted and not found.is_on
    assert not again(run, account).uses(PEOPLE)  # signing in again does not bring it back
    pages = len(run.tenant.asked("/authorize"))
    run.engine.permissions.turn_on(account.id, PEOPLE).result(PATIENCE_S)
    assert stored(run).uses(PEOPLE) and len(run.tenant.asked("/authorize")) == pages
    assert run.engine.people.list_relevant(account.id).result(PATIENCE_S)


def test_the_people_one_writes_with_come_most_relevant_first_and_once(run: EngineRun) -> None:
    account = run.sign_in("work", PEOPLE)
    run.tenant.clear_log()
    people = run.engine.people.list_relevant(account.id).result(PATIENCE_S)
    assert len(people) > 5 and all(one.display_name for one in people)
    assert any(one.emails and one.job_title for one in people)
    asked = len(run.tenant.asked(r"/me/people"))
    assert run.engine.people.list_relevant(account.id).result(PATIENCE_S) == people
    assert len(run.tenant.asked(r"/me/people")) == asked == 1


def test_the_directory_is_searched_by_name_and_by_address(run: EngineRun) -> None:
    account = run.sign_in("work", DIRECTORY)
    search = run.engine.people.search_directory
    (ines,) = search(account, "ines nav").result(PATIENCE_S)
    assert (ines.display_name, ines.emails[0].address) == (
        "Ines Navarro",
        "ines.navarro@contoso.example",
    )
    assert ines.job_title == ""  # the basic profile says no more
    assert ines in search(account, "ines").result(PATIENCE_S)
    assert search(account, 'a" OR "displayName:b').result(PATIENCE_S) == []
    assert search(account, " \"*' ").result(PATIENCE_S) == []


def test_a_reporting_line_needs_its_permission_and_an_administrator(run: EngineRun) -> None:
    account = run.sign_in()
    address = "ines.navarro@contoso.example"
    assert run.engine.people.reporting_line(account.id, address) is None
    allow_for_all(run)
    account = again(run, account, PROFILES)
    line = run.engine.people.reporting_line(account.id, address)
    assert line is not None
    found = line.result(PATIENCE_S)
    assert found.manager is not None and found.manager.job_title
    boss = run.engine.people.reporting_line(account.id, found.manager.emails[0].address)
    assert boss is not None
    assert address in [one.emails[0].address for one in boss.result(PATIENCE_S).reports]
    stranger = run.engine.people.reporting_line(account.id, "nobody@elsewhere.example")
    assert stranger is not None and stranger.result(PATIENCE_S).is_empty


def test_groups_and_rooms_come_where_an_administrator_approved_them(run: EngineRun) -> None:
    account = run.sign_in()
    people, address = run.engine.people, "ines.navarro@contoso.example"
    assert people.groups_of(account.id, address) is None and not people.that_have_rooms()
    allow_for_all(run)
    account = again(run, account, GROUPS, ROOMS)
    groups = people.groups_of(account.id, address)
    assert groups is not None and "Harbour bridge" in groups.result(PATIENCE_S)
    stranger = people.groups_of(account.id, "nobody@elsewhere.example")
    assert stranger is not None and stranger.result(PATIENCE_S) == []
    rooms = people.list_rooms(account.id).result(PATIENCE_S)
    baltic = next(room for room in rooms if room.display_name == "Room Baltic")
    assert baltic.job_title.endswith("seats") and baltic.emails and baltic.office


def test_what_an_administrator_must_approve_says_so_and_work_alone_has_the_directory(
    run: EngineRun,
) -> None:
    work, personal = run.sign_in(), run.sign_in("personal")
    found = {one.scope: one for one in run.engine.permissions.of(work)}
    assert tuple(found) == run.engine.permissions.all()
    assert [scope for scope, one in found.items() if one.needs_administrator] == [
        PROFILES,
        GROUPS,
        ROOMS,
    ]
    assert all(one.name and one.purpose and not one.is_on for one in found.values())
    offered = {one.scope for one in run.engine.permissions.of(personal)}
    assert offered == {PEOPLE}


def test_where_a_grant_is_taken_back_is_named_for_the_cloud_that_is_known(run: EngineRun) -> None:
    assert run.engine.permissions.grants_page(run.sign_in()) == ""
    cloud = next(one for one in run.engine.accounts.clouds() if one.name == "worldwide")
    registration = Registration("client", "common", cloud)
    work = Account("oid", "tid", "a@b.example", "A", registration)
    assert run.engine.permissions.grants_page(work).startswith("https://myapps.")


def test_a_permission_taken_back_meanwhile_is_a_denial_in_words(run: EngineRun) -> None:
    account = run.sign_in("work", PEOPLE)
    run.engine.permissions.turn_off(account.id, PEOPLE).result(PATIENCE_S)
    run.tenant.change_policy("contoso.example", withheld_scopes=[PEOPLE])
    run.engine.permissions.turn_on(account.id, PEOPLE).result(PATIENCE_S)
    try:
        with pytest.raises(DeniedError):
            run.engine.people.list_relevant(account.id).result(PATIENCE_S)
    finally:
        run.tenant.change_policy("contoso.example", withheld_scopes=[])
