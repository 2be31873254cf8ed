"""People and groups of the directory: single ones, lists with search, and who reports to whom."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request, no_resource
from transom.demo.graph.filters import Kinds, parse_filter
from transom.demo.graph.scopes import DIRECTORY, no_privilege
from transom.demo.mailbox.organisation import Entry, Group

DEFAULT = [
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
]
BASIC = frozenset({"displayName", "givenName", "surname", "mail", "userPrincipalName", "id"})
SEARCHED = ("displayName", "givenName", "surname", "mail", "userPrincipalName", "jobTitle", "id")
FILTERABLE: Kinds = {"accountEnabled": "flag", **dict.fromkeys((*SEARCHED, "userType"), "text")}
UNKNOWN = ("streetAddress", "postalCode", "city", "state", "country", "usageLocation")
# These lie in another store, which lists of people do not ask.
ELSEWHERE = frozenset(
    [
        "aboutme",
        "birthday",
        "hiredate",
        "interests",
        "mysite",
        "pastprojects",
        "preferredname",
        "responsibilities",
        "schools",
        "skills",
    ]
)
CLAUSE = re.compile(r'"(\w+):([^"]*)"')
DEFAULT_TOP, MAX_TOP = 100, 999

T = TypeVar("T")


def get_user(call: Call) -> Reply:
    item = chosen_profile(call, call.whom)
    return json_reply({"@odata.context": f"{call.base}/$metadata#users/$entity", **item})


def chosen_profile(call: Call, entry: Entry) -> Json:
    """Return the selected properties, or the usual ones."""
    item = profile(call, entry)
    spelled = {name.lower(): name for name in item}
    wanted = call.options.names("select") or DEFAULT
    for name in wanted:
        if name.lower() not in spelled:
            raise bad_request(f"Could not find a property named '{name}' on type 'user'.")
    return {spelled[name.lower()]: item[spelled[name.lower()]] for name in wanted}


def profile(call: Call, entry: Entry) -> Json:
    is_work = not entry.is_personal
    is_person = is_work and entry.kind == "member"
    item: Json = {
        "businessPhones": ["+372 5555 0100"] if is_person else [],
        "displayName": entry.display_name,
        "givenName": entry.given_name or None,
        "jobTitle": entry.job_title or None,
        "mail": entry.username if entry.kind != "guest" else None,
        "mobilePhone": entry.mobile or None,
        "officeLocation": entry.office or None,
        "preferredLanguage": "en-GB" if is_person else None,
        "surname": entry.surname or None,
        "userPrincipalName": entry.username,
        # A private account's id is the second half of its object id.
        "id": entry.oid if is_work else entry.oid.replace("-", "")[16:],
        "companyName": "Contoso" if is_person else None,
        "department": entry.department or None,
        "userType": ("Guest" if entry.kind == "guest" else "Member") if is_work else None,
        "accountEnabled": entry.kind not in ("shared", "room"),
        "mailNickname": entry.username.partition("@")[0],
        "otherMails": [],
        "proxyAddresses": [f"SMTP:{entry.username}"] if is_work else [],
        "employeeId": None,
        **dict.fromkeys(UNKNOWN),
    }
    if entry.oid != call.viewer.oid and not call.scopes & DIRECTORY:
        item = {name: value if name in BASIC else hidden(value) for name, value in item.items()}
    return item


def hidden(value: object) -> object:
    return [] if isinstance(value, list) else None


def list_users(call: Call) -> Reply:
    if ELSEWHERE & {name.lower() for name in call.options.names("select") or ()}:
        raise GraphError(501, "NotImplemented", "Not Implemented")
    found = wanted_entries(call, call.world.organisation.entries(call.viewer.tid))
    return directory_page(call, found, lambda entry: chosen_profile(call, entry), "users")


def count_users(call: Call) -> Reply:
    return counted(call, wanted_entries(call, call.world.organisation.entries(call.viewer.tid)))


def wanted_entries(call: Call, found: list[Entry]) -> list[Entry]:
    return wanted_objects(call, found, lambda entry: profile(call, entry))


def wanted_objects(call: Call, found: list[T], facts: Callable[[T], Json]) -> list[T]:
    """Return what fits ``$search`` and ``$filter``, in the order asked for."""
    if search := call.options.text("search"):
        if not is_eventual(call):
            raise needs_header("$search")
        found = [one for one in found if fits(search, facts(one))]
    if (text := call.options.given.get("filter")) is not None:
        test = parse_filter(text, FILTERABLE).test
        found = [one for one in found if test(facts(one).get)]
    order = call.options.text("orderby").lower()
    if order not in ("", "displayname", "displayname asc", "displayname desc"):
        raise unsupported("Sorting is only supported on displayName.")
    if order:
        is_down = order.endswith(" desc")
        found = sorted(found, key=lambda one: str(facts(one)["displayName"]), reverse=is_down)
    return found


def fits(search: str, item: Json) -> bool:
    """Whether any of the quoted clauses, such as "displayName:ad", fits the start of a word."""
    clauses = CLAUSE.findall(search)
    if not clauses:
        raise unsupported('The $search clause must look like "property:value".')
    spelled = {name.lower(): name for name in SEARCHED}
    tests = []
    for name, wanted in clauses:
        if name.lower() not in spelled:
            raise unsupported(f"The property '{name}' cannot be searched.")
        words = re.split(r"[\s.@_-]+", str(item.get(spelled[name.lower()]) or "").lower())
        tests.append(any(word.startswith(wanted.lower()) for word in words))
    return all(tests) if " AND " in search else any(tests)


def is_eventual(call: Call) -> bool:
    return call.headers.get("consistencylevel", "").lower() == "eventual"


def needs_header(option: str) -> GraphError:
    return unsupported(
        f"Request with {option} query parameter only works through MSGraph with a special "
        "request header: 'ConsistencyLevel: eventual'"
    )


def unsupported(message: str) -> GraphError:
    return GraphError(400, "Request_UnsupportedQuery", message)


def directory_page(
    call: Call,
    found: Sequence[Entry] | Sequence[Group] | Sequence[Entry | Group],
    show: Callable[..., Json],
    context: str,
) -> Reply:
    """Answer one page in the directory's way: an opaque mark instead of a number to skip."""
    if "skip" in call.options.given:
        raise bad_request("'$skip' is not supported by the service.", "Request_BadRequest")
    top = call.options.number("top")
    if top is not None and not 1 <= top <= MAX_TOP:
        raise bad_request(f"Invalid page size specified: '{top}'.", "Request_UnsupportedQuery")
    size, start = top or DEFAULT_TOP, read_mark(call.options.text("skiptoken"))
    answer: Json = {"@odata.context": f"{call.base}/$metadata#{context}"}
    if call.options.is_true("count") and is_eventual(call):
        answer["@odata.count"] = len(found)
    if start + size < len(found):
        kept = {name: text for name, text in call.options.given.items() if name != "skiptoken"}
        answer["@odata.nextLink"] = call.link(**kept, skiptoken=write_mark("at", start + size))
    answer["value"] = [show(one) for one in found[start : start + size]]
    return json_reply(answer)


def write_mark(word: str, number: int) -> str:
    return base64.urlsafe_b64encode(f"{word}:{number}".encode()).decode()


def read_mark(text: str) -> int:
    if not text:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(text).decode().partition(":")
        if word == "at":
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise bad_request("The specified page token value is invalid.", "Directory_ExpiredPageToken")


def get_manager(call: Call) -> Reply:
    manager = call.world.organisation.manager(call.whom)
    if manager is None:
        message = "Resource 'manager' does not exist or one of its queried reference-property "
        raise GraphError(404, "Request_ResourceNotFound", message + "objects are not present.")
    context = f"{call.base}/$metadata#directoryObjects/$entity"
    return json_reply({"@odata.context": context, **typed_profile(call, manager)})


def typed_profile(call: Call, entry: Entry) -> Json:
    return {"@odata.type": "#microsoft.graph.user", **chosen_profile(call, entry)}


def list_reports(call: Call) -> Reply:
    found = wanted_entries(call, call.world.organisation.reports(call.whom))
    return directory_page(call, found, lambda one: typed_profile(call, one), "directoryObjects")


def count_reports(call: Call) -> Reply:
    return counted(call, wanted_entries(call, call.world.organisation.reports(call.whom)))


def counted(call: Call, found: Sequence[object]) -> Reply:
    if not is_eventual(call):
        raise needs_header("$count")
    return Reply(200, str(len(found)).encode(), "text/plain")


def list_groups(call: Call, kind: str = "") -> Reply:
    """Answer the groups somebody is in; a cast to another kind of object leaves none."""
    found = wanted_groups(call, kind)
    return directory_page(call, found, lambda one: group_json(call, one), "directoryObjects")


def count_groups(call: Call, kind: str = "") -> Reply:
    return counted(call, wanted_groups(call, kind))


def wanted_groups(call: Call, kind: str) -> list[Group]:
    found = call.world.organisation.groups(call.whom)
    plain = kind.lower().removeprefix("microsoft.").removeprefix("graph.")
    if plain not in ("", "group", "directoryrole"):
        raise no_resource(kind)
    return [] if plain == "directoryrole" else wanted_objects(call, found, group_facts)


def group_json(call: Call, group: Group) -> Json:
    item = group_facts(group)
    wanted = [name.lower() for name in call.options.names("select") or ()]
    shown = {name: value for name, value in item.items() if not wanted or name.lower() in wanted}
    return {"@odata.type": "#microsoft.graph.group", "id": group.oid, **shown}


def group_facts(group: Group) -> Json:
    return {
        "id": group.oid,
        "displayName": group.name,
        "description": group.description or None,
        "mail": group.mail or None,
        "mailEnabled": bool(group.mail),
        "mailNickname": group.mail.partition("@")[0] or "night",
        "groupTypes": ["Unified"] if group.is_unified else [],
        "securityEnabled": not group.is_unified,
        "visibility": "Private" if group.is_unified else None,
    }


def check_person(call: Call) -> None:
    """Raise where the token shows its own person alone and another one was meant."""
    is_own = call.whom.oid == call.viewer.oid
    if not is_own and not call.scopes & (DIRECTORY | {"User.ReadBasic.All"}):
        raise no_privilege()
