"""Calendars as Graph serves them: lists, views of a window, single events and series."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from transom.demo.graph.attachments import (
    attachment_names,
    attachment_page,
    attachment_reply,
    find_attachment,
    raw_attachment,
)
from transom.demo.graph.calendar_fields import (
    CALENDAR_DEFAULTS,
    CALENDAR_FIELDS,
    EVENT_DEFAULTS,
    EVENT_FIELDS,
    CalendarView,
    EventView,
    calendar_json,
    created_at,
    event_json,
    event_view,
    is_shared,
)
from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, not_found
from transom.demo.graph.expansions import expansions
from transom.demo.graph.filters import Kinds
from transom.demo.graph.mail_fields import AttachmentView, attachment_json
from transom.demo.graph.paging import Shelf, chosen, fields_reader, json_shelf, known_names, page
from transom.demo.mailbox.items import Calendar, Event, Occurrence
from transom.demo.mailbox.recurrence import occurrences

LONGEST = timedelta(days=1825)
ASKED: Kinds = {
    "createdDateTime": "time",
    "lastModifiedDateTime": "time",
    "subject": "text",
    "start/dateTime": "text",
    "end/dateTime": "text",
    "location/displayName": "text",
    "organizer/emailAddress/address": "text",
    "organizer/emailAddress/name": "text",
    "iCalUId": "text",
    "seriesMasterId": "text",
    "importance": "text",
    "sensitivity": "text",
    "showAs": "text",
    "type": "text",
    "webLink": "text",
    "isAllDay": "flag",
    "isCancelled": "flag",
    "isOrganizer": "flag",
    "isReminderOn": "flag",
    "isOnlineMeeting": "flag",
    "hasAttachments": "flag",
    "categories": "list",
    "attendees": "list",
}
EVENTS: Shelf[EventView] = Shelf(ASKED, lambda _call, view: fields_reader(EVENT_FIELDS, view))
CALENDARS: Shelf[Calendar] = Shelf(
    {"name": "text", "canEdit": "flag", "isDefaultCalendar": "flag", "owner/address": "text"},
    lambda call, found: fields_reader(CALENDAR_FIELDS, CalendarView(call, found)),
)


def list_calendars(call: Call) -> Reply:
    return calendar_page(call, list(call.mailbox.calendar.calendars.values()), "calendars")


def calendar_page(call: Call, found: list[Calendar], context: str) -> Reply:
    names = chosen(call, CALENDAR_FIELDS, CALENDAR_DEFAULTS)
    return page(
        call,
        found,
        lambda c: calendar_json(CalendarView(call, c), names),
        context,
        shelf=CALENDARS,
    )


def list_groups(call: Call) -> Reply:
    groups = [group_json(call, *group) for group in call.mailbox.calendar.groups.items()]
    return page(call, groups, lambda one: one, "calendarGroups", shelf=json_shelf(name="text"))


def group_json(call: Call, key: int, name: str) -> Json:
    kinds = {1: "0006f0b7-0000-0000-c000-000000000046", 2: "0006f0b8-0000-0000-c000-000000000046"}
    return {
        "id": call.mailbox.ids.make("g", key),
        "name": name,
        "classId": kinds[key],
        "changeKey": "AAAAAAAAAAA=",
    }


def find_group(call: Call, group_id: str) -> int:
    ref = call.mailbox.ids.read(group_id)
    if ref is None or ref.kind != "g" or ref.key not in call.mailbox.calendar.groups:
        raise not_found()
    return ref.key


def get_group(call: Call, group_id: str) -> Reply:
    key = find_group(call, group_id)
    item = group_json(call, key, call.mailbox.calendar.groups[key])
    return json_reply({"@odata.context": call.context("calendarGroups/$entity"), **item})


def check_group(call: Call, group_id: str, calendar_id: str) -> None:
    """Raise where the calendar is not one of the group's."""
    if find_calendar(call, calendar_id).group != find_group(call, group_id):
        raise not_found()


def list_group_calendars(call: Call, group_id: str) -> Reply:
    key = find_group(call, group_id)
    calendars = call.mailbox.calendar.calendars.values()
    return calendar_page(call, [c for c in calendars if c.group == key], "calendars")


def get_calendar(call: Call, calendar_id: str = "") -> Reply:
    names = chosen(call, CALENDAR_FIELDS, CALENDAR_DEFAULTS)
    item = calendar_json(CalendarView(call, find_calendar(call, calendar_id)), names)
    return json_reply({"@odata.context": call.context("calendars/$entity"), **item})


def find_calendar(call: Call, calendar_id: str) -> Calendar:
    """Return the calendar of an id, the default one without an id."""
    if not calendar_id:
        return call.mailbox.calendar.default
    ref = call.mailbox.ids.read(calendar_id)
    if ref is None or ref.kind != "k" or ref.key not in call.mailbox.calendar.calendars:
        raise not_found()
    return call.mailbox.calendar.calendars[ref.key]


def calendar_view(call: Call, calendar_id: str = "") -> Reply:
    meetings = call.mailbox.calendar.view(find_calendar(call, calendar_id).key, *window(call))
    return meeting_page(call, meetings, "calendarView")


def meeting_page(call: Call, meetings: list[Occurrence], context: str) -> Reply:
    return event_page(call, [event_view(call, one.event, one) for one in meetings], context)


def event_page(call: Call, views: list[EventView], context: str) -> Reply:
    show = event_shower(call)
    return page(call, views, show, context, shelf=EVENTS)


def event_shower(call: Call) -> Callable[[EventView], Json]:
    """Return how to show an event, with what hangs on it where that was asked for."""
    names = chosen(call, EVENT_FIELDS, EVENT_DEFAULTS)
    wanted = expansions(call, ("attachments", "calendar"))

    def show(view: EventView) -> Json:
        item = event_json(view, names)
        if "attachments" in wanted:
            inner = attachment_names(wanted["attachments"])
            item["attachments"] = [attachment_json(one, inner) for one in attachment_views(view)]
        if "calendar" in wanted:
            inner = known_names(wanted["calendar"], CALENDAR_FIELDS, CALENDAR_DEFAULTS)
            found = call.mailbox.calendar.calendars[view.event.calendar]
            item["calendar"] = calendar_json(CalendarView(call, found), inner)
        return item | ({"extensions": []} if "extensions" in wanted else {})

    return show


def window(call: Call) -> tuple[datetime, datetime]:
    """Return the window asked for; a time without an offset is UTC."""
    texts = (call.options.text("startdatetime"), call.options.text("enddatetime"))
    if not all(texts):
        raise GraphError(
            400,
            "ErrorInvalidParameter",
            "This request requires a time window specified by the query string parameters "
            "StartDateTime and EndDateTime.",
        )
    try:
        moments = [datetime.fromisoformat(text.replace(" ", "+")) for text in texts]
    except ValueError:
        raise GraphError(400, "ErrorInvalidParameter", "The time window is malformed.") from None
    start, end = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments)
    if not all(1900 < moment.year < 2200 for moment in (start, end)):
        raise GraphError(400, "ErrorInvalidParameter", "The time window is out of range.")
    if end < start or end - start > LONGEST:
        message = "The requested duration is negative or longer than 1825 days."
        raise GraphError(400, "ErrorCalendarViewRangeTooBig", message)
    return start, end


def list_events(call: Call, calendar_id: str = "") -> Reply:
    events = call.mailbox.calendar.events(find_calendar(call, calendar_id).key)
    return event_page(call, [event_view(call, event) for event in events], "events")


def find_event(call: Call, event_id: str, calendar_id: str | None = None) -> EventView:
    """Return an event; one in somebody else's calendar is found through that calendar alone."""
    found = call.mailbox.calendar.find(call.mailbox.ids.read(event_id))
    if found is None:
        raise not_found()
    event, meeting = (found.event, found) if isinstance(found, Occurrence) else (found, None)
    calendar = call.mailbox.calendar.calendars[event.calendar]
    if calendar_id is None:
        if is_shared(CalendarView(call, calendar)):
            raise not_found()
    elif find_calendar(call, calendar_id).key != event.calendar:
        raise not_found()
    return event_view(call, event, meeting)


def get_event(call: Call, event_id: str, *, calendar_id: str | None = None) -> Reply:
    return event_reply(find_event(call, event_id, calendar_id))


def get_event_calendar(call: Call, event_id: str) -> Reply:
    calendar = find_event(call, event_id).event.calendar
    return get_calendar(call, call.mailbox.ids.make("k", calendar))


def event_reply(view: EventView) -> Reply:
    item = event_shower(view.call)(view)
    return json_reply({"@odata.context": view.call.context("events/$entity"), **item})


def list_instances(call: Call, event_id: str, *, calendar_id: str | None = None) -> Reply:
    return instances(call, find_event(call, event_id, calendar_id).event)


def instances(call: Call, event: Event) -> Reply:
    found = occurrences(event, *window(call)) if event.recurrence else []
    return meeting_page(call, found, "events/instances")


def attachment_views(view: EventView) -> Iterator[AttachmentView]:
    for number, attachment in enumerate(view.event.attachments):
        yield AttachmentView(
            view.call, attachment, "b", view.event.key, number, 0, created_at(view)
        )


def list_event_attachments(call: Call, event_id: str, *, calendar_id: str | None = None) -> Reply:
    views = list(attachment_views(find_event(call, event_id, calendar_id)))
    return attachment_page(call, views, "events/attachments")


def get_event_attachment(
    call: Call, event_id: str, attachment_id: str, *, calendar_id: str | None = None
) -> Reply:
    views = attachment_views(find_event(call, event_id, calendar_id))
    return attachment_reply(call, find_attachment(call, views, attachment_id))


def get_event_attachment_value(
    call: Call, event_id: str, attachment_id: str, *, calendar_id: str | None = None
) -> Reply:
    views = attachment_views(find_event(call, event_id, calendar_id))
    return raw_attachment(find_attachment(call, views, attachment_id))
