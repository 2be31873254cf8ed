"""Whom the mailboxes have to do with, from contacts and sent mail."""

from dataclasses import replace
from typing import Any

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import Folder


def test_whom_one_wrote_to_is_known_and_who_wrote_is_not(mailbox: Any, make: Any) -> None:
    sent = Folder(RemoteId("sent"), RemoteId(""), "Sent", "sentitems")
    folders = mailbox.mail.save_folders(mailbox.account, [sent], is_whole=False)
    number = next(one.id for one in folders if one.well_known == "sentitems")
    to = Person("Bo", "bo@b.example")
    mailbox.page([replace(make.message(1), to=(to,), cc=(to,))], folder=number)
    mailbox.page([replace(make.message(2), sender=Person("Eve", "eve@e.example"))])
    assert mailbox.store.correspondents.read_people() == [to]


def test_an_earlier_mail_is_found_by_its_whole_address(mailbox: Any, make: Any) -> None:
    eve, near = Person("Eve", "eve@e.example"), Person("Eve", "eve@f.e.example")
    added = mailbox.page(
        [replace(make.message(1), sender=near), replace(make.message(5), sender=eve)]
    ).added
    reader = mailbox.store.correspondents
    newest = max(added)
    assert not reader.has_earlier_from("eve@e.example", newest)
    assert reader.has_earlier_from("EVE@e.example", newest + 1)
    assert not reader.has_earlier_from("", newest + 1)
