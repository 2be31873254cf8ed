"""Tests of heads: the service's lines on top, the sender's own below, as in the source."""

from email import message_from_bytes, policy

import pytest
from tests.demo.graph.conftest import segment

OWN = "X-MS-Exchange-Organization-AuthAs"


def head(wire, subject):
    messages = wire.get("/me/messages?$top=300&$select=subject").items
    one = next(m for m in messages if m["subject"] == subject)
    url = f"/me/messages/{segment(one['id'])}"
    found = wire.get(f"{url}?$select=internetMessageHeaders").json
    rows = found.get("internetMessageHeaders", [])
    return [(row["name"], row["value"]) for row in rows], wire.get(f"{url}/$value").body


def values(rows, name):
    return [value for one, value in rows if one == name]


def test_mail_from_inside_says_so_and_came_over_the_services_own_hops(wire):
    rows, _ = head(wire, "Harbour bridge: revised load tables")
    assert values(rows, OWN) == ["Internal"]
    assert all("prod.mailbox.example" in hop for hop in values(rows, "Received"))
    assert values(rows, "Date")[0].endswith("+0100")


def test_mail_from_outside_has_the_stamp_above_the_hop_that_brought_it_in(wire):
    rows, _ = head(wire, "Re: Site visit on Thursday")
    names = [name for name, _ in rows]
    hops = [place for place, name in enumerate(names) if name == "Received"]
    stamp = names.index("Authentication-Results")
    assert hops[1] < stamp < hops[2] and len(hops) == 4
    assert "header.from=northwind.example" in rows[stamp][1]
    assert values(rows, OWN) == ["Anonymous"]


def test_a_forged_stamp_lies_below_the_hops(wire):
    rows, _ = head(wire, "Payroll: confirm before Friday")
    names = [name for name, _ in rows]
    last_hop = max(place for place, name in enumerate(names) if name == "Received")
    stamps = [place for place, name in enumerate(names) if name == "Authentication-Results"]
    assert stamps[0] < last_hop < stamps[1] < stamps[2]
    assert "dmarc=fail" in rows[stamps[0]][1] and "dmarc=pass" in rows[stamps[1]][1]


def test_what_was_never_sent_has_no_head_but_a_source(wire):
    one = wire.get("/me/mailFolders/drafts/messages?$top=1").items[0]
    url = f"/me/messages/{segment(one['id'])}"
    assert "internetMessageHeaders" not in wire.get(f"{url}?$select=internetMessageHeaders").json
    assert message_from_bytes(wire.get(f"{url}/$value").body)["Message-ID"]


@pytest.mark.parametrize(
    "subject",
    [
        "Harbour bridge: revised load tables",
        "Photos from the workshop",
        "橋脚の検査について",
        "Released: values for pier 3",
        "[bridges] Creep in epoxy anchors",
    ],
)
def test_the_source_has_the_same_head(wire, subject):
    rows, source = head(wire, subject)
    mail = message_from_bytes(source, policy=policy.compat32)
    in_source = [(name, " ".join(str(value).split())) for name, value in mail.items()]
    wanted = [(name, " ".join(value.split())) for name, value in rows]
    for row in wanted:
        assert row in in_source
    trace = [row for row in in_source if row[0] in ("Received", "Authentication-Results")]
    assert trace == [row for row in wanted if row[0] in ("Received", "Authentication-Results")]


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Released: values for pier 3", "multipart/signed"),
        ("Account for the deposit", "multipart/signed"),
        ("Signed and wrapped: survey data", "application/pkcs7-mime"),
        ("Confidential: bids", "application/pkcs7-mime"),
        ("Keys for the archive", "multipart/encrypted"),
    ],
)
def test_sealed_mail_has_its_own_form(wire, subject, kind):
    _, source = head(wire, subject)
    mail = message_from_bytes(source)
    assert mail.get_content_type() == kind
    assert kind != "multipart/signed" or len(mail.get_payload()) == 2
