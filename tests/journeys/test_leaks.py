"""The journeys once more where no network is: whom they ask for, and what they leave about."""

import base64
import ipaddress
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.journeys.solitude import needs_quarantine, report_of, shut_in

from transom.engine.auth.vault import KeySource, Vault
from transom.engine.changes import Newsroom
from transom.engine.store.store import Store
from transom.engine.workers import Workers

HERE = Path(__file__).parent
JOURNEYS = ("away.py", "test_doors.py", "test_sessions.py")
MICROSOFT = {"login.microsoftonline.com"}
ANSWERS_TO_NAMES = "127.0.0.77"


@dataclass
class Run:
    """What a run of the journeys left behind."""

    left: Path
    """Everything that was written: profiles, logs, temporary files, settings."""
    names: set[str]
    places: set[tuple[str, int]]
    secrets: set[str]
    in_sight: set[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    directory = tmp_path_factory.mktemp("quarantine")
    left = tmp_path_factory.mktemp("left")
    (left / "temporary").mkdir()
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--no-xvfb"]
    command += ["-p", "tests.journeys.watcher"]
    command += [f"--basetemp={left / 'tests'}", "--log-level=DEBUG"]
    command += [f"--log-file={left / 'log.txt'}", *(str(HERE / name) for name in JOURNEYS)]
    ended = shut_in(
        directory,
        *command,
        TRANSOM_WATCHED=str(directory),
        TMPDIR=str(left / "temporary"),
        HOME=str(left),
        QT_QPA_PLATFORM="offscreen",
        DISPLAY="",
        PYTHONDONTWRITEBYTECODE="1",
    )
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-2000:]
    (left / "output.txt").write_text(ended.stdout + ended.stderr)
    watched = json.loads((directory / "watched.json").read_text())
    names, places = report_of(directory)
    return Run(left, names, places, set(watched["secrets"]), set(watched["in_sight"]))


@needs_quarantine
def test_the_recorder_misses_nothing(tmp_path: Path) -> None:
    program = (
        "import socket\n"
        "def quietly(call, *words):\n"
        "    try: call(*words)\n"
        "    except OSError: pass\n"
        "quietly(socket.getaddrinfo, 'leak.example', 443)\n"
        "quietly(socket.create_connection, ('203.0.113.9', 443))\n"
        "quietly(socket.create_connection, ('127.0.0.1', 9))\n"
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('198.51.100.7', 5353))\n"
    )
    ended = shut_in(tmp_path, sys.executable, "-c", program)
    assert ended.returncode == 0, ended.stderr
    names, places = report_of(tmp_path)
    assert names == {"leak.example"}
    assert places == {("203.0.113.9", 443), ("127.0.0.1", 9), ("198.51.100.7", 5353)}


@needs_quarantine
def test_the_journeys_ask_for_the_authority_its_organisations_and_graph_alone(run: Run) -> None:
    # The tenant has no name that a resolver would be asked for: localhost is this computer.
    assert run.names == MICROSOFT
    away = {place for place in run.places if place[0] == ANSWERS_TO_NAMES}
    assert away == {(ANSWERS_TO_NAMES, 443)}
    outside = {place for place in run.places if not ipaddress.ip_address(place[0]).is_loopback}
    assert not outside


@needs_quarantine
def test_no_secret_of_the_journeys_lies_about_in_clear(run: Run) -> None:
    passwords = {"open-the-transom", "let-some-air-in", "two-steps-please", "by-another-door"}
    secrets = {secret for secret in run.secrets | passwords if len(secret) >= 12}
    assert len(secrets) > 60, "hardly any secret was seen: nothing would be proven"
    needles = {form for secret in secrets for form in forms_of(secret)}
    planted = run.left / "planted.txt"
    planted.write_bytes(b'{"x": "' + base64.b64encode(b"you: " + min(secrets).encode()) + b'"}')
    found = {
        place for place, content in left_behind(run) if any(needle in content for needle in needles)
    }
    assert found == {planted}, "the search finds what was planted, and nothing else"


@needs_quarantine
def test_the_keys_and_tokens_are_where_they_belong_and_nowhere_in_the_store(run: Run) -> None:
    keys = [one for one in run.left.glob("tests/*/key") if not one.parent.is_symlink()]
    assert len(keys) >= len(("federated", "wall", "admin", "all", "browser", "code", "weeks"))
    kept: set[str] = set()
    for key in keys:
        vault = Vault(key.parent / "profile", key_file=key)
        vault.unlock(KeySource.KEY_FILE)
        tokens = " ".join(vault.read_tokens().values())
        kept |= {secret for secret in run.secrets if secret in tokens}
        stored = everything_in(key.parent / "profile" / "store.db", vault.store_key())
        assert not [secret[:8] for secret in run.secrets if secret.encode() in stored]
        raw = key.read_bytes().strip()
        assert not [str(p) for p, content in left_behind(run) if p != key and raw in content]
    assert len(kept) > len(keys), "the vault was to hold what the wire brought"


def forms_of(secret: str) -> Iterator[bytes]:
    """Return a secret as it may be spelt: plain, in wide characters, in an address, in Base64."""
    plain = secret.encode()
    yield plain
    yield secret.encode("utf-16-le")
    yield quote(secret, safe="").encode()
    for shift in range(3):
        # The ends depend on the neighbours.
        yield base64.b64encode(b"\0" * shift + plain)[4:-4]


def left_behind(run: Run) -> Iterator[tuple[Path, bytes]]:
    for path in run.left.rglob("*"):
        # The tenant's own state is the provider's, not ours.
        if path.is_file() and "state" not in path.parts:
            yield path, path.read_bytes()
    for number, text in enumerate(sorted(run.in_sight)):
        yield Path(f"in-sight-{number}"), text.encode(errors="surrogateescape")


def everything_in(path: Path, key: bytes) -> bytes:
    """Return all that a store holds, compressed parts unpacked."""
    workers = Workers()
    store = Store.open(path, key, workers.lane("store"), Newsroom())
    content = bytearray()
    with store.database.reading() as cx:
        tables = cx.execute("select name from sqlite_schema where type = 'table'").fetchall()
        for (name,) in tables:
            for row in cx.execute(f'select * from "{name}"'):
                for value in row:
                    content += _plain(value)
    store.close()
    assert workers.stop()
    return bytes(content)


def _plain(value: object) -> bytes:
    if not isinstance(value, bytes):
        return str(value).encode(errors="replace") + b"\n"
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value
