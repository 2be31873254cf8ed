"""Accounts through the engine's door: challenges met, people told apart, copies forgotten."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import apsw
import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.changes import Phase
from transom.engine.entities.accounts import Account, AccountState
from transom.engine.entities.mail import MessageLine
from transom.engine.store.message_index import TABLES


@pytest.fixture
def run(own_tenant: Callable[..., Tenant], tmp_path: Path) -> Iterator[EngineRun]:
    with EngineRun(tmp_path, own_tenant(messages=12)) as run:
        yield run


def state_of(run: EngineRun, account: Account) -> AccountState:
    return next(one.state for one in run.engine.accounts.list() if one.id == account.id)


def test_a_challenge_that_a_renewal_meets_is_met_without_anybody(run: EngineRun) -> None:
    account = run.sign_in()
    run.wait_until_synced()
    run.tenant.clear_log()
    run.tenant.revoke("challenge")
    run.refresh()
    assert state_of(run, account) is AccountState.READY
    assert len(run.tenant.asked("/oauth2/v2.0/token", "POST")) == 1
    assert Phase.SIGN_IN_NEEDED not in run.phases()


def test_a_revoked_session_asks_for_a_sign_in_with_the_same_claims(run: EngineRun) -> None:
    account = run.sign_in()
    run.wait_until_synced()
    run.tenant.revoke("sessions")
    run.engine.refresh()
    run.wait_for(lambda: state_of(run, account) is AccountState.SIGN_IN_NEEDED)
    begin = run.engine.accounts.begin_sign_in
    request = begin(login_hint=account.username).result(PATIENCE_S)
    asked = parse_qs(urlsplit(request.url_text).query)["claims"][0]
    assert '"nbf"' in asked and '"cp1"' in asked
    redirect = run.tenant.sign_in_by_http(url=request.url_text)
    run.engine.accounts.finish_sign_in(request, redirect).result(PATIENCE_S)
    run.wait_until_synced()
    assert state_of(run, account) is AccountState.READY
    # A met challenge is not asked for again.
    url_text = begin(login_hint=account.username).result(PATIENCE_S).url_text
    assert '"nbf"' not in parse_qs(urlsplit(url_text).query)["claims"][0]


def test_a_demand_for_a_stronger_sign_in_leads_to_one(run: EngineRun) -> None:
    account = run.sign_in()
    run.wait_until_synced()
    run.tenant.change_policy(account.username, context="c1")
    run.engine.refresh()
    run.wait_for(lambda: state_of(run, account) is AccountState.SIGN_IN_NEEDED)
    again = run.engine.accounts.begin_sign_in(login_hint=account.username)
    request = again.result(PATIENCE_S)
    assert '"acrs"' in parse_qs(urlsplit(request.url_text).query)["claims"][0]
    redirect = run.tenant.sign_in_by_http(url=request.url_text)
    run.engine.accounts.finish_sign_in(request, redirect).result(PATIENCE_S)
    run.wait_until_synced()
    assert state_of(run, account) is AccountState.READY


def test_signing_out_throws_the_tokens_away_and_keeps_what_is_stored(run: EngineRun) -> None:
    account = run.sign_in()
    run.wait_until_synced()
    stored = run.stored_messages()
    run.engine.accounts.sign_out(account.id).result(PATIENCE_S)
    assert state_of(run, account) is AccountState.SIGN_IN_NEEDED
    assert run.stored_messages() == stored and stored
    run.tenant.clear_log()
    run.engine.refresh()
    assert run.tenant.asked_nothing_else()
    run.sign_in()
    run.wait_until_synced()
    assert state_of(run, account) is AccountState.READY


def test_forgetting_an_account_leaves_nothing_of_it_in_the_file(run: EngineRun) -> None:
    work, personal = run.sign_in("work"), run.sign_in("personal")
    run.wait_until_synced()
    store = run.engine._hall.store
    kept = [one.subject for one in _lines(run, personal)]
    word = "Quarterly"
    before = run.engine.statistics().size_bytes
    assert _finds(store.database.reader(), word)
    run.engine.accounts.forget(work.id).result(PATIENCE_S)
    assert [one.id for one in run.engine.accounts.list()] == [personal.id]
    assert [one.subject for one in _lines(run, personal)] == kept and kept
    assert not _finds(store.database.reader(), word)
    assert run.engine.statistics().size_bytes < before


def _lines(run: EngineRun, account: Account) -> list[MessageLine]:
    reader = run.engine.mail.reader
    folders = reader.read_folders(account.id)
    return [line for folder in folders for line in reader.read_lines(folder.id, limit=200)]


def _finds(cx: apsw.Connection, word: str) -> list[str]:
    """Return the tables in whose cells the word stands, the index's own pages included."""
    names = [row[0] for row in cx.execute("select name from sqlite_schema where type = 'table'")]
    needles = (word.encode(), word.lower().encode())
    found = []
    for name in names:
        if name in TABLES:  # their own tables are looked at
            continue
        for row in cx.execute(f"select * from {name}"):
            cells = [one.encode() if isinstance(one, str) else one for one in row]
            if any(isinstance(one, bytes) and any(n in one for n in needles) for one in cells):
                found.append(name)
    return found
