"""Links that lead through others, and what they say of where they end."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.ui.mail.link_line import target_words
from transom.ui.web.detours import end_of
from transom.ui.web.references import Link

BANK = "https://bank.com/login?a=1&b=2"
SAFE = f"https://nam02.safelinks.protection.outlook.com/?url={quote(BANK, safe='')}&data=05"


@pytest.mark.parametrize(
    ("url", "end"),
    [
        (SAFE, BANK),
        (f"https://www.google.com/url?sa=t&q={quote(BANK, safe='')}", BANK),
        ("https://www.google.com/search?q=https://bank.com", ""),
        (f"https://urldefense.com/v3/__{BANK}__;!!abc$", BANK),
        ("https://urldefense.com/v3/__https:/bank.com/x__;!!a", "https://bank.com/x"),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__bank.com_login&d=x",
            "https://bank.com/login",
        ),
        (f"https://{'l'}.facebook.com/l.php?u={quote(SAFE, safe='')}", BANK),
        ("https://nam02.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)", ""),
        (f"https://safelinks.protection.outlook.com.evil.example/?url={quote(BANK)}", ""),
        ("https://[broken", ""),
        (BANK, ""),
    ],
)
def test_a_link_ends_where_its_own_address_says(url: str, end: str) -> None:
    assert end_of(url) == (end or url)


def test_a_scanner_on_the_way_is_no_deceit_and_is_named() -> None:
    link = Link(SAFE, "bank.com")
    assert (link.host, link.claimed_host) == ("bank.com", "")
    assert link.detour == "nam02.safelinks.protection.outlook.com"
    assert target_words(link).startswith("bank.com, by way of nam02.safelinks")
    assert Link(SAFE, "contoso.com").claimed_host == "contoso.com"


def test_a_host_that_its_address_hides_stands_before_it() -> None:
    hidden = Link(f"https://{'a' * 150}.evil.example/x")
    assert target_words(hidden).startswith(f"{'a' * 150}.evil.example · ")
    assert target_words(Link("https://b\u00fccher.example/")).startswith("xn--bcher-kva.example · ")
    assert target_words(Link(BANK)) == BANK
    assert target_words(Link("mailto:a@b.example")) == "mailto:a@b.example"


@given(st.text())
def test_no_address_breaks_the_reading(text: str) -> None:
    link = Link(f"https://{text}", text)
    assert isinstance(link.claimed_host + link.detour + target_words(link), str)
