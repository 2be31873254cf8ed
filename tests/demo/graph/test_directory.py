"""Tests of the directory: people, their managers, groups, photos, and who matters."""

import pytest
from tests.demo.graph.conftest import EVERYTHING, READ_ALL, OneToken

EVENTUAL = {"ConsistencyLevel": "eventual"}


@pytest.fixture
def wire(make_wire):
    return make_wire(tokens=OneToken(scopes=EVERYTHING))


def test_people_come_in_pages_by_opaque_marks(wire):
    items, _ = wire.pages("/users?$top=25")
    assert len(items) > 60 and len({item["id"] for item in items}) == len(items)
    assert "skiptoken=" in wire.get("/users?$top=25").json["@odata.nextLink"]
    assert wire.get("/users?$skip=10").status == 400
    assert wire.get("/users?$skiptoken=AAAA").code == "Directory_ExpiredPageToken"


def test_searching_people_needs_the_header_on_every_page(wire):
    url = '/users?$search="displayName:a"&$count=true&$top=2'
    assert wire.get(url).code == "Request_UnsupportedQuery"
    first = wire.get(url, **EVENTUAL)
    assert first.json["@odata.count"] > 2 and len(first.items) == 2
    link = first.json["@odata.nextLink"]
    assert wire.get(link).code == "Request_UnsupportedQuery"
    assert wire.get(link, **EVENTUAL).items


def test_people_are_filtered_and_ordered(wire):
    found = wire.get("/users?$filter=startswith(displayName,'To')&$orderby=displayName").items
    names = [item["displayName"] for item in found]
    assert "Tomás Lindqvist" in names and names == sorted(names)
    assert wire.get("/users?$filter=nonsense eq 1".replace(" ", "%20")).status == 400
    assert wire.get("/users?$select=skills").status == 501


def test_the_basic_permission_shows_names_alone(make_wire):
    wire = make_wire(tokens=OneToken(scopes=frozenset({"User.Read", "User.ReadBasic.All"})))
    tomas = wire.get("/users/tomas.lindqvist@contoso.example").json
    assert (tomas["displayName"], tomas["jobTitle"]) == ("Tomás Lindqvist", None)
    assert wire.get("/me").json["jobTitle"] == "Project lead"
    plain = make_wire(tokens=OneToken(scopes=READ_ALL))
    assert plain.get("/users").code == "Authorization_RequestDenied"


def test_who_reports_to_whom(wire):
    assert wire.get("/me/manager").json["displayName"] == "Tomás Lindqvist"
    reports = [item["displayName"] for item in wire.get("/me/directReports").items]
    assert reports == ["Theo Brandt", "Uma Seidl"]
    answer = wire.get("/users/tomas.lindqvist@contoso.example/manager")
    assert (answer.status, answer.code) == (404, "Request_ResourceNotFound")


def test_groups_say_what_they_are(wire):
    groups = wire.get("/me/memberOf").items
    assert {group["@odata.type"] for group in groups} == {"#microsoft.graph.group"}
    assert {"Harbour bridge", "Badge holders"} <= {group["displayName"] for group in groups}
    assert wire.get("/me/memberOf/microsoft.graph.group").items == groups


@pytest.mark.parametrize("side", [48, 64, 96, 120, 240, 360, 432, 504, 648])
def test_photos_come_in_every_size(wire, side):
    value = wire.get(f"/me/photos/{side}x{side}/$value").body
    assert value.startswith(b"\x89PNG") and int.from_bytes(value[16:20], "big") == side


def test_who_has_no_photo_is_a_404(wire):
    assert wire.get("/users/ines.navarro@contoso.example/photo/$value").code == "ImageNotFound"
    assert wire.get("/me/photos/50x50/$value").status == 404
    others = "/users/tomas.lindqvist@contoso.example/photo/$value"
    assert wire.get(others).body != wire.get("/me/photo/$value").body


def test_people_who_matter_come_first_and_are_found_nearly(wire):
    found = wire.get("/me/people?$top=5").items
    scores = [item["scoredEmailAddresses"][0]["relevanceScore"] for item in found]
    assert scores == sorted(scores, reverse=True) and len(found) == 5
    nearly = wire.get('/me/people?$search="Navaro"').items
    assert "Ines Navarro" in [item["displayName"] for item in nearly]
    assert wire.get('/me/people?$search="a"&$skip=3').status == 400
    assert wire.get("/users/ines.navarro@contoso.example/people").code == "ErrorAccessDenied"
