"""The way a message came, read from lines that anybody may have written."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.trust.heads import head

from transom.engine.entities.mail import Header
from transom.engine.trust.route import date_of, hop_from_text, route_from_headers


def test_hops_come_oldest_first_with_the_time_each_took() -> None:
    hops = route_from_headers(head())
    assert [hop.source.partition(".")[0] for hop in hops] == ["mx", "db5eur03ft013", "a"]
    assert [hop.delay_s for hop in hops] == [None, 2.0, 1.0]
    assert [hop.security for hop in hops] == ["TLS 1.2", "TLS 1.2", "TLS"]
    assert hops[0].protocol == "Microsoft SMTP Server"


@pytest.mark.parametrize(
    ("text", "source", "server", "protocol", "security"),
    [
        (
            "from [10.0.0.5] (unknown [198.51.100.7]) by mx.a.example (Postfix) with ESMTPSA id 4A;"
            " Mon, 23 Nov 2026 16:38:01 +0900",
            "10.0.0.5",
            "mx.a.example",
            "ESMTPSA",
            "TLS",
        ),
        ("by 2002:a05:6500 with SMTP id x; Mon, 23 Nov 2026 1:2:3 GMT", "", "2002:a05:6500",
         "SMTP", ""),
        ("from a by b with esmtp (Exim 4.9) for <c@d>; nonsense", "a", "b", "esmtp", ""),
        ("(qmail 17 invoked by uid 0); 23 Nov 2026 07:38:01 -0000", "", "", "", ""),
        ("", "", "", "", ""),
        ("from (by (with", "", "", "", ""),
    ],
)  # fmt: skip
def test_a_line_is_read_as_far_as_it_goes(
    text: str, source: str, server: str, protocol: str, security: str
) -> None:
    hop = hop_from_text(text)
    assert (hop.source, hop.server, hop.protocol, hop.security) == (
        source,
        server,
        protocol,
        security,
    )


def test_clocks_that_differ_give_a_time_below_zero() -> None:
    late, early = "Mon, 23 Nov 2026 09:38:09 +0200", "Mon, 23 Nov 2026 07:38:01 +0000"
    lines = [f"from b by c; {early}", "from x by b; no date", f"from a by b; {late}"]
    hops = route_from_headers(tuple(Header("received", line) for line in lines))
    assert [hop.delay_s for hop in hops] == [None, None, -8.0]


def test_the_senders_own_clock_is_known_by_its_zone() -> None:
    at = date_of((Header("Date", "Mon, 23 Nov 2026 16:38:01 +0900 (JST)"),))
    assert at is not None and at.utcoffset() == timedelta(hours=9)
    for text in ("Mon, 23 Nov 2026 16:38:01 -0000", "yesterday", "", "Mon, 99 Nov 99999 1:1 +9"):
        assert date_of((Header("Date", text),)) is None
    assert date_of(()) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=8))
def test_no_line_breaks_the_reading(lines: list[str]) -> None:
    headers = tuple(Header("Received", f"from {line} by b; {line}") for line in lines)
    assert len(route_from_headers(headers)) == len(lines)


def test_a_thousand_hops_of_a_megabyte_are_read_at_once() -> None:
    headers = tuple(Header("Received", "from (" * 200_000) for _ in range(60))
    assert all(hop.server == "" for hop in route_from_headers(headers))
