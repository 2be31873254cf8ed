"""Scopes: nothing but reading can be asked for, by any road."""

import pytest

from transom.engine.auth.scopes import (
    SCOPES,
    WriteScopeError,
    check_scopes,
    scopes_to_renew,
    short_names,
)


def test_what_every_sign_in_asks_for_passes_the_check() -> None:
    assert check_scopes(SCOPES) == list(SCOPES)
    assert check_scopes((*SCOPES, "Mail.Read", "offline_access", "Mail.Read.Shared")) == [
        *SCOPES,
        "offline_access",
        "Mail.Read.Shared",
    ]


@pytest.mark.parametrize(
    "scope",
    [
        "Mail.ReadWrite",
        "Mail.Send",
        "mail.read.write",
        "Calendars.ReadWrite.Shared",
        "Mail.Read Mail.Send",
        "Mail.Read\nMail.Send",
        "Mail.Read\n",
        "https://graph.microsoft.com/Mail.Send",
        "https://graph.microsoft.com/.default",
        ".default",
        "Directory.AccessAsUser.All",
        "EWS.AccessAsUser.All",
        "Mail.Read.All",
        "",
        "Mаil.Read",
    ],
)
def test_anything_else_is_refused_as_a_bug(scope: str) -> None:
    with pytest.raises(WriteScopeError):
        check_scopes((*SCOPES, scope))


def test_a_renewal_never_asks_for_more_than_reading() -> None:
    granted = short_names(
        "https://graph.microsoft.com/Mail.Read Mail.ReadWrite Mail.Send openid profile User.Read"
    )
    assert granted == {"Mail.Read", "Mail.ReadWrite", "Mail.Send", "openid", "profile", "User.Read"}
    assert scopes_to_renew(granted) == ["Mail.Read", "User.Read"]
    assert scopes_to_renew([]) == list(SCOPES)
