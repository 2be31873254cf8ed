"""Calendars and events in Graph's spelling, one function for each property."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2s
from urllib.parse import quote

from transom.demo.graph.call import Call, Json
from transom.demo.graph.mail_fields import BODIES, change_key, etag, recipient, stamp
from transom.demo.graph.text import html_to_text
from transom.demo.mailbox.items import Attendee, Calendar, Event, Occurrence, Recurrence
from transom.demo.mailbox.zones import zone

PRIVATE = "Private Appointment"
NEVER = "0001-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as one call sees it; a series without an occurrence is its master."""

    call: Call
    event: Event
    meeting: Occurrence | None = None

    @property
    def is_instance(self) -> bool:
        return self.event.recurrence is not None and self.meeting is not None

    @property
    def id(self) -> str:
        part = self.meeting.day.toordinal() if self.is_instance and self.meeting else 0
        return self.call.id_of("e", self.event.key, part)

    @property
    def change_key(self) -> str:
        return change_key("e", self.event.key, self.event.version)

    @property
    def kind(self) -> str:
        if self.event.recurrence is None:
            return "singleInstance"
        return self.meeting.kind if self.meeting else "seriesMaster"


def event_view(call: Call, event: Event, meeting: Occurrence | None = None) -> EventView:
    """Return a view that tells others nothing of a private event but when it is."""
    if event.sensitivity == "private" and not call.access.is_own:
        event = replace(event, subject=PRIVATE, body="", location="", attendees=(), attachments=())
        meeting = replace(meeting, event=event, subject=PRIVATE) if meeting else None
    return EventView(call, event, meeting)


def local(view: EventView, moment: datetime) -> Json:
    """Return a wall time in the zone asked for; a day stays the day it is."""
    wanted = view.call.prefer.zone
    if not view.event.is_all_day:
        instant = moment.replace(tzinfo=zone(view.event.zone))
        moment = instant.astimezone(zone(wanted))
    return {"dateTime": moment.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": wanted}


def start(view: EventView) -> Json:
    return local(view, view.meeting.start if view.meeting else view.event.start)


def end(view: EventView) -> Json:
    return local(view, view.meeting.end if view.meeting else view.event.end)


def original_start(view: EventView) -> str | None:
    if not view.is_instance or view.meeting is None:
        return None
    wall = datetime.combine(view.meeting.day, view.event.start.time())
    where = UTC if view.event.is_all_day else zone(view.event.zone)
    return stamp(wall.replace(tzinfo=where))


def ical_uid(view: EventView) -> str:
    """Return the calendar-wide id; an occurrence's has its day inside, as Exchange writes it."""
    day = "00000000"
    if view.is_instance and view.meeting:
        met = view.meeting.day
        day = f"{met.year:04X}{met.month:02X}{met.day:02X}"
    tail = blake2s(f"uid/{view.event.key}".encode(), digest_size=16).hexdigest().upper()
    return f"040000008200E00074C5B7101A82E008{day}{tail}"


def pattern(rule: Recurrence) -> Json:
    """Return a recurrence as Graph writes it, the unused parts zero or empty included."""
    ranged: Json = {
        "type": "endDate" if rule.until else "numbered" if rule.count else "noEnd",
        "startDate": rule.start.isoformat(),
        "endDate": (rule.until or date.min).isoformat(),
        "recurrenceTimeZone": "FLE Standard Time",
        "numberOfOccurrences": rule.count,
    }
    shape: Json = {
        "type": rule.kind,
        "interval": rule.interval,
        "month": rule.month,
        "dayOfMonth": rule.day_of_month,
        "firstDayOfWeek": "monday",
        "index": rule.index,
    }
    if rule.days:
        shape["daysOfWeek"] = list(rule.days)
    return {"pattern": shape, "range": ranged}


def recurrence(view: EventView) -> Json | None:
    if view.event.recurrence is None or view.is_instance:
        return None
    return pattern(view.event.recurrence)


def place(view: EventView) -> Json:
    name = view.event.location
    if not name:
        return {"displayName": "", "locationType": "default", "uniqueIdType": "unknown",
                "address": {}, "coordinates": {}}  # fmt: skip
    return {
        "displayName": name,
        "locationType": "conferenceRoom" if name.startswith("Room") else "default",
        "uniqueId": name,
        "uniqueIdType": "private",
    }


def attendee(one: Attendee) -> Json:
    answered = one.response not in ("none", "organizer")
    return {
        "type": one.kind,
        "status": {"response": one.response, "time": "2026-11-16T08:30:00Z" if answered else NEVER},
        **recipient(one.address),
    }


def body(view: EventView) -> Json:
    text = view.event.body
    if view.call.prefer.body_type == "text":
        return {"contentType": "text", "content": html_to_text(text)}
    return {"contentType": "html", "content": f"<html><body>{text}</body></html>" if text else ""}


def created_at(view: EventView) -> datetime:
    return view.call.mailbox.born - timedelta(days=9)


def is_organizer(view: EventView) -> bool:
    found = view.event.organizer
    return found is not None and found.address == view.call.mailbox.user.username


def subject(view: EventView) -> str:
    return view.meeting.subject if view.meeting else view.event.subject


EventField = Callable[[EventView], object]
EVENT_FIELDS: dict[str, EventField] = {
    "createdDateTime": lambda v: stamp(created_at(v)).replace("Z", ".4336242Z"),
    "lastModifiedDateTime": lambda v: stamp(
        created_at(v) + timedelta(seconds=v.event.version)
    ).replace("Z", ".3766961Z"),
    "changeKey": lambda v: v.change_key,
    "categories": lambda v: list(v.event.categories),
    "transactionId": lambda v: None,
    "originalStartTimeZone": lambda v: v.event.zone,
    "originalEndTimeZone": lambda v: v.event.zone,
    "iCalUId": ical_uid,
    "reminderMinutesBeforeStart": lambda v: v.event.reminder_minutes or 0,
    "isReminderOn": lambda v: v.event.reminder_minutes is not None,
    "hasAttachments": lambda v: bool(v.event.attachments),
    "subject": subject,
    "bodyPreview": lambda v: html_to_text(v.event.body)[:255],
    "importance": lambda v: v.event.importance,
    "sensitivity": lambda v: v.event.sensitivity,
    "isAllDay": lambda v: v.event.is_all_day,
    "isCancelled": lambda v: v.event.is_cancelled,
    "isOrganizer": is_organizer,
    "responseRequested": lambda v: True,
    "seriesMasterId": lambda v: v.call.id_of("e", v.event.key) if v.is_instance else None,
    "showAs": lambda v: v.event.show_as,
    "type": lambda v: v.kind,
    "webLink": lambda v: (
        f"https://outlook.contoso.example/owa/?itemid={quote(v.id, safe='')}&path=/calendar/item"
    ),
    "onlineMeetingUrl": lambda v: None,
    "isOnlineMeeting": lambda v: bool(v.event.online_url),
    "onlineMeetingProvider": lambda v: "teamsForBusiness" if v.event.online_url else "unknown",
    "allowNewTimeProposals": lambda v: True,
    "isDraft": lambda v: False,
    "hideAttendees": lambda v: False,
    "recurrence": recurrence,
    "responseStatus": lambda v: {
        "response": v.event.response,
        "time": NEVER if is_organizer(v) else "2026-11-16T08:30:00Z",
    },
    "body": body,
    "start": start,
    "end": end,
    "location": place,
    "locations": lambda v: [place(v)] if v.event.location else [],
    "attendees": lambda v: [attendee(one) for one in v.event.attendees],
    "organizer": lambda v: recipient(v.event.organizer) if v.event.organizer else None,
    "onlineMeeting": lambda v: {"joinUrl": v.event.online_url} if v.event.online_url else None,
    "originalStart": original_start,
}
EVENT_DEFAULTS = tuple(name for name in EVENT_FIELDS if name != "originalStart")


def event_json(view: EventView, names: list[str], *, always_typed: bool = False) -> Json:
    item: Json = {"@odata.type": "#microsoft.graph.event"} if always_typed else {}
    item |= {"@odata.etag": etag(view.change_key), "id": view.id}
    hidden = BODIES if view.call.is_basic else frozenset()
    item |= {name: EVENT_FIELDS[name](view) for name in names if name not in hidden}
    if view.is_instance and len(names) == len(EVENT_DEFAULTS):
        item["originalStart"] = original_start(view)
    return item


def stub_json(view: EventView) -> Json:
    """Return an occurrence as delta tells it: everything else stands in its master."""
    return {
        "@odata.type": "#microsoft.graph.event",
        "@odata.etag": etag(view.change_key),
        "seriesMasterId": view.call.id_of("e", view.event.key),
        "type": "occurrence",
        "start": start(view),
        "end": end(view),
        "id": view.id,
    }


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar as one call sees it."""

    call: Call
    calendar: Calendar


def owner(view: CalendarView) -> Json:
    user = view.call.mailbox.user
    found = view.calendar.owner
    is_mine = found is None or found.address == user.username or view.calendar.is_default
    if is_mine or found is None:
        return {"name": user.display_name, "address": user.username}
    return {"name": found.name, "address": found.address}


def is_shared(view: CalendarView) -> bool:
    return owner(view)["address"] != view.call.mailbox.user.username


CALENDAR_FIELDS: dict[str, Callable[[CalendarView], object]] = {
    "name": lambda v: v.calendar.name,
    "color": lambda v: v.calendar.color,
    "hexColor": lambda v: v.calendar.hex_color,
    "isDefaultCalendar": lambda v: v.calendar.is_default,
    "changeKey": lambda v: base64.b64encode(f"calendar-{v.calendar.key}".encode()).decode(),
    "canShare": lambda v: v.calendar.can_edit,
    "canViewPrivateItems": lambda v: not is_shared(v),
    "canEdit": lambda v: v.calendar.can_edit,
    "allowedOnlineMeetingProviders": lambda v: (
        ["teamsForBusiness"] if v.call.mailbox.user.kind == "work" else []
    ),
    "defaultOnlineMeetingProvider": lambda v: (
        "teamsForBusiness" if v.call.mailbox.user.kind == "work" else "unknown"
    ),
    "isTallyingResponses": lambda v: v.calendar.is_default,
    "isRemovable": lambda v: not v.calendar.is_default,
    "owner": owner,
}
CALENDAR_DEFAULTS = tuple(CALENDAR_FIELDS)


def calendar_json(view: CalendarView, names: list[str]) -> Json:
    item: Json = {"id": view.call.mailbox.ids.make("k", view.calendar.key)}
    return item | {name: CALENDAR_FIELDS[name](view) for name in names}
