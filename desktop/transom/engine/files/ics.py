"""Events as an iCalendar file: zones, series with their exceptions, people and alarms."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Alarm, Calendar, Timezone, vCalAddress, vRecur, vText
from icalendar import Event as Component
from tzlocal.windows_tz import win_tz

from transom.engine.entities.accounts import Person
from transom.engine.entities.calendar import Answer, Attendee, Event, ShowAs
from transom.engine.files.ics_series import Series, made_from
from transom.engine.files.ics_text import PlainText, categories, clean
from transom.engine.files.ics_zones import timezone_component
from transom.engine.files.plain_text import text_of

PRODUCT: Final = "-//Transom//Calendar export//EN"
_ANSWERS: Final = {
    Answer.ACCEPTED: "ACCEPTED",
    Answer.ORGANIZER: "ACCEPTED",
    Answer.TENTATIVE: "TENTATIVE",
    Answer.DECLINED: "DECLINED",
}
_BUSY: Final = {
    ShowAs.FREE: "FREE",
    ShowAs.TENTATIVE: "TENTATIVE",
    ShowAs.OUT_OF_OFFICE: "OOF",
    ShowAs.ELSEWHERE: "WORKINGELSEWHERE",
}


def ics_from_events(
    events: Iterable[Event], series: Iterable[Series], now: datetime, name: str = ""
) -> bytes:
    """Write single events and series; ``now`` is when the file was made."""
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if name:
        calendar.add("X-WR-CALNAME", PlainText(name))
    for event in events:
        calendar.add_component(_component(event, _uid(event), now))
    for one in series:
        for component in _series_components(one, now):
            calendar.add_component(component)
    calendar.subcomponents[:0] = _zones(calendar, now)
    return bytes(calendar.to_ical())


def zone_from_name(name: str) -> tzinfo | None:
    """Return the zone of an IANA or Windows name; None for a name nobody knows."""
    try:
        return ZoneInfo(win_tz.get(name, name)) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _series_components(series: Series, now: datetime) -> list[Component]:
    made = made_from(series, zone_from_name(series.master.start_zone))
    if made is None:  # the rule is not one we read as the server does: each time by itself
        return [_component(one, _uid(one), now) for one in series.occurrences]
    uid = _uid(series.master)
    rule = _component(series.master, uid, now, made.zone, made.first)
    rule.add("RRULE", vRecur.from_ical(made.rule))
    if made.left_out:
        rule.add("EXDATE", list(made.left_out))
    components = [rule]
    for original, event in made.changed:
        exception = _component(event, uid, now)
        exception.add("RECURRENCE-ID", original)
        components.append(exception)
    components += [_component(one, _uid(one), now) for one in made.strangers]
    return components


def _component(
    event: Event,
    uid: str,
    now: datetime,
    zone: tzinfo | None = None,
    first: datetime | date | None = None,
) -> Component:
    component = Component()
    component.add("UID", uid)
    component.add("DTSTAMP", now.astimezone(UTC))
    _add_times(component, event, zone, first)
    component.add("SUMMARY", PlainText(event.subject))
    for name, text in (("LOCATION", event.location), ("DESCRIPTION", _description(event))):
        if text:
            component.add(name, PlainText(text))
    if event.body.is_html and event.body.content:
        html = PlainText(event.body.content)
        component.add("X-ALT-DESC", html, {"FMTTYPE": "text/html"})
    if event.categories:
        component.add("CATEGORIES", categories(event.categories))
    component.add("STATUS", _status(event))
    component.add("TRANSP", "TRANSPARENT" if event.show_as is ShowAs.FREE else "OPAQUE")
    component.add("X-MICROSOFT-CDO-BUSYSTATUS", _BUSY.get(event.show_as, "BUSY"))
    component.add("CLASS", "PRIVATE" if event.is_private else "PUBLIC")
    if event.join_url:
        # As text, which readers take names for that they do not know: commas are not its end.
        component.add("X-MICROSOFT-SKYPETEAMSMEETINGURL", PlainText(event.join_url))
    _add_people(component, event)
    if event.reminder_minutes is not None:
        component.add_component(_alarm(event))
    return component


def _add_times(
    component: Component, event: Event, zone: tzinfo | None, first: datetime | date | None
) -> None:
    span = event.span
    if span.first_day is not None:
        starts_on = span.first_day if first is None or isinstance(first, datetime) else first
        days = (span.end_day or span.first_day) - span.first_day
        component.add("DTSTART", starts_on)
        component.add("DTEND", starts_on + max(days, timedelta(days=1)))
        return
    zone = zone or zone_from_name(event.start_zone)
    starts_at = (first if isinstance(first, datetime) else span.starts_at).astimezone(UTC)
    component.add("DTSTART", _walled(starts_at, zone))
    component.add("DTEND", _walled(starts_at + (span.ends_at - span.starts_at), zone))


def _walled(at: datetime, zone: tzinfo | None) -> datetime:
    """Return an instant by its zone's clock, or in UTC where that clock says the hour twice."""
    local = at.astimezone(zone or UTC)
    if local.fold or local.utcoffset() == timedelta():
        return at.astimezone(UTC)
    return local


def _description(event: Event) -> str:
    body = event.body
    text = text_of(body) if body.is_html else body.content
    return text.strip() or event.preview.strip()


def _status(event: Event) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.show_as is ShowAs.TENTATIVE else "CONFIRMED"


def _add_people(component: Component, event: Event) -> None:
    if event.attendees and event.organizer.address:
        component.add("ORGANIZER", _address(event.organizer))
    for attendee in event.attendees:
        component.add("ATTENDEE", _attendee(attendee))


def _attendee(attendee: Attendee) -> vCalAddress:
    address = _address(attendee.person)
    address.params["CUTYPE"] = vText("RESOURCE" if attendee.is_resource else "INDIVIDUAL")
    address.params["ROLE"] = vText("OPT-PARTICIPANT" if attendee.is_optional else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(_ANSWERS.get(attendee.answer, "NEEDS-ACTION"))
    return address


def _address(person: Person) -> vCalAddress:
    plain = clean(person.address).replace("\n", "")
    address = vCalAddress(f"mailto:{plain}" if plain else "invalid:nomail")
    name = " ".join(clean(person.name).replace('"', "'").split())
    if name:
        address.params["CN"] = vText(name)
    return address


def _alarm(event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", PlainText(event.subject or "Reminder"))
    alarm.add("TRIGGER", timedelta(minutes=-(event.reminder_minutes or 0)))
    return alarm


def _uid(event: Event) -> str:
    # The server's own id may be shown to nobody; its digest stays the same in every export.
    digest = hashlib.sha256(f"{event.calendar_remote_id}/{event.remote_id}".encode()).hexdigest()
    return f"{digest[:40]}@transom.invalid"


def _zones(calendar: Calendar, now: datetime) -> list[Timezone]:
    """Describe each zone in use, which the library does an hour late where clocks go forward."""
    starts = [component.start for component in calendar.events]
    days = [start.date() for start in starts if isinstance(start, datetime)] or [now.date()]
    names = sorted(calendar.get_used_tzids())
    return [timezone_component(ZoneInfo(name), min(days), max(*days, now.date())) for name in names]
