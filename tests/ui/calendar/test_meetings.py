"""Meetings found in what an event says, and nothing else taken for one."""

from dataclasses import replace

import pytest
from tests.ui.calendar.stage import timed

from transom.engine.entities.mail import Body
from transom.ui.calendar.meetings import is_safe, map_url, meeting_of

ZOOM = "https://contoso.zoom.us/j/123456?pwd=a"


@pytest.mark.parametrize(
    ("url_text", "provider"),
    [
        ("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0", "Teams"),
        ("https://teams.live.com/meet/93", "Teams"),
        (ZOOM, "Zoom"),
        ("https://meet.google.com/abc-defg-hij", "Meet"),
        ("https://contoso.webex.com/meet/ines", "Webex"),
        ("https://contoso.webex.com/contoso/j.php?MTID=m1", "Webex"),
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F9&d=x",
            "Zoom",
        ),
    ],
)
def test_providers_are_known_in_place_and_text(url_text: str, provider: str) -> None:
    event = timed("call", 0, 9)
    html = f'<p>Join: <a href="{url_text.replace("&", "&amp;")}">here</a>.</p>'
    for found in (
        meeting_of(replace(event, location=f"Online ({url_text})")),
        meeting_of(replace(event, body=Body(is_html=True, content=html))),
        meeting_of(replace(event, body=Body(is_html=False, content=f"See <{url_text}>, all."))),
    ):
        assert found is not None and found.words == f"Join {provider}"


@pytest.mark.parametrize(
    "url_text",
    [
        "https://zoom.us.evil.example/j/123",
        "https://evil.example/zoom.us/j/123",
        "https://zoom.us@evil.example/j/123",
        "https://zoom.us:8443/j/123",
        "http://zoom.us/j/123",
        "https://zoom.us/pricing",
        "https://teams.microsoft.com/downloads",
        "https://notteams.microsoft.com/meet/1",
    ],
)
def test_what_only_looks_like_a_meeting_is_none(url_text: str) -> None:
    assert meeting_of(replace(timed("call", 0, 9), location=url_text)) is None


def test_the_servers_own_address_comes_first_whoever_provides_it() -> None:
    event = replace(timed("call", 0, 9), join_url="https://meet.example.org/x", location=ZOOM)
    found = meeting_of(event)
    assert found is not None and (found.words, found.url_text) == ("Join online", event.join_url)
    odd = meeting_of(replace(event, join_url="javascript:alert(1)"))
    assert odd is not None and odd.url_text == ZOOM


def test_a_place_leads_to_a_map_and_a_call_does_not() -> None:
    assert map_url("Sadama 5, Tallinn").endswith("Sadama%205%2C%20Tallinn")
    for words in ("Microsoft Teams Meeting", "", "B2", "https://zoom.us/j/1", "Room Baltic"):
        assert map_url(words) == ""
    assert is_safe("https://a.example/x") and not is_safe("https://a.example/\u202e")
