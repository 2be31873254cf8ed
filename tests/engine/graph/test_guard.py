"""What the guard lets through, as plain values."""

import pytest

from transom.engine.entities.accounts import Cloud
from transom.engine.errors import GuardError
from transom.engine.graph.guard import check_call, check_link, check_part

CLOUD = Cloud("worldwide", "https://login.example", "https://graph.example", "https://x/back")


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/$batch",
        "/v1.0/search/query",
        "/v1.0/me/calendar/getSchedule",
        "/v1.0/users/info%40contoso.example/calendar/getSchedule",
    ],
)
def test_these_posts_count_as_reads(path: str) -> None:
    check_call("POST", f"https://graph.example{path}", CLOUD)


@pytest.mark.parametrize(
    "path",
    [
        "/v1.0/$batch/x",
        "/beta/$batch",
        "/v1.0/me/sendMail",
        "/v1.0/search/query/",
        "/v1.0/me/events",
        "/v1.0/me/calendar",
        "/v1.0/me/calendar/getSchedule/",
        "/v1.0/me/calendar/getschedule",
        "/v1.0/me/calendars/x/getSchedule",
        "/v1.0/users/x/calendar/getSchedule",
        "/v1.0/users/x%2Fa%40b.example/calendar/getSchedule",
        "/v1.0/users/a%40b.example/sendMail",
        "/v1.0/users/a%40b.example/calendar/events",
    ],
)
def test_every_other_post_is_held_back(path: str) -> None:
    with pytest.raises(GuardError):
        check_call("POST", f"https://graph.example{path}", CLOUD)


def test_a_link_is_rebuilt_on_our_own_origin() -> None:
    link = "HTTPS://GRAPH.example:443/v1.0/me/messages?$skip=1#part"
    assert check_link(link, CLOUD) == "https://graph.example/v1.0/me/messages?$skip=1"


def test_a_cloud_that_has_the_version_in_its_address_means_the_same() -> None:
    cloud = Cloud("worldwide", "https://login.example", "https://graph.example/v1.0", "https://x")
    check_call("GET", "https://graph.example/v1.0/me", cloud)


@pytest.mark.parametrize("graph_url", ["http://graph.example", "graph.example", "https://a@b"])
def test_a_cloud_without_https_is_never_asked(graph_url: str) -> None:
    cloud = Cloud("odd", "https://login.example", graph_url, "https://x")
    with pytest.raises(GuardError):
        check_call("GET", f"{graph_url}/v1.0/me", cloud)


@pytest.mark.parametrize(
    "link",
    [
        "https://graph.example:99999/v1.0/me",
        "https://graph.example:8443/v1.0/me",
        "https://graph.example/v1.0/me\r\nHost: evil.example",
        "https://graph.example /v1.0/me",
        "https://gräph.example/v1.0/me",
        "https://[graph.example/v1.0/me",
        "https://graph.example",
        "https://graph.example//evil.example/",
        "https://graph.example/v1.0/%2e%2E/me",
    ],
)
def test_an_odd_link_is_held_back(link: str) -> None:
    with pytest.raises(GuardError):
        check_link(link, CLOUD)


@pytest.mark.parametrize("path", ["/me", "/me?$select=id", "/me/messages/A%2FB", "/users/x/photo"])
def test_a_part_that_reads_a_mailbox_passes(path: str) -> None:
    check_part("GET", path)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/me/messages/1"),
        ("POST", "/me/sendMail"),
        ("PATCH", "/me/messages/1"),
        ("get", "/me"),
        ("GET", "https://evil.example/me"),
        ("GET", "//evil.example/me"),
        ("GET", "me/messages"),
        ("GET", "/me/../$batch"),
        ("GET", "/me/$batch"),
        ("GET", "/meals"),
        ("GET", "/me/a\\b"),
    ],
)
def test_any_other_part_is_held_back(method: str, path: str) -> None:
    with pytest.raises(GuardError):
        check_part(method, path)
