"""The terminal commands: alone, beside a running Transom, and with what can be wrong."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.fakes.engines import EngineRun, save_settings, true_messages
from tests.fakes.tenant import Tenant

from transom import headless
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.changes import Newsroom
from transom.engine.profile import Profile
from transom.engine.store.lock import ProfileLock
from transom.engine.store.store import Store
from transom.engine.workers import Workers

Output = pytest.CaptureFixture[str]


def arguments(directory: Path, command: str, *words: str, **others: Any) -> argparse.Namespace:
    usual = {"profile": directory / "profile", "key_file": directory / "key", "json": True}
    return argparse.Namespace(command=command, words=list(words), **{**usual, **others})


def run_json(output: Output, *given: Any, code: int = 0, **others: Any) -> dict[str, Any]:
    assert headless.run(arguments(*given, **others)) == code
    answer: dict[str, Any] = json.loads(output.readouterr().out)
    return answer


def sign_in_to(tenant: Tenant) -> Callable[[str], str]:
    return lambda url_text: tenant.sign_in_by_http(url=url_text)


def prepared(directory: Path, tenant: Tenant) -> None:
    save_settings(Profile(directory / "profile"), tenant)


def test_a_new_profile_signs_in_syncs_and_is_searched(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    prepared(tmp_path, tenant)
    answer = run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    assert answer["messages"] == answer["bodies"] == len(true_messages(tenant))
    assert answer["events"] > 0
    assert answer["contacts"] > 0
    assert answer["seconds"] > 0
    assert answer["unreadable"] == 0
    assert [one["phase"] for one in answer["accounts"]] == ["idle"]
    tenant.clear_log()
    status = run_json(capsys, tmp_path, "status")
    assert status["messages"] == answer["messages"]
    assert tenant.log() == [], "what is stored is told without asking anybody"
    found = run_json(capsys, tmp_path, "search", "harbour", "bridge")
    assert found["count"] == len(found["messages"]) > 0
    assert found["messages"][0]["from"]["name"]


def test_beside_a_running_transom_it_is_the_one_that_answers(
    own_tenant: Callable[..., Tenant], tmp_path: Path, capsys: Output
) -> None:
    tenant = own_tenant()
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        sender = {"name": "Ines", "address": "ines@contoso.example"}
        mail = {"kind": "mail_added", "from": sender, "subject": "\x1b[2JWipe your screen"}
        tenant.control("POST", "/changes", mail)
        before = run.engine.statistics().messages
        answer = run_json(capsys, tmp_path, "sync", key_file=None)
        assert answer["messages"] == run.engine.statistics().messages == before + 1
        assert run_json(capsys, tmp_path, "search", "screen", key_file=None)["count"] == 1
        assert headless.run(arguments(tmp_path, "search", "screen", json=False)) == 0
        text = capsys.readouterr().out
        assert "Wipe your screen" in text
        assert "\x1b" not in text


def test_offline_the_stored_is_told_and_the_code_says_so(
    own_tenant: Callable[..., Tenant], tmp_path: Path, capsys: Output
) -> None:
    tenant = own_tenant()
    prepared(tmp_path, tenant)
    synced = run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    tenant.stop()
    assert headless.run(arguments(tmp_path, "sync")) == headless.EXIT_FAILED
    output = capsys.readouterr()
    assert json.loads(output.out)["messages"] == synced["messages"]
    assert output.err.count("\n") == 1
    assert "could not be reached" in output.err


@pytest.mark.parametrize("command", ["sync", "status", "search"])
def test_a_profile_without_an_account_says_so_in_one_sentence(
    command: str, tmp_path: Path, capsys: Output
) -> None:
    assert headless.run(arguments(tmp_path, command, "words")) == headless.EXIT_FAILED
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == ("transom: This profile has no account. Open Transom and sign in first.\n")


def test_searching_for_nothing_is_a_mistake_in_the_call(tmp_path: Path, capsys: Output) -> None:
    assert headless.run(arguments(tmp_path, "search", " ")) == headless.EXIT_USAGE
    assert "what to search" in capsys.readouterr().err


def test_a_key_that_does_not_fit_changes_nothing(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    prepared(tmp_path, tenant)
    synced = run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    other = tmp_path / "other"
    other.mkdir()
    prepared(other, tenant)
    run_json(capsys, other, "sync", sign_in=sign_in_to(tenant))
    wrong = arguments(tmp_path, "status", key_file=other / "key")
    assert headless.run(wrong) == headless.EXIT_FAILED
    assert capsys.readouterr().err.startswith("transom: ")
    assert headless.run(arguments(tmp_path, "status", key_file=None)) == headless.EXIT_FAILED
    assert "--key-file" in capsys.readouterr().err
    assert run_json(capsys, tmp_path, "status")["messages"] == synced["messages"]


def test_a_profile_held_by_somebody_who_does_not_answer_is_left_alone(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    prepared(tmp_path, tenant)
    run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    lock = ProfileLock(Profile(tmp_path / "profile").lock_path)
    lock.acquire()
    try:
        assert headless.run(arguments(tmp_path, "status")) == headless.EXIT_FAILED
        assert "does not answer" in capsys.readouterr().err
    finally:
        lock.release()


def test_calendars_are_exported_to_a_new_file_and_never_over_another(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    prepared(tmp_path, tenant)
    run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    target = tmp_path / "plans.ics"
    export = {"what": "calendar", "first_day": "", "last_day": "", "calendar": ""}
    everything = run_json(capsys, tmp_path, "export", **export, target=str(target))
    content = target.read_bytes()
    assert everything["events"] == content.count(b"BEGIN:VEVENT") > 0
    assert b"RRULE:" in content
    refused = arguments(tmp_path, "export", **export, target=str(target))
    assert headless.run(refused) == headless.EXIT_USAGE
    assert target.read_bytes() == content
    odd_day = arguments(tmp_path, "export", **{**export, "first_day": "May"}, target="-")
    assert headless.run(odd_day) == headless.EXIT_FAILED
    assert "2026-11-23" in capsys.readouterr().err
    unknown = arguments(tmp_path, "export", **{**export, "calendar": "Nobody's"}, target="-")
    assert headless.run(unknown) == headless.EXIT_FAILED
    assert "no calendar of that name" in capsys.readouterr().err


# --- damaged, newer, full -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kept(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synced profile, for copies that are then spoilt."""
    directory = tmp_path_factory.mktemp("kept")
    prepared(directory, tenant)
    assert headless.run(arguments(directory, "sync", sign_in=sign_in_to(tenant))) == 0
    return directory


@pytest.fixture
def copied(kept: Path, tmp_path: Path, capsys: Output) -> Path:
    directory = tmp_path / "copy"
    shutil.copytree(kept, directory)
    capsys.readouterr()
    return directory


def make_newer(directory: Path) -> None:
    vault = Vault(directory / "profile", directory / "key")
    vault.unlock(KeySource.KEY_FILE)
    workers = Workers()
    path = Profile(directory / "profile").store_path
    store = Store.open(path, vault.store_key(), workers.lane("store"), Newsroom())
    store.database.write(lambda tx: tx.run("pragma user_version = 99"))
    store.close()
    workers.stop()


@pytest.mark.parametrize("command", ["sync", "status", "search"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("store.db", "The local copy is not a database, or only a piece of one."),
        ("vault.json", "says where this profile's key is, cannot be read"),
        ("newer", "A newer Transom wrote the local copy."),
    ],
)
def test_what_cannot_be_opened_is_told_in_a_sentence_and_left_as_it_is(
    copied: Path, capsys: Output, command: str, name: str, sentence: str
) -> None:
    if name == "newer":
        make_newer(copied)
    else:
        (copied / "profile" / name).write_bytes(b"{nonsense" * 3000)
    store = copied / "profile" / "store.db"
    before = store.read_bytes()
    assert headless.run(arguments(copied, command, "words")) == headless.EXIT_FAILED
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("transom: ")
    assert sentence in output.err
    assert output.err.count("\n") == 1
    assert store.read_bytes() == before


def test_damaged_settings_are_kept_aside_and_told_of_beside_the_answer(
    copied: Path, capsys: Output
) -> None:
    (copied / "profile" / "settings.toml").write_text("theme = [", encoding="utf-8")
    assert headless.run(arguments(copied, "status")) == 0
    output = capsys.readouterr()
    assert json.loads(output.out)["messages"] > 0
    assert "settings.toml.damaged" in output.err
    assert (copied / "profile" / "settings.toml.damaged").read_text() == "theme = ["


def test_damaged_tokens_ask_for_sign_in_and_leave_the_mail_readable(
    tenant: Tenant, copied: Path, capsys: Output
) -> None:
    (copied / "profile" / "tokens.bin").write_bytes(b"TRANSOM-TOKENS-1\n" + b"x" * 300)
    assert headless.run(arguments(copied, "sync")) == headless.EXIT_FAILED
    output = capsys.readouterr()
    assert json.loads(output.out)["messages"] == len(true_messages(tenant))
    assert "must sign in again" in output.err
    assert (copied / "profile" / "tokens.bin.damaged").exists()
    again = run_json(capsys, copied, "status")
    assert again["accounts"][0]["phase"] == "sign_in_needed"
    assert again["accounts"][0]["checked_at"]


_WITH_LITTLE_ROOM = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from transom.__main__ import main
sys.exit(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for the size of files")
def test_a_full_disk_during_a_sync_is_told_and_the_rest_comes_once_there_is_room(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    with EngineRun(tmp_path, tenant) as run:
        run.sign_in()
    profile, key = tmp_path / "profile", tmp_path / "key"
    room = max(file.stat().st_size for file in profile.glob("store.db*")) + 200_000
    command = [sys.executable, "-c", _WITH_LITTLE_ROOM, str(room), "sync", "--json"]
    ended = subprocess.run(
        [*command, "--profile", str(profile), "--key-file", str(key)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    assert ended.returncode == headless.EXIT_FAILED, ended.stderr
    assert "There is no room left" in ended.stderr
    stored = json.loads(ended.stdout)["messages"]
    answer = run_json(capsys, tmp_path, "sync")
    assert answer["messages"] == answer["bodies"] == len(true_messages(tenant)) >= stored


def test_mailboxes_are_read_with_a_certificate_and_nobody_signs_in(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    daemon = tenant.info["daemon"]
    certificate = tmp_path / "reader.pem"
    parts = (daemon["key_file"], daemon["certificate_file"])
    certificate.write_bytes(b"".join(Path(part).read_bytes() for part in parts))
    prepared(tmp_path, tenant)
    path = tmp_path / "profile" / "settings.toml"
    named = {
        "reader_client_id": f'"{daemon["client_id"]}"',
        "reader_tenant": f'"{daemon["tenant"]}"',
        "reader_certificate": f'"{certificate}"',
        "reader_mailboxes": '["adele.vance@contoso.example", "grace.ode@contoso.example"]',
    }
    lines = [line for line in path.read_text().splitlines() if line.split(" = ")[0] not in named]
    added = [f"{name} = {value}" for name, value in named.items()]
    path.write_text("\n".join([*added, *lines]) + "\n")
    answer = run_json(capsys, tmp_path, "sync")
    assert answer["messages"] >= len(true_messages(tenant))
    assert [one["phase"] for one in answer["accounts"]] == ["idle", "idle"]
    assert run_json(capsys, tmp_path, "search", "harbour")["count"]
    assert run_json(capsys, tmp_path, "status")["messages"] == answer["messages"]
    kept = certificate.read_bytes()
    certificate.unlink()
    assert headless.run(arguments(tmp_path, "sync")) == 1
    said = capsys.readouterr()
    assert "certificate file" in said.err and str(certificate) in said.err
    certificate.write_bytes(kept)
    mended = run_json(capsys, tmp_path, "sync")
    assert [one["phase"] for one in mended["accounts"]] == ["idle", "idle"]


def test_a_damaged_copy_is_repaired_from_a_terminal(
    tenant: Tenant, tmp_path: Path, capsys: Output
) -> None:
    prepared(tmp_path, tenant)
    synced = run_json(capsys, tmp_path, "sync", sign_in=sign_in_to(tenant))
    assert run_json(capsys, tmp_path, "repair")["lost"] == 0
    store = tmp_path / "profile" / "store.db"
    with store.open("r+b") as file:
        file.seek(700)
        file.write(b"not what stood here")
    assert headless.run(arguments(tmp_path, "status")) == 1
    assert "damaged" in capsys.readouterr().err
    answer = run_json(capsys, tmp_path, "repair")
    assert answer["lost"] and answer["kept"]
    assert headless.run(arguments(tmp_path, "repair", json=False)) == 0
    assert "nothing was lost" in capsys.readouterr().out
    again = run_json(capsys, tmp_path, "sync")
    assert (again["messages"], again["bodies"]) == (synced["messages"], synced["bodies"])
    assert [one.name for one in store.parent.glob("store.db.*")] == ["store.db.spare"]
