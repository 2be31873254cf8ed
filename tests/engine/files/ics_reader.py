"""A reader of iCalendar that shares nothing with the writer: dateutil's zones and rules."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dateutil import tz
from dateutil.rrule import rrulestr

When = datetime | date


@dataclass(frozen=True)
class Line:
    name: str
    params: dict[str, str]
    value: str


@dataclass(frozen=True)
class Seen:
    """One time something happens."""

    start: When
    end: When
    subject: str


class Reader:
    """Takes a file apart and says when everything is, from 2026 to 2028."""

    def __init__(self, content: bytes) -> None:
        text = content.decode("utf-8")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        unfolded = re.sub(r"\r\n[ \t]", "", text)
        self.blocks = [
            [_line(row) for row in block.split("\r\n") if row]
            for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL)
        ]
        zones = unfolded if "BEGIN:VTIMEZONE" in unfolded else ""
        self._zones = tz.tzical(io.StringIO(zones.replace("\r\n", "\n"))) if zones else None

    def seen(self) -> set[Seen]:
        """Return every time of every event."""
        moved: dict[str, set[When]] = {}
        for block in self.blocks:
            if original := self.first(block, "RECURRENCE-ID"):
                uid = self.value(block, "UID")
                moved.setdefault(uid, set()).add(_plain(self._when(original)))
        found: set[Seen] = set()
        for block in self.blocks:
            found |= self._times(block, moved)
        return found

    def value(self, block: list[Line], name: str) -> str:
        line = self.first(block, name)
        assert line is not None, name
        return _unescaped(line.value)

    def first(self, block: list[Line], name: str) -> Line | None:
        return next((line for line in block if line.name == name), None)

    def _times(self, block: list[Line], moved: dict[str, set[When]]) -> set[Seen]:
        starts, ends = self.first(block, "DTSTART"), self.first(block, "DTEND")
        assert starts is not None and ends is not None
        start, end = self._when(starts), self._when(ends)
        subject = self.value(block, "SUMMARY")
        rule = self.first(block, "RRULE")
        if rule is None:
            return {Seen(_plain(start), _plain(end), subject)}
        left_out = set(moved.get(self.value(block, "UID"), ()))
        for line in block:
            if line.name == "EXDATE":
                for value in line.value.split(","):
                    left_out.add(_plain(self._when(Line("", line.params, value))))
        length = _plain(end) - _plain(start)  # type: ignore[operator]
        found = set()
        for one in self._expanded(rule.value, start):
            if _plain(one) not in left_out:
                found.add(Seen(_plain(one), _plain(one) + length, subject))
        return found

    def _expanded(self, rule: str, start: When) -> list[When]:
        until = datetime(2028, 1, 1)  # noqa: DTZ001  walls have no zone
        if not isinstance(start, datetime):
            wall = datetime.combine(start, time())
            return [at.date() for at in rrulestr(rule, dtstart=wall) if at < until]
        found: list[When] = []
        for at in rrulestr(rule, dtstart=start):
            if at.replace(tzinfo=None) >= until:
                break
            found.append(tz.resolve_imaginary(at))
        return found

    def _when(self, line: Line) -> When:
        if len(line.value) == 8:
            return date.fromisoformat(line.value)
        if line.value.endswith("Z"):
            return datetime.strptime(line.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        zone: tzinfo | None = self._zones.get(line.params["TZID"]) if self._zones else None
        assert zone is not None, line
        return datetime.strptime(line.value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def _line(row: str) -> Line:
    match = re.match(r'([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^;:"]*))*):(.*)', row, re.DOTALL)
    assert match is not None, row
    params = re.findall(r';([\w-]+)=(?:"([^"]*)"|([^;:"]*))', match[2])
    return Line(match[1], {name: quoted or plain for name, quoted, plain in params}, match[3])


def _plain(when: When) -> When:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)


__all__ = ["Line", "Reader", "Seen", "timedelta"]
