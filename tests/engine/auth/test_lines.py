"""Connections that can be cut: a silent server does not hold anybody up."""

import threading
import time
from collections.abc import Iterator

import pytest
import requests
from requests.adapters import BaseAdapter
from tests.fakes.hostile import HostileServer, Reply

from transom.engine.auth.lines import Lines
from transom.engine.auth.wire import session_for, wire_errors
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import OfflineError

PATIENCE_S = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("hostile")) as running:
        yield running


@pytest.fixture
def cloud(server: HostileServer) -> Cloud:
    server.reset()
    return Cloud("test", server.origin, server.origin, "", ca_file=server.ca_file)


def test_who_waits_for_a_silent_server_is_freed_and_later_lines_are_cut_too(
    server: HostileServer, cloud: Cloud
) -> None:
    lines = Lines()
    errors: list[Exception] = []
    server.queue(Reply(), Reply(fate="hang"))

    def ask() -> None:
        with session_for(cloud) as session:
            lines.watch(session)
            assert session.get(f"{cloud.graph_url}/first").status_code == 200
            try:
                with wire_errors():
                    session.get(f"{cloud.graph_url}/second")
            except OfflineError as error:
                errors.append(error)

    waiting = threading.Thread(target=ask)
    waiting.start()
    until = time.monotonic() + PATIENCE_S
    while len(server.asked) < 2 and time.monotonic() < until:
        time.sleep(0.005)
    lines.cut()
    waiting.join(PATIENCE_S)
    assert not waiting.is_alive() and len(errors) == 1
    server.released.set()
    with session_for(cloud) as session, pytest.raises(OfflineError), wire_errors():
        lines.watch(session)
        session.get(f"{cloud.graph_url}/third")


def test_an_adapter_of_another_kind_is_left_alone() -> None:
    class Other(BaseAdapter):
        """Speaks something else than HTTP."""

        def close(self) -> None:
            """Nothing is open."""

    session = requests.Session()
    session.mount("other://", Other())  # type: ignore[no-untyped-call]
    Lines().watch(session)
    session.close()
