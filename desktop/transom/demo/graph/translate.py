"""Ids in their other forms: ``translateExchangeIds``."""

from transom.demo.graph.call import Call, Json, Reply, json_reply
from transom.demo.graph.errors import bad_request

FORMS = {
    "restid": False,
    "ewsid": False,
    "entryid": False,
    "immutableentryid": True,
    "restimmutableentryid": True,
}
MOST = 1000


def translate_ids(call: Call) -> Reply:
    body = {name.lower(): value for name, value in call.read_body().items()}
    ids = body.get("inputids")
    if not isinstance(ids, list) or not 0 < len(ids) <= MOST:
        raise bad_request(f"InputIds must hold 1 to {MOST} ids.", "ErrorInvalidParameter")
    source, target = form(body.get("sourceidtype")), form(body.get("targetidtype"))
    value = [translated(call, str(text), source, target) for text in ids]
    context = f"{call.base}/$metadata#Collection(microsoft.graph.convertIdResult)"
    return json_reply({"@odata.context": context, "value": value})


def form(value: object) -> bool:
    """Return whether a form of id is one that stays when an item moves."""
    name = str(value).lower()
    if name not in FORMS:
        raise bad_request(f"'{value}' is no type of id.", "ErrorInvalidParameter")
    return FORMS[name]


def translated(call: Call, text: str, source: bool, target: bool) -> Json:
    ref = call.mailbox.ids.read(text)
    if ref is None or ref.is_immutable != source:
        wrong = {"code": "ErrorInvalidIdMalformed", "message": "Id is malformed."}
        return {"sourceId": text, "targetId": "", "errorDetails": wrong}
    mail, moves = call.mailbox.mail, ref.moves
    if ref.kind == "m" and mail.holds(ref.key):
        moves = mail.message(ref.key).moves
    name = call.mailbox.ids.make(ref.kind, ref.key, ref.part, moves=moves, immutable=target)
    return {"sourceId": text, "targetId": name}
