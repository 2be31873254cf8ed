"""The vault: where the key comes from, who is refused, and what damage costs."""

import base64
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from tests.fakes.keyring import (
    AlternativeRing,
    BrokenRing,
    ForgetfulRing,
    MemoryRing,
    PlaintextRing,
    WeakRing,
)

from transom.engine.auth.key_record import KeySource
from transom.engine.auth.vault import Vault
from transom.engine.errors import DamagedError, DiskFullError, KeyringError, TooNewError

NULL_RING = null.Keyring()  # type: ignore[no-untyped-call]
FAIL_RING = fail.Keyring()  # type: ignore[no-untyped-call]
SECRET = "refresh-token-Zx81"


def unlocked(directory: Path, ring: KeyringBackend) -> Vault:
    vault = Vault(directory, keyring_backend=ring)
    vault.unlock(KeySource.KEYRING)
    return vault


def test_the_same_key_comes_back_from_the_key_ring(tmp_path: Path) -> None:
    ring = MemoryRing()
    first = Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)
    again = Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)
    assert first == again and len(first) == 32
    [(service, _user)] = ring.entries
    assert service == "Transom"


def test_two_profiles_share_a_ring_but_no_key(tmp_path: Path) -> None:
    ring = MemoryRing()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    keys = {Vault(tmp_path / name, keyring_backend=ring).unlock(KeySource.KEYRING) for name in "ab"}
    assert len(keys) == 2


@pytest.mark.parametrize(
    "ring",
    [PlaintextRing(), WeakRing(), AlternativeRing(), NULL_RING, FAIL_RING],
    ids=lambda ring: type(ring).__name__,
)
def test_a_ring_that_does_not_encrypt_counts_as_none(tmp_path: Path, ring: KeyringBackend) -> None:
    vault = Vault(tmp_path, keyring_backend=ring)
    state = vault.probe()
    assert (state.source, state.is_keyring_usable) == (None, False)
    assert "no key ring" in state.reason
    with pytest.raises(KeyringError, match="no key ring"):
        vault.unlock(KeySource.KEYRING)
    assert not list(tmp_path.iterdir())


def test_the_system_ring_of_a_bare_machine_counts_as_none(tmp_path: Path) -> None:
    assert not Vault(tmp_path).probe().is_keyring_usable


def test_probe_names_the_source_a_profile_uses(tmp_path: Path) -> None:
    ring = MemoryRing()
    assert Vault(tmp_path, keyring_backend=ring).probe().source is None
    unlocked(tmp_path, ring)
    assert Vault(tmp_path, keyring_backend=ring).probe().source is KeySource.KEYRING
    missing = Vault(tmp_path, keyring_backend=NULL_RING).probe()
    assert missing.source is KeySource.KEYRING and not missing.is_keyring_usable


def test_a_locked_ring_loses_nothing(tmp_path: Path) -> None:
    ring = MemoryRing()
    key = Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)
    ring.is_locked = True
    with pytest.raises(KeyringError, match="locked"):
        Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)
    ring.is_locked = False
    assert Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING) == key


def test_a_ring_that_forgets_is_found_out_at_once(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="did not give it back"):
        Vault(tmp_path, keyring_backend=ForgetfulRing()).unlock(KeySource.KEYRING)
    assert not (tmp_path / "vault.json").exists()


def test_a_broken_ring_is_a_key_ring_error(tmp_path: Path) -> None:
    with pytest.raises(KeyringError, match="did not answer"):
        Vault(tmp_path, keyring_backend=BrokenRing()).unlock(KeySource.KEYRING)


def test_a_ring_with_another_programs_entry_gives_no_key(tmp_path: Path) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring)
    for place in ring.entries:
        ring.entries[place] = "not a key"
    with pytest.raises(KeyringError, match="not a key of Transom"):
        Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)


def test_of_several_rings_the_first_that_encrypts_is_taken(tmp_path: Path) -> None:
    real = MemoryRing()

    class Chain(ChainerBackend):
        """As keyring joins what a desktop has."""

        backends = [PlaintextRing(), real]  # type: ignore[assignment]

    chain = Chain()  # type: ignore[no-untyped-call]
    assert Vault(tmp_path, keyring_backend=chain).probe().is_keyring_usable
    Vault(tmp_path, keyring_backend=chain).unlock(KeySource.KEYRING)
    assert len(real.entries) == 1


def test_a_ring_that_cannot_even_be_ranked_counts_as_none(tmp_path: Path) -> None:
    class Unranked(MemoryRing):
        """Its service is gone."""

        @property
        def priority(self) -> float:  # type: ignore[override]
            raise RuntimeError("no service")

    assert not Vault(tmp_path, keyring_backend=Unranked()).probe().is_keyring_usable


def test_an_emptied_ring_gets_no_new_key(tmp_path: Path) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring)
    ring.entries.clear()
    with pytest.raises(KeyringError, match="no longer holds"):
        Vault(tmp_path, keyring_backend=ring).unlock(KeySource.KEYRING)
    assert not ring.entries


def test_a_passphrase_opens_what_it_closed(tmp_path: Path) -> None:
    key = Vault(tmp_path).unlock(KeySource.PASSPHRASE, "grüne Heide")
    assert Vault(tmp_path).unlock(KeySource.PASSPHRASE, "gru\u0308ne Heide") == key
    with pytest.raises(KeyringError, match="not this profile's passphrase"):
        Vault(tmp_path).unlock(KeySource.PASSPHRASE, "grüne heide")
    for nothing in ("", None):
        with pytest.raises(KeyringError, match="needed"):
            Vault(tmp_path).unlock(KeySource.PASSPHRASE, nothing)
    record = (tmp_path / "vault.json").read_bytes()
    assert key not in record and base64.b64encode(key) not in record


def test_scrypt_parameters_out_of_bounds_are_not_obeyed(tmp_path: Path) -> None:
    Vault(tmp_path).unlock(KeySource.PASSPHRASE, "words")
    path = tmp_path / "vault.json"
    record = json.loads(path.read_text())
    record["scrypt"]["n"] = 2**40
    path.write_text(json.dumps(record))
    with pytest.raises(DamagedError):
        Vault(tmp_path).unlock(KeySource.PASSPHRASE, "words")


def test_a_key_file_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    profile = tmp_path / "profile"
    profile.mkdir()
    key = Vault(profile, key_file=path).unlock(KeySource.KEY_FILE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert base64.b64decode(path.read_text()) == key
    assert Vault(profile, key_file=path).unlock(KeySource.KEY_FILE) == key
    assert Vault(profile, key_file=path).probe().source is KeySource.KEY_FILE


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "key"
    Vault(tmp_path, key_file=path).unlock(KeySource.KEY_FILE)
    path.chmod(mode)
    with pytest.raises(KeyringError, match="chmod 600"):
        Vault(tmp_path, key_file=path).unlock(KeySource.KEY_FILE)


def test_a_folder_or_a_pipe_is_no_key_file_and_nothing_waits_for_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("folder", "pipe"):
        with pytest.raises(KeyringError, match="is not a plain file"):
            Vault(tmp_path, key_file=tmp_path / name).unlock(KeySource.KEY_FILE)


def test_another_or_missing_key_file_is_told_apart(tmp_path: Path) -> None:
    Vault(tmp_path, key_file=tmp_path / "key").unlock(KeySource.KEY_FILE)
    (tmp_path / "other").mkdir()
    Vault(tmp_path / "other", key_file=tmp_path / "wrong").unlock(KeySource.KEY_FILE)
    with pytest.raises(KeyringError, match="belongs to another profile"):
        Vault(tmp_path, key_file=tmp_path / "wrong").unlock(KeySource.KEY_FILE)
    with pytest.raises(KeyringError, match="is not there"):
        Vault(tmp_path, key_file=tmp_path / "none").unlock(KeySource.KEY_FILE)
    assert not (tmp_path / "none").exists()
    (tmp_path / "short").write_text("c2hvcnQ=")
    (tmp_path / "short").chmod(0o600)
    with pytest.raises(KeyringError, match="does not hold a key"):
        Vault(tmp_path, key_file=tmp_path / "short").unlock(KeySource.KEY_FILE)
    with pytest.raises(KeyringError, match="--key-file"):
        Vault(tmp_path).unlock(KeySource.KEY_FILE)


def test_a_session_key_leaves_nothing_on_disk(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.unlock(KeySource.SESSION)
    vault.write_tokens("a", SECRET)
    assert vault.read_tokens() == {"a": SECRET}
    assert len(vault.store_key()) == 32
    assert not list(tmp_path.iterdir())


def test_a_session_beside_a_kept_key_touches_neither(tmp_path: Path) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring).write_tokens("a", SECRET)
    session = Vault(tmp_path, keyring_backend=ring)
    session.unlock(KeySource.SESSION)
    session.write_tokens("b", "other")
    assert session.read_tokens() == {"b": "other"}
    assert unlocked(tmp_path, ring).read_tokens() == {"a": SECRET}


def test_a_profile_is_not_opened_by_another_source(tmp_path: Path) -> None:
    unlocked(tmp_path, MemoryRing())
    with pytest.raises(KeyringError, match="in the key ring"):
        Vault(tmp_path).unlock(KeySource.PASSPHRASE, "words")


def test_keys_for_tokens_store_and_master_differ(tmp_path: Path) -> None:
    vault = Vault(tmp_path, keyring_backend=MemoryRing())
    with pytest.raises(KeyringError, match="unlocked"):
        vault.store_key()
    master = vault.unlock(KeySource.KEYRING)
    assert vault.store_key() != master and vault.store_key() == vault.store_key()


def test_tokens_are_encrypted_private_and_survive_a_restart(tmp_path: Path) -> None:
    ring = MemoryRing()
    vault = unlocked(tmp_path, ring)
    vault.write_tokens("a", SECRET)
    vault.write_tokens("b", "second")
    path = tmp_path / "tokens.bin"
    assert path.stat().st_mode & 0o777 == 0o600
    assert SECRET.encode() not in path.read_bytes()
    assert unlocked(tmp_path, ring).read_tokens() == {"a": SECRET, "b": "second"}
    vault.write_tokens("a", None)
    assert unlocked(tmp_path, ring).read_tokens() == {"b": "second"}


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "foreign"])
def test_damaged_tokens_are_kept_aside_and_read_as_none(tmp_path: Path, damage: str) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring).write_tokens("a", SECRET)
    path = tmp_path / "tokens.bin"
    content = path.read_bytes()
    spoilt = {
        "cut": content[:-5],
        "flipped": content[:40] + bytes([content[40] ^ 1]) + content[41:],
        "emptied": b"",
        "foreign": b"PK\x03\x04 not ours",
    }[damage]
    path.write_bytes(spoilt)
    vault = unlocked(tmp_path, ring)
    assert vault.read_tokens() == {}
    assert (tmp_path / "tokens.bin.damaged").read_bytes() == spoilt
    vault.write_tokens("b", "new")
    path.write_bytes(b"again")
    assert unlocked(tmp_path, ring).read_tokens() == {}
    assert (tmp_path / "tokens.bin.damaged").read_bytes() == spoilt
    assert (tmp_path / "tokens.bin.damaged-2").read_bytes() == b"again"


def test_what_a_newer_version_wrote_is_left_alone(tmp_path: Path) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring)
    (tmp_path / "tokens.bin").write_bytes(b"TRANSOM-TOKENS-2\nwhatever")
    with pytest.raises(TooNewError):
        unlocked(tmp_path, ring).read_tokens()
    record = json.loads((tmp_path / "vault.json").read_text())
    (tmp_path / "vault.json").write_text(json.dumps(record | {"version": 2}))
    with pytest.raises(TooNewError):
        unlocked(tmp_path, ring)
    assert (tmp_path / "tokens.bin").read_bytes() == b"TRANSOM-TOKENS-2\nwhatever"


NO_PROOF = '{"version": 1, "source": "keyring", "profile_id": "p", "proof": "not base64"}'


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1}', NO_PROOF, "\udcff"])
def test_a_damaged_record_is_never_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "vault.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.read_bytes()
    with pytest.raises(DamagedError, match=r"vault\.json"):
        Vault(tmp_path, keyring_backend=MemoryRing()).unlock(KeySource.KEYRING)
    assert path.read_bytes() == before


def test_tokens_without_their_record_get_no_new_key(tmp_path: Path) -> None:
    ring = MemoryRing()
    unlocked(tmp_path, ring).write_tokens("a", SECRET)
    (tmp_path / "vault.json").unlink()
    with pytest.raises(KeyringError, match=r"vault\.json"):
        unlocked(tmp_path, ring)
    assert (tmp_path / "tokens.bin").exists()


def test_a_write_that_fails_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = MemoryRing()
    vault = unlocked(tmp_path, ring)
    vault.write_tokens("a", SECRET)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError):
            vault.write_tokens("a", "newer")
    assert vault.read_tokens() == {"a": SECRET}
    assert unlocked(tmp_path, ring).read_tokens() == {"a": SECRET}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tokens.bin", "vault.json"]


KILLED = """
import os, signal, sys
from pathlib import Path
from transom.engine.auth.vault import KeySource, Vault

vault = Vault(Path(sys.argv[1]), key_file=Path(sys.argv[2]))
vault.unlock(KeySource.KEY_FILE)
real, calls = getattr(os, sys.argv[3]), 0

def dies(*arguments):
    if sys.argv[4] == "after":
        real(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, sys.argv[3], dies)
vault.write_tokens("a", "newer")
"""


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_during_a_write_leaves_the_old_tokens_or_the_new(
    tmp_path: Path, call: str, when: str
) -> None:
    profile, key_file = tmp_path / "profile", tmp_path / "key"
    profile.mkdir()
    vault = Vault(profile, key_file=key_file)
    vault.unlock(KeySource.KEY_FILE)
    vault.write_tokens("a", SECRET)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(profile), str(key_file), call, when],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ended.returncode == -signal.SIGKILL
    after = Vault(profile, key_file=key_file)
    after.unlock(KeySource.KEY_FILE)
    is_new = (call, when) == ("replace", "after")
    assert after.read_tokens() == {"a": "newer" if is_new else SECRET}
