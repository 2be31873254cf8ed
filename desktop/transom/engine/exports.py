"""What a terminal may take out of an engine as a file's content."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tzlocal import get_localzone

from transom.engine.entities.calendar import Calendar
from transom.engine.errors import NonsenseError, NotFoundError

if TYPE_CHECKING:
    from transom.engine.engine import Engine


def exported_calendars(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    """Answer with the events of shown calendars, or of one by its name, as iCalendar text.

    ``from`` and ``until`` are ISO days, both included; without them everything stored goes out.
    """
    chosen = _chosen(engine.calendar.reader.read_calendars(), str(request.get("calendar", "")))
    limits = _limits(str(request.get("from", "")), str(request.get("until", "")))
    name = chosen[0].name if len(chosen) == 1 else ""
    content = engine.calendar.export_calendars(
        [one.id for one in chosen], get_localzone(), engine.clock.now(), limits=limits, name=name
    ).result()
    return {
        "calendars": len(chosen),
        "events": content.count(b"BEGIN:VEVENT"),
        "ics": content.decode(),
    }


def _chosen(calendars: list[Calendar], name: str) -> list[Calendar]:
    if not name:
        return [one for one in calendars if one.is_shown]
    found = [one for one in calendars if one.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(f"“{one.name}”" for one in calendars) or "none"
        raise NotFoundError(f"There is no calendar of that name. Known here: {known}.")
    return found


def _limits(first: str, last: str) -> tuple[date, date] | None:
    if not first and not last:
        return None
    try:
        begin = date.fromisoformat(first) if first else date(1, 1, 3)
        end = date.fromisoformat(last) if last else date(9999, 12, 28)
    except ValueError as error:
        raise NonsenseError("A day is written as 2026-11-23.") from error
    if end < begin or begin < date(1, 1, 3) or end > date(9999, 12, 28):
        raise NonsenseError("The first day must not come after the last.")
    return begin, end + timedelta(days=1)
