"""Asks when people are free: ``getSchedule``, a POST that only reads."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from transom.engine.entities.availability import Availability, Trouble
from transom.engine.graph.addresses import Address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import decode
from transom.engine.graph.exchange import Call
from transom.engine.graph.shapes.availability import Schedules, availability_from_json

MOST_ADDRESSES = 20
"""The server takes no more in one question."""
_STEP = timedelta(minutes=15)
_TARGET = Address("/me/calendar/getSchedule", "/me/calendar/getSchedule")
_WISHES = ('outlook.timezone="UTC"',)


class AvailabilityApi:
    """Reads free and busy times through one account."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def fetch(
        self, addresses: Sequence[str], starts_at: datetime, ends_at: datetime
    ) -> list[Availability]:
        """Return what is known of each address, in order; a span has at most 62 days."""
        found: list[Availability] = []
        for start in range(0, len(addresses), MOST_ADDRESSES):
            found += self._fetch_some(addresses[start : start + MOST_ADDRESSES], starts_at, ends_at)
        return found

    def _fetch_some(
        self, addresses: Sequence[str], starts_at: datetime, ends_at: datetime
    ) -> list[Availability]:
        question = {
            "Schedules": list(addresses),
            "StartTime": _spelled(starts_at),
            "EndTime": _spelled(ends_at),
            "AvailabilityViewInterval": _STEP // timedelta(minutes=1),
        }
        body = msgspec.json.encode(question)
        answer = self._client.send(Call(_TARGET, method="POST", body=body, prefer=_WISHES))
        items = [one for one in decode(answer.body, Schedules).value if one is not None]
        known = [availability_from_json(one, starts_at, _STEP) for one in items]
        by_address = {one.address.casefold(): one for one in known}
        nothing = Trouble.UNREADABLE
        return [
            by_address.get(one.casefold()) or Availability(one, trouble=nothing)
            for one in addresses
        ]


def _spelled(moment: datetime) -> dict[str, str]:
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
