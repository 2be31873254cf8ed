"""Where a stranger's address may lead, and where it never does."""

import pytest

from transom.engine.errors import PictureError
from transom.engine.remote.places import checked_place, is_near, is_public
from transom.engine.remote.reach import Reach

PUBLIC = ("93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1::1", "2a00:1450:4001::1")
CLOSED = (
    *("0.0.0.1", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1"),
    *("127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1"),
    *("192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:93.184.216.34"),
    *("::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "100::1", "2001::1"),
    *("2001:db8::1", "2002:7f00:1::1", "2002:5db8:d822::1", "3fff::1", "5f00::1", "fc00::1"),
    *("fd12:3456::1", "fe80::1", "fe80::1%eth0", "2606:2800::1%1", "fec0::1", "ff02::1"),
    *("no address", "", "127.1"),
)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", CLOSED)
def test_no_other_address_is(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    (
        *("localhost", "LOCALHOST.", "a.localhost", "printer", "nas.local", "db.internal"),
        *("x.home.arpa", "127.0.0.1", "127.1", "0x7f.0.0.1", "2130706433", "017700000001"),
        *("[::1]", "10.1.1.1", "0"),
    ),
)
def test_a_near_host_is_known_by_its_name_or_spelling(host: str) -> None:
    assert is_near(host)


@pytest.mark.parametrize("host", ["pictures.example", "local.example", "93.184.216.34", "a.b.c"])
def test_other_hosts_are_not_near(host: str) -> None:
    assert not is_near(host)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x.png",
        "ftp://a.example/x.png",
        "file:///etc/hostname",
        "data:image/png;base64,AAAA",
        "//a.example/x.png",
        "https:///x.png",
        "https://",
        "https://user@a.example/",
        "https://user:word@a.example/",
        "https://@a.example/",
        "https://a.example:8443/",
        "https://a.example:99999/",
        "https://a.example:x/",
        "https://a b.example/",
        "https://a.example\\@b.example/",
        "https://[::1/",
        "https://" + "a" * 300 + ".example/",
        "https://a.example/" + "x" * 9_000,
        "https://a.example%00.b.example/",
    ],
)
def test_an_odd_address_is_never_asked(url: str) -> None:
    with pytest.raises(PictureError):
        checked_place(url)


def test_an_address_is_spelt_so_that_nothing_in_it_can_end_a_line() -> None:
    spelt = checked_place("https://Bücher.example/ä b\r\nX: y?q=\u202ea|b&c=%20#part").geturl()
    assert spelt == "https://xn--bcher-kva.example/%C3%A4%20bX:%20y?q=%E2%80%AEa%7Cb&c=%20"


def test_one_private_address_among_public_ones_closes_a_host() -> None:
    reach = Reach(look_up=lambda host: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(PictureError):
        reach.open_addresses("trick.example")
    assert Reach(look_up=lambda host: ["93.184.216.34"]).open_addresses("a.example")
    with pytest.raises(PictureError):
        Reach(look_up=lambda host: []).open_addresses("empty.example")


def test_a_near_name_is_not_even_looked_up() -> None:
    asked: list[str] = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"]

    with pytest.raises(PictureError):
        Reach(look_up=look_up).open_addresses("router.lan")
    assert asked == []
