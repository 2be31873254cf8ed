"""What is new in a calendar within a fixed window."""

from dataclasses import dataclass
from datetime import UTC, datetime

from transom.demo.graph.calendar import find_calendar, find_event, window
from transom.demo.graph.calendar_fields import EVENT_DEFAULTS, event_json, event_view, stub_json
from transom.demo.graph.call import Call, Json, Reply
from transom.demo.graph.delta import Cursor, answer_delta, opened_token, removed
from transom.demo.graph.errors import bad_request
from transom.demo.graph.tokens import Token
from transom.demo.mailbox.items import Event, Occurrence
from transom.demo.mailbox.recurrence import occurrences

Place = tuple[int, int]  # an event's key and a meeting's day, 0 for the event itself
Row = tuple[Place, Event, Occurrence | None]
NO_START, NO_END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def view_delta(call: Call, calendar_id: str = "") -> Reply:
    calendar = find_calendar(call, calendar_id).key
    if call.options.text("select"):
        raise bad_request("The query option '$select' is not supported with change tracking here.")
    token = opened_token(call, f"events/{calendar}/{call.mailbox.user.oid}", asked_window(call))
    start, end = kept_window(token)
    return answer_delta(call, EventStream(call, calendar, start, end), token)


def asked_window(call: Call) -> dict[str, str]:
    """Return the window asked for as a link carries it on; a link's own is inside its token."""
    if call.options.text("skiptoken") or call.options.text("deltatoken"):
        return {}
    start, end = window(call)
    return {"start": start.isoformat(), "end": end.isoformat()}


def kept_window(token: Token) -> tuple[datetime, datetime]:
    start, end = (datetime.fromisoformat(token.options[name]) for name in ("start", "end"))
    return start, end


def events_delta(call: Call, calendar_id: str = "") -> Reply:
    """Answer what is new among masters and single events, without a window."""
    calendar = find_calendar(call, calendar_id).key
    token = opened_token(call, f"masters/{calendar}/{call.mailbox.user.oid}", {})
    stream = EventStream(call, calendar, NO_START, NO_END, are_masters=True)
    return answer_delta(call, stream, token)


def instances_delta(call: Call, event_id: str, *, calendar_id: str | None = None) -> Reply:
    """Answer what is new among the meetings of one series in a window."""
    event = find_event(call, event_id, calendar_id).event
    name = f"instances/{event.key}/{call.mailbox.user.oid}"
    token = opened_token(call, name, asked_window(call))
    start, end = kept_window(token)
    stream = EventStream(call, event.calendar, start, end, only=event.key)
    return answer_delta(call, stream, token)


@dataclass(frozen=True, slots=True)
class EventStream:
    """The events of one calendar that touch a window: masters, stubs, exceptions and singles."""

    call: Call
    calendar: int
    start: datetime
    end: datetime
    context: str = "Collection(event)"
    are_masters: bool = False
    only: int | None = None

    def walk(self, after: Cursor, count: int) -> tuple[list[Json], Cursor | None]:
        rows = self._rows()
        left = [row for row in rows if not after or row[0] > (int(after[0]), int(after[1]))]
        page = left[:count]
        following = None
        if len(left) > count:
            following = (float(page[-1][0][0]), float(page[-1][0][1]))
        return [self._show(event, meeting) for _, event, meeting in page], following

    def news(self, since: int, until: int) -> list[Json]:
        log = self.call.mailbox.log
        items: list[Json] = []
        before: dict[int, set[Place]] = {}
        for effect in log.between(since, until, "events", self.calendar):
            known = before.setdefault(effect.key, set())
            if effect.before is not None:
                known |= {place for place, _, _ in self._rows_of(effect.before)}
        for key, known in before.items():
            if self.only not in (None, key):
                continue
            event = self.call.mailbox.calendar.event(key)
            rows = self._rows_of(event) if event else []
            gone = known - {place for place, _, _ in rows}
            items += [self._removed(*place) for place in sorted(gone)]
            items += [self._show(event, meeting) for _, event, meeting in rows]
        return items

    def _rows(self) -> list[Row]:
        events = self.call.mailbox.calendar.events(self.calendar)
        wanted = (event for event in events if self.only in (None, event.key))
        return sorted(
            (row for event in wanted for row in self._rows_of(event)), key=lambda row: row[0]
        )

    def _rows_of(self, event: Event) -> list[Row]:
        if self.are_masters:
            return [((event.key, 0), event, None)]
        meetings = occurrences(event, self.start, self.end)
        if event.recurrence is None:
            return [((event.key, 0), event, meeting) for meeting in meetings]
        rows: list[Row] = [((event.key, m.day.toordinal()), event, m) for m in meetings]
        return [((event.key, 0), event, None), *rows] if meetings else []

    def _show(self, event: Event, meeting: Occurrence | None) -> Json:
        view = event_view(self.call, event, meeting)
        if meeting is not None and meeting.kind == "occurrence":
            return stub_json(view)
        return event_json(view, list(EVENT_DEFAULTS), always_typed=True)

    def _removed(self, key: int, day: int) -> Json:
        return removed(self.call.id_of("e", key, day), "#microsoft.graph.event")
