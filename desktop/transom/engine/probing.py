"""A look at somebody else's mailbox, before it is added and whenever somebody asks again."""

from transom.engine.entities.shared import Opening, Part, Probe
from transom.engine.errors import DeniedError, NotFoundError
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.mail import MailApi
from transom.engine.sync.mailbox import CALENDARS, CONTACTS, MAIL

_DOORS = {CALENDARS: "/me/calendar", CONTACTS: "/me/contacts"}
_OF_A_WHOLE = ("inbox", "drafts", "sentitems", "deleteditems")
"""Folders that everybody has: where one of them stays closed, only some are shared."""


def probe(client: GraphClient, mailbox: str, parts: frozenset[str]) -> Probe:
    """Try each part that may be asked for; what is refused is an answer, not an error."""
    found = []
    for part in (MAIL, CALENDARS, CONTACTS):
        if part not in parts:
            found.append(Part(part, Opening.NOT_ASKED))
            continue
        try:
            found.append(_mail(client) if part == MAIL else _knock(client, part))
        except DeniedError:
            found.append(Part(part, Opening.CLOSED))
        except NotFoundError:
            found.append(Part(part, Opening.MISSING))
    return Probe(mailbox, tuple(found))


def _knock(client: GraphClient, part: str) -> Part:
    params: dict[str, str | int] = {"$select": "id"}
    if part == CONTACTS:
        params["$top"] = 1
    client.get(address(_DOORS[part], params=params))
    return Part(part, Opening.WHOLE)


def _mail(client: GraphClient) -> Part:
    folders = MailApi(client).list_folders()
    if {*_OF_A_WHOLE} <= {one.well_known for one in folders}:
        return Part(MAIL, Opening.WHOLE)
    names = tuple(one.name for one in folders if not one.is_hidden)
    return Part(MAIL, Opening.SOME if names else Opening.CLOSED, names)
