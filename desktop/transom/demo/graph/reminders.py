"""What will remind in a window of time: ``reminderView``."""

from dataclasses import replace
from datetime import timedelta

from transom.demo.graph.calendar import window
from transom.demo.graph.calendar_fields import EVENT_FIELDS, EventView, event_view
from transom.demo.graph.call import Call, Json, Options, Reply, json_reply
from transom.demo.graph.schedule import at
from transom.demo.mailbox.recurrence import instants

LONGEST_BEFORE = timedelta(weeks=2)


def reminder_view(call: Call, end: str, start: str) -> Reply:
    """Answer the meetings whose reminders fire in the window, in that order."""
    call = replace(call, options=Options({"startdatetime": start, "enddatetime": end}))
    first, last = window(call)
    calendar = call.mailbox.calendar.default.key
    found = []
    for meeting in call.mailbox.calendar.view(calendar, first, last + LONGEST_BEFORE):
        minutes = meeting.event.reminder_minutes
        if minutes is None:
            continue
        fires_at = instants(meeting)[0] - timedelta(minutes=minutes)
        if first <= fires_at < last:
            shown = shown_reminder(event_view(call, meeting.event, meeting))
            found.append((fires_at, shown | {"reminderFireTime": at(call, fires_at)}))
    value = [shown for _, shown in sorted(found, key=lambda one: one[0])]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.reminder)"
    return json_reply({"@odata.context": context, "value": value})


def shown_reminder(view: EventView) -> Json:
    return {
        "eventId": view.id,
        "changeKey": view.change_key,
        "eventSubject": EVENT_FIELDS["subject"](view),
        "eventWebLink": EVENT_FIELDS["webLink"](view),
        "eventStartTime": EVENT_FIELDS["start"](view),
        "eventEndTime": EVENT_FIELDS["end"](view),
        "eventLocation": EVENT_FIELDS["location"](view),
    }
