"""Who the user is: the profile, its photo, the mailbox's settings and category colours."""

import uuid

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request
from transom.demo.graph.paging import page
from transom.demo.mailbox.items import Category
from transom.demo.mailbox.pictures import portrait

SIZES = (48, 64, 96, 120, 240, 360, 432, 504, 648)
BEST = 648
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


def get_me(call: Call) -> Reply:
    item = profile(call)
    wanted = call.options.names("select") or DEFAULT
    spelled = {name.lower(): name for name in item}
    for name in wanted:
        if name.lower() not in spelled:
            raise bad_request(f"Could not find a property named '{name}' on type 'user'.")
    shown = {spelled[name.lower()]: item[spelled[name.lower()]] for name in wanted}
    return json_reply({"@odata.context": f"{call.base}/$metadata#users/$entity", **shown})


def profile(call: Call) -> Json:
    user, is_work = call.mailbox.user, call.mailbox.user.kind == "work"
    return {
        "businessPhones": ["+372 5555 0100"] if is_work else [],
        "displayName": user.display_name,
        "givenName": user.given_name,
        "jobTitle": user.job_title or None,
        "mail": user.username,
        "mobilePhone": "+372 5555 0123" if is_work else None,
        "officeLocation": "Tallinn · 4th floor" if is_work else None,
        "preferredLanguage": "en-GB" if is_work else None,
        "surname": user.surname,
        "userPrincipalName": user.username,
        # A private account's id is the second half of its object id.
        "id": user.oid if is_work else user.oid.replace("-", "")[16:],
        "companyName": "Contoso" if is_work else None,
        "department": "Bridges" if is_work else None,
        "userType": "Member" if is_work else None,
        "accountEnabled": True,
    }


def get_photo(call: Call, size: str = "") -> Reply:
    side = photo_side(call, size)
    item: Json = {
        "@odata.mediaContentType": "image/png",
        "@odata.mediaEtag": f'"{call.mailbox.photo}-{side}"',
        "id": f"{side}x{side}",
        "height": side,
        "width": side,
    }
    return json_reply({"@odata.context": call.context("photo/$entity"), **item})


def get_photo_value(call: Call, size: str = "") -> Reply:
    return Reply(200, portrait(call.mailbox.photo, photo_side(call, size)), "image/png")


def list_photos(call: Call) -> Reply:
    def show(side: int) -> Json:
        return {"id": f"{side}x{side}", "height": side, "width": side}

    return page(call, SIZES, show, "photos")


def photo_side(call: Call, size: str) -> int:
    if call.mailbox.user.kind != "work":
        raise GraphError(404, "ImageNotFound", "The photo wasn't found.")
    if not size:
        return BEST
    for side in SIZES:
        if size.lower() == f"{side}x{side}":
            return side
    raise GraphError(404, "ImageNotFound", "The photo wasn't found.")


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
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": zone},
        },
    }
    return json_reply({"@odata.context": call.context("mailboxSettings"), **item})


def get_time_zone(call: Call) -> Reply:
    context = call.context("mailboxSettings/timeZone")
    return json_reply({"@odata.context": context, "value": call.mailbox.zone_name})


def list_categories(call: Call) -> Reply:
    def show(category: Category) -> Json:
        name = uuid.uuid5(uuid.NAMESPACE_DNS, f"{category.name}.contoso.example")
        return {"id": str(name), "displayName": category.name, "color": category.color}

    return page(call, call.mailbox.categories, show, "outlook/masterCategories", 1000)
