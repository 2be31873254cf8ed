"""When people could meet: ``findMeetingTimes``."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.schedule import LONGEST, at, met_of, moment, wrong
from transom.demo.mailbox.recurrence import instants
from transom.demo.mailbox.zones import zone

LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
STEP = timedelta(minutes=30)
USUAL, MOST = 20, 100
Span = tuple[datetime, datetime]
REASON = "Suggested because it is one of the nearest times when all attendees are available."


def find_meeting_times(call: Call) -> Reply:
    """Suggest the first slots in which nobody is busy."""
    body = {name.lower(): value for name, value in call.read_body().items()} if call.body else {}
    names = attendees(body.get("attendees") or [])
    length = duration(body.get("meetingduration") or "PT30M")
    most = body.get("maxcandidates") or USUAL
    if not isinstance(most, int) or not 0 < most <= MOST:
        raise wrong(f"MaxCandidates must lie between 1 and {MOST}.")
    spans = list(slots(body.get("timeconstraint")))
    busy = [span for name in (call.whom.username, *names) for span in busy_of(call, name, spans)]
    found = list(free(spans, busy, length, most)) if all_known(call, names) else []
    context = f"{call.base}/$metadata#microsoft.graph.meetingTimeSuggestionsResult"
    reason = "" if found else "AttendeesUnavailable" if all_known(call, names) else "Unknown"
    value = [suggestion(call, names, n, start, length) for n, start in enumerate(found, 1)]
    return json_reply(
        {
            "@odata.context": context,
            "emptySuggestionsReason": reason,
            "meetingTimeSuggestions": value,
        }
    )


def attendees(value: object) -> list[str]:
    names = []
    for one in value if isinstance(value, list) else [value]:
        mail = one.get("emailAddress") if isinstance(one, dict) else None
        if not isinstance(mail, dict) or not isinstance(mail.get("address"), str):
            raise wrong("Each attendee needs an address.")
        names.append(str(mail["address"]).lower())
    return names


def duration(value: object) -> timedelta:
    match = LENGTH.fullmatch(str(value))
    days, hours, minutes = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    length = timedelta(days=min(days, 99), hours=min(hours, 999), minutes=min(minutes, 9999))
    if not timedelta(0) < length <= LONGEST:
        raise wrong("MeetingDuration is no usable ISO 8601 duration.")
    return length


def slots(value: object) -> Iterator[Span]:
    """Yield the spans in which to look."""
    constraint = {k.lower(): v for k, v in value.items()} if isinstance(value, dict) else {}
    found = constraint.get("timeslots")
    if not isinstance(found, list) or not found:
        raise wrong("TimeConstraint must name at least one time slot.")
    for one in found:
        if not isinstance(one, dict):
            raise wrong("A time slot has a start and an end.")
        start, end = moment(one.get("start")), moment(one.get("end"))
        if not start < end <= start + LONGEST:
            raise wrong("A time slot ends after it starts, and not years later.")
        yield start, end


def all_known(call: Call, names: list[str]) -> bool:
    return all(call.world.organisation.entry(call.viewer.tid, name) for name in names)


def busy_of(call: Call, name: str, spans: list[Span]) -> Iterator[Span]:
    entry = call.world.organisation.entry(call.viewer.tid, name)
    for start, end in spans if entry else ():
        for one in met_of(call, entry, start, end) if entry else ():
            if one.event.show_as not in ("free", "workingElsewhere"):
                yield instants(one)


def free(spans: list[Span], busy: list[Span], length: timedelta, most: int) -> Iterator[datetime]:
    for first, last in spans:
        start = first
        while start + length <= last and most:
            end = start + length
            is_working = start.weekday() < 5 and start.hour >= 8 and end.hour <= 17
            is_day = is_working and end.date() == start.date()
            if is_day and not any(begins < end and ends > start for begins, ends in busy):
                most -= 1
                yield start
            start += STEP


def suggestion(
    call: Call, names: list[str], order: int, start: datetime, length: timedelta
) -> Json:
    return {
        "confidence": 100.0,
        "order": order,
        "organizerAvailability": "free",
        "suggestionReason": REASON,
        "attendeeAvailability": [
            {
                "availability": "free",
                "attendee": {"type": "required", "emailAddress": {"address": name}},
            }
            for name in names
        ],
        "locations": [],
        "meetingTimeSlot": {
            "start": at(call, start.astimezone(zone("UTC"))),
            "end": at(call, (start + length).astimezone(zone("UTC"))),
        },
    }
