"""Scopes: nothing but reading can be asked for, by any road."""

import pytest

from transom.engine.auth.scopes import (
    FURTHER_SCOPES,
    READ_SCOPES,
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
        "People.Read.All",
        "Notes.Read",
        "Mаil.Read",
    ],
)
def test_anything_else_is_refused_as_a_bug(scope: str) -> None:
    with pytest.raises(WriteScopeError):
        check_scopes((*SCOPES, scope))


def test_the_list_of_what_may_be_asked_for_is_this_and_each_of_it_only_reads() -> None:
    assert set(READ_SCOPES) == {
        "User.Read",
        "Mail.Read",
        "Calendars.Read",
        "Contacts.Read",
        "MailboxSettings.Read",
        "Mail.Read.Shared",
        "Calendars.Read.Shared",
        "Contacts.Read.Shared",
        "People.Read",
        "User.ReadBasic.All",
        "User.Read.All",
        "GroupMember.Read.All",
        "Group.Read.All",
        "Place.Read.All",
    }
    assert set(FURTHER_SCOPES) <= READ_SCOPES and not set(FURTHER_SCOPES) & set(SCOPES)
    assert all(scope.split(".")[1] in ("Read", "ReadBasic") for scope in READ_SCOPES)


def test_a_renewal_asks_for_a_further_permission_only_while_it_is_turned_on() -> None:
    granted = {"Mail.Read", "People.Read", "User.Read.All"}
    assert scopes_to_renew(granted, ["People.Read"]) == ["Mail.Read", "People.Read"]
    assert scopes_to_renew(granted) == ["Mail.Read"]


def test_a_renewal_never_asks_for_more_than_reading() -> None:
    granted = short_names(
        "https://graph.microsoft.com/Mail.Read Mail.ReadWrite Mail.Send openid profile User.Read"
    )
    assert granted == {"Mail.Read", "Mail.ReadWrite", "Mail.Send", "openid", "profile", "User.Read"}
    assert scopes_to_renew(granted) == ["Mail.Read", "User.Read"]
    assert scopes_to_renew([]) == list(SCOPES)
