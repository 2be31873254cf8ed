"""Searching through the engine's door: pages, counts, other things than mail, the server."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.engine import Engine
from transom.engine.errors import SignInNeededError, StoppedError, StoreError
from transom.engine.profile import Profile


@pytest.fixture(scope="module")
def shared(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    with EngineRun(tmp_path_factory.mktemp("search"), tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


def test_a_search_comes_in_pages_with_a_count_and_what_it_left_out(shared: EngineRun) -> None:
    run = shared.engine.search.begin("is:read in:nowhere from:ines ")
    first = run.page(None, 5).result(PATIENCE_S)
    assert len(first.lines) == 5
    assert not first.is_whole
    rest = run.page(first.lines[-1].id, 1000).result(PATIENCE_S)
    assert rest.is_whole
    assert {line.sender.name for line in (*first.lines, *rest.lines)} == {"Ines Navarro"}
    assert run.count().result(PATIENCE_S) == 5 + len(rest.lines)
    assert [one.text for one in run.ignored().result(PATIENCE_S)] == ["in:nowhere"]
    run.cancel()
    with pytest.raises(StoppedError):
        run.page(None, 5).result(PATIENCE_S)


def test_a_search_finds_events_and_people_too(shared: EngineRun) -> None:
    others = shared.engine.search.begin("ines").others(50).result(PATIENCE_S)
    assert others.events
    assert others.contacts
    assert not shared.engine.search.begin("ines has:attachment").others(5).result(PATIENCE_S).events


def test_the_server_s_findings_are_matched_with_what_is_stored(shared: EngineRun) -> None:
    run = shared.engine.search.begin("from:ines wind is:read ")
    found = run.ask_server().result(PATIENCE_S)
    assert found.cap == 250
    assert found.absent == 0
    assert found.here
    lines = shared.engine.mail.reader.read_lines_by_ids(found.here)
    assert all(line.is_read and line.sender.name == "Ines Navarro" for line in lines)
    assert shared.engine.search.begin("is:read").ask_server().result(PATIENCE_S).cap == 0


def test_a_mailbox_that_cannot_be_asked_does_not_silence_the_others(
    own_tenant: Callable[..., Tenant], tmp_path: Path
) -> None:
    tenant = own_tenant()
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in("work")
        run.sign_in("personal")
        run.wait_until_synced(60)
        for what in ("sessions", "access"):
            tenant.revoke(what, "personal")
        found = run.engine.search.begin("ines ").ask_server().result(20)
        assert found.unasked == 1
        assert found.here and found.cap
        for what in ("sessions", "access"):
            tenant.revoke(what, "work")
        with pytest.raises(SignInNeededError):
            run.engine.search.begin("ines ").ask_server().result(20)


def test_searches_are_kept_by_name(shared: EngineRun) -> None:
    search = shared.engine.search
    number = search.save_search("Wind", "from:ines wind").result(PATIENCE_S)
    assert search.save_search("Wind", "wind").result(PATIENCE_S) == number
    assert [(one.name, one.words) for one in search.read_saved()] == [("Wind", "wind")]
    search.remove_search(number).result(PATIENCE_S)
    assert search.read_saved() == []


def test_before_the_store_is_open_a_search_is_refused_and_nothing_breaks(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = Engine(Profile(tmp_path_factory.mktemp("closed")))
    try:
        assert engine.search.is_complete()
        assert engine.search.read_saved() == []
        with pytest.raises(StoreError):
            engine.search.begin("ines").page(None, 5).result(PATIENCE_S)
    finally:
        engine.stop()
