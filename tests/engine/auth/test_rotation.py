"""A process killed at any moment of a renewal: the account still has a token that works."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.tenant import Tenant

from transom.engine.auth.flow import SignedIn
from transom.engine.auth.tokens import TokenManager
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Account

SignIn = Callable[..., SignedIn]
POINTS = 24
# One process that has everything imported forks a child for each moment: the child renews the
# token and is killed at the n-th call of anything, in Python or in C, from the manager's on.
SWEEP = """
import json, os, signal, sys
from pathlib import Path
from tests.fakes.clock import FakeClock
from transom.engine.auth.tokens import TokenManager
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Account, Cloud, Registration

profile, key_file, points = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[4])
account = eval(sys.argv[3])

def renew(on_call):
    vault = Vault(profile, key_file=key_file)
    vault.unlock(KeySource.KEY_FILE)
    clock = FakeClock()
    clock.advance(30 * 3600)
    manager = TokenManager(vault, session_for, clock)
    sys.setprofile(on_call)
    token = manager.access_token(account)
    sys.setprofile(None)
    return token

def in_child(act):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, str(act()).encode())
        os._exit(0)
    os.close(writer)
    said = b""
    while more := os.read(reader, 65536):
        said += more
    os.close(reader)
    return os.waitpid(child, 0)[1], said.decode()

def counted():
    calls = 0
    def count(_frame, event, _what):
        nonlocal calls
        calls += event in ("call", "c_call")
    renew(count)
    return calls

def killed_at(number):
    left = number
    def count(_frame, event, _what):
        nonlocal left
        left -= event in ("call", "c_call")
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
    return renew(count)

_, calls = in_child(counted)
told = []
for point in range(points):
    # The last calls are the ones that write: half of the moments lie there.
    where = point * int(calls) // points if point % 2 else int(calls) - 20 * (point + 1)
    status, _ = in_child(lambda: killed_at(max(1, where)))
    again, token = in_child(lambda: renew(None))
    told.append([where, status, again, token, sorted(os.listdir(profile))])
print(json.dumps(told))
"""


def works(tenant: Tenant, token: str) -> bool:
    with tenant.session() as session:
        headers = {"Authorization": f"Bearer {token}"}
        return session.get(f"{tenant.graph}/v1.0/me", headers=headers).status_code == 200


def spelt(account: Account) -> str:
    return repr(account).replace("<AccountState.READY: 'ready'>", "'ready'")


@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
def test_a_kill_at_any_moment_of_the_rotation_never_loses_the_account(
    tenant: Tenant, clock: FakeClock, sign_in: SignIn, tmp_path: Path
) -> None:
    profile, key_file = tmp_path / "profile", tmp_path / "key"
    profile.mkdir()
    vault = Vault(profile, key_file=key_file)
    vault.unlock(KeySource.KEY_FILE)
    signed_in = sign_in(tenant)
    TokenManager(vault, session_for, clock).add(signed_in.account, signed_in.cache_text)
    facts = [str(profile), str(key_file), spelt(signed_in.account), str(POINTS)]
    swept = subprocess.run(
        [sys.executable, "-c", SWEEP, *facts],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([*sys.path, str(Path.cwd())])},
        capture_output=True,
        timeout=120,
    )
    assert swept.returncode == 0, swept.stderr.decode()
    told = json.loads(swept.stdout)
    assert len(told) == POINTS
    killed = [where for where, status, *_ in told if status == 9]
    assert len(killed) > POINTS * 0.8, "most were to be killed in the middle"
    for where, _status, again, token, _files in told:
        assert again == 0 and token, f"after a kill at call {where} nothing could be renewed"
    assert works(tenant, told[-1][3])
    # What a kill leaves half written is never in the way.
    assert {"vault.json", "tokens.bin"} <= set(told[-1][4])
