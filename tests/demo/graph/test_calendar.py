"""Tests of calendars as Graph serves them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.demo.graph.conftest import segment

WEEK = "startDateTime=2026-11-23T00:00:00%2B02:00&endDateTime=2026-11-30T00:00:00%2B02:00"
TALLINN = 'outlook.timezone="FLE Standard Time"'


def week(wire, calendar, wish=TALLINN):
    return wire.get(
        f"/me/calendars/{segment(calendar)}/calendarView?{WEEK}&$top=100", Prefer=wish
    ).items


def calendars(wire):
    return {one["name"]: one for one in wire.get("/me/calendars").items}


def test_the_calendars_of_the_picture_are_there(wire):
    found = calendars(wire)
    assert list(found)[:4] == ["Calendar", "Harbour bridge", "Personal", "Holidays in Estonia"]
    assert found["Calendar"]["isDefaultCalendar"] is True
    assert found["Holidays in Estonia"]["canEdit"] is False
    assert found["Ines Navarro"]["owner"]["name"] == "Ines Navarro"


def test_the_week_of_the_picture_is_there(wire):
    found = calendars(wire)
    seen = {
        (event["subject"], event["start"]["dateTime"][5:16], event["end"]["dateTime"][5:16])
        for name in found
        for event in week(wire, found[name]["id"])
    }
    assert seen >= {
        ("Stand-up", "11-23T09:00", "11-23T09:30"),
        ("Load review: pier 3", "11-23T10:30", "11-23T12:00"),
        ("Contract review", "11-24T11:00", "11-24T12:30"),
        ("Focus time", "11-24T11:30", "11-24T12:30"),
        ("Lunch with Mei", "11-23T13:00", "11-23T14:00"),
        ("Design studio", "11-25T14:00", "11-25T16:00"),
        ("Site visit: Harbour bridge", "11-26T10:00", "11-26T12:00"),
        ("Quarterly planning", "11-26T13:00", "11-26T15:00"),
        ("Ines in Madrid", "11-25T00:00", "11-27T00:00"),
        ("Night lift, span P3–P4", "11-27T22:30", "11-28T02:15"),
    }


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Romance Standard Time", "America/New_York"])
def test_times_come_in_the_zone_asked_for(wire, zone):
    iana = ZoneInfo("Europe/Madrid" if zone == "Romance Standard Time" else zone)
    path = f"/me/calendarView?{WEEK}&$top=100"
    plain = {e["id"]: e for e in wire.get(path).items}
    for event in wire.get(path, Prefer=f'outlook.timezone="{zone}"').items:
        assert event["start"]["timeZone"] == zone
        utc = datetime.fromisoformat(plain[event["id"]]["start"]["dateTime"] + "+00:00")
        here = datetime.fromisoformat(event["start"]["dateTime"]).replace(tzinfo=iana)
        assert here == utc


def test_days_are_never_converted(wire):
    shared = calendars(wire)["Ines Navarro"]["id"]
    (event,) = week(wire, shared, 'outlook.timezone="Tokyo Standard Time"')
    assert event["isAllDay"] and event["start"]["dateTime"] == "2026-11-25T00:00:00.0000000"


def test_a_series_expands_with_its_exception_and_without_the_dropped_day(wire):
    window = "startDateTime=2026-11-30T00:00:00Z&endDateTime=2026-12-05T00:00:00Z&$top=100"
    met = [
        e
        for e in wire.get(f"/me/calendarView?{window}", Prefer=TALLINN).items
        if "Stand-up" in e["subject"]
    ]
    days = {e["start"]["dateTime"][8:16]: e["type"] for e in met}
    assert days == {
        "30T09:00": "occurrence", "01T09:00": "occurrence", "02T09:30": "exception",
        "04T09:00": "occurrence",
    }  # fmt: skip
    exception = next(e for e in met if e["type"] == "exception")
    assert exception["originalStart"] == "2026-12-02T07:00:00Z"
    master = wire.get(f"/me/events/{segment(exception['seriesMasterId'])}").json
    assert master["type"] == "seriesMaster" and master["recurrence"]["pattern"]["type"] == "weekly"
    path = f"/me/events/{segment(master['id'])}/instances?{window}"
    assert [e["id"] for e in wire.get(path).items] == [e["id"] for e in met]
    assert len({e["iCalUId"] for e in met}) == len(met)


def test_every_third_month_is_every_third_month(wire):
    window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-09-01T00:00:00Z&$top=1000"
    days = [
        e["start"]["dateTime"][:10]
        for e in wire.get(f"/me/calendarView?{window}").items
        if e["subject"] == "Quarterly planning"
    ]
    assert days == ["2026-11-26", "2027-02-25", "2027-05-27", "2027-08-26"]


def test_lists_have_masters_and_singles_but_no_occurrence(wire):
    items, _ = wire.pages("/me/events?$top=50")
    assert {e["type"] for e in items} == {"singleInstance", "seriesMaster"}


def test_a_shared_calendars_events_open_through_it_alone(wire):
    shared = calendars(wire)["Ines Navarro"]["id"]
    (event,) = week(wire, shared)
    assert wire.get(f"/me/events/{segment(event['id'])}").status == 404
    inside = f"/me/calendars/{segment(shared)}/events/{segment(event['id'])}"
    assert wire.get(inside).json["subject"] == "Ines in Madrid"


def test_a_view_needs_its_window(wire):
    assert wire.get("/me/calendarView").code == "ErrorInvalidParameter"
    for start, end in (("x", "y"), ("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31")):
        window = f"startDateTime={start}&endDateTime={end}"
        assert wire.get(f"/me/calendarView?{window}").status == 400


def test_paging_a_view_loses_and_doubles_nothing(wire):
    items, _ = wire.pages(f"/me/calendarView?{WEEK}&$top=3")
    whole = wire.get(f"/me/calendarView?{WEEK}&$top=100").items
    assert [e["id"] for e in items] == [e["id"] for e in whole] and len(whole) == 11
