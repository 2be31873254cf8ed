"""The groups of an organisation, and who is in them."""

from transom.demo.graph.call import Call, Reply, json_reply
from transom.demo.graph.directory import nobody
from transom.demo.graph.profiles import (
    counted,
    directory_page,
    group_facts,
    group_json,
    typed_profile,
    wanted_entries,
    wanted_objects,
)
from transom.demo.mailbox.organisation import Entry, Group


def list_groups(call: Call) -> Reply:
    return directory_page(call, wanted_groups(call), lambda one: group_json(call, one), "groups")


def count_groups(call: Call) -> Reply:
    return counted(call, wanted_groups(call))


def wanted_groups(call: Call) -> list[Group]:
    found = call.world.organisation.groups_of(call.viewer.tid)
    return wanted_objects(call, found, group_facts)


def find_group(call: Call, oid: str) -> Group:
    for group in call.world.organisation.groups_of(call.viewer.tid):
        if group.oid == oid.lower():
            return group
    raise nobody(oid)


def get_group(call: Call, oid: str) -> Reply:
    context = f"{call.base}/$metadata#groups/$entity"
    return json_reply({"@odata.context": context, **group_json(call, find_group(call, oid))})


def list_members(call: Call, oid: str) -> Reply:
    return people_page(call, members(call, oid))


def count_members(call: Call, oid: str) -> Reply:
    return counted(call, wanted_entries(call, members(call, oid)))


def list_owners(call: Call, oid: str) -> Reply:
    return people_page(call, members(call, oid)[:1])


def count_owners(call: Call, oid: str) -> Reply:
    return counted(call, wanted_entries(call, members(call, oid)[:1]))


def members(call: Call, oid: str) -> list[Entry]:
    """Return who is in a group; the first of them looks after it."""
    names = find_group(call, oid).members
    found = (call.world.organisation.entry(call.viewer.tid, name) for name in names)
    return [entry for entry in found if entry is not None]


def people_page(call: Call, found: list[Entry]) -> Reply:
    wanted = wanted_entries(call, found)
    return directory_page(call, wanted, lambda one: typed_profile(call, one), "directoryObjects")
