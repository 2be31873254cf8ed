"""The account as a whole, read from the demo tenant."""

from tests.engine.graph.conftest import Bench
from tests.fakes.hostile import reply_json
from tests.fakes.tenant import Tenant

from transom.engine.graph.account import AccountApi
from transom.engine.graph.client import GraphClient


def test_the_signed_in_person_has_a_name_and_an_address(graph: GraphClient, tenant: Tenant) -> None:
    me = AccountApi(graph).fetch_me()
    assert me.remote_id
    assert me.name
    assert tenant.account()["username"] in (me.mail, me.user_principal_name)


def test_the_mailbox_names_its_time_zone(graph: GraphClient) -> None:
    assert AccountApi(graph).fetch_mailbox_settings().time_zone


def test_a_mailbox_that_says_nothing_has_empty_settings(bench: Bench) -> None:
    bench.server.queue(reply_json({"timeZone": None, "language": None}), reply_json({}))
    account = AccountApi(bench.client)
    assert account.fetch_mailbox_settings().time_zone == ""
    assert account.fetch_me().mail == ""
