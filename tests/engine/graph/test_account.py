"""The account as a whole, read from the demo tenant."""

from tests.engine.graph.conftest import Bench
from tests.fakes.hostile import reply_json

from transom.engine.graph.account import AccountApi
from transom.engine.graph.client import GraphClient


def test_the_mailbox_names_its_time_zone(graph: GraphClient) -> None:
    assert AccountApi(graph).fetch_mailbox_settings().time_zone


def test_a_mailbox_that_says_nothing_has_empty_settings(bench: Bench) -> None:
    bench.server.queue(reply_json({"timeZone": None, "language": None}))
    assert AccountApi(bench.client).fetch_mailbox_settings().time_zone == ""
