"""A signed-in account on the shared tenant, as the tests of this room need it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.fakes.clock import FakeClock
from tests.fakes.keyring import MemoryRing
from tests.fakes.tenant import Tenant

from transom.engine.auth.flow import SignedIn, SignInFlow
from transom.engine.auth.vault import KeySource, Vault
from transom.engine.auth.wire import session_for
from transom.engine.entities.accounts import Cloud, Registration


def registration_of(tenant: Tenant, segment: str = "common") -> Registration:
    cloud = Cloud(
        name="demo",
        authority_url=tenant.origin,
        graph_url=tenant.graph,
        redirect_uri=f"{tenant.origin}/common/oauth2/nativeclient",
        ca_file=tenant.info["ca_file"],
        certificate_sha256=tenant.info["certificate_sha256"],
        has_instance_discovery=False,
        mark="demo",
    )
    return Registration(tenant.info["client_id"], segment, cloud)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def sign_in(clock: FakeClock) -> Callable[..., SignedIn]:
    """Sign in as a person of a kind, through the tenant's pages."""

    def run(tenant: Tenant, kind: str = "work") -> SignedIn:
        flow = SignInFlow(registration_of(tenant), http_session_factory=session_for, clock=clock)
        request = flow.begin()
        return flow.finish(tenant.sign_in_by_http(kind, url=request.url_text))

    return run


@pytest.fixture
def ring() -> MemoryRing:
    return MemoryRing()


@pytest.fixture
def open_vault(tmp_path: Path, ring: MemoryRing) -> Callable[[], Vault]:
    """Open the test's profile as a new process would."""

    def run() -> Vault:
        profile = tmp_path / "profile"
        profile.mkdir(exist_ok=True)
        vault = Vault(profile, keyring_backend=ring)
        vault.unlock(KeySource.KEYRING)
        return vault

    return run
