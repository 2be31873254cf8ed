"""What a look at a mailbox found, in words: how far it opens, and who can change that."""

from transom.engine.entities.shared import Opening, Part, Probe
from transom.ui.text import safe

_NAMES = {"mail": "Mail", "calendars": "Calendar", "contacts": "Contacts"}
_ITS_OWN = {"mail": "its folders", "calendars": "its calendar", "contacts": "its contacts"}


def lines_of(found: Probe) -> list[str]:
    """Return a line for each part that was asked for."""
    lines = [_line(one) for one in found.parts if one.opening is not Opening.NOT_ASKED]
    if found.is_missing:
        return [f"There is no mailbox {safe(found.mailbox)}, or none that can be seen from here."]
    return lines


def who_can_change(found: Probe) -> str:
    """Say what is to be done about what stays closed; empty where all of it opens."""
    closed = [one for one in found.parts if one.opening is Opening.CLOSED]
    some = [one for one in found.parts if one.opening is Opening.SOME]
    if found.is_missing:
        return (
            "Look at the spelling first. Who looks after mailboxes in your organisation knows the "
            "address, and whether it is hidden from you."
        )
    if not closed and not some:
        return ""
    what = " and ".join(_ITS_OWN[one.name] for one in (*some, *closed))
    return (
        f"Who owns the mailbox can share {what} with you in Outlook (Folder permissions). Of a "
        "mailbox that belongs to a team, your Exchange administrator can give you full access "
        "(“Read and manage”). Both may take up to an hour to reach Transom."
    )


def _line(part: Part) -> str:
    name = _NAMES[part.name]
    match part.opening:
        case Opening.WHOLE:
            return f"{name}: opens"
        case Opening.SOME:
            named = ", ".join(safe(one) for one in part.folders[:4])
            more = len(part.folders) - 4
            return f"{name}: {named}{f' and {more} more' if more > 0 else ''} only"
        case _:
            return f"{name}: not shared with you"
