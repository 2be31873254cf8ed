"""Scopes as they are asked for, and the words a person reads."""

import pytest

from transom.demo.identity.errors import IdentityError
from transom.demo.identity.scopes import consent_lines, parse_scopes


def test_a_graph_prefix_and_letter_case_make_no_difference() -> None:
    asked = parse_scopes("openid https://graph.microsoft.com/mail.read Calendars.Read", ())
    assert asked.graph == {"Mail.Read", "Calendars.Read"}
    assert asked.oidc == {"openid"}


def test_default_stands_for_what_is_registered() -> None:
    asked = parse_scopes("openid https://graph.microsoft.com/.default", ("Mail.Read",))
    assert asked.is_default and asked.graph == {"Mail.Read"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://graph.microsoft.com/.default Mail.Read", 70011),
        ("Mail Read!", 70011),
        (".default", 70011),
        ("https://graph.microsoft.com.evil.example/Mail.Read", 500011),
        ("https://outlook.office.com/Mail.Read", 500011),
    ],
)
def test_scopes_that_make_no_sense_are_refused(text: str, code: int) -> None:
    with pytest.raises(IdentityError) as raised:
        parse_scopes(text, ())
    assert raised.value.code == code


def test_a_permission_without_words_of_its_own_is_still_listed() -> None:
    assert [line.title for line in consent_lines(["Tasks.Read"])] == ["Tasks.Read"]


def test_lasting_access_is_listed_last_and_signing_in_once() -> None:
    lines = consent_lines(["offline_access", "openid", "User.Read", "profile", "Mail.Read"])
    assert [line.title for line in lines] == [
        "Read your mail",
        "Sign you in and read your profile",
        "Maintain access to data you have given it access to",
    ]
