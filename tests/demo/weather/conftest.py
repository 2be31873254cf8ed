"""One tenant for all tests of the weather, under a clear sky before each of them."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from tests.fakes.tenant import Tenant


class Sky:
    """Asks the tenant's Graph with a good token, and makes the weather."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.bearer = tenant.tokens_by_http()["access_token"]
        self.session = tenant.session()

    def set(self, name: str, rate: float | None = None, **more: Any) -> None:
        wish = {"name": name, **more} | ({} if rate is None else {"rate": rate})
        self.tenant.control("POST", "/weather", wish)

    def clear(self) -> None:
        self.tenant.control("DELETE", "/weather")

    def get(self, path: str, timeout: float = 10) -> requests.Response:
        url = path if "://" in path else f"{self.tenant.graph}/v1.0{path}"
        headers = {"Authorization": f"Bearer {self.bearer}"}
        return self.session.get(url, headers=headers, timeout=timeout)

    def seconds_of(self, path: str) -> float:
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started


@pytest.fixture(scope="package")
def shared_sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sky]:
    with Tenant(tmp_path_factory.mktemp("weather"), messages=60) as tenant:
        sky = Sky(tenant)
        yield sky
        sky.session.close()


@pytest.fixture
def sky(shared_sky: Sky) -> Iterator[Sky]:
    shared_sky.clear()
    yield shared_sky
    shared_sky.clear()
