"""The organisation itself: its facts, its rooms, who is in which group, news of its people."""

import uuid

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request
from transom.demo.graph.paging import page
from transom.demo.graph.profiles import (
    DEFAULT_TOP,
    chosen_profile,
    group_json,
    read_mark,
    typed_profile,
    write_mark,
)
from transom.demo.mailbox.organisation import Entry

MOST_GROUPS = 20
STREET = {"street": "Sadama 1", "city": "Tallinn", "postalCode": "10111", "countryOrRegion": "EE"}
SKU = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
ENDED = "end"


def get_report(call: Call, oid: str) -> Reply:
    for entry in call.world.organisation.reports(call.whom):
        if entry.oid == oid.lower():
            return directory_object(call, typed_profile(call, entry))
    raise nobody(oid)


def get_membership(call: Call, oid: str) -> Reply:
    for group in call.world.organisation.groups(call.whom):
        if group.oid == oid.lower():
            return directory_object(call, group_json(call, group))
    raise nobody(oid)


def directory_object(call: Call, item: Json) -> Reply:
    context = f"{call.base}/$metadata#directoryObjects/$entity"
    return json_reply({"@odata.context": context, **item})


def nobody(name: str) -> GraphError:
    message = f"Resource '{name}' does not exist or one of its queried reference-property "
    return GraphError(404, "Request_ResourceNotFound", message + "objects are not present.")


def get_member_groups(call: Call) -> Reply:
    """Answer the ids of the groups; the body says whether those for security alone."""
    only = call.read_body().get("securityEnabledOnly")
    if only is not None and not isinstance(only, bool):
        raise bad_request("securityEnabledOnly is true or false.", "Request_BadRequest")
    found = call.world.organisation.groups(call.whom)
    return texts(call, [one.oid for one in found if not only or not one.is_unified])


def check_member_groups(call: Call) -> Reply:
    """Answer which of the ids are of groups that the person is in."""
    body = call.read_body()
    wanted = body.get("groupIds", body.get("ids"))
    if not isinstance(wanted, list) or not 0 < len(wanted) <= MOST_GROUPS:
        message = f"1 to {MOST_GROUPS} ids are expected."
        raise bad_request(message, "Request_BadRequest")
    known = {one.oid for one in call.world.organisation.groups(call.whom)}
    return texts(call, [str(one) for one in wanted if str(one).lower() in known])


def texts(call: Call, found: list[str]) -> Reply:
    context = f"{call.base}/$metadata#Collection(Edm.String)"
    return json_reply({"@odata.context": context, "value": found})


def organisation(call: Call) -> Json:
    someone = next(iter(call.world.organisation.entries(call.viewer.tid)), call.viewer)
    domain = someone.username.rpartition("@")[2]
    return {
        "id": call.viewer.tid,
        "displayName": domain.partition(".")[0].capitalize(),
        "businessPhones": ["+372 5555 0100"],
        "city": "Tallinn",
        "country": None,
        "countryLetterCode": "EE",
        "createdDateTime": "2019-03-04T09:00:00Z",
        "preferredLanguage": "en",
        "assignedPlans": [
            {
                "assignedDateTime": "2019-03-04T09:00:00Z",
                "capabilityStatus": "Enabled",
                "service": "exchange",
                "servicePlanId": str(uuid.uuid5(uuid.NAMESPACE_DNS, domain)),
            }
        ],
        "technicalNotificationMails": [],
        "verifiedDomains": [
            {
                "capabilities": "Email",
                "isDefault": True,
                "isInitial": True,
                "name": domain,
                "type": "Managed",
            }
        ],
    }


def list_organisations(call: Call) -> Reply:
    value = [organisation(call)]
    return json_reply({"@odata.context": f"{call.base}/$metadata#organization", "value": value})


def get_organisation(call: Call, tid: str) -> Reply:
    if tid.lower() != call.viewer.tid:
        raise nobody(tid)
    context = f"{call.base}/$metadata#organization/$entity"
    return json_reply({"@odata.context": context, **organisation(call)})


def list_licences(call: Call) -> Reply:
    plan = {
        "servicePlanId": str(uuid.uuid5(uuid.NAMESPACE_DNS, "exchange")),
        "servicePlanName": "EXCHANGE_S_ENTERPRISE",
        "provisioningStatus": "Success",
        "appliesTo": "User",
    }
    item: Json = {"id": SKU, "skuId": SKU, "skuPartNumber": "ENTERPRISEPACK"}
    found = [] if call.whom.is_personal else [item | {"servicePlans": [plan]}]
    return page(call, found, lambda one: one, "licenseDetails")


def list_rooms(call: Call) -> Reply:
    rooms = [one for one in call.world.organisation.entries(call.viewer.tid) if one.kind == "room"]
    return page(call, rooms, room_json, "places/microsoft.graph.room", DEFAULT_TOP)


def room_json(entry: Entry) -> Json:
    return {
        "id": entry.oid,
        "emailAddress": entry.username,
        "displayName": entry.display_name,
        "nickname": entry.display_name,
        "address": STREET,
        "capacity": 8,
        "building": "Harbour house",
        "floorNumber": 4,
        "isWheelChairAccessible": True,
        "bookingType": "standard",
        "tags": [],
    }


def list_room_lists(call: Call) -> Reply:
    rooms = [one for one in call.world.organisation.entries(call.viewer.tid) if one.kind == "room"]
    found: list[Json] = []
    if rooms:
        address = f"rooms@{rooms[0].username.rpartition('@')[2]}"
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, address))
        found = [{"id": name, "displayName": "Tallinn", "emailAddress": address, "address": STREET}]
    return page(call, found, lambda one: one, "places/microsoft.graph.roomList", DEFAULT_TOP)


def users_delta(call: Call) -> Reply:
    """Answer everybody once; in this directory nothing changes after that."""
    people = call.world.organisation.entries(call.viewer.tid)
    has_ended = call.options.text("deltatoken")
    if has_ended and has_ended != write_mark(ENDED, 0):
        raise GraphError(410, "resyncRequired", "Resync required.", resync(call))
    start = 0 if has_ended else read_mark(call.options.text("skiptoken"))
    shown = [] if has_ended else people[start : start + DEFAULT_TOP // 2]
    kept = {name: text for name, text in call.options.given.items() if name == "select"}
    following = start + len(shown)
    answer: Json = {"@odata.context": f"{call.base}/$metadata#users"}
    if has_ended or following >= len(people):
        answer["@odata.deltaLink"] = call.link(**kept, deltatoken=write_mark(ENDED, 0))
    else:
        answer["@odata.nextLink"] = call.link(**kept, skiptoken=write_mark("at", following))
    answer["value"] = [{**chosen_profile(call, one), "id": one.oid} for one in shown]
    return json_reply(answer)


def resync(call: Call) -> dict[str, str]:
    return {"Location": f"{call.base}{call.path}"}
