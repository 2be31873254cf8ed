"""Who may see a calendar, and what could be given to somebody."""

import base64

from transom.demo.graph.calendar import find_calendar
from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.inbox_rules import named
from transom.demo.graph.paging import page
from transom.demo.mailbox import people

ROLES = ("freeBusyRead", "limitedRead", "read", "write")
DELEGATES = ("delegateWithoutPrivateEventAccess", "delegateWithPrivateEventAccess")


def permissions(call: Call, calendar_id: str) -> list[Json]:
    """Return everybody's share first, then the colleagues' to whom more was given."""
    calendar = find_calendar(call, calendar_id)
    found = [permission("My Organization", "", "freeBusyRead", is_removable=False)]
    if calendar.is_default and calendar.can_edit:
        found.append(permission(people.INES.name, people.INES.address, "read", is_removable=True))
    return found


def permission(name: str, address: str, role: str, *, is_removable: bool) -> Json:
    who: Json = {"name": name, "address": address} if address else {"name": name}
    return {
        "id": base64.b64encode((address or "Default").encode()).decode(),
        "isRemovable": is_removable,
        "isInsideOrganization": True,
        "role": role,
        "allowedRoles": ["none", *ROLES, *(DELEGATES if is_removable else ())],
        "emailAddress": who,
    }


def list_permissions(call: Call, calendar_id: str = "") -> Reply:
    found = permissions(call, calendar_id)
    return page(call, found, lambda one: one, "calendar/calendarPermissions")


def get_permission(call: Call, *ids: str) -> Reply:
    """Answer one; its calendar is named before it, or the default one is meant."""
    calendar_id, wanted = ids if len(ids) > 1 else ("", ids[0])
    context = "calendar/calendarPermissions/$entity"
    return named(call, permissions(call, calendar_id), wanted, context)


def list_roles(call: Call, *ids: str) -> Reply:
    """Answer what could be given to a person: less to somebody outside."""
    calendar_id, who = ids if len(ids) > 1 else ("", ids[0])
    find_calendar(call, calendar_id)
    is_inside = call.world.organisation.entry(call.viewer.tid, who) is not None
    roles = [*ROLES, *DELEGATES] if is_inside else [*ROLES[:3]]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.calendarRoleType)"
    return json_reply({"@odata.context": context, "value": roles})
