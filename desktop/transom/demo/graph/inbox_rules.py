"""What sorts mail as it comes: rules of the inbox, and senders that are focused or never."""

import base64
import uuid

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import not_found
from transom.demo.graph.mail import find_folder
from transom.demo.graph.mail_fields import recipient
from transom.demo.graph.paging import json_shelf, page
from transom.demo.mailbox import people
from transom.demo.mailbox.folders import INBOX, RECEIPTS
from transom.demo.mailbox.items import Address

OVERRIDES = (
    (people.BRIDGE_OFFICE, "focused"),
    (Address("Weekly digest", "digest@adatum.example"), "other"),
)


def rules(call: Call) -> list[Json]:
    """Return the rules in their order: what matters is passed on, receipts are put away."""
    passed_on: Json = {"markImportance": "high", "forwardTo": [recipient(people.MEI)]}
    put_away: Json = {"moveToFolder": call.mailbox.ids.make("f", RECEIPTS)}
    return [
        rule(1, "Bridge office to Mei", {"senderContains": ["bridge.office"]}, passed_on),
        rule(2, "Receipts away", {"subjectContains": ["receipt", "invoice"]}, put_away),
    ]


def rule(number: int, name: str, conditions: Json, actions: Json) -> Json:
    return {
        "id": base64.b64encode(b"\x01\x00\x00\x00rule" + bytes([number])).decode(),
        "displayName": name,
        "sequence": number,
        "isEnabled": True,
        "hasError": False,
        "isReadOnly": False,
        "conditions": conditions,
        "actions": actions | {"stopProcessingRules": True},
    }


def list_rules(call: Call, folder_id: str) -> Reply:
    """Answer the rules; every other folder than the inbox has none."""
    found = rules(call) if find_folder(call, folder_id).key == INBOX else []
    shelf = json_shelf(displayName="text", sequence="number", isEnabled="flag")
    return page(call, found, lambda one: one, "mailFolders('inbox')/messageRules", shelf=shelf)


def get_rule(call: Call, folder_id: str, rule_id: str) -> Reply:
    find_folder(call, folder_id)
    return named(call, rules(call), rule_id, "mailFolders('inbox')/messageRules/$entity")


def overrides(_call: Call) -> list[Json]:
    return [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, who.address)),
            "classifyAs": kind,
            "senderEmailAddress": {"name": who.name, "address": who.address},
        }
        for who, kind in OVERRIDES
    ]


def get_classification(call: Call) -> Reply:
    context = call.context("inferenceClassification/$entity")
    return json_reply({"@odata.context": context, "id": "", "overrides": overrides(call)})


def list_overrides(call: Call) -> Reply:
    shelf = json_shelf(classifyAs="text")
    context = "inferenceClassification/overrides"
    return page(call, overrides(call), lambda one: one, context, shelf=shelf)


def get_override(call: Call, override_id: str) -> Reply:
    return named(call, overrides(call), override_id, "inferenceClassification/overrides/$entity")


def named(call: Call, found: list[Json], wanted: str, context: str) -> Reply:
    """Answer the item of an id, or the 404."""
    for item in found:
        if item["id"] == wanted:
            return json_reply({"@odata.context": call.context(context), **item})
    raise not_found()
