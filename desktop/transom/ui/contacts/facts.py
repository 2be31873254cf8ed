"""What a person card lists: one row for each fact, in a fixed order; no Qt widgets."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QLocale

from transom.engine.entities.contacts import Contact, PostalAddress

NO_YEAR = 1604
"""Some directories give a birthday without a year; Outlook writes this or an earlier one."""
_ICONS = {"mobile": "ph.device-mobile", "work": "ph.phone", "home": "ph.phone"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the card; ``value`` is also what its button copies."""

    icon: str
    label: str
    value: str


def facts_of(contact: Contact) -> list[Fact]:
    """Return the rows of a contact's card."""
    return [fact for fact in _all_facts(contact) if fact.value.strip()]


def headline(contact: Contact, shown_name: str) -> str:
    """Return job, department and company, without what the name already says."""
    parts = (contact.job_title, contact.department, contact.company)
    return " · ".join(part for part in parts if part and part != shown_name)


def birthday_words(day: date) -> str:
    """Return ``14 March``, with the year where there is one."""
    pattern = "d MMMM" if day.year <= NO_YEAR else "d MMMM yyyy"
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern)


def address_lines(address: PostalAddress) -> str:
    """Return a postal address in lines."""
    town = " ".join(part for part in (address.postal_code, address.city) if part)
    lines = (address.street, town, address.state, address.country)
    return "\n".join(line for line in lines if line.strip())


def _all_facts(contact: Contact) -> Iterator[Fact]:
    for number, person in enumerate(contact.emails):
        yield Fact("ph.envelope-simple", "Mail" if not number else "Other mail", person.address)
    for phone in contact.phones:
        label = phone.kind.capitalize() if phone.kind else "Phone"
        yield Fact(_ICONS.get(phone.kind, "ph.phone"), label, phone.number)
    yield Fact("ph.buildings", "Office", contact.office)
    for address in contact.addresses:
        label = f"{address.kind.capitalize()} address" if address.kind else "Address"
        yield Fact("ph.map-pin", label, address_lines(address))
    if contact.birthday is not None:
        yield Fact("ph.cake", "Birthday", birthday_words(contact.birthday))
    yield Fact("ph.tag", "Categories", ", ".join(contact.categories))
    yield Fact("ph.note", "Notes", contact.notes)
