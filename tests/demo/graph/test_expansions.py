"""Tests of what an answer may have inside."""

from tests.demo.graph.conftest import segment


def test_events_have_their_attachments_and_calendar_inside(wire):
    bridge = wire.get("/me/calendars?$filter=startswith(name,'Harbour')").items[0]["id"]
    inside = "$top=200&$expand=attachments,calendar($select=name)"
    events = wire.get(f"/me/calendars/{segment(bridge)}/events?{inside}").items
    with_files = [one for one in events if one["hasAttachments"]]
    assert with_files and all(one["attachments"] for one in with_files)
    assert all(one["attachments"] == [] for one in events if not one["hasAttachments"])
    assert set(events[0]["calendar"]) == {"id", "name"}
    one = wire.get(f"/me/events('{with_files[0]['id']}')?$expand=attachments").json
    assert one["attachments"] == with_files[0]["attachments"]


def test_folders_have_those_below_them_inside(wire):
    folders = wire.get("/me/mailFolders?$top=50&$expand=childFolders($select=displayName)").items
    above = [one for one in folders if one["childFolderCount"]]
    assert above and all(len(one["childFolders"]) == one["childFolderCount"] for one in above)
    assert set(above[0]["childFolders"][0]) == {"id", "displayName"}
    assert all(one["childFolders"] == [] for one in folders if not one["childFolderCount"])


def test_change_tracking_expands_attachments_on_every_page_and_in_the_news(wire):
    url = "/me/mailFolders/inbox/messages/delta?$top=20&$expand=attachments&$select=hasAttachments"
    items, link = wire.pages(url)
    with_files = [one for one in items if one["hasAttachments"]]
    assert with_files and all(one["attachments"] for one in with_files)
    wire.change({"kind": "mail_read", "id": with_files[-1]["id"], "is_read": True})
    wire.change({"kind": "mail_read", "id": with_files[-1]["id"], "is_read": False})
    assert wire.get(link).items[0]["attachments"] == with_files[-1]["attachments"]
