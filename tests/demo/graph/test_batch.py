"""Tests of several questions in one."""

import base64


def part(name, url, method="GET", **more):
    return {"id": name, "method": method, "url": url, **more}


def test_each_part_has_its_own_answer(wire):
    answer = wire.batch(
        part("1", "/me/messages?$top=2", headers={"Prefer": 'IdType="ImmutableId"'}),
        part("2", "/me/messages/nothing"),
        part("3", "me/photos/48x48/$value"),
        part("4", "/me/messages", "POST"),
    )
    parts = {one["id"]: one for one in answer.json["responses"]}
    assert answer.status == 200
    assert {name: one["status"] for name, one in parts.items()} == {
        "1": 200, "2": 404, "3": 200, "4": 403,
    }  # fmt: skip
    assert parts["1"]["body"]["value"][0]["id"].startswith("AAkALgAA")
    assert parts["1"]["body"]["@odata.nextLink"].startswith("https://graph.test:8443/v1.0/me/")
    assert base64.b64decode(parts["3"]["body"]).startswith(b"\x89PNG")


def test_what_depends_on_a_failure_fails(wire):
    answer = wire.batch(
        part("a", "/me/messages/nothing"),
        part("b", "/me", dependsOn=["a"]),
        part("c", "/me"),
    )
    assert [one["status"] for one in answer.json["responses"]] == [404, 424, 200]


def test_bad_batches_are_refused_whole(wire):
    assert wire.batch(*(part(str(n), "/me") for n in range(21))).status == 400
    assert wire.batch(part("1", "/me"), part("1", "/me")).status == 400
    assert wire.batch(part("1", "https://elsewhere.example/v1.0/me")).status == 400
    assert wire.batch(part("1", "/$batch", "POST")).status == 400
    assert wire.ask("POST", "/$batch", b"{").status == 400
    assert wire.get("/$batch").status == 405
