"""Remote pictures in the store: what is allowed, what was fetched, and that both can go."""

from datetime import UTC, datetime
from typing import Any

from transom.engine.changes import Kind
from transom.engine.entities.pictures import Allowance, AllowanceKind, RemotePicture

AT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def sender(mailbox: Any, name: str) -> Allowance:
    return Allowance(mailbox.account, AllowanceKind.SENDER, name, AT)


def host(mailbox: Any, name: str) -> Allowance:
    return Allowance(mailbox.account, AllowanceKind.HOST, name, AT)


def test_what_is_allowed_is_read_back_told_and_revoked(
    mailbox: Any, make: Any, news: list[Any]
) -> None:
    pictures = mailbox.store.pictures
    make.changes(news)
    pictures.save_allowance(sender(mailbox, "News@Span.example"))
    pictures.save_allowance(host(mailbox, "images.example"))
    pictures.save_allowance(host(mailbox, "images.example"))
    assert [change.kind for change in make.changes(news)] == [Kind.PICTURES] * 3
    allowed = pictures.read_allowances()
    assert allowed == [host(mailbox, "images.example"), sender(mailbox, "news@span.example")]
    for one in allowed:
        pictures.remove_allowance(one)
    assert pictures.read_allowances() == []


def test_consent_is_the_senders_own_and_the_hosts(mailbox: Any) -> None:
    pictures = mailbox.store.pictures
    pictures.save_allowance(sender(mailbox, "news@span.example"))
    pictures.save_allowance(host(mailbox, "images.example"))
    known = pictures.read_consent(mailbox.account, "NEWS@span.example")
    assert known.is_whole
    other = pictures.read_consent(mailbox.account, "other@span.example")
    assert not other.is_whole
    assert not pictures.read_consent(mailbox.account, "").is_whole
    assert other.allows("images.example")
    assert other.allows("a.images.example")
    assert not other.allows("badimages.example")
    assert not other.allows("example")


def test_consent_of_one_account_is_not_anothers(mailbox: Any, make: Any) -> None:
    second = make.mailbox(mailbox.store, "bea")
    mailbox.store.pictures.save_allowance(sender(mailbox, "news@span.example"))
    assert not mailbox.store.pictures.read_consent(second.account, "news@span.example").is_whole


def test_pictures_are_kept_and_the_oldest_make_room(mailbox: Any) -> None:
    pictures = mailbox.store.pictures
    pictures.most_bytes = 2_500
    many = [RemotePicture(mailbox.account, f"https://a.example/{n}.png") for n in range(4)]
    for number, one in enumerate(many):
        pictures.save_picture(one, bytes([number]) * 1_000)
    assert [pictures.read_picture(one) for one in many[:2]] == [None, None]
    assert pictures.read_picture(many[2]) == b"\2" * 1_000
    assert pictures.held_bytes() == 2_000
    pictures.save_picture(many[2], b"anew")
    assert pictures.read_picture(many[2]) == b"anew"


def test_nothing_of_it_outlives_its_account(mailbox: Any) -> None:
    pictures = mailbox.store.pictures
    one = RemotePicture(mailbox.account, "https://a.example/x.png")
    pictures.save_allowance(host(mailbox, "images.example"))
    pictures.save_picture(one, b"content")
    mailbox.store.forget_account(mailbox.account)
    assert pictures.read_allowances() == []
    assert pictures.held_bytes() == 0
