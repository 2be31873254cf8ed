"""People as Graph ranks and lists them: by relevance, in the directory, by who reports to whom."""

import re
from collections.abc import Mapping

from transom.engine.entities.contacts import Contact
from transom.engine.entities.people import ReportingLine
from transom.engine.errors import DeniedError, NotFoundError, TransomError
from transom.engine.graph.addresses import address
from transom.engine.graph.answers import ServerAnswer
from transom.engine.graph.batch import Outcome, fetch_batch
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import Page, decode, page_from_json
from transom.engine.graph.exchange import Call
from transom.engine.graph.lists import fetch_page
from transom.engine.graph.shapes.people import (
    GroupItem,
    PersonItem,
    RoomItem,
    UserItem,
    contact_from_person,
    contact_from_room,
    contact_from_user,
    name_from_group,
)

MOST_PEOPLE = 50
_PERSON_FIELDS = (
    "id,displayName,givenName,surname,jobTitle,companyName,department,officeLocation,"
    "scoredEmailAddresses,phones"
)
_BASIC_FIELDS = "id,displayName,givenName,surname,mail,userPrincipalName"
_FULL_FIELDS = (
    f"{_BASIC_FIELDS},jobTitle,companyName,department,officeLocation,mobilePhone,businessPhones"
)
Params = Mapping[str, str | int]
_WORDS = re.compile(r"[^\W_][\w.@'’-]*")


class PeopleApi:
    """Reads what the server knows of people beyond one's own contacts."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def list_relevant(self) -> list[Contact]:
        """Return those the mailbox's owner has most to do with, most relevant first."""
        params: Params = {"$top": MOST_PEOPLE, "$select": _PERSON_FIELDS}
        target = address("/me/people", params=params)
        return fetch_page(self._client, target, PersonItem, contact_from_person).items

    def search_directory(self, words: str, *, is_full: bool) -> list[Contact]:
        """Return the directory's people of whom all words begin the name, or one the address.

        ``is_full`` asks for more than the basic profile, which needs a permission of its own.
        """
        wanted = _WORDS.findall(words)
        if not wanted:
            return []
        names = " AND ".join(f'"displayName:{word}"' for word in wanted)
        search = names if len(wanted) > 1 else f'{names} OR "mail:{wanted[0]}"'
        params: Params = {
            "$search": search,
            "$orderby": "displayName",
            "$count": "true",
            "$top": MOST_PEOPLE,
            "$select": _FULL_FIELDS if is_full else _BASIC_FIELDS,
        }
        answer = self._client.send(Call(address("/users", params=params), is_eventual=True))
        page: Page[Contact] = page_from_json(answer.body, UserItem, contact_from_user)
        return page.items

    def fetch_reporting_line(self, mail_address: str) -> ReportingLine:
        """Return whom somebody reports to and who reports to them; empty for strangers."""
        params = {"$select": _FULL_FIELDS}
        manager, reports = fetch_batch(
            self._client,
            [
                address("/users/{user}/manager", mail_address, params=params),
                address("/users/{user}/directReports", mail_address, params=params),
            ],
        )
        return ReportingLine(_user_in(manager), _users_in(reports))

    def list_groups(self, mail_address: str) -> list[str]:
        """Return the names of the groups somebody is in; none for strangers."""
        params: Params = {"$select": "id,displayName", "$top": MOST_PEOPLE}
        template = "/users/{user}/memberOf/microsoft.graph.group"
        try:
            target = address(template, mail_address, params=params)
            page = fetch_page(self._client, target, GroupItem, name_from_group)
        except (NotFoundError, DeniedError):
            return []
        return sorted(filter(None, page.items), key=str.casefold)

    def list_rooms(self) -> list[Contact]:
        """Return the organisation's meeting rooms, by name."""
        target = address("/places/microsoft.graph.room", params={"$top": MOST_PEOPLE})
        rooms = fetch_page(self._client, target, RoomItem, contact_from_room).items
        return sorted(rooms, key=lambda room: room.display_name.casefold())


def _user_in(outcome: Outcome) -> Contact | None:
    answer = _answer_in(outcome)
    return contact_from_user(decode(answer.body, UserItem)) if answer else None


def _users_in(outcome: Outcome) -> tuple[Contact, ...]:
    answer = _answer_in(outcome)
    if answer is None:
        return ()
    return tuple(page_from_json(answer.body, UserItem, contact_from_user).items)


def _answer_in(outcome: Outcome) -> ServerAnswer | None:
    if isinstance(outcome, NotFoundError | DeniedError):  # nobody, or not in this directory
        return None
    if isinstance(outcome, TransomError):
        raise outcome
    return outcome
