"""Events to be written as files, by hand and by chance, and what a file should tell of them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from tests.engine.files.ics_witnesses import Guest, Told

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.calendar import (
    Answer,
    Attendee,
    Event,
    EventKind,
    Recurrence,
    ShowAs,
    Span,
)
from transom.engine.entities.mail import Body
from transom.engine.files.ics_series import Stretch

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MONDAY = date(2026, 9, 7)
KNOWN = (Stretch(datetime(2026, 8, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)),)
ZONES = ["Europe/Tallinn", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]
WINDOWS_ZONES = ["Romance Standard Time", "FLE Standard Time", "Nepal Standard Time"]
ODD_ZONES = ["", "Customized Time Zone", "../../etc/passwd", "tzone://Microsoft/Custom"]


def event(name: str, start: datetime, minutes: int = 60, **facts: object) -> Event:
    begin = start.astimezone(UTC)
    span = Span(begin, begin + timedelta(minutes=minutes))
    made = Event(RemoteId(name), RemoteId("c"), EventKind.SINGLE, span, name)
    return replace(made, **facts)  # type: ignore[arg-type]


def whole_days(name: str, first: date, count: int) -> Event:
    end = first + timedelta(days=count)
    midnights = [datetime.combine(day, time(), UTC) for day in (first, end)]
    span = Span(midnights[0], midnights[1], first, end)
    return Event(RemoteId(name), RemoteId("c"), EventKind.SINGLE, span, name)


def weekly(zone: str, interval: int = 1) -> tuple[Event, list[Event]]:
    """Return a master and its times as a server would tell them, until the known stretch ends."""
    first = datetime.combine(MONDAY, time(9, 30), ZoneInfo(zone))
    rule = Recurrence("weekly", interval, ("monday", "thursday"), first_day=MONDAY)
    master = event("series", first, 45, kind=EventKind.MASTER, recurrence=rule, start_zone=zone)
    times = []
    for week in range(0, 40, interval):
        for day in (0, 3):
            wall = datetime.combine(MONDAY + timedelta(days=7 * week + day), time(9, 30))
            at = wall.replace(tzinfo=ZoneInfo(zone))
            if at.astimezone(UTC) < KNOWN[0].ends_at:
                times.append(
                    event(
                        f"o{week}-{day}",
                        at,
                        45,
                        subject="series",
                        kind=EventKind.OCCURRENCE,
                        master_remote_id=RemoteId("series"),
                        start_zone=zone,
                    )
                )
    return master, times


def told_of(*events: Event) -> Counter[Told]:
    """Return what a file of these events should tell, field by field."""
    return Counter(_told(one) for one in events)


def _told(one: Event) -> Told:
    body = one.body
    plain = body.content if not body.is_html else body.content.replace("<br>", "\n")
    busy = {
        ShowAs.FREE: "FREE",
        ShowAs.TENTATIVE: "TENTATIVE",
        ShowAs.OUT_OF_OFFICE: "OOF",
        ShowAs.ELSEWHERE: "WORKINGELSEWHERE",
    }
    sure = "TENTATIVE" if one.show_as is ShowAs.TENTATIVE else "CONFIRMED"
    is_meeting = bool(one.attendees and one.organizer.address)
    return Told(
        one.span.first_day or one.span.starts_at,
        one.span.end_day or one.span.ends_at,
        _lines(one.subject),
        _lines(one.location),
        _lines(plain).strip() or _lines(one.preview).strip(),
        _lines(body.content) if body.is_html else "",
        "CANCELLED" if one.is_cancelled else sure,
        "TRANSPARENT" if one.show_as is ShowAs.FREE else "OPAQUE",
        busy.get(one.show_as, "BUSY"),
        "PRIVATE" if one.is_private else "PUBLIC",
        ",".join(_lines(name) for name in one.categories),
        one.join_url,
        Guest(_name(one.organizer), one.organizer.address) if is_meeting else None,
        tuple(_guest(attendee) for attendee in one.attendees),
        () if one.reminder_minutes is None else (timedelta(minutes=-one.reminder_minutes),),
    )


def _guest(attendee: Attendee) -> Guest:
    answers = {
        Answer.ACCEPTED: "ACCEPTED",
        Answer.ORGANIZER: "ACCEPTED",
        Answer.TENTATIVE: "TENTATIVE",
        Answer.DECLINED: "DECLINED",
    }
    return Guest(
        _name(attendee.person),
        attendee.person.address,
        answers.get(attendee.answer, "NEEDS-ACTION"),
        "OPT-PARTICIPANT" if attendee.is_optional else "REQ-PARTICIPANT",
        "RESOURCE" if attendee.is_resource else "INDIVIDUAL",
    )


def _name(person: Person) -> str:
    return " ".join(person.name.replace('"', "'").split())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "")


# Long enough to be folded in the middle of a letter of four bytes, with all signs that mean
# something in the format, ends of lines of every kind and letters that run the other way.
_WORDS = st.text(
    st.one_of(
        st.sampled_from(list(' \\;:,"\n\r\tnN=^<&-|%')),
        st.sampled_from("äß€漢字😀שלום\u200f\u2028\x85\x0b"),
        st.characters(min_codepoint=32, max_codepoint=126),
    ),
    max_size=160,
)
_SUBJECTS = _WORDS.map(str.strip).filter(bool)
_NAMES = st.text(st.sampled_from("Aeé漢😀 ,;:'\"^n()-."), max_size=60)
_ADDRESSES = st.from_regex(r"[a-z0-9.+_'-]{1,30}@[a-z0-9-]{1,40}\.example", fullmatch=True)
_PEOPLE = st.builds(Person, _NAMES, _ADDRESSES)
_GUESTS = st.builds(
    Attendee, _PEOPLE, st.sampled_from(Answer), is_optional=st.booleans(), is_resource=st.booleans()
)
_STARTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 20)),  # noqa: DTZ001  made UTC below
    # The nights on which clocks jump.
    st.datetimes(datetime(2026, 10, 25), datetime(2026, 10, 25, 3)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 3, 29), datetime(2026, 3, 29, 3)),  # noqa: DTZ001
).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))


@st.composite
def singles(draw: st.DrawFn) -> Event:
    """Draw an event that says as much as an event can."""
    if draw(st.booleans()):
        made = event("e", draw(_STARTS), draw(st.integers(0, 4000)))
    else:
        made = whole_days("e", draw(_STARTS).date(), draw(st.integers(1, 9)))
    return replace(
        made,
        subject=draw(_SUBJECTS),
        location=draw(_WORDS.map(str.strip)),
        organizer=draw(_PEOPLE),
        attendees=tuple(draw(st.lists(_GUESTS, max_size=3))),
        body=draw(_bodies()),
        preview=draw(_WORDS),
        show_as=draw(st.sampled_from(ShowAs)),
        is_cancelled=draw(st.booleans()),
        is_private=draw(st.booleans()),
        join_url=draw(st.sampled_from(["", "https://teams.example/l/meetup-join/x?a=1,2;b=3"])),
        categories=tuple(draw(st.lists(_NAMES.map(str.strip).filter(bool), max_size=2))),
        start_zone=draw(st.sampled_from([*ZONES, *WINDOWS_ZONES, *ODD_ZONES])),
        reminder_minutes=draw(st.none() | st.integers(0, 20_160)),
    )


@st.composite
def _bodies(draw: st.DrawFn) -> Body:
    if draw(st.booleans()):
        return Body(is_html=False, content=draw(_WORDS))
    lines = draw(st.lists(st.text("abc;,\\ é😀", max_size=60).map(str.strip).filter(bool)))
    return Body(is_html=True, content="<br>".join(" ".join(line.split()) for line in lines))
