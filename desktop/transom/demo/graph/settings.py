"""The mailbox's own settings, its category colours, and which zones and languages there are."""

import uuid

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import bad_request, not_found
from transom.demo.graph.paging import json_shelf, page
from transom.demo.mailbox.items import Category
from transom.demo.mailbox.zones import WINDOWS

LANGUAGES = (
    ("en-GB", "English (United Kingdom)"),
    ("et-EE", "eesti (Eesti)"),
    ("es-ES", "español"),
)


def get_settings(call: Call) -> Reply:
    zone = call.mailbox.zone_name
    moment = {"dateTime": "2026-11-20T18:00:00.0000000", "timeZone": "UTC"}
    item: Json = {
        "archiveFolder": call.mailbox.ids.make("f", 7),
        "timeZone": zone,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "dateFormat": "dd.MM.yyyy",
        "timeFormat": "HH:mm",
        "userPurpose": "user",
        "automaticRepliesSetting": {
            "status": "disabled",
            "externalAudience": "all",
            "internalReplyMessage": "",
            "externalReplyMessage": "",
            "scheduledStartDateTime": moment,
            "scheduledEndDateTime": moment,
        },
        "language": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "workingHours": working_hours(zone),
    }
    return json_reply({"@odata.context": call.context("mailboxSettings"), **item})


def working_hours(zone: str) -> Json:
    return {
        "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
        "startTime": "08:00:00.0000000",
        "endTime": "17:00:00.0000000",
        "timeZone": {"name": zone},
    }


def get_time_zone(call: Call) -> Reply:
    context = call.context("mailboxSettings/timeZone")
    return json_reply({"@odata.context": context, "value": call.mailbox.zone_name})


def category_json(category: Category) -> Json:
    name = uuid.uuid5(uuid.NAMESPACE_DNS, f"{category.name}.contoso.example")
    return {"id": str(name), "displayName": category.name, "color": category.color}


def list_categories(call: Call) -> Reply:
    found = [category_json(one) for one in call.mailbox.categories]
    shelf = json_shelf(displayName="text", color="text")
    return page(call, found, lambda one: one, "outlook/masterCategories", 1000, shelf)


def get_category(call: Call, category_id: str) -> Reply:
    for category in call.mailbox.categories:
        item = category_json(category)
        if item["id"] == category_id.lower():
            context = call.context("outlook/masterCategories/$entity")
            return json_reply({"@odata.context": context, **item})
    raise not_found()


def list_languages(call: Call) -> Reply:
    def show(row: tuple[str, str]) -> Json:
        return {"locale": row[0], "displayName": row[1]}

    return page(call, LANGUAGES, show, "outlook/supportedLanguages", 1000)


def list_zones(call: Call, standard: str = "") -> Reply:
    """Answer the zones by Windows' names, or by the world's where those were asked for."""
    if standard.lower() not in ("", "windows", "iana"):
        raise bad_request(f"'{standard}' is no standard of time zones.")
    names = sorted(set(WINDOWS.values()) if standard.lower() == "iana" else WINDOWS)

    def show(name: str) -> Json:
        return {"alias": name, "displayName": name}

    return page(call, names, show, "outlook/supportedTimeZones", 1000)
