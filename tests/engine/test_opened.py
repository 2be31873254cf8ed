"""The opened profile: what goes wrong, several accounts, keys, and a quick end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fakes.engines import EngineRun, cloud_of, save_settings, true_messages
from tests.fakes.mailbox import attachments, new_mail, newest, synced
from tests.fakes.tenant import Tenant

from transom.engine.auth.vault import KeySource, Vault
from transom.engine.changes import Newsroom, Phase
from transom.engine.engine import Engine, EngineState
from transom.engine.entities.accounts import AccountState, Registration
from transom.engine.entities.mail import (
    AttachmentKind,
)
from transom.engine.errors import (
    LockedError,
    NotConfiguredError,
    OfflineError,
    SignInCancelledError,
    StoreError,
    WrongAnswerError,
)
from transom.engine.profile import Profile
from transom.engine.store.store import Store
from transom.engine.workers import Workers

OwnTenant = Callable[..., Tenant]


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_stopped_tenant_is_offline_and_its_return_is_noticed(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        before = run.stored_messages()
        tenant.stop()
        run.engine.refresh()
        run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
        assert run.stored_messages() == before
        assert run.problems() == []
        (account,) = run.engine.accounts.list()
        assert account.state is AccountState.READY, "no network is no sign-out"
        files = attachments(run, AttachmentKind.FILE)
        with pytest.raises(OfflineError):
            run.engine.mail.download_attachment(files[0][0]).result(20)
        tenant.start()
        new_mail(tenant, "After the break")
        run.refresh()
        assert newest(run).subject == "After the break"


def test_a_tenant_on_another_port_is_found_again_and_nothing_is_lost(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        before = run.engine.statistics()
        tenant.stop()
        run.engine.refresh()
        run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
        port = tenant.port
        with socket.create_server(("127.0.0.1", 0)) as left:
            tenant.info["graph"] = f"https://127.0.0.1:{left.getsockname()[1]}"
        tenant.start()
        assert tenant.port != port
        tenant.revoke("access")
        new_mail(tenant, "From the new place")
        run.engine.save_settings(run.engine.settings.with_cloud(cloud_of(tenant)))
        run.wait_for(lambda: run.stored_messages() == true_messages(tenant))
        run.wait_until_synced()
        assert newest(run).subject == "From the new place"
        assert run.engine.statistics().bodies == before.bodies + 1
        assert run.problems() == []
        (account,) = run.engine.accounts.list()
        assert account.state is AccountState.READY


def test_when_it_was_up_to_date_is_known_after_a_start_offline(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        (activity,) = run.engine.activities()
    tenant.stop()
    with EngineRun(tmp_path, tenant) as run:
        run.wait_for(lambda: run.phases() == [Phase.OFFLINE])
        (again,) = run.engine.activities()
    assert activity.checked_at is not None
    assert again.checked_at == activity.checked_at.replace(microsecond=0)


def test_the_last_calls_before_the_end_are_in_the_journal(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        tenant.stop()
        with pytest.raises(OfflineError):
            run.engine.mail.download_attachment(attachments(run, AttachmentKind.FILE)[0][0]).result(
                20
            )
    vault = Vault(tmp_path / "profile", tmp_path / "key")
    vault.unlock(KeySource.KEY_FILE)
    workers = Workers()
    path = Profile(tmp_path / "profile").store_path
    store = Store.open(path, vault.store_key(), workers.lane("store"), Newsroom())
    newest_call = store.journal.read()[0]
    assert newest_call.template == "/me/messages/{message}/attachments/{attachment}/$value"
    assert newest_call.outcome == "OfflineError"
    store.close()
    assert workers.stop()


def test_a_revoked_session_asks_for_sign_in_and_stays_readable(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        before = run.stored_messages()
        (account,) = run.engine.accounts.list()
        tenant.revoke("sessions")
        tenant.revoke("access")
        run.engine.refresh()
        run.wait_for(lambda: run.phases() == [Phase.SIGN_IN_NEEDED])
        run.wait_for(lambda: run.engine.accounts.list()[0].state is AccountState.SIGN_IN_NEEDED)
        assert run.stored_messages() == before
        (problem,) = run.problems()
        assert problem.needs_sign_in
        assert problem.account == account.id
        again = run.sign_in()
        assert again.id == account.id
        new_mail(tenant, "Welcome back")
        run.wait_until_synced()
        run.refresh()
        assert newest(run).subject == "Welcome back"
        assert len(run.engine.accounts.list()) == 1


def test_stopping_in_the_middle_of_a_sync_takes_less_than_two_seconds(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant(messages=1200)
    before = set(threading.enumerate())
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
        run.wait_for(lambda: run.engine.statistics().messages > 200)
        started = time.monotonic()
        assert run.engine.stop()
        assert time.monotonic() - started < 2
        assert run.engine.state is EngineState.STOPPED
    assert set(threading.enumerate()) <= before
    with EngineRun(tmp_path, tenant) as run:
        run.wait_until_synced(60)
        assert run.stored_messages() == true_messages(tenant)


def test_a_server_that_never_answers_does_not_hold_up_the_end(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant()
    with synced(tmp_path, tenant) as run:
        request = run.engine.accounts.begin_sign_in().result(10)
        redirect = tenant.sign_in_by_http(url=request.url_text)
        tenant.revoke("access")
        os.kill(tenant.pid, signal.SIGSTOP)
        try:
            run.engine.refresh()
            signing_in = run.engine.accounts.finish_sign_in(request, redirect)
            time.sleep(0.3)
            started = time.monotonic()
            assert run.engine.stop()
            assert time.monotonic() - started < 2
            assert signing_in.exception(0) is not None
        finally:
            os.kill(tenant.pid, signal.SIGCONT)


_SYNCING = """
import os, sys, time
from pathlib import Path
from transom.engine.engine import Engine
from transom.engine.profile import Profile
directory = Path(sys.argv[1])
engine = Engine(Profile(directory / "profile"), key_file=directory / "key")
engine.newsroom.listen(lambda piece: os.write(1, b"%d\\n" % getattr(piece, "done", 0)))
engine.start()
time.sleep(60)
"""


def kill_when_done(directory: Path, items: int) -> None:
    """Sync in a process of its own and kill it once so many items are stored."""
    command = [sys.executable, "-c", _SYNCING, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if int(line) >= items:
                    break
        finally:
            process.kill()


def test_a_sync_killed_at_any_moment_goes_on_without_loss(
    own_tenant: OwnTenant, tmp_path: Path
) -> None:
    tenant = own_tenant(messages=800)
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
    for items in (1, 400, 1000):
        kill_when_done(tmp_path, items)
    with EngineRun(tmp_path, tenant) as run:
        assert run.engine.statistics().bodies < 800, "the last one was killed in the middle"
        run.wait_until_synced(60)
        assert run.stored_messages() == true_messages(tenant)
        statistics = run.engine.statistics()
        assert statistics.bodies == statistics.messages == 800


# --- accounts -------------------------------------------------------------------------------------


def test_two_accounts_sync_side_by_side_and_one_leaves_without_a_trace(
    tenant: Tenant, tmp_path: Path
) -> None:
    with EngineRun(tmp_path, tenant) as run:
        work = run.sign_in("work")
        run.sign_in("personal")
        run.wait_until_synced()
        assert run.stored_messages() == true_messages(tenant, ("work", "personal"))
        run.engine.accounts.forget(work.id).result(20)
        assert run.stored_messages() == true_messages(tenant, ("personal",))
        assert [one.username for one in run.engine.accounts.list()] == [
            tenant.account("personal")["username"]
        ]
        assert work.username.encode() not in (tmp_path / "profile" / "store.db").read_bytes()


def test_wrong_answers_and_cancelled_sign_ins_leave_nothing(tenant: Tenant, tmp_path: Path) -> None:
    with EngineRun(tmp_path, tenant) as run:
        accounts = run.engine.accounts
        request = accounts.begin_sign_in().result(10)
        with pytest.raises(WrongAnswerError):
            accounts.finish_sign_in(request, f"{request.redirect_uri}?code=x&state=y").result(10)
        cancelled = f"{request.redirect_uri}?error=access_denied&state={request.state}"
        with pytest.raises(SignInCancelledError):
            accounts.finish_sign_in(request, cancelled).result(10)
        request = accounts.begin_sign_in().result(10)
        accounts.cancel_sign_in(request)
        with pytest.raises(WrongAnswerError):
            accounts.finish_sign_in(request, request.redirect_uri).result(10)
        assert accounts.list() == []


def test_a_registration_is_kept_in_the_settings(tenant: Tenant, tmp_path: Path) -> None:
    engine = Engine(Profile(tmp_path))
    try:
        assert engine.accounts.registration() is None
        with pytest.raises(NotConfiguredError):
            engine.accounts.begin_sign_in().result(10)
        registration = Registration("my-client", "common", cloud_of(tenant))
        engine.accounts.save_registration(registration)
        assert engine.accounts.registration() == registration
        assert cloud_of(tenant) in engine.accounts.clouds()
    finally:
        engine.stop()
    again = Engine(Profile(tmp_path))
    assert again.accounts.registration() == registration
    again.stop()


# --- keys and profiles ----------------------------------------------------------------------------


def waited(engine: Engine, *states: EngineState) -> EngineState:
    until = time.monotonic() + 10
    while engine.state not in states and time.monotonic() < until:
        time.sleep(0.01)
    return engine.state


def test_without_a_key_ring_somebody_has_to_choose(tenant: Tenant, tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    save_settings(profile, tenant)
    engine = Engine(profile)
    engine.start()
    try:
        assert waited(engine, EngineState.KEY_NEEDED) is EngineState.KEY_NEEDED
        assert engine.key_state is not None
        assert engine.key_state.reason
        assert engine.accounts.list() == []
        with pytest.raises(StoreError):
            _ = engine.mail.reader
        engine.unlock("session").result(10)
        assert engine.state is EngineState.READY
        assert engine.accounts.list() == []
    finally:
        engine.stop()
    assert not profile.store_path.exists()
    assert not list(tmp_path.rglob("store.db*"))


def test_a_second_engine_finds_the_profile_taken(tenant: Tenant, tmp_path: Path) -> None:
    with EngineRun(tmp_path, tenant) as run:
        second = Engine(run.engine.profile, key_file=tmp_path / "key")
        second.start()
        assert waited(second, EngineState.FAILED) is EngineState.FAILED
        assert isinstance(second.error, LockedError)
        second.stop()
        run.sign_in()
        run.wait_until_synced()


def test_a_damaged_store_is_told_of_and_left_as_it_is(tenant: Tenant, tmp_path: Path) -> None:
    with EngineRun(tmp_path, tenant) as run:
        path = run.engine.profile.store_path
    path.write_bytes(b"no database at all" * 2000)
    engine = Engine(Profile(path.parent), key_file=tmp_path / "key")
    problems: list[object] = []
    engine.newsroom.listen(problems.append)
    engine.start()
    assert waited(engine, EngineState.FAILED) is EngineState.FAILED
    engine.stop()
    assert path.read_bytes() == b"no database at all" * 2000
    assert engine.error is not None
    assert engine.error.message


def test_damaged_settings_are_told_of_and_the_usual_ones_hold(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.settings_path.write_text("theme = [", encoding="utf-8")
    engine = Engine(profile)
    news: list[object] = []
    engine.newsroom.listen(news.append)
    engine.start()
    waited(engine, EngineState.KEY_NEEDED)
    engine.stop()
    assert any("damaged" in getattr(piece, "message", "") for piece in news)
