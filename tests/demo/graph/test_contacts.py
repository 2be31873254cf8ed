"""Tests of the address book, the profile and photos."""

import struct

import pytest
from tests.demo.graph.conftest import OneToken, segment

from transom.demo.mailbox.users import USERS


def everybody(wire):
    items, _ = wire.pages("/me/contacts?$top=100")
    for folder in wire.get("/me/contactFolders").items:
        more, _ = wire.pages(f"/me/contactFolders/{segment(folder['id'])}/contacts?$top=100")
        items += more
    return items


def test_two_hundred_people_in_four_folders(wire):
    found = everybody(wire)
    assert len(found) == len({c["id"] for c in found}) == 203
    assert len({c["parentFolderId"] for c in found}) == 4
    names = [folder["displayName"] for folder in wire.get("/me/contactFolders").items]
    assert names == ["Suppliers", "Family", "Climbing club"]


def test_ines_is_as_the_picture_shows_her(wire):
    ines = next(c for c in everybody(wire) if c["displayName"] == "Ines Navarro")
    assert (ines["jobTitle"], ines["companyName"], ines["department"]) == (
        "Structural engineer", "Contoso", "Bridges",
    )  # fmt: skip
    assert ines["mobilePhone"] == "+34 600 555 010"
    assert ines["birthday"].startswith("1985-03-14")
    assert ines["personalNotes"] == "Prefers calls before noon"
    assert ines["manager"] == "Tomás Lindqvist"


def test_most_have_a_small_photo_and_the_rest_a_404(wire):
    statuses = []
    for contact in everybody(wire)[:60]:
        answer = wire.get(f"/me/contacts/{segment(contact['id'])}/photo/$value")
        statuses.append(answer.status)
        if answer.status == 200:
            assert answer.body.startswith(b"\x89PNG") and len(answer.body) < 6000
        else:
            assert answer.code == "ImageNotFound"
    assert 30 < statuses.count(200) < 60


@pytest.mark.parametrize("size", [48, 240, 648])
def test_the_users_photo_comes_in_sizes(wire, size):
    picture = wire.get(f"/me/photos/{size}x{size}/$value").body
    assert struct.unpack(">II", picture[16:24]) == (size, size)
    assert wire.get("/me/photos/50x50/$value").status == 404


def test_the_profile_has_its_usual_part_and_more_on_request(wire):
    me = wire.get("/me").json
    assert me["displayName"] == "Adele Vance" and "department" not in me
    assert wire.get("/me?$select=department,id").json["department"] == "Bridges"


def test_a_private_account_is_smaller(make_wire):
    wire = make_wire(tokens=OneToken(oid=USERS[1].oid))
    assert wire.get("/me").json["id"] == "5b1e77a1c09d4e2f"
    assert len(wire.pages("/me/messages?$select=id&$top=100")[0]) == 40
    assert [c["name"] for c in wire.get("/me/calendars").items] == ["Calendar"]
    assert len(everybody(wire)) == 12
    assert wire.get("/me/photo/$value").status == 404


def test_settings_and_colours(wire):
    assert wire.get("/me/mailboxSettings").json["timeZone"] == "FLE Standard Time"
    colours = {c["displayName"]: c["color"] for c in wire.get("/me/outlook/masterCategories").items}
    assert colours["Harbour"] == "preset4"
