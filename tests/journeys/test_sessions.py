"""What becomes of a sign-in over the weeks, through the real window: revoked, aged, challenged."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot
from tests.fakes.engines import true_messages
from tests.fakes.tenant import Tenant
from tests.journeys.person import Person

from transom.app import App
from transom.engine.changes import Phase
from transom.engine.entities.accounts import AccountState

OpenApp = Callable[..., App]
MESSAGES = 300
AUTHORIZE = r"/oauth2/v2\.0/authorize$"
TOKEN = r"/oauth2/v2\.0/token$"


def stored(person: Person) -> set[tuple[str, str]]:
    reader = person.app.engine.mail.reader
    return {
        (message.remote_id, message.subject)
        for folder in reader.read_folders()
        for line in reader.read_lines(folder.id, limit=10_000)
        if (message := reader.read_message(line.id)) is not None
    }


def true(tenant: Tenant, *kinds: str) -> set[tuple[str, str]]:
    return {(remote_id, subject) for remote_id, _, _, subject in true_messages(tenant, kinds)}


def wait_for_the_notice(person: Person, who: dict[str, str]) -> None:
    person.wait_for(lambda: person.account(who["username"]).state is AccountState.SIGN_IN_NEEDED)
    person.wait_for(person.app.window.notices.isVisible)


def sign_in_again(person: Person, who: dict[str, str]) -> None:
    """Press the notice's button; the address is filled in already."""
    person.press("Sign in")
    person.page_here.wait_for_words(who["username"])
    person.page_here.type("password", who["password"])
    person.wait_for(lambda: person.account(who["username"]).state is AccountState.READY)
    person.wait_for(lambda: not person.app.window.notices.isVisible())


def test_a_sign_in_revoked_aged_and_challenged_and_the_keys_rolled(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    adele = world.account("work")
    person = Person(open_app(tenant=world), qtbot)
    page = person.page_here

    # Revoked in the middle of the first sync: said once, nothing opens by itself.
    world.control("POST", "/weather", {"name": "latency", "rate": 0.1})
    person.press("Sign in to the demo mailbox")
    person.prove(adele)
    page.press("#accept")
    person.wait_for(lambda: Phase.SYNCING in person.phases)
    world.revoke("sessions", "work")
    world.control("DELETE", "/weather")
    wait_for_the_notice(person, adele)
    assert person.app.window.signin.attempt.view is None
    before = stored(person)
    assert before < true(world, "work"), "the sync was to be interrupted"
    sign_in_again(person, adele)
    person.wait_until_synced()
    assert stored(person) == true(world, "work")

    # A challenge that a renewal meets is met without anybody.
    world.clear_log()
    world.revoke("challenge", "work")
    person.look_for_news()
    person.wait_until_synced()
    assert world.asked(TOKEN) and not world.asked(AUTHORIZE)
    assert not person.app.window.notices.isVisible()

    # Fourteen days are over, as the organisation's sign-in frequency has it.
    world.revoke("frequency", "work")
    world.revoke("access", "work")
    person.look_for_news()
    wait_for_the_notice(person, adele)
    sign_in_again(person, adele)
    person.wait_until_synced()

    # The provider's keys roll, and the old ones are forgotten: both sides go on.
    world.control("POST", "/keys/roll", {"forgets_old": True})
    world.revoke("access", "work")
    person.look_for_news()
    person.wait_until_synced()
    world.revoke("sessions", "work")
    person.look_for_news()
    wait_for_the_notice(person, adele)
    sign_in_again(person, adele)
    person.wait_until_synced()

    # A challenge for more than a password: the second factor is asked for on the page.
    world.change_policy(adele["username"], context="c1")
    person.look_for_news()
    wait_for_the_notice(person, adele)
    person.press("Sign in")
    page.type("password", adele["password"])
    page.type("code", page.read("#shown"))
    person.wait_for(lambda: person.account(adele["username"]).state is AccountState.READY)
    person.wait_until_synced()
    assert stored(person) == true(world, "work")
    world.change_policy(adele["username"], context="")


def test_another_account_than_asked_and_two_that_sync_at_once(
    open_app: OpenApp, qtbot: QtBot, world: Tenant
) -> None:
    work, personal = world.account("work"), world.account("personal")
    person = Person(open_app(tenant=world), qtbot)
    page = person.page_here
    person.press("Sign in to the demo mailbox")
    person.prove(personal)
    page.press("#accept")
    person.wait_until_known(personal["username"])
    person.wait_until_synced()
    world.revoke("sessions", "personal")
    person.look_for_news()
    wait_for_the_notice(person, personal)

    # Asked for one account, signed in as another: nothing is kept before the person says so.
    person.press("Sign in")
    page.press("#back")
    page.type("username", work["username"])
    page.type("password", work["password"])
    person.wait_for(lambda: work["username"] in person.words)
    assert person.usernames() == [personal["username"]]
    assert person.account(personal["username"]).state is AccountState.SIGN_IN_NEEDED
    person.app.window.show_state()  # news of an account do not sweep the question away
    person.press(f"Keep {work['username']}")
    person.wait_until_known(work["username"])

    # Both are synced side by side.
    sign_in_again(person, personal)
    person.wait_until_synced()
    assert stored(person) == true(world, "work", "personal")
    for kind in ("work", "personal"):
        change = {
            "kind": "mail_added",
            "user": world.account(kind)["username"],
            "from": {"name": "Ines Navarro", "address": "ines.navarro@contoso.example"},
            "subject": f"For the {kind} account",
            "folder": "inbox",
        }
        world.control("POST", "/changes", change)
    person.look_for_news()
    person.wait_for(lambda: stored(person) == true(world, "work", "personal"))
