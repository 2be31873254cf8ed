"""The server process: how it starts, whom it lets in, how it ends."""

import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fakes.tenant import Tenant


def test_it_introduces_itself_in_one_line(tenant: Tenant) -> None:
    assert set(tenant.info) == {
        "authority",
        "graph",
        "pictures",
        "ca_file",
        "certificate_sha256",
        "listens",
        "client_id",
        "accounts",
        "daemon",
    }
    assert tenant.info["listens"] == f"on loopback alone: 127.0.0.1:{tenant.port}"
    assert [account["kind"] for account in tenant.info["accounts"][:2]] == ["work", "personal"]
    assert {account["kind"] for account in tenant.info["accounts"]} == {"work", "personal"}


def test_it_names_its_certificate_so_that_it_is_found_from_every_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "transom", "demo-tenant", "--until-stdin-closes"]
    with subprocess.Popen(
        [*command, "--messages=5", "--state=state"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None and process.stdin is not None
        info = json.loads(process.stdout.readline())
        process.stdin.close()
    assert Path(info["ca_file"]) == tmp_path / "state" / "ca.pem"


def test_both_hosts_pass_a_strict_check_of_the_pinned_certificate(tenant: Tenant) -> None:
    context = ssl.create_default_context(cafile=tenant.info["ca_file"])
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    for host in ("localhost", "127.0.0.1"):
        with (
            socket.create_connection(("127.0.0.1", tenant.port)) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            leaf = secured.getpeercert(binary_form=True)
        assert leaf is not None
        assert hashlib.sha256(leaf).hexdigest() == tenant.info["certificate_sha256"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.2", "[::1]"])
def test_a_foreign_host_name_is_refused(tenant: Tenant, host: str) -> None:
    with tenant.session() as session:
        url = f"{tenant.authority}/v2.0/.well-known/openid-configuration"
        headers = {"Host": f"{host}:{tenant.port}"}
        assert session.get(url, headers=headers, timeout=30).status_code == 421


def test_each_host_serves_its_own(tenant: Tenant) -> None:
    path = "/common/v2.0/.well-known/openid-configuration"
    with tenant.session() as session:
        assert session.get(f"{tenant.origin}{path}", timeout=30).status_code == 200
        assert session.get(f"{tenant.graph}{path}", timeout=30).status_code in (401, 404)
        assert session.get(f"{tenant.origin}/v1.0/me", timeout=30).status_code == 404


@pytest.mark.parametrize("path", ["/log", "/revoke", "/changes", "/truth"])
def test_control_needs_its_header(tenant: Tenant, path: str) -> None:
    with tenant.session() as session:
        for method in ("GET", "POST", "DELETE"):
            answer = session.request(method, f"{tenant.graph}/_tenant{path}", timeout=30)
            assert answer.status_code == 403


def test_the_log_says_what_was_asked_without_the_query(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    with tenant.session() as session:
        session.get(
            f"{tenant.authority}/oauth2/v2.0/authorize?state=secret",
            headers={"client-request-id": "an-id"},
            timeout=30,
        )
    assert len(tenant.log()) == 1
    entry = tenant.asked("/authorize$", "GET")[0]
    assert (entry["status"], entry["client_request_id"]) == (400, "an-id")
    assert "secret" not in json.dumps(entry)
    assert tenant.asked_nothing_else()
    with tenant.session() as session:
        session.get(f"{tenant.authority}/oauth2/nativeclient", timeout=30)
    with pytest.raises(AssertionError, match="nativeclient"):
        tenant.asked_nothing_else()
    tenant.clear_log()
    assert tenant.log() == []


def test_a_keep_alive_request_takes_no_delay(tenant: Tenant) -> None:
    url = f"{tenant.authority}/v2.0/.well-known/openid-configuration"
    with tenant.session() as session:
        times = []
        for _ in range(9):
            started = time.perf_counter()
            session.get(url, timeout=30)
            times.append(time.perf_counter() - started)
    assert min(times) < 0.035  # without TCP_NODELAY each takes 44 ms


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_and_well(
    own_tenant: Callable[..., Tenant], number: signal.Signals
) -> None:
    tenant = own_tenant()
    with tenant.session() as session:  # a kept-alive connection must not hold it up
        session.get(f"{tenant.authority}/v2.0/.well-known/openid-configuration", timeout=30)
        started = time.monotonic()
        os.kill(tenant.pid, number)
        assert tenant.wait() == 0
    assert time.monotonic() - started < 2


def test_a_taken_port_is_one_plain_sentence(tenant: Tenant, tmp_path: Path) -> None:
    ended = _run("--port", str(tenant.port), "--state", str(tmp_path / "state"))
    assert ended.returncode == 1
    assert ended.stderr == (
        f"Port {tenant.port} is taken. Choose another with --port, or 0 for any free one.\n"
    )


def test_a_state_that_is_no_directory_is_one_plain_sentence(tmp_path: Path) -> None:
    file = tmp_path / "state"
    file.write_text("")
    ended = _run("--state", str(file))
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1 and "Traceback" not in ended.stderr


def test_a_state_is_one_tenants_alone_and_free_once_it_is_killed(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant()
    tokens, port = tenant.tokens_by_http(), tenant.port
    ended = _run("--state", str(tenant.state))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Another demo tenant runs on {tenant.state}. Stop it, or choose another --state.\n"
    )
    os.kill(tenant.pid, signal.SIGKILL)
    assert tenant.stop() == -signal.SIGKILL
    tenant.forget()
    tenant.start()
    assert tenant.port == port
    renewed = tenant.token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    assert renewed.status_code == 200
    with tenant.session() as session:
        session.headers["Authorization"] = f"Bearer {tokens['access_token']}"
        assert session.get(f"{tenant.graph}/v1.0/me", timeout=30).status_code == 200


@pytest.mark.parametrize("count", ["0", "-1", "99999999999999", "many"])
def test_a_size_that_cannot_be_is_refused_at_once(count: str) -> None:
    ended = _run("--messages", count)
    assert ended.returncode == 2
    assert "argument --messages" in ended.stderr


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "transom.demo.command", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def test_a_remembered_port_that_is_taken_gives_way_to_another(
    own_tenant: Callable[..., Tenant],
) -> None:
    tenant = own_tenant()
    remembered = tenant.port
    tenant.stop()
    tenant.forget()
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", remembered))
        squatter.listen()
        tenant.start()
    assert tenant.port != remembered
    moved = tenant.port
    tenant.stop()
    tenant.forget()
    tenant.start()
    assert tenant.port == moved


def test_damaged_state_is_named_and_the_tenant_starts(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    tokens = tenant.tokens_by_http()
    tenant.stop()
    for name in ("tenant.json", "keys.json", "identity.json", "server.pem", "changes.jsonl"):
        (tenant.state / name).write_text("{\n")
    tenant.start()
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert tenant.token(**form).json()["error"] == "invalid_grant"
    assert tenant.tokens_by_http()["access_token"]
    assert len(list(tenant.state.glob("*.damaged"))) == 5


def test_a_token_of_this_tenant_opens_its_graph(tenant: Tenant) -> None:
    for kind in ("work", "personal"):
        bearer = tenant.tokens_by_http(kind)["access_token"]
        with tenant.session() as session:
            session.headers["Authorization"] = f"Bearer {bearer}"
            me = session.get(f"{tenant.graph}/v1.0/me", timeout=30).json()
            session.headers["Authorization"] = f"Bearer {bearer[:-4]}"
            assert session.get(f"{tenant.graph}/v1.0/me", timeout=30).status_code == 401
        assert me["userPrincipalName"] == tenant.account(kind)["username"]


def test_the_mailbox_and_its_changes_survive_a_restart(own_tenant: Callable[..., Tenant]) -> None:
    tenant = own_tenant()
    sender = {"name": "Late", "address": "late@example.com"}
    change = {"kind": "mail_added", "from": sender, "subject": "Later"}
    tenant.control("POST", "/changes", change)
    before = tenant.control("GET", "/truth")
    tenant.stop()
    tenant.start()
    assert tenant.control("GET", "/truth") == before
    assert "Later" in json.dumps(before)
