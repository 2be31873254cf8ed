"""Calendars under titles: one's own, those of others, whole mailboxes; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.calendar import Calendar
from transom.engine.entities.ownership import own_calendars
from transom.ui.text import name_of, safe


@dataclass(frozen=True, slots=True)
class CalendarGroup:
    """A title and its calendars, all of one account."""

    title: str
    account: AccountId
    calendars: tuple[Calendar, ...]


def grouped(
    calendars: Sequence[Calendar], accounts: Sequence[Account]
) -> tuple[CalendarGroup, ...]:
    """Put own calendars first, then read-only ones such as holidays, then other people's."""
    known = {account.id: account for account in accounts}
    own = own_calendars(calendars, {one.id: one.username for one in accounts})
    has_several = sum(account.is_own for account in accounts) > 1

    def place(calendar: Calendar) -> tuple[int, int, str]:
        account = known.get(calendar.account)
        suffix = f" · {account.username}" if account is not None and has_several else ""
        if account is not None and not account.is_own:
            return calendar.account, 0, safe(account.name) or account.mailbox
        if calendar.id not in own:
            return calendar.account, 2, f"Shared by {name_of(calendar.owner)}{suffix}"
        if calendar.is_default or calendar.can_edit:
            return calendar.account, 0, f"My calendars{suffix}"
        return calendar.account, 1, f"Other calendars{suffix}"

    ordered = sorted(calendars, key=lambda one: (place(one), not one.is_default, one.name.lower()))
    return tuple(
        CalendarGroup(key[2], AccountId(key[0]), tuple(members))
        for key, members in groupby(ordered, key=place)
    )
