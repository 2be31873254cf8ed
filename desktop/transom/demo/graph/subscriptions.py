"""Notifications, which a client without a public address cannot have."""

from urllib.parse import urlsplit

from transom.demo.graph.call import Call, Reply, json_reply
from transom.demo.graph.errors import GraphError, bad_request, not_found

NEEDED = ("changeType", "notificationUrl", "resource", "expirationDateTime")


def list_subscriptions(call: Call) -> Reply:
    return json_reply({"@odata.context": f"{call.base}/$metadata#subscriptions", "value": []})


def get_subscription(_call: Call, _subscription_id: str) -> Reply:
    raise not_found()


def post_subscription(call: Call) -> Reply:
    """Refuse: whatever the address, this tenant reaches nothing that it could ask for a proof."""
    body = call.read_body()
    missing = [name for name in NEEDED if not isinstance(body.get(name), str) or not body[name]]
    if missing:
        raise bad_request(f"{missing[0]} is a required property.", "InvalidRequest")
    if urlsplit(str(body["notificationUrl"])).scheme != "https":
        raise bad_request("The notificationUrl must be an HTTPS address.", "InvalidRequest")
    message = (
        "Subscription validation request failed. Notification endpoint must respond with 200 OK "
        "to validation request."
    )
    raise GraphError(400, "ValidationError", message)
