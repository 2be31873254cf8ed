"""Tests of messages made beforehand: the same answers, sooner."""

import time

import pytest
from tests.demo.graph.conftest import BORN, segment

from transom.demo.graph.prerender import Beforehand
from transom.demo.mailbox.changes import Changes
from transom.demo.mailbox.world import World

WISHES = ("", 'IdType="ImmutableId"', 'outlook.body-content-type="text"')
URLS = (
    "/me/messages?$top=300",
    "/me/messages?$top=300&$select=subject,webLink,isRead",
    "/me/messages?$top=40&$select=internetMessageHeaders",
    "/me/messages?$top=40&$expand=attachments",
    "/me/mailFolders/inbox/messages?$top=300&$filter=isRead eq false".replace(" ", "%20"),
    "/me/mailFolders/inbox/messages/delta?$top=300",
    "/me/mailFolders/inbox/messages/delta?$top=300&$select=subject,from",
)


@pytest.fixture
def both(make_wire, tmp_path):
    return make_wire(), make_wire(beforehand=tmp_path)


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("wish", WISHES)
def test_answers_are_the_same_ones(both, url, wish):
    anew, made = (wire.get(url, Prefer=wish).json for wire in both)
    assert made == anew
    assert [list(item) for item in made["value"]] == [list(item) for item in anew["value"]]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("query", ["", "?$select=id,body,hasAttachments", "?$expand=attachments"])
def test_single_messages_are_the_same_ones(both, query, wish):
    for item in both[0].get("/me/messages?$top=20&$select=subject", Prefer=wish).items:
        url = f"/me/messages/{segment(item['id'])}{query}"
        anew, made = (wire.get(url, Prefer=wish).json for wire in both)
        assert made == anew
        assert list(made) == list(anew)


def test_what_changed_since_is_told_as_it_is_now(both):
    wish = 'IdType="ImmutableId"'
    before = both[0].get("/me/mailFolders/inbox/messages?$top=3", Prefer=wish).items
    for wire in both:
        wire.change(
            {"kind": "mail_read", "id": before[0]["id"], "is_read": not before[0]["isRead"]},
            {"kind": "mail_moved", "id": before[1]["id"], "folder": "archive"},
        )
    anew, made = (wire.get("/me/messages?$top=5", Prefer=wish).json for wire in both)
    assert made == anew
    assert made["value"][0]["isRead"] is not before[0]["isRead"]


def beforehand(folder, seed=1, messages=40):
    world = World(seed, messages, BORN, Changes())
    return Beforehand(world, world.mailboxes()[0], folder)


def test_what_was_made_once_is_there_at_the_next_start(make_wire, tmp_path):
    assert not beforehand(tmp_path).was_kept
    assert beforehand(tmp_path).was_kept
    assert not beforehand(tmp_path, messages=41).was_kept
    assert not beforehand(tmp_path, seed=2).was_kept
    url = "/me/messages?$top=40"
    beforehand(tmp_path)
    kept = make_wire(messages=40, beforehand=tmp_path)
    assert kept.get(url).json == make_wire(messages=40).get(url).json


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[5:], lambda raw: b""])
def test_pages_that_are_not_whole_are_made_again(tmp_path, damage):
    beforehand(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    (tmp_path / f".{file.name}.left-by-a-kill").write_bytes(b"half")
    assert not beforehand(tmp_path).was_kept
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == whole


def test_a_page_costs_many_times_less(both):
    def seconds(wire):
        started = time.process_time()
        for _ in range(3):
            assert len(wire.get("/me/messages?$top=250").body) > 100_000
        return time.process_time() - started

    anew, made = both
    assert seconds(made) * 3 < seconds(anew)
