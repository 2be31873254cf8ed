"""Tests of what stands beside mail, meetings and people: rules, shares, reminders, suggestions."""

import json

import pytest
from tests.demo.graph.conftest import EVERYTHING, OneToken, segment

INES = "ines.navarro@contoso.example"


@pytest.fixture
def wire(make_wire):
    return make_wire(tokens=OneToken(scopes=EVERYTHING))


def post(wire, url, body):
    return wire.ask("POST", url, json.dumps(body).encode(), Content_Type="application/json")


def test_the_inbox_has_rules_and_other_folders_none(wire):
    rules = wire.get("/me/mailFolders/inbox/messageRules").items
    assert [one["sequence"] for one in rules] == [1, 2]
    target = rules[1]["actions"]["moveToFolder"]
    assert wire.get(f"/me/mailFolders/{segment(target)}").json["displayName"] == "Receipts"
    one = wire.get(f"/me/mailFolders/inbox/messageRules/{segment(rules[0]['id'])}").json
    assert one["displayName"] == rules[0]["displayName"]
    assert wire.get("/me/mailFolders/inbox/messageRules/nothing").status == 404
    assert wire.get("/me/mailFolders/archive/messageRules").items == []


def test_senders_are_focused_or_other_for_good(wire):
    overrides = wire.get("/me/inferenceClassification/overrides").items
    assert wire.get("/me/inferenceClassification").json["overrides"] == overrides
    assert {one["classifyAs"] for one in overrides} == {"focused", "other"}


def test_a_calendar_says_with_whom_it_is_shared(wire):
    shares = wire.get("/me/calendar/calendarPermissions").items
    assert [one["role"] for one in shares] == ["freeBusyRead", "read"]
    one = wire.get(f"/me/calendar/calendarPermissions/{segment(shares[1]['id'])}").json
    assert one["emailAddress"]["address"] == INES
    roles = wire.get(f"/me/calendar/allowedCalendarSharingRoles(User='{INES}')").json["value"]
    outside = wire.get("/me/calendar/allowedCalendarSharingRoles(User='x@y.example')")
    assert "write" in roles and "write" not in outside.json["value"]


def test_reminders_fire_before_their_meetings_within_the_window(wire):
    window = "StartDateTime='2026-11-23T00:00:00Z',EndDateTime='2026-11-25T00:00:00Z'"
    swapped = "endDateTime='2026-11-25T00:00:00Z',startDateTime='2026-11-23T00:00:00Z'"
    found = wire.get(f"/me/reminderView({window})").items
    assert found == wire.get(f"/me/reminderView({swapped})").items
    times = [one["reminderFireTime"]["dateTime"] for one in found]
    assert times and times == sorted(times)
    assert times[0] >= "2026-11-23" and times[-1] < "2026-11-25"
    assert all(
        one["reminderFireTime"]["dateTime"] <= one["eventStartTime"]["dateTime"] for one in found
    )
    assert wire.get("/me/reminderView(StartDateTime='x',EndDateTime='y')").status == 400


def test_a_series_tells_its_own_news_alone(wire):
    window = "startDateTime=2026-11-20T00:00:00Z&endDateTime=2026-12-20T00:00:00Z"
    series = wire.get("/me/events?$filter=type%20eq%20'seriesMaster'&$top=2").items
    mine, other = (segment(one["id"]) for one in series)
    items, link = wire.pages(f"/me/events/{mine}/instances/delta?{window}")
    assert {one.get("seriesMasterId") or one["id"] for one in items} == {series[0]["id"]}
    wire.change({"kind": "event_changed", "id": series[1]["id"], "subject": "Another"})
    assert wire.get(link).items == []
    wire.change({"kind": "event_changed", "id": series[0]["id"], "subject": "This one"})
    assert "This one" in {one.get("subject") for one in wire.get(link).items}
    assert wire.get(f"/me/events/{other}/instances/delta").status == 400


def test_below_a_folder_only_what_lies_there_is_followed(wire):
    above = next(
        one for one in wire.get("/me/mailFolders?$top=50").items if one["childFolderCount"]
    )
    url = f"/me/mailFolders/{segment(above['id'])}/childFolders"
    items, _ = wire.pages(f"{url}/delta")
    assert {one["id"] for one in items} == {one["id"] for one in wire.get(url).items}
    whole, _ = wire.pages("/me/mailFolders/delta")
    assert len(whole) > len(items)


def test_groups_are_counted_cast_and_checked(wire):
    groups = wire.get("/me/memberOf").items
    count = wire.get("/me/memberOf/$count", ConsistencyLevel="eventual")
    assert int(count.body) == len(groups)
    assert wire.get("/me/memberOf/$count").code == "Request_UnsupportedQuery"
    assert wire.get("/me/memberOf/microsoft.graph.directoryRole").items == []
    assert wire.get("/me/transitiveMemberOf/microsoft.graph.group").items == groups
    picked = wire.get(
        "/me/transitiveMemberOf/microsoft.graph.group?$count=true&$orderby=displayName"
        "&$filter=startswith(displayName,'Tal')",
        ConsistencyLevel="eventual",
    )
    assert [one["displayName"] for one in picked.items] == ["Tallinn office"]
    assert wire.get(f"/me/memberOf/{groups[0]['id']}").json["displayName"]
    ids = post(wire, "/me/getMemberGroups", {"securityEnabledOnly": False}).json["value"]
    assert ids == [one["id"] for one in groups]
    checked = post(wire, "/me/checkMemberGroups", {"groupIds": [ids[0], "nonsense"]})
    assert checked.json["value"] == ids[:1]
    assert post(wire, "/me/checkMemberGroups", {"groupIds": []}).status == 400
    assert post(wire, "/me/getMemberGroups", {"securityEnabledOnly": "yes"}).status == 400


def test_a_group_has_members_and_somebody_who_looks_after_it(wire):
    picked = wire.get("/groups?$filter=displayName%20eq%20'Tallinn%20office'").items[0]
    group = f"/groups/{picked['id']}"
    assert wire.get(group).json["mail"] == "tallinn@contoso.example"
    people = wire.get(f"{group}/members/microsoft.graph.user?$select=id,displayName").items
    count = wire.get(f"{group}/transitiveMembers/$count", ConsistencyLevel="eventual")
    assert len(people) == int(count.body) > 1
    assert [one["id"] for one in wire.get(f"{group}/owners").items] == [people[0]["id"]]
    assert wire.get("/groups/02bd9fd6-8f93-4758-87c3-1fb73740a315/members").status == 404


def test_people_are_followed_until_nothing_is_new(wire):
    people, link = wire.pages("/users/delta?$select=displayName")
    whole, _ = wire.pages("/users?$top=50&$select=id")
    assert {one["id"] for one in people} == {one["id"] for one in whole}
    assert set(people[0]) == {"id", "displayName"}
    assert wire.get(link).items == [] and "@odata.deltaLink" in wire.get(link).json
    assert wire.get("/users/delta?$deltatoken=stale").status == 410


def test_times_are_found_when_nobody_is_busy(wire):
    slot = {
        "start": {"dateTime": "2026-11-23T08:00:00", "timeZone": "FLE Standard Time"},
        "end": {"dateTime": "2026-11-24T17:00:00", "timeZone": "FLE Standard Time"},
    }
    body = {
        "attendees": [{"emailAddress": {"address": INES}}],
        "meetingDuration": "PT1H",
        "timeConstraint": {"timeSlots": [slot]},
        "maxCandidates": 3,
    }
    found = post(wire, "/me/findMeetingTimes", body).json["meetingTimeSuggestions"]
    assert [one["order"] for one in found] == [1, 2, 3]
    window = {
        "schedules": ["adele.vance@contoso.example", INES],
        "startTime": found[0]["meetingTimeSlot"]["start"],
        "endTime": found[0]["meetingTimeSlot"]["end"],
        "availabilityViewInterval": 60,
    }
    views = [
        one["availabilityView"] for one in post(wire, "/me/calendar/getSchedule", window).items
    ]
    assert views == ["0", "0"]
    nobody = body | {"attendees": [{"emailAddress": {"address": "x@y.example"}}]}
    answer = post(wire, "/me/findMeetingTimes", nobody).json
    assert answer["meetingTimeSuggestions"] == [] and answer["emptySuggestionsReason"]


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/me/findMeetingTimes", {}),
        ("/me/findMeetingTimes", {"meetingDuration": "soon", "timeConstraint": 1}),
        ("/me/findMeetingTimes", {"meetingDuration": "P9999999999D", "timeConstraint": {}}),
        ("/me/findMeetingTimes", {"attendees": [1]}),
        ("/me/findMeetingTimes", {"timeConstraint": {"timeSlots": [1]}}),
        ("/me/findMeetingTimes", {"timeConstraint": {"timeSlots": [{"start": 1, "end": 2}]}}),
        ("/me/getMailTips", {}),
        ("/me/getMailTips", {"EmailAddresses": ["a"], "MailTipsOptions": "nonsense"}),
        ("/me/getMailTips", {"EmailAddresses": ["a"], "MailTipsOptions": 7}),
    ],
)
def test_questions_that_make_no_sense_are_refused(wire, url, body):
    answer = post(wire, url, body)
    assert answer.status == 400 and answer.code == "ErrorInvalidParameter"


def test_tips_say_who_is_away_and_who_is_not_there(wire):
    names = [INES, "mei.okafor@contoso.example", "nobody@contoso.example"]
    options = "automaticReplies, mailboxFullStatus"
    body = {"EmailAddresses": names, "MailTipsOptions": options}
    away, there, nobody = post(wire, "/me/getMailTips", body).items
    assert away["automaticReplies"]["message"] and not there["automaticReplies"]["message"]
    assert there["mailboxFull"] is False
    assert nobody["error"]["code"] == "ErrorNonExistentMailbox"
