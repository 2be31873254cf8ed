"""Senders that are not who they seem, weighed against the people one knows."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transom.engine.entities.accounts import Person
from transom.engine.trust.domain_likeness import KnownDomains, Likeness
from transom.engine.trust.domains import organisation_of, written_domain
from transom.engine.trust.doubts import DoubtKind, KnownPeople, doubts_of
from transom.engine.trust.likeness import is_one_slip, near_keys, skeleton

ME = Person("Adele Vance", "adele.vance@contoso.com")
INES = Person("Ines Navarro", "ines.navarro@contoso.com")
JONAS = Person("Jonas Hartmann", "jonas@northwind.example")
KNOWN = KnownPeople([INES, JONAS, Person("Kim", "kim@gmail.com")], [ME])


def kinds(name: str, address: str, *reply_to: str, **facts: bool) -> list[DoubtKind]:
    answers = [Person("", one) for one in reply_to]
    return [one.kind for one in doubts_of(Person(name, address), answers, KNOWN, **facts)]


@pytest.mark.parametrize(
    ("domain", "kind", "known"),
    [
        ("c0ntoso.com", Likeness.SAME_LOOK, "contoso.com"),
        ("c\u043entoso.com", Likeness.SAME_LOOK, "contoso.com"),  # a Cyrillic o
        ("xn--cntoso-h9d.com", Likeness.ONE_LETTER, "contoso.com"),
        ("cont\u00f6so.com", Likeness.SAME_LOOK, "contoso.com"),
        ("mail.contosso.com", Likeness.ONE_LETTER, "contoso.com"),
        ("ocntoso.com", Likeness.ONE_LETTER, "contoso.com"),
        ("contoso.co", Likeness.OTHER_ENDING, "contoso.com"),
        ("contoso.com.verify-login.example", Likeness.CONTAINED, "contoso.com"),
        ("contoso-payroll.example", Likeness.CONTAINED, "contoso.com"),
        ("northvvind.example", Likeness.SAME_LOOK, "northwind.example"),
        ("rnicrosoft.com", Likeness.SAME_LOOK, "microsoft.com"),
        ("paypa1.com", Likeness.SAME_LOOK, "paypal.com"),
        ("gmall.com", Likeness.SAME_LOOK, "gmail.com"),
    ],
)
def test_a_domain_that_looks_like_a_known_one_is_noticed(
    domain: str, kind: Likeness, known: str
) -> None:
    found = KNOWN.domains.look_alike(domain)
    if domain.startswith("xn--"):
        assert found is None or found.known == known  # whatever its letters are
        return
    assert found is not None
    assert (found.kind, found.known) == (kind, known)


@pytest.mark.parametrize(
    "domain",
    [
        "contoso.com",
        "eu.contoso.com",
        "gmail.com",
        "ymail.com",
        "northwind.de",
        "fabrikam.example",
        "litware.co.uk",
        "",
        "localhost",
    ],
)
def test_known_and_merely_unknown_domains_are_left_in_peace(domain: str) -> None:
    assert KNOWN.domains.look_alike(domain) is None


def test_a_private_mailbox_does_not_make_its_providers_name_its_own() -> None:
    domains = KnownDomains(["outlook.com"], ["outlook.com"])
    assert domains.look_alike("outlook.de") is None
    assert domains.look_alike("my-outlook.example") is None


def test_a_name_that_is_another_address_is_noticed() -> None:
    name = "Contoso <security@contoso.com>"
    assert kinds(name, "alert@verify.example") == [DoubtKind.NAME_IS_ADDRESS]
    assert kinds("ines.navarro@contoso.com", "ines@eu.contoso.com") == []


@pytest.mark.parametrize("name", ["Ines Navarro", "NAVARRO, Ines", "\u0406nes Navarr\u043e"])
def test_a_known_name_with_another_address_is_noticed(name: str) -> None:
    assert kinds(name, "ines1984@free.example") == [DoubtKind.NAME_OF_ANOTHER]
    assert kinds(name, "ines.navarro@contoso.com") == []


def test_ones_own_name_with_another_address_is_noticed_and_a_first_name_alone_is_not() -> None:
    assert kinds("Adele Vance", "adele@free.example") == [DoubtKind.NAME_OF_ANOTHER]
    assert kinds("Kim", "kim@free.example") == []


def test_answers_that_go_to_another_organisation_are_noticed_but_not_on_lists() -> None:
    assert kinds("News", "news@shop.example", "answers@bounce.shop.example") == []
    assert kinds("News", "news@shop.example", "x@y.example") == [DoubtKind.ANSWERS_ELSEWHERE]
    assert kinds("News", "news@shop.example", "x@y.example", is_list=True) == []


def test_the_gravest_comes_first_and_says_what_one_would_expect() -> None:
    sender = Person("Ines Navarro", "ines.navarro@c0ntoso.com")
    found = doubts_of(sender, [Person("", "a@b.example")], KNOWN)
    assert [one.kind for one in found] == [
        DoubtKind.LOOK_ALIKE,
        DoubtKind.NAME_OF_ANOTHER,
        DoubtKind.ANSWERS_ELSEWHERE,
    ]
    assert found[1].known == INES.address
    assert [one.is_grave for one in found] == [True, True, False]


def test_organisations_are_told_by_their_registered_name() -> None:
    assert organisation_of("a.b.contoso.co.uk") == "contoso.co.uk"
    assert organisation_of("a.b.contoso.com") == "contoso.com"
    assert written_domain("xn--mller-kva.example") == "müller.example"
    assert written_domain("xn--\udcff.example").endswith(".example")


@settings(max_examples=150, deadline=None)
@given(st.text("abcde", min_size=1, max_size=7), st.text("abcde", min_size=1, max_size=7))
def test_whatever_is_one_slip_apart_shares_a_key(one: str, other: str) -> None:
    if is_one_slip(one, other):
        assert set(near_keys(one)) & set(near_keys(other))


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(), st.text())
def test_no_name_breaks_the_weighing(name: str, address: str, answer: str) -> None:
    doubts_of(Person(name, f"a@{address}"), [Person(name, answer)], KNOWN)
    skeleton(name)


def test_ten_thousand_people_are_learnt_at_once_and_weighed_in_no_time() -> None:
    people = [Person(f"Guest Number {n}", f"g{n}@company{n}.example") for n in range(10_000)]
    known = KnownPeople(people, [ME])
    begin = time.perf_counter()
    for n in range(200):
        doubts_of(Person("Guest Number", f"x@cornpany{n}.example"), (), known)
    assert time.perf_counter() - begin < 1
