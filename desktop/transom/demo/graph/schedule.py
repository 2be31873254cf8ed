"""Free and busy times of people and rooms: ``getSchedule``."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError
from transom.demo.graph.settings import working_hours
from transom.demo.mailbox.access import OWN, access_of
from transom.demo.mailbox.items import Occurrence
from transom.demo.mailbox.organisation import Entry
from transom.demo.mailbox.recurrence import instants
from transom.demo.mailbox.zones import find_zone, zone

DIGITS = {"free": "0", "tentative": "1", "busy": "2", "oof": "3", "workingElsewhere": "4"}
STRENGTH = ("free", "workingElsewhere", "tentative", "busy", "oof")
MOST, LONGEST = 100, timedelta(days=62)


def get_schedule(call: Call, _calendar_id: str = "") -> Reply:
    body = {name.lower(): value for name, value in call.read_body().items()}
    names = body.get("schedules")
    if not isinstance(names, list) or not 0 < len(names) <= MOST:
        raise wrong(f"Schedules must name 1 to {MOST} addresses.")
    start, end = moment(body.get("starttime")), moment(body.get("endtime"))
    interval = minutes(body.get("availabilityviewinterval", 30))
    if not start < end <= start + LONGEST or end - start < timedelta(minutes=interval):
        raise wrong("The requested time duration specified for FreeBusy is not valid.")
    value = [schedule(call, str(name), start, end, interval) for name in names]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.scheduleInformation)"
    return json_reply({"@odata.context": context, "value": value})


def moment(value: object) -> datetime:
    if isinstance(value, dict):
        place = find_zone(str(value.get("timeZone", "UTC")))
        try:
            found = datetime.fromisoformat(str(value.get("dateTime", "")))
        except ValueError:
            place = None
        if place is not None and 1900 < found.year < 2200:
            return found if found.tzinfo else found.replace(tzinfo=place)
    raise wrong("StartTime and EndTime must be times with a known zone.")


def minutes(value: object) -> int:
    text = str(value)
    if not text.isascii() or not text.isdigit() or not 5 <= int(text) <= 1440:
        raise wrong("AvailabilityViewInterval must lie between 5 and 1440 minutes.")
    return int(text)


def wrong(message: str) -> GraphError:
    return GraphError(400, "ErrorInvalidParameter", message)


def schedule(call: Call, name: str, start: datetime, end: datetime, interval: int) -> Json:
    entry = call.world.organisation.entry(call.viewer.tid, name)
    if entry is None:
        message = f"Unable to resolve e-mail address {name} to an Active Directory object."
        return {
            "scheduleId": name,
            "availabilityView": "",
            "scheduleItems": [],
            "error": {"message": message, "responseCode": "ErrorMailRecipientNotFound"},
        }
    met = met_of(call, entry, start, end)
    access = OWN if entry.oid == call.viewer.oid else access_of(call.viewer.username, name.lower())
    return {
        "scheduleId": name,
        "availabilityView": view(met, start, end, interval),
        "scheduleItems": [item(call, one, shows_subject=access.calendar) for one in met],
        "workingHours": working_hours("FLE Standard Time"),
    }


def met_of(call: Call, entry: Entry, start: datetime, end: datetime) -> list[Occurrence]:
    """Return what keeps somebody busy, of all calendars of their own."""
    mailbox = call.world.find_mailbox(entry.oid)
    if mailbox is None:
        return []
    return [
        one
        for calendar in mailbox.calendar.calendars.values()
        if calendar.owner is None or calendar.is_default
        for one in mailbox.calendar.view(calendar.key, start, end)
    ]


def view(met: Iterable[Occurrence], start: datetime, end: datetime, interval: int) -> str:
    """Return one digit for each interval: the strongest thing that happens in it."""
    spans = [(*instants(one), one.event.show_as) for one in met]
    step, digits, at = timedelta(minutes=interval), [], start
    while at < end:
        kinds = [kind for begins, ends, kind in spans if begins < at + step and ends > at]
        digits.append(DIGITS[max(kinds, key=STRENGTH.index, default="free")])
        at += step
    return "".join(digits)


def item(call: Call, one: Occurrence, *, shows_subject: bool) -> Json:
    begins, ends = instants(one)
    shown: Json = {"status": one.event.show_as, "start": at(call, begins), "end": at(call, ends)}
    if shows_subject:
        is_private = one.event.sensitivity == "private"
        shown["isPrivate"] = is_private
        shown["subject"] = "Private Appointment" if is_private else one.subject
        shown["location"] = "" if is_private else one.event.location
    return shown


def at(call: Call, instant: datetime) -> Json:
    wall = instant.astimezone(UTC).astimezone(zone(call.prefer.zone))
    return {"dateTime": wall.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": call.prefer.zone}
