"""Fetching one picture over real TLS: what is sent, what is refused, and what ends it."""

import dataclasses
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engine.remote.samples import SVG, png
from tests.fakes.hostile import HostileServer, Reply
from tests.fakes.proxy import Proxy

from transom.engine.auth.proxies import Proxies
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import (
    OfflineError,
    PictureError,
    StoppedError,
    TransomError,
    UntrustedError,
)
from transom.engine.remote import fetching
from transom.engine.remote.fetching import Errand, PictureFetch
from transom.engine.remote.line import Deadlines
from transom.engine.remote.reach import Reach
from transom.engine.workers import Workers

CLOUD = Cloud("test", "https://login.example", "https://graph.example", "https://r.example")
PICTURE = Reply(body=png(), headers={"Content-Type": "image/png"})


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileServer]:
    with HostileServer(tmp_path_factory.mktemp("strangers")) as server:
        yield server


@pytest.fixture
def server(stage: HostileServer) -> Iterator[HostileServer]:
    stage.reset()
    stage.standing = PICTURE
    yield stage
    stage.released.set()


class World:
    """A world in which each name leads to the server, unless it is told otherwise."""

    def __init__(self, server: HostileServer) -> None:
        self.addresses: dict[str, list[str]] = {}
        self.looked_up: list[str] = []
        self.port = int(server.origin.rpartition(":")[2])
        self.workers = Workers()
        self.reach = Reach(
            look_up=self.look_up,
            is_open=lambda address: address == "127.0.0.1",
            is_near=lambda host: host.endswith("localhost"),
            new_context=lambda: ssl.create_default_context(cafile=server.ca_file),
            ports=frozenset({443, self.port}),
        )
        self.deadlines = Deadlines(self.workers.lane("clock"), self.workers.stopping)
        self.errand = Errand()

    def look_up(self, host: str) -> list[str]:
        self.looked_up.append(host)
        return self.addresses.get(host, ["127.0.0.1"])

    def url(self, path: str = "/x.png", host: str = "pictures.example") -> str:
        return f"https://{host}:{self.port}{path}"

    def fetch(
        self, url: str = "", *, cloud: Cloud = CLOUD, proxies: Proxies | None = None
    ) -> bytes:
        fetch = PictureFetch(self.reach, proxies or Proxies(lambda _: [""]), self.deadlines)
        return fetch.fetch(url or self.url(), cloud, self.errand)


@pytest.fixture
def world(server: HostileServer) -> Iterator[World]:
    world = World(server)
    yield world
    world.errand.end()
    server.released.set()
    assert world.workers.stop()


def test_a_picture_is_asked_for_with_hardly_a_word(world: World, server: HostileServer) -> None:
    assert world.fetch(world.url("/a b.png?x=1#part")) == png()
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("GET", "/a%20b.png?x=1")
    assert asked.headers == {
        "host": f"pictures.example:{world.port}",
        "user-agent": "Mozilla/5.0",
        "accept": "image/png,image/jpeg,image/gif,image/webp",
        "accept-encoding": "identity",
    }
    assert world.looked_up == ["pictures.example"]


def test_what_a_server_wants_remembered_is_forgotten(world: World, server: HostileServer) -> None:
    server.standing = dataclasses.replace(PICTURE, headers={"Set-Cookie": "id=7; Path=/"})
    world.fetch()
    world.fetch()
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, None]


def test_pictures_of_one_message_share_a_connection_and_those_of_two_do_not(
    world: World, server: HostileServer
) -> None:
    world.fetch(world.url("/1.png"))
    world.fetch(world.url("/2.png"))
    assert server.connections == 1
    world.errand = Errand()
    world.fetch(world.url("/3.png"))
    assert server.connections == 2


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.2", "::1", "169.254.169.254"])
def test_a_name_that_leads_into_a_private_network_is_not_connected_to(
    world: World, server: HostileServer, address: str
) -> None:
    world.addresses["pictures.example"] = [address]
    with pytest.raises(PictureError, match="private network"):
        world.fetch()
    world.addresses["pictures.example"] = ["127.0.0.1", address]
    with pytest.raises(PictureError, match="private network"):
        world.fetch()
    assert server.connections == 0


def test_a_name_is_looked_up_once_and_the_answer_alone_is_connected_to(
    world: World, server: HostileServer
) -> None:
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    world.reach = dataclasses.replace(world.reach, look_up=lambda host: answers.pop(0))
    assert world.fetch() == png()
    assert answers == [["10.0.0.1"]]


def test_every_hop_is_checked_like_the_first(world: World, server: HostileServer) -> None:
    world.addresses["inside.pictures.example"] = ["192.168.0.1"]
    for target in (
        world.url(host="inside.pictures.example"),
        "http://pictures.example/x.png",
        "file:///etc/hostname",
        world.url(host="me@pictures.example"),
        "https://localhost/x.png",
        "//pictures.example:22/",
    ):
        server.queue(Reply(302, headers={"Location": target}))
        with pytest.raises(PictureError):
            world.fetch()
    assert len(server.asked) == 6


def test_three_hops_are_followed_and_a_fourth_is_not(world: World, server: HostileServer) -> None:
    hops = [Reply(301, headers={"Location": f"/{n}.png"}) for n in range(4)]
    server.queue(*hops[:3])
    assert world.fetch() == png()
    assert [asked.path for asked in server.asked] == ["/x.png", "/0.png", "/1.png", "/2.png"]
    server.queue(*hops)
    with pytest.raises(PictureError, match="from one place to the next"):
        world.fetch()


def test_the_certificate_has_to_be_the_named_hosts(world: World, server: HostileServer) -> None:
    with pytest.raises(UntrustedError):
        world.fetch(world.url(host="somebody.else.example"))
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(body=SVG, headers={"Content-Type": "image/png"}), "no picture"),
        (Reply(body=b"<html>", headers={"Content-Type": "image/gif"}), "no picture"),
        (Reply(body=png(60_000, 60_000)), "pixels"),
        (Reply(404, body=png()), "does not hand it out"),
        (Reply(body=png() + bytes(10_000_001)), "larger than 10 MB"),
    ],
)
def test_what_is_no_bearable_picture_is_refused(
    world: World, server: HostileServer, reply: Reply, words: str
) -> None:
    server.queue(reply)
    with pytest.raises(PictureError, match=words):
        world.fetch()


@pytest.mark.parametrize("fate", ["reset", "truncated"])
def test_a_broken_line_is_an_error_of_ours(world: World, server: HostileServer, fate: str) -> None:
    server.queue(dataclasses.replace(PICTURE, fate=fate))
    with pytest.raises(TransomError):
        world.fetch()
    assert world.fetch() == png()


def test_a_server_that_drips_is_left_when_time_is_up(
    world: World, server: HostileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.3)
    server.queue(dataclasses.replace(PICTURE, body=png() + bytes(2_000), fate="drip"))
    started = time.monotonic()
    with pytest.raises(OfflineError):
        world.fetch()
    assert time.monotonic() - started < 5


def test_who_leaves_the_message_ends_what_is_on_its_way(
    world: World, server: HostileServer
) -> None:
    server.queue(dataclasses.replace(PICTURE, fate="hang"))
    failures: list[TransomError] = []

    def look() -> None:
        try:
            world.fetch()
        except TransomError as error:
            failures.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    until = time.monotonic() + 5
    while not server.asked and time.monotonic() < until:
        time.sleep(0.01)
    world.errand.end()
    looking.join(5)
    assert [type(failure) for failure in failures] == [StoppedError]
    with pytest.raises(StoppedError):
        world.fetch()


def test_through_a_proxy_the_proxy_looks_up_and_near_hosts_are_still_refused(
    world: World, server: HostileServer
) -> None:
    with Proxy(world.port) as proxy:
        proxies = Proxies(lambda _: [proxy.url])
        assert world.fetch(proxies=proxies) == png()
        assert proxy.asked == [f"pictures.example:{world.port}"]
        assert world.looked_up == []
        with pytest.raises(PictureError):
            world.fetch(world.url(host="x.localhost"), proxies=proxies)
        assert len(proxy.asked) == 1


def test_a_clouds_own_server_of_pictures_is_asked_instead(
    world: World, server: HostileServer, tmp_path: Path
) -> None:
    cloud = dataclasses.replace(
        CLOUD, ca_file=server.ca_file, pictures_url=f"{server.origin}/pictures"
    )
    assert world.fetch("https://images.example/a.png?x=1", cloud=cloud) == png()
    (asked,) = server.asked
    assert asked.path == "/pictures?url=https%3A%2F%2Fimages.example%2Fa.png%3Fx%3D1"
    assert asked.headers["user-agent"] == "Mozilla/5.0"
    assert world.looked_up == []
    for near in ("https://x.localhost/a.png", "http://images.example/a.png"):
        with pytest.raises(PictureError):
            world.fetch(near, cloud=cloud)
    assert len(server.asked) == 1
