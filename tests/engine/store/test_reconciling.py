"""What a comparison with the server's list knows: whose turn it is, and what came meanwhile."""

from datetime import timedelta
from typing import Any

DAY_S = 86_400


def test_what_came_while_a_page_was_compared_is_not_undone(mailbox: Any, make: Any) -> None:
    store, account, inbox = mailbox.store, mailbox.account, mailbox.inbox
    mailbox.page([make.message(1)], cursor="now")
    walk = store.reconciling.begin(account, inbox)
    mailbox.page(removed=[1], cursor="later")
    message = make.message(1)
    found, folders = {message.remote_id: message}, {message.folder_remote_id: inbox}
    settle = store.reconciling.settle
    assert settle(account, walk, found, folders, None, make.first_day) == 0
    assert mailbox.subjects() == []
    walk = store.reconciling.begin(account, inbox)
    assert settle(account, walk, found, folders, None, make.first_day) == 1
    assert mailbox.subjects() == ["Subject 1"]


def test_while_pages_of_a_round_are_to_come_nothing_is_compared(mailbox: Any, make: Any) -> None:
    mailbox.page([make.message(1)], done=False)
    assert mailbox.store.reconciling.begin(mailbox.account, mailbox.inbox) is None


def test_the_one_that_waits_longest_comes_first_and_a_begun_one_before_it(
    mailbox: Any, make: Any
) -> None:
    store, account, day = mailbox.store.reconciling, mailbox.account, make.first_day

    def due(hours: int) -> Any:
        now = day + timedelta(hours=hours)
        return store.next_due(account, "mail", [mailbox.inbox, mailbox.archive], now, DAY_S)

    assert due(0) is None, "what is new here was read just now"
    store.note_done(account, "mail", mailbox.inbox, day + timedelta(hours=5))
    assert due(23) is None
    assert due(30) == mailbox.archive
    mailbox.page([make.message(1)])
    walk = store.begin(account, mailbox.inbox)
    store.settle(account, walk, {}, {}, 77, day + timedelta(hours=29))
    assert due(30) == mailbox.inbox
    assert store.begin(account, mailbox.inbox).below == 77


def test_a_date_from_a_clock_that_was_ahead_is_put_right(mailbox: Any, make: Any) -> None:
    store, account, day = mailbox.store.reconciling, mailbox.account, make.first_day
    store.note_done(account, "mail", mailbox.inbox, day.replace(year=2036))
    assert store.next_due(account, "mail", [mailbox.inbox], day, DAY_S) is None
    later = day + timedelta(days=1)
    assert store.next_due(account, "mail", [mailbox.inbox], later, DAY_S) == mailbox.inbox
