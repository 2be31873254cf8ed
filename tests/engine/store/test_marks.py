"""What a person arranged and marked here is kept, follows the server, and goes with its account."""

from typing import Any

from transom.engine.changes import Kind
from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, Fold


def test_favourites_keep_their_order_and_an_empty_choice_is_a_choice(
    store: Any, mailbox: Any
) -> None:
    marks = store.marks
    assert marks.read_favourites() is None
    wanted = [FLAGGED, mailbox.archive, ALL_INBOXES, mailbox.inbox]
    marks.save_favourites([*wanted, mailbox.archive, 999_999])
    assert marks.read_favourites() == wanted
    marks.save_favourites([])
    assert marks.read_favourites() == []


def test_a_favourite_goes_with_its_folder_and_all_marks_with_their_account(
    store: Any, mailbox: Any, make: Any
) -> None:
    marks = store.marks
    marks.save_favourites([mailbox.archive, mailbox.inbox])
    marks.save_fold(Fold("account", mailbox.account), mailbox.account, is_folded=True)
    marks.save_fold(Fold("favourites"), None, is_folded=True)
    marks.save_last_shown(mailbox.inbox, mailbox.account)
    mailbox.mail.save_folders(mailbox.account, [make.folder("inbox")], is_whole=True)
    assert marks.read_favourites() == [mailbox.inbox]
    store.forget_account(mailbox.account)
    assert marks.read_favourites() == []
    assert marks.read_folded() == {Fold("favourites")}
    assert marks.read_last_shown() is None


def test_what_is_folded_up_and_what_was_shown_last_are_remembered(store: Any, mailbox: Any) -> None:
    marks, fold = store.marks, Fold("folder", mailbox.archive)
    for is_folded in (True, True, False):
        marks.save_fold(fold, mailbox.account, is_folded=is_folded)
        assert marks.read_folded() == ({fold} if is_folded else set())
    marks.save_last_shown(mailbox.inbox, mailbox.account)
    marks.save_last_shown(ALL_INBOXES, None)
    assert marks.read_last_shown() == ALL_INBOXES
    assert marks.read_last_shown(mailbox.account) == mailbox.inbox


def test_a_seen_mark_lasts_until_the_server_says_read(
    store: Any, mailbox: Any, make: Any, news: Any
) -> None:
    marks = store.marks

    def line(number: int) -> Any:
        found = mailbox.mail.find_message(mailbox.account, make.message(number).remote_id)
        return mailbox.mail.read_lines_by_ids([found])[0]

    mailbox.page([make.message(1, is_read=False), make.message(2), make.message(3, is_read=False)])
    make.changes(news)
    marks.mark_seen([line(1).id, line(2).id, line(3).id])
    (told,) = make.changes(news)
    assert told.kind is Kind.MESSAGES and set(told.ids) == {line(1).id, line(3).id}
    assert line(1).is_seen and not line(1).is_read and not line(1).is_fresh
    assert not line(2).is_seen
    inbox = next(one for one in mailbox.mail.read_folders() if one.id == mailbox.inbox)
    assert inbox.seen_count == 2
    # Read on the server, and then marked as unread there: it is fresh again.
    mailbox.page([make.message(1, is_flagged=True, is_read=True)])
    mailbox.page([make.message(1, is_read=False)])
    assert line(1).is_fresh
    # A move, and another second of arrival, take the mark along.
    moved = make.message(3, is_read=False, received_at=make.first_day.replace(hour=5))
    mailbox.page([moved], folder=mailbox.archive)
    assert line(3).is_seen and line(3).folder == mailbox.archive
    marks.mark_seen([line(3).id], is_seen=False)
    assert line(3).is_fresh
    marks.mark_seen([line(1).id, line(3).id])
    marks.forget_seen()
    assert line(1).is_fresh and line(3).is_fresh
