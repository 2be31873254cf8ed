"""Whose a calendar is."""

from collections.abc import Iterable

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.calendar import Calendar, CalendarId


def own_calendars(
    calendars: Iterable[Calendar], usernames: dict[AccountId, str]
) -> frozenset[CalendarId]:
    """Return the calendars that belong to the accounts' own people.

    A person's address and user name may differ: whoever owns the default calendar is the person.
    """
    known = list(calendars)
    addresses = {(number, name.casefold()) for number, name in usernames.items()}
    addresses |= {_owner(one) for one in known if one.is_default}
    return frozenset(
        one.id
        for one in known
        if one.is_default or not one.owner.address or _owner(one) in addresses
    )


def _owner(calendar: Calendar) -> tuple[AccountId, str]:
    return calendar.account, calendar.owner.address.casefold()
