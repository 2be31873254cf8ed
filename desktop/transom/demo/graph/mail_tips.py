"""What one should know before writing to somebody: ``getMailTips``."""

from datetime import timedelta

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import GraphError
from transom.demo.graph.schedule import at
from transom.demo.mailbox import people

MOST = 100
LARGEST = 37_748_736
AWAY = people.INES.address


def get_mail_tips(call: Call) -> Reply:
    body = {name.lower(): value for name, value in call.read_body().items()}
    names, options = body.get("emailaddresses"), body.get("mailtipsoptions")
    if not isinstance(names, list) or not 0 < len(names) <= MOST:
        raise wrong(f"EmailAddresses must name 1 to {MOST} addresses.")
    if not isinstance(options, str) or not options.strip():
        raise wrong("MailTipsOptions says which tips are wanted.")
    wanted = {one.strip().lower() for one in options.split(",")}
    context = f"{call.base}/$metadata#Collection(microsoft.graph.mailTips)"
    value = [tips(call, str(name), wanted) for name in names]
    return json_reply({"@odata.context": context, "value": value})


def tips(call: Call, name: str, wanted: set[str]) -> Json:
    entry = call.world.organisation.entry(call.viewer.tid, name)
    item: Json = {"emailAddress": {"name": "", "address": name}}
    if entry is None and name.lower().endswith("@contoso.example"):
        missing = "The recipient does not exist."
        return item | {"error": {"code": "ErrorNonExistentMailbox", "message": missing}}
    known: dict[str, tuple[str, object]] = {
        "automaticreplies": ("automaticReplies", automatic_reply(call, name)),
        "mailboxfullstatus": ("mailboxFull", False),
        "custommailtip": ("customMailTip", ""),
        "deliveryrestriction": ("deliveryRestricted", False),
        "moderationstatus": ("isModerated", False),
        "externalmembercount": ("externalMemberCount", 0),
        "totalmembercount": ("totalMemberCount", 1),
        "maxmessagesize": ("maxMessageSize", LARGEST),
        "recipientscope": ("recipientScope", "internal" if entry else "external"),
        "recipientsuggestions": ("recipientSuggestions", []),
    }
    unknown = wanted - set(known)
    if unknown:
        raise wrong(f"There are no mail tips named {', '.join(sorted(unknown))}.")
    return item | dict(one for key, one in known.items() if key in wanted)


def automatic_reply(call: Call, name: str) -> Json:
    """Return what somebody who is away lets others know, of others nothing."""
    if name.lower() != AWAY:
        return {"message": ""}
    born = call.world.anchor
    return {
        "message": "<div>I am on site and read mail in the evening.</div>",
        "messageLanguage": {"locale": "en-GB", "displayName": "English (United Kingdom)"},
        "scheduledStartTime": at(call, born - timedelta(days=1)),
        "scheduledEndTime": at(call, born + timedelta(days=2)),
    }


def wrong(message: str) -> GraphError:
    return GraphError(400, "ErrorInvalidParameter", message)
