"""One exchange over the wire: packed answers, downloads, redirects, sessions and an early end."""

import gzip
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.engine.graph.conftest import Bench, account_at
from tests.fakes.hostile import Reply, reply_error, reply_json

from transom.engine.errors import (
    NonsenseError,
    NotFoundError,
    StoppedError,
    UntrustedError,
)
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.exchange import Call

ME = address("/me")


def test_every_call_says_who_asks_and_carries_a_number_of_its_own(bench: Bench) -> None:
    bench.client.get(address("/me/messages/{message}", "AAMk/+="), prefer=("x=1",))
    bench.client.get(ME)
    first, second = bench.server.asked
    assert first.path == "/v1.0/me/messages/AAMk%2F%2B%3D"
    assert first.headers["user-agent"].startswith("Transom/")
    assert first.headers["authorization"] == "Bearer secret-token-1"
    assert first.headers["prefer"] == 'IdType="ImmutableId", x=1'
    assert first.headers["return-client-request-id"] == "true"
    assert first.headers["client-request-id"] != second.headers["client-request-id"]
    assert bench.server.connections == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted(bench: Bench) -> None:
    client = GraphClient(
        account_at(bench.server.origin, ""),
        bench.tokens,
        bench.journal,
        bench.stopping,
        bench.clock,
        bench.limiter,
    )
    with pytest.raises(UntrustedError):
        client.get(ME)
    client.close()
    assert bench.server.asked == []


def test_packed_answers_are_unpacked_and_badly_packed_ones_are_nonsense(bench: Bench) -> None:
    packed = {"Content-Encoding": "gzip"}
    bench.server.queue(
        Reply(body=gzip.compress(b'{"id": "1"}'), headers=packed),
        Reply(body=b"not gzip at all", headers=packed),
    )
    assert bench.client.get_json(dict[str, str], ME) == {"id": "1"}
    with pytest.raises(NonsenseError):
        bench.client.get(ME)


def test_a_packed_answer_that_never_ends_is_cut_off(bench: Bench) -> None:
    bench.server.standing = Reply(
        body=gzip.compress(b"0" * 3_000_000), headers={"Content-Encoding": "gzip"}
    )
    with pytest.raises(NonsenseError):
        bench.client.send(Call(ME, max_bytes=1_000_000))


def test_a_download_lands_whole_in_its_sink_even_after_a_broken_start(bench: Bench) -> None:
    content = bytes(range(256)) * 4000
    bench.server.queue(Reply(body=content[:5000], fate="truncated"), Reply(body=content))
    sink = io.BytesIO()
    assert bench.client.download(ME, sink, 2_000_000) == len(content)
    assert sink.getvalue() == content


def test_a_failed_download_leaves_the_sink_empty(bench: Bench) -> None:
    bench.server.standing = reply_error(404)
    sink = io.BytesIO()
    with pytest.raises(NotFoundError):
        bench.client.download(ME, sink, 1000)
    assert sink.getvalue() == b""


def test_a_redirect_within_the_host_is_followed_and_one_elsewhere_is_not(bench: Bench) -> None:
    bench.server.queue(Reply(302, headers={"Location": "/v1.0/me/other"}), reply_json({"id": "1"}))
    assert bench.client.get(ME).body == b'{"id": "1"}'
    assert [asked.path for asked in bench.server.asked] == ["/v1.0/me", "/v1.0/me/other"]
    elsewhere = bench.server.origin.replace("127.0.0.1", "localhost")
    bench.server.queue(Reply(302, headers={"Location": f"{elsewhere}/v1.0/me"}))
    with pytest.raises(NonsenseError):
        bench.client.get(ME)
    assert len(bench.server.asked) == 3


def test_redirects_in_circles_end(bench: Bench) -> None:
    bench.server.standing = Reply(302, headers={"Location": "/v1.0/me"})
    with pytest.raises(NonsenseError):
        bench.client.get(ME)
    assert len(bench.server.asked) == 4


def test_a_netrc_file_does_not_replace_the_token(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    bench.client.get(ME)
    assert bench.server.asked[0].headers["authorization"] == "Bearer secret-token-1"


def test_closing_ends_a_call_that_a_silent_server_holds(bench: Bench) -> None:
    bench.server.standing = Reply(fate="hang")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(bench.client.get, ME)
        while not bench.server.asked:
            time.sleep(0.01)
        begun = time.monotonic()
        bench.stopping.set()
        bench.client.close()
        with pytest.raises(StoppedError):
            call.result(timeout=5)
        assert time.monotonic() - begun < 1


def test_stopping_ends_a_dripping_download(bench: Bench) -> None:
    bench.server.standing = Reply(body=b"x" * 200, fate="drip")
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(bench.client.get, ME)
        time.sleep(0.3)
        begun = time.monotonic()
        bench.stopping.set()
        with pytest.raises(StoppedError):
            call.result()
        assert time.monotonic() - begun < 1


def test_each_thread_has_a_session_of_its_own(bench: Bench) -> None:
    def ask() -> None:
        bench.client.get(ME)
        bench.client.get(ME)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bench.server.connections == 2
