"""Free and busy times: asked of the demo tenant, and odd answers of a hostile server."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.engine.graph.conftest import Bench
from tests.fakes.hostile import reply_json
from tests.fakes.tenant import Tenant

from transom.engine.entities.availability import Busy, Trouble
from transom.engine.entities.calendar import ShowAs
from transom.engine.entities.spans import Span
from transom.engine.errors import GuardError, NonsenseError
from transom.engine.graph.addresses import Address
from transom.engine.graph.availability import AvailabilityApi
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import decode
from transom.engine.graph.exchange import Call
from transom.engine.graph.shapes.availability import Schedule, availability_from_json

START = datetime(2026, 11, 23, 6, tzinfo=UTC)
STEP = timedelta(minutes=15)


def read(text: str) -> Any:
    return availability_from_json(decode(text.encode(), Schedule), START, STEP)


def test_one_sees_when_a_colleague_is_busy_and_that_nobody_has_an_unknown_address(
    graph: GraphClient, tenant: Tenant
) -> None:
    own = tenant.account("work")["username"]
    names = [own, "Ines.Navarro@contoso.example", "nobody@contoso.example"]
    monday = datetime.now(UTC) - timedelta(days=datetime.now(UTC).weekday())
    found = AvailabilityApi(graph).fetch(names, monday, monday + timedelta(days=7))
    assert [one.address.casefold() for one in found] == [name.casefold() for name in names]
    assert [one.trouble for one in found[:2]] == [Trouble.NONE, Trouble.NONE]
    assert found[0].busy and found[0].hours.work_days
    assert found[2].trouble is Trouble.UNKNOWN_ADDRESS
    assert found[2].code == "ErrorMailRecipientNotFound"


def test_more_addresses_than_the_server_takes_are_asked_in_turns(graph: GraphClient) -> None:
    names = [f"nobody-{number}@contoso.example" for number in range(45)]
    found = AvailabilityApi(graph).fetch(names, START, START + timedelta(days=1))
    assert [one.address for one in found] == names


def test_only_this_very_question_may_be_posted(graph: GraphClient) -> None:
    for path in ("/me/calendar/getSchedule/x", "/me/calendar/events", "/me/calendar/getschedule"):
        with pytest.raises(GuardError):
            graph.send(Call(Address(path, path), method="POST", body=b"{}"))


def test_who_may_not_see_items_still_learns_when_somebody_is_busy() -> None:
    found = read('{"scheduleId": "a@b.c", "availabilityView": "0022013400", "scheduleItems": []}')
    assert found.busy == (
        Busy(Span(START + 2 * STEP, START + 4 * STEP), ShowAs.BUSY),
        Busy(Span(START + 5 * STEP, START + 6 * STEP), ShowAs.TENTATIVE),
        Busy(Span(START + 6 * STEP, START + 7 * STEP), ShowAs.OUT_OF_OFFICE),
        Busy(Span(START + 7 * STEP, START + 8 * STEP), ShowAs.ELSEWHERE),
    )


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        ("ErrorNoFreeBusyAccess", Trouble.NO_PERMISSION),
        ("ErrorMailRecipientNotFound", Trouble.UNKNOWN_ADDRESS),
        ("ErrorProxyRequestProcessingFailed", Trouble.UNREADABLE),
        ("", Trouble.UNREADABLE),
    ],
)
def test_a_failure_for_one_person_is_told_of_that_person(code: str, trouble: Trouble) -> None:
    found = read(f'{{"scheduleId": "a@b.c", "error": {{"responseCode": "{code}"}}}}')
    assert (found.trouble, found.code, found.busy) == (trouble, code, ())


def test_spans_without_sense_and_free_ones_are_left_out() -> None:
    day = '{"dateTime": "2026-11-23T0%d:00:00", "timeZone": "UTC"}'
    spans = [(9, 8, "busy"), (8, 9, "free"), (8, 9, "oof"), (8, 9, "somethingNew")]
    items = ",".join(
        f'{{"status": "{status}", "start": {day % begin}, "end": {day % end}}}'
        for begin, end, status in spans
    )
    found = read(f'{{"scheduleId": "a", "scheduleItems": [null, {{}}, {items}]}}')
    assert [one.show_as for one in found.busy] == [ShowAs.OUT_OF_OFFICE, ShowAs.UNKNOWN]


def test_whom_the_answer_leaves_out_is_unreadable_and_nonsense_is_an_error(bench: Bench) -> None:
    bench.server.queue(reply_json({"value": [None]}), reply_json({"value": "x"}))
    found = AvailabilityApi(bench.client).fetch(["a@b.c"], START, START + timedelta(days=1))
    assert found[0].trouble is Trouble.UNREADABLE
    with pytest.raises(NonsenseError):
        AvailabilityApi(bench.client).fetch(["a@b.c"], START, START + timedelta(days=1))
