"""Start with the key in a real Secret Service, where the computer has one to run."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

from tests.bench.rows import Row
from tests.bench.screen import screen
from tests.bench.windows import measure_start

from transom.engine.auth.key_record import KeySource, proof_of, record_from_text, text_from_record
from transom.engine.auth.rings import find_ring
from transom.engine.auth.vault import Vault
from transom.engine.profile import Profile

_SERVICE = "gnome-keyring-daemon"
_BUS = "dbus-run-session"
_PATIENCE_S = 600


def measure_start_from_ring(profile: Profile, key_file: Path, directory: Path) -> list[Row]:
    """Start on the same store, its key in gnome-keyring on a bus of its own; nothing without it."""
    if not (shutil.which(_SERVICE) and shutil.which(_BUS)):
        print("no start with a key ring: gnome-keyring or dbus is missing", file=sys.stderr)
        return []
    home = directory / "ring-home"
    home.mkdir(mode=0o700, exist_ok=True)
    inside = f'printf pw | {_SERVICE} --unlock --components=secrets >/dev/null && exec "$@"'
    command = [_BUS, "--", "sh", "-c", inside, "sh", sys.executable, "-m", "tests.bench.ring"]
    with screen() as environment:
        done = subprocess.run(
            [*command, str(profile.directory), str(key_file), str(directory / "ring")],
            env={**environment, "HOME": str(home), "XDG_RUNTIME_DIR": str(home)},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_PATIENCE_S,
        )
    return [Row(**one) for one in json.loads(done.stdout)]


def main() -> None:
    """Put the profile's key into the ring of this session, and measure; prints the rows."""
    profile, key_file, place = (Path(one) for one in sys.argv[1:4])
    ringed = _with_ring(Profile(profile), key_file, Profile(place))
    rows = measure_start(ringed, place / "no-key", label="start, key ring")
    print(json.dumps([asdict(one) for one in rows]))


def _with_ring(profile: Profile, key_file: Path, ringed: Profile) -> Profile:
    ring = find_ring()
    if ring is None:
        raise RuntimeError("the key ring does not answer")
    shutil.rmtree(ringed.directory, ignore_errors=True)
    ringed.directory.mkdir(mode=0o700)
    os.link(profile.store_path, ringed.store_path)
    key = Vault(profile.directory, key_file).unlock(KeySource.KEY_FILE)
    record = record_from_text((profile.directory / "vault.json").read_text())
    ring.save_key(record.profile_id, key)
    assert proof_of(key, record.profile_id) == record.proof
    text = text_from_record(replace(record, source=KeySource.KEYRING))
    (ringed.directory / "vault.json").write_text(text)
    return ringed


if __name__ == "__main__":
    main()
