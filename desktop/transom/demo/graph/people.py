"""The people who matter to somebody, most relevant first."""

import uuid
from collections.abc import Callable
from difflib import SequenceMatcher

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import bad_request, denied, not_found
from transom.demo.graph.filters import follow
from transom.demo.graph.paging import Shelf, known_names, page, pick
from transom.demo.mailbox.items import Address, Contact

FIELDS = [
    "id",
    "displayName",
    "givenName",
    "surname",
    "birthday",
    "personNotes",
    "isFavorite",
    "jobTitle",
    "companyName",
    "yomiCompany",
    "department",
    "officeLocation",
    "profession",
    "userPrincipalName",
    "imAddress",
    "scoredEmailAddresses",
    "phones",
    "postalAddresses",
    "websites",
    "personType",
]
SHELF: Shelf[Json] = Shelf(
    {
        "displayName": "text",
        "givenName": "text",
        "surname": "text",
        "jobTitle": "text",
        "companyName": "text",
        "department": "text",
        "userPrincipalName": "text",
        "isFavorite": "flag",
        "personType/class": "text",
        "personType/subclass": "text",
    },
    lambda _call, item: lambda path: follow(item, path),
    is_searched=True,
)
MOST = 200
FUZZY = 0.75


def list_people(call: Call) -> Reply:
    check_whose(call)
    search = call.options.text("search").strip('"').lower()
    if search and "skip" in call.options.given:
        raise bad_request("The query option '$skip' cannot be used with '$search' here.")
    found = [item for item in persons(call) if not search or is_like(search, item)]
    wanted = call.options.names("select")
    names = known_names(wanted, {name: lambda item: item for name in FIELDS}, FIELDS)
    readers = {name: reader(name) for name in FIELDS}
    return page(
        call,
        found,
        lambda item: {"id": item["id"], **pick(readers, names, item)},
        "people",
        shelf=SHELF,
    )


def reader(name: str) -> Callable[[Json], object]:
    return lambda item: item[name]


def get_person(call: Call, person_id: str) -> Reply:
    check_whose(call)
    for item in persons(call):
        if item["id"] == person_id.lower():
            return json_reply({"@odata.context": call.context("people/$entity"), **item})
    raise not_found()


def check_whose(call: Call) -> None:
    if call.whom.oid != call.viewer.oid and "People.Read.All" not in call.scopes:
        raise denied()


def persons(call: Call) -> list[Json]:
    """Return the contacts of the mailbox and the colleagues who are none of them."""
    contacts = call.mailbox.contacts
    known = [one for folder in contacts.folders for one in contacts.contacts(folder) if one.emails]
    addresses = {one.emails[0].address for one in known} | {call.whom.username}
    others = [
        entry
        for entry in call.world.organisation.entries(call.whom.tid)
        if entry.username not in addresses and entry.kind == "member"
    ]
    rows = [(from_contact(one), one.emails[0].address) for one in known if not is_self(call, one)]
    rows += [
        (
            {
                "displayName": entry.display_name,
                "givenName": entry.given_name,
                "surname": entry.surname,
                "jobTitle": entry.job_title or None,
                "department": entry.department or None,
                "officeLocation": entry.office or None,
                "companyName": "Contoso",
                "userPrincipalName": entry.username,
                "personType": {"class": "Person", "subclass": "OrganizationUser"},
            },
            entry.username,
        )
        for entry in others
    ]
    return [
        person(facts, address, 30.0 / (1 + n)) for n, (facts, address) in enumerate(rows[:MOST])
    ]


def is_self(call: Call, contact: Contact) -> bool:
    return contact.emails[0].address == call.whom.username


def from_contact(contact: Contact) -> Json:
    address: Address = contact.emails[0]
    is_colleague = address.address.endswith("@contoso.example")
    return {
        "displayName": contact.display_name,
        "givenName": contact.given_name or None,
        "surname": contact.surname or None,
        "jobTitle": contact.job_title or None,
        "companyName": contact.company or None,
        "department": contact.department or None,
        "officeLocation": contact.office or None,
        "userPrincipalName": address.address if is_colleague else None,
        "phones": [{"type": "mobile", "number": contact.mobile}] if contact.mobile else [],
        "personType": {
            "class": "Person",
            "subclass": "OrganizationUser" if is_colleague else "PersonalContact",
        },
    }


def person(facts: Json, address: str, score: float) -> Json:
    scored = {"address": address, "relevanceScore": round(score, 4)}
    item: Json = dict.fromkeys(FIELDS)
    item |= {"personNotes": "", "isFavorite": False, "phones": [], "postalAddresses": []}
    item |= {"websites": [], "id": str(uuid.uuid5(uuid.NAMESPACE_URL, address))}
    item["scoredEmailAddresses"] = [scored | {"selectionLikelihood": "notSpecified"}]
    return item | facts


def is_like(search: str, item: Json) -> bool:
    """Whether a word of the name begins like the search, or nearly is it."""
    words = f"{item['displayName']} {item['userPrincipalName'] or ''}".lower().split()
    return any(
        word.startswith(search) or SequenceMatcher(None, word, search).ratio() >= FUZZY
        for word in words
    )
