"""Whose word counts on who sent a message, and what it comes to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.trust.heads import EDGE_HOP, PASSED, TOP, forged, head

from transom.engine.entities.mail import Header
from transom.engine.trust.authentication import Verdict, authentication_of
from transom.engine.trust.results import results_from_text, without_comments

PRIYA = "priya@fabrikam.example"
FAILED = "spf=fail smtp.mailfrom=fabrikam.example; dkim=none; dmarc=fail action=oreject;"


def verdict(*stamps: str, sender: str = PRIYA, **facts: object) -> Verdict:
    return authentication_of(head(*stamps, **facts), sender).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        (PASSED, Verdict.VERIFIED),
        (FAILED, Verdict.FAILED),
        ("dmarc=bestguesspass action=none header.from=fabrikam.example", Verdict.VERIFIED),
        ("spf=pass smtp.mailfrom=a@mail.fabrikam.example; dkim=none; dmarc=none", Verdict.VERIFIED),
        ("spf=pass smtp.mailfrom=bulk.example; dkim=none; dmarc=none", Verdict.UNPROVEN),
        ("spf=none; dkim=pass header.d=fabrikam.example; dmarc=none", Verdict.VERIFIED),
        ("spf=none; dkim=pass header.d=other.example; dmarc=none", Verdict.UNPROVEN),
        ("spf=softfail; dkim=none; dmarc=none", Verdict.UNPROVEN),
        ("spf=fail; dkim=none; dmarc=none", Verdict.FAILED),
        ("spf=temperror; dkim=temperror; dmarc=temperror", Verdict.UNPROVEN),
        ("dmarc=fail; compauth=pass reason=130", Verdict.UNPROVEN),
        ("dmarc=pass header.from=fabrikam.example; compauth=fail reason=001", Verdict.FAILED),
        ("dmarc=pass header.from=other.example", Verdict.FAILED),
        ("", Verdict.UNPROVEN),
        (f"mx.microsoft.com; {PASSED}", Verdict.VERIFIED),
    ],
)
def test_a_verdict_follows_from_the_services_stamp(stamp: str, expected: Verdict) -> None:
    assert verdict(stamp) is expected


def test_without_a_stamp_nothing_was_checked_whatever_the_message_brings_along() -> None:
    found = authentication_of(head(below=(forged(), forged(f"mx.microsoft.com; {PASSED}"))), PRIYA)
    assert found.verdict is Verdict.UNCHECKED
    assert found.foreign_stamps == 2
    assert found.dmarc is None


def test_a_forged_stamp_below_does_not_outweigh_the_real_one() -> None:
    found = authentication_of(head(FAILED, below=(forged(),)), PRIYA)
    assert (found.verdict, found.foreign_stamps) == (Verdict.FAILED, 1)


def test_a_forged_hop_of_the_service_does_not_make_what_follows_it_the_services() -> None:
    below = (Header("Received", TOP), forged(), Header("Received", EDGE_HOP), forged())
    assert verdict(below=below, helo="evil.prod.outlook.com") is Verdict.UNCHECKED


def test_another_servers_name_in_the_right_place_is_not_believed() -> None:
    assert verdict(f"mx.evil.example; {PASSED}") is Verdict.UNCHECKED


def test_of_two_stamps_of_the_service_the_last_written_counts() -> None:
    assert verdict(FAILED, PASSED) is Verdict.FAILED


def test_a_head_without_hops_proves_nothing() -> None:
    assert authentication_of((forged(),), PRIYA).verdict is Verdict.UNCHECKED
    assert authentication_of((), PRIYA).verdict is Verdict.UNCHECKED


def test_mail_from_inside_is_said_to_be_so_unless_somebody_says_otherwise() -> None:
    inside = Header("X-MS-Exchange-Organization-AuthAs", "Internal")
    outside = Header("X-MS-Exchange-Organization-AuthAs", "Anonymous")
    unsigned = "dkim=none (message not signed) header.d=none;dmarc=none action=none"
    assert verdict(unsigned, below=(inside,)) is Verdict.INTERNAL
    assert verdict(unsigned, below=(outside, inside)) is Verdict.UNPROVEN
    assert verdict(FAILED, below=(inside,)) is Verdict.FAILED


def test_comments_quotes_and_folds_do_not_hide_or_invent_results() -> None:
    text = 'mx.x; spf=fail (spf=pass; dmarc=pass (nested) \\) ) reason="a;b(c" ; dkim=none'
    found = results_from_text(text)
    assert found.server == "mx.x"
    assert [(one.method, one.result) for one in found.results][:1] == [("spf", "fail")]
    assert not found.all("dmarc")
    assert without_comments("a (b (c) d") == "a "


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Received", "Authentication-Results", "x"]), st.text())))
def test_no_head_breaks_the_reading(lines: list[tuple[str, str]]) -> None:
    headers = tuple(Header(name, value) for name, value in lines)
    assert authentication_of(headers, "a@b.example").verdict in Verdict
