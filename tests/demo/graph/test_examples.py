"""Every documented example whose operation is served, sent to the tenant."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from tests.demo.graph import published
from tests.demo.graph.conftest import EVERYTHING, Answer, OneToken, Wire, segment
from tests.demo.graph.test_contract import BODIES, WINDOW, Names

from transom.demo.graph.errors import GraphError
from transom.demo.graph.routes import ORDERED, ServedRoute, fit, split_path

VERSION = re.compile(r"^(https://graph\.microsoft\.com)?(/v1\.0)?", re.IGNORECASE)
# Which kind of id stands behind a word of a path.
KINDS = {
    "users": "user-id",
    "mailfolders": "mailFolder-id",
    "messages": "message-id",
    "attachments": "attachment-id",
    "events": "event-id",
    "calendars": "calendar-id",
    "calendargroups": "calendarGroup-id",
    "contactfolders": "contactFolder-id",
    "contacts": "contact-id",
    "mastercategories": "outlookCategory-id",
    "people": "person-id",
    "photos": "profilePhoto-id",
    "supportedtimezones": "TimeZoneStandard",
    "subscriptions": "subscription-id",
    "directoryobjects": "user-id",
    "groups": "group-id",
    "messagerules": "messageRule-id",
}
# What a page shows and the service has dropped or renamed since, or never had.
GONE = frozenset({"groupPriority", "isReadReceiptRequested", "displayTo", "postalCode", "aliases"})
# Examples that need what this tenant refuses, with how it does.
REFUSED = {
    "subscription-post-subscriptions#1": 400,
    "webhooks-with-resource-data#1": 400,
    "webhooks#1": 400,
}
# Where a page shows more than its own request asks for, or what other programs keep in a mailbox.
ODD_PAGES = {
    "event-get#1": ".locations",
    "extensibility-open-users#2": ".extensions",
    "multivaluelegacyextendedproperty-get#1": ".multiValueExtendedProperties",
    "singlevaluelegacyextendedproperty-get#1": ".singleValueExtendedProperties",
    "outlook-get-free-busy-schedule#1": ".value[].workingHours.timeZone",
}


def route_of(example: dict[str, Any]) -> tuple[ServedRoute, tuple[str, ...]] | None:
    path = urlsplit(VERSION.sub("", example["url"], count=1).replace(" | ", "|")).path
    try:
        segments = split_path(path)
    except (UnicodeDecodeError, GraphError):
        return None
    words = [segment.lower() for segment in segments]
    for route in ORDERED:
        ids = fit(route.pattern, segments, words) if route.method == example["method"] else None
        if ids is not None and not set(ids) & {"delta", "$count"}:
            return route, ids
    return None


def address(route: ServedRoute, ids: tuple[str, ...], example: dict[str, Any], names: Any) -> str:
    """Return the example's address with things that exist."""
    segments, given = [], iter(ids)
    for place, word in enumerate(route.pattern):
        if word != "{}":
            segments.append(word)
            continue
        before, shown = route.pattern[place - 1], next(given)
        known = shown.lower() in ("inbox", "drafts", "iana", "windows") or before not in KINDS
        segments.append(shown if known else segment(names[KINDS[before]]))
    query = urlsplit(VERSION.sub("", example["url"], count=1)).query
    options = {
        name: WINDOW.get({"startdatetime": "startDateTime"}.get(name, "endDateTime"), text)
        if text.startswith("{")
        else text
        for name, text in parse_qsl(query)
        if "token" not in name
    }
    told = "&".join(f"{name}={quote(text)}" for name, text in options.items())
    return "/" + "/".join(segments) + (f"?{told}" if told else "")


def departures(shown: Any, found: Any, place: str) -> list[str]:
    """Return where an answer lacks what a page shows, or has it in another form."""
    if shown is None or found is None:
        return []
    if isinstance(shown, dict):
        if not isinstance(found, dict):
            return [f"{place}: no object"]
        return [
            one
            for name, inner in shown.items()
            if "@" not in name and name not in GONE
            for one in (
                departures(inner, found[name], f"{place}.{name}")
                if name in found
                else [f"{place}.{name}: missing"]
            )
        ]
    if isinstance(shown, list):
        if not isinstance(found, list):
            return [f"{place}: no list"]
        return departures(shown[0], found[0], f"{place}[]") if shown and found else []
    same = isinstance(found, type(shown)) or isinstance(found, int | float) == isinstance(
        shown, int | float
    )
    return [] if same else [f"{place}: {found!r} instead of {shown!r}"]


def sent(wire: Wire, example: dict[str, Any], url: str) -> Answer:
    last = urlsplit(url).path.rpartition("/")[2]
    shown = example["request_body"]
    body = BODIES.get(last, shown) if example["method"] == "POST" else None
    if last == "query":  # the search itself needs nothing that only exists elsewhere
        body = shown
    headers = {
        name.replace("-", "_"): str(text)
        for name, text in example["request_headers"].items()
        if name.lower() in ("prefer", "consistencylevel")
    }
    raw = json.dumps(body).encode() if body is not None else b""
    return wire.ask(example["method"], url, raw, **headers)


@pytest.fixture
def whole(make_wire: Callable[..., Wire]) -> Wire:
    return make_wire(tokens=OneToken(scopes=EVERYTHING), messages=60)


def meeting_mail(wire: Wire) -> str:
    for item in wire.get("/me/messages?$top=60").items:
        if item.get("meetingMessageType") == "meetingRequest":
            return str(item["id"])
    raise AssertionError("no invitation")


def test_every_example_that_is_served_is_answered_as_documented(whole: Wire) -> None:
    examples, names, faults = published.examples(), Names(whole).find(), []
    invitation, count, shaped = meeting_mail(whole), 0, 0
    for example in examples:
        found = route_of(example)
        if found is None:
            continue
        chosen = dict(names)
        if "eventmessage" in str(example["resource_type"]).lower():
            chosen["message-id"] = invitation
        url = address(*found, example, chosen)
        answer, name = sent(whole, example, url), example["id"]
        count += 1
        wanted = REFUSED.get(name, example["status"] or 200)
        if answer.status != wanted:
            faults.append(f"{name} {url}: {answer.status} {answer.body[:160]!r}")
        elif isinstance(example["response_body"], dict) and name not in REFUSED:
            shaped += 1
            shown = example["response_body"]
            missing = departures(shown, answer.json, "")
            odd = ODD_PAGES.get(name, "nothing")
            faults += [f"{name} {one}" for one in missing if not one.startswith(odd)]
    published.COUNTS.append(f"examples: {count} of {len(examples)} sent, {shaped} answers compared")
    assert count > 90 and shaped > 60
    assert not faults, "\n".join(faults)
