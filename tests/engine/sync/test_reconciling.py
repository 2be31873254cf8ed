"""What a delta lost: a day later it is found and mended, with few requests, and never undone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.engines import EngineRun, true_messages
from tests.fakes.mailbox import change
from tests.fakes.tenant import Tenant

from transom.engine.entities.accounts import RemoteId
from transom.engine.sync import reconciling
from transom.engine.sync.pace import POLL_S
from transom.engine.sync.reconciling import EVERY_S

MESSAGES = 260


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(waits_for_advance=True)


@pytest.fixture
def run(own_tenant: Callable[..., Tenant], tmp_path: Path, clock: FakeClock) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, own_tenant(messages=MESSAGES), clock) as running:
        running.sign_in()
        running.wait_until_synced(60)
        yield running


def look(run: EngineRun, clock: FakeClock) -> None:
    """Let a moment pass and wait for a round of news."""
    clock.advance(1)
    run.refresh()


def live_unseen(run: EngineRun, clock: FakeClock) -> None:
    """Let much happen of which the delta tells nothing, and let it be asked."""
    tenant = run.tenant
    messages = sorted(true_messages(tenant))
    tenant.control("POST", "/weather", {"name": "lossy-delta", "rate": 1})
    for remote_id, _, is_read, _ in messages[:8]:
        change(tenant, kind="mail_read", id=remote_id, is_read=not is_read)
    for remote_id, *_ in messages[8:14]:
        change(tenant, kind="mail_deleted", id=remote_id)
    for remote_id, *_ in messages[14:20]:
        change(tenant, kind="mail_moved", id=remote_id, folder="archive")
    sender = {"name": "Ines", "address": "ines@contoso.example"}
    for number in range(5):
        new: dict[str, Any] = {"subject": f"Unheard {number}", "text": "words", "from": sender}
        change(tenant, kind="mail_added", **new)
    change(tenant, kind="event_added", subject="Unheard", start=START, end=END)
    look(run, clock)
    tenant.control("DELETE", "/weather")
    look(run, clock)
    assert run.stored_messages() != true_messages(tenant), "nothing tells of it any more"


START, END = "2026-11-25T10:00:00", "2026-11-25T11:00:00"


def lists(run: EngineRun) -> list[str]:
    """Return the requests that only compare."""
    found = run.tenant.asked(r"/mailFolders/[^/]+/messages$")
    return [one["path"] for one in found]


def test_what_the_delta_lost_is_mended_a_day_later(
    run: EngineRun, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transom.engine.graph.mail.MARKS", 50)
    live_unseen(run, clock)
    run.tenant.clear_log()
    clock.advance(POLL_S)
    look(run, clock)
    assert lists(run) == [], "once a day is enough"
    clock.advance(EVERY_S)
    for _ in range(30):
        look(run, clock)
        if run.stored_messages() == true_messages(run.tenant):
            break
    assert run.stored_messages() == true_messages(run.tenant)
    assert run.engine.search.search_messages("Unheard")
    assert run.engine.search.search_events("Unheard")
    assert run.problems() == []


def test_a_comparison_that_finds_nothing_costs_a_page_for_each_folder_and_no_write(
    run: EngineRun, clock: FakeClock
) -> None:
    clock.advance(EVERY_S + 1)
    run.tenant.clear_log()
    before = run.stored_messages()
    for _ in range(8):
        look(run, clock)
    folders = run.engine.mail.reader.read_folders()
    asked = lists(run)
    assert 0 < len(asked) <= len(folders)
    assert len(set(asked)) == len(asked), "each folder once"
    assert not run.tenant.asked(r"/me/messages/"), "nothing is asked about by itself"
    assert run.stored_messages() == before


def test_a_folder_that_differs_in_much_is_read_anew(
    run: EngineRun, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_DIFFERENCES", 3)
    live_unseen(run, clock)
    clock.advance(EVERY_S + 1)
    for _ in range(12):
        look(run, clock)
        if run.stored_messages() == true_messages(run.tenant):
            break
    assert run.stored_messages() == true_messages(run.tenant)


def test_a_later_version_reads_calendars_and_contacts_with_odd_things_anew(
    run: EngineRun, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = run.engine._hall.store
    (account,) = run.engine.accounts.list()
    (contacts, *_) = store.contacts.read_folders(account.id)
    cursor = store.contacts.read_cursor(contacts.id) or ""
    odd = {RemoteId("odd"): b"{}"}
    store.contacts.save_page(account.id, contacts.id, [], [], cursor, is_round_done=True, odd=odd)
    monkeypatch.setattr("transom.engine.store.odd_items.program_version", lambda: "next")
    assert store.odd_items.count(account.id) == 1
    clock.advance(700)
    look(run, clock)
    look(run, clock)
    assert store.odd_items.count(account.id) == 0, "a whole round does not know it any more"
