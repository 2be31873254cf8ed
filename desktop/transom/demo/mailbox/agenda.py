"""The invented calendars: the week of the design pictures and what surrounds it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

from transom.demo.mailbox.items import (
    Address,
    Attachment,
    Attendee,
    Calendar,
    Event,
    MovedMeeting,
    Recurrence,
)
from transom.demo.mailbox.people import (
    ADELE,
    AMARA,
    INES,
    JONAS,
    MEI,
    PRIYA,
    ROOM_BALTIC,
    SOFIA,
    TOMAS,
)

TALLINN, MADRID, NEW_YORK = "FLE Standard Time", "Romance Standard Time", "America/New_York"
DEFAULT, HARBOUR, PRIVATE, HOLIDAYS, INES_SHARED = range(1, 6)
MINE, OTHERS = 1, 2
QUARTERLY, LOAD_REVIEW, STAND_UP, DINNER = 1, 2, 3, 4
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")

CALENDARS = (
    Calendar(DEFAULT, "Calendar", "auto", "", MINE, is_default=True, owner=ADELE),
    Calendar(HARBOUR, "Harbour bridge", "lightTeal", "#0f8a75", MINE, owner=ADELE),
    Calendar(PRIVATE, "Personal", "lightPink", "#7a4fc0", MINE, owner=ADELE),
    Calendar(
        HOLIDAYS, "Holidays in Estonia", "lightYellow", "#a6831a", MINE, can_edit=False, owner=ADELE
    ),
    Calendar(
        INES_SHARED, "Ines Navarro", "lightOrange", "#b5471b", OTHERS, can_edit=False, owner=INES
    ),
)
GROUPS = {MINE: "My Calendars", OTHERS: "People's Calendars"}


def quarterly_day(born: date) -> date:
    return born - timedelta(days=born.weekday()) + timedelta(days=3)


def events(born: date) -> list[Event]:
    """Return every event around the week in which the tenant was born."""
    monday = born - timedelta(days=born.weekday())
    fixed = [*series(monday), *picture_week(monday), *awkward(monday), *around(monday)]
    numbers = count(100)
    numbered = [event if event.key else replace(event, key=next(numbers)) for event in fixed]
    return numbered + [replace(event, key=next(numbers)) for event in holidays(born.year)]


def meet(day: date, start: str, end: str, subject: str, calendar: int = DEFAULT) -> Event:
    """Return an appointment of Adele's own, on one day in Tallinn."""
    begins = datetime.combine(day, time.fromisoformat(start))
    ends = datetime.combine(day, time.fromisoformat(end))
    return Event(0, calendar, subject, begins, ends, TALLINN, organizer=ADELE)


def all_day(first: date, days: int, subject: str, calendar: int) -> Event:
    start = datetime.combine(first, time())
    return Event(
        0,
        calendar,
        subject,
        start,
        start + timedelta(days=days),
        "UTC",
        is_all_day=True,
        organizer=ADELE,
        show_as="free",
        reminder_minutes=None,
    )


def asked(*people: tuple[Address, str]) -> tuple[Attendee, ...]:
    return tuple(
        Attendee(person, answer, "resource" if person is ROOM_BALTIC else "required")
        for person, answer in people
    )


def series(monday: date) -> Iterator[Event]:
    begin = monday - timedelta(weeks=8)
    moved, dropped = monday + timedelta(days=9), monday + timedelta(days=10)
    exception = MovedMeeting(
        moved,
        datetime.combine(moved, time(9, 30)),
        datetime.combine(moved, time(10)),
        "Stand-up (half an hour later)",
    )
    yield replace(
        meet(begin, "09:00", "09:30", "Stand-up"),
        key=STAND_UP,
        recurrence=Recurrence("weekly", begin, days=WORKDAYS),
        exceptions=(exception,),
        dropped=(dropped,),
        organizer=TOMAS,
        response="accepted",
        attendees=asked((ADELE, "accepted"), (INES, "accepted"), (AMARA, "tentativelyAccepted")),
        online_url="https://teams.contoso.example/l/meetup-join/stand-up",
        location="Teams",
        reminder_minutes=5,
    )
    yield quarterly(monday)
    yield replace(
        meet(monday - timedelta(days=27), "18:00", "19:30", "Climbing", PRIVATE),
        recurrence=Recurrence(
            "weekly", monday - timedelta(days=27), interval=2, days=("tuesday",), count=20
        ),
        location="Climbing hall",
        categories=("Family",),
    )
    yield replace(
        meet(monday.replace(day=1), "08:00", "08:15", "Send the monthly report", DEFAULT),
        recurrence=Recurrence("absoluteMonthly", monday.replace(day=1), day_of_month=31),
        show_as="free",
    )
    for name, day in (
        ("Clara’s birthday", date(1988, 12, 4)),
        ("Ines’s birthday", date(1985, 3, 14)),
    ):
        yield replace(
            all_day(day, 1, name, PRIVATE),
            recurrence=Recurrence("absoluteYearly", day, day_of_month=day.day, month=day.month),
        )


def quarterly(monday: date) -> Event:
    day = monday + timedelta(days=3)
    week = (day.day - 1) // 7
    places = ("first", "second", "third", "fourth", "last")
    return replace(
        meet(day, "13:00", "15:00", "Quarterly planning"),
        key=QUARTERLY,
        recurrence=Recurrence(
            "relativeMonthly",
            day,
            interval=3,
            days=("thursday",),
            index=places[week],  # type: ignore[arg-type]
        ),
        organizer=TOMAS,
        response="notResponded",
        show_as="tentative",
        attendees=asked(
            (TOMAS, "organizer"),
            (ADELE, "none"),
            (INES, "accepted"),
            (JONAS, "tentativelyAccepted"),
            (MEI, "none"),
            (ROOM_BALTIC, "accepted"),
        ),
        location="Room Baltic",
        online_url="https://teams.contoso.example/l/meetup-join/quarterly",
        body="<p>Agenda: load tables, crane window, budget.</p>"
        '<p><a href="https://teams.contoso.example/l/meetup-join/quarterly">Join</a></p>',
        categories=("Planning",),
    )


def picture_week(monday: date) -> Iterator[Event]:
    tuesday, wednesday, thursday, friday = (monday + timedelta(days=n) for n in range(1, 5))
    yield replace(
        meet(monday, "10:30", "12:00", "Load review: pier 3", HARBOUR),
        key=LOAD_REVIEW,
        attendees=asked((INES, "accepted"), (JONAS, "none")),
        location="Project room",
        attachments=(Attachment("file", "pier-3.pdf", "application/pdf", "pdf:Pier 3:2"),),
        categories=("Harbour",),
    )
    yield replace(meet(monday, "13:00", "14:00", "Lunch with Mei", PRIVATE), location="Kohvik Moon")
    yield replace(
        meet(tuesday, "11:00", "12:30", "Contract review", DEFAULT),
        organizer=PRIYA,
        response="accepted",
        attendees=asked((ADELE, "accepted"), (TOMAS, "declined")),
        importance="high",
    )
    yield replace(meet(tuesday, "11:30", "12:30", "Focus time"), reminder_minutes=None)
    yield replace(
        all_day(wednesday, 2, "Ines in Madrid", INES_SHARED),
        organizer=INES,
        show_as="workingElsewhere",
    )
    yield replace(
        meet(wednesday, "14:00", "16:00", "Design studio", HARBOUR), location="Studio, 4th floor"
    )
    yield replace(
        meet(thursday, "10:00", "12:00", "Site visit: Harbour bridge", HARBOUR),
        location="North gate",
        attendees=asked((JONAS, "accepted"), (INES, "declined")),
        body="<p>Helmets and boots. The tide is low until noon.</p>",
        show_as="oof",
    )
    yield replace(meet(friday, "15:00", "16:00", "Call the school", PRIVATE), sensitivity="private")


def awkward(monday: date) -> Iterator[Event]:
    """Yield what breaks calendars: zones, midnights, long ones, refused and cancelled ones."""
    friday, saturday = monday + timedelta(days=4), monday + timedelta(days=5)
    yield replace(
        meet(monday + timedelta(days=8), "10:00", "12:00", "Workshop with New York"),
        zone=NEW_YORK,
        organizer=AMARA,
        response="tentativelyAccepted",
        show_as="tentative",
        attendees=asked((ADELE, "tentativelyAccepted")),
    )
    night = meet(friday, "22:30", "23:00", "Night lift, span P3–P4", HARBOUR)
    yield replace(night, end=datetime.combine(saturday, time(2, 15)))
    trade_fair = meet(monday + timedelta(days=8), "12:00", "13:00", "Trade fair in Hamburg")
    yield replace(
        trade_fair,
        end=datetime.combine(monday + timedelta(days=10), time(16)),
        show_as="oof",
        zone="W. Europe Standard Time",
    )
    yield replace(
        meet(monday + timedelta(days=2), "17:00", "18:00", "Sales demo"),
        organizer=Address("Marta Silva", "marta.silva@proseware.example"),
        response="declined",
        show_as="free",
        attendees=asked((ADELE, "declined")),
    )
    yield replace(
        meet(friday, "19:00", "22:00", "Cancelled: Team dinner"),
        key=DINNER,
        organizer=AMARA,
        is_cancelled=True,
        show_as="free",
        response="accepted",
    )
    yield replace(meet(friday, "12:00", "12:00", "Parcel at the desk"), show_as="free")
    yield replace(
        meet(monday + timedelta(days=7), "09:00", "09:45", "", PRIVATE), sensitivity="private"
    )
    yield replace(
        meet(friday, "10:00", "11:00", "會議 · اجتماع · Ελέγχος 🏗️", HARBOUR), importance="low"
    )
    yield replace(
        meet(monday + timedelta(days=8), "16:00", "17:00", "Call with Madrid"),
        zone=MADRID,
        organizer=INES,
        response="accepted",
        attendees=asked((ADELE, "accepted")),
    )
    yield replace(all_day(monday + timedelta(days=11), 5, "Holiday", PRIVATE), show_as="oof")


def around(monday: date) -> Iterator[Event]:
    """Yield a few meetings a week, a month back and half a year ahead."""
    names = (
        "Budget check",
        "Interview",
        "Steering group",
        "Dentist",
        "Crane planning",
        "One to one",
    )
    people = (MEI, SOFIA, TOMAS, JONAS, AMARA, INES)
    for week in (*range(-5, 0), *range(1, 27)):
        for turn in range(3):
            choice = (week * 3 + turn) % len(names)
            day = monday + timedelta(weeks=week, days=(week + turn * 2) % 5)
            calendar = (DEFAULT, HARBOUR, PRIVATE)[choice % 3]
            start = 10 + (week * 5 + turn * 3) % 7
            event = meet(day, f"{start:02d}:00", f"{start + 1:02d}:00", names[choice], calendar)
            yield replace(event, attendees=asked((people[choice], "accepted")))


def holidays(year: int) -> Iterator[Event]:
    days = (
        (1, 1, "New Year’s Day"),
        (2, 24, "Independence Day"),
        (5, 1, "Spring Day"),
        (6, 23, "Victory Day"),
        (6, 24, "Midsummer Day"),
        (8, 20, "Restoration of Independence"),
        (12, 24, "Christmas Eve"),
        (12, 25, "Christmas Day"),
        (12, 26, "Boxing Day"),
    )
    for one in range(year - 1, year + 3):
        for month, day, name in days:
            yield all_day(date(one, month, day), 1, name, HOLIDAYS)
        yield all_day(easter(one) - timedelta(days=2), 1, "Good Friday", HOLIDAYS)
        yield all_day(easter(one), 1, "Easter Sunday", HOLIDAYS)


def easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def personal_events(born: date, owner: Address) -> list[Event]:
    """Return the small calendar of a private account."""
    monday = born - timedelta(days=born.weekday())
    made = [
        replace(meet(monday + timedelta(days=6), "13:00", "15:00", "Sunday lunch"), key=1),
        replace(
            meet(monday - timedelta(days=26), "19:00", "21:00", "Choir"),
            key=2,
            recurrence=Recurrence("weekly", monday - timedelta(days=26), days=("wednesday",)),
        ),
        replace(all_day(monday + timedelta(days=19), 3, "Weekend in Riga", DEFAULT), key=3),
    ]
    return [replace(event, organizer=owner) for event in made]


def neighbours_events(born: date, owner: Address) -> list[Event]:
    """Return the calendar that its owner has opened to a delegate."""
    monday = born - timedelta(days=born.weekday())
    made = [
        replace(
            all_day(monday + timedelta(days=2), 2, "Madrid", DEFAULT),
            key=1,
            show_as="workingElsewhere",
        ),
        replace(
            meet(monday - timedelta(days=28), "08:30", "09:00", "Drawings round"),
            key=2,
            recurrence=Recurrence("weekly", monday - timedelta(days=28), days=("monday",)),
        ),
        replace(meet(monday + timedelta(days=1), "15:00", "16:30", "Load case review"), key=3),
        replace(
            meet(monday + timedelta(days=3), "12:00", "13:00", "Doctor"),
            key=4,
            sensitivity="private",
        ),
    ]
    return [replace(event, organizer=owner) for event in made]
