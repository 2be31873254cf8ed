"""Several questions in one: ``$batch``."""

import base64
from collections.abc import Callable
from typing import Any

import msgspec

from transom.demo.graph.call import Reply
from transom.demo.graph.errors import bad_request, encode
from transom.demo.graph.limits import OVER_LIMIT

MOST = 20
AT_A_TIME, EVERY = 4, 3


class BatchItem(msgspec.Struct, frozen=True):
    """One question of a batch."""

    id: str
    method: str
    url: str
    headers: dict[str, str] = {}
    body: Any = None
    dependsOn: tuple[str, ...] = ()


class BatchBody(msgspec.Struct, frozen=True):
    """What is posted to ``$batch``."""

    requests: list[BatchItem]


Ask = Callable[[BatchItem], Reply]


def answer_batch(body: bytes, ask: Ask, *, is_strict: bool = False) -> Reply:
    """Ask each part in turn; one fails alone, and with it those that depend on it.

    Outlook runs four parts at a time. Where it is strict, a part that stands too far back in a row
    of independent ones is sometimes turned away.
    """
    try:
        items = msgspec.json.decode(body, type=BatchBody).requests
    except msgspec.DecodeError:
        raise bad_request("Invalid batch payload format.") from None
    check(items)
    answers: dict[str, int] = {}
    responses = []
    waiting = 0
    for item in items:
        waiting = 0 if item.dependsOn else waiting + 1
        if any(answers[name] >= 400 for name in item.dependsOn):
            failed = {"error": {"code": "FailedDependency", "message": "A dependency failed."}}
            reply = Reply(424, encode(failed))
        elif is_strict and waiting > AT_A_TIME and waiting % EVERY == 0:
            refused = {"code": "ApplicationThrottled", "message": OVER_LIMIT}
            reply = Reply(429, encode({"error": refused}), headers={"Retry-After": "1"})
        else:
            reply = ask(item)
        answers[item.id] = reply.status
        responses.append(part(item, reply))
    return Reply(200, encode({"responses": responses}))


def check(items: list[BatchItem]) -> None:
    names = [item.id for item in items]
    if not items or len(items) > MOST:
        raise bad_request(f"Number of batch request steps must lie between 1 and {MOST}.")
    if len(set(names)) != len(names) or not all(names):
        raise bad_request("The ids in a batch must be there and unique.")
    for place, item in enumerate(items):
        if not set(item.dependsOn) <= set(names[:place]):
            raise bad_request("A step may only depend on steps before it.")
        names_type = any(name.lower() == "content-type" for name in item.headers)
        if item.body is not None and not names_type:
            raise bad_request(f"Request {item.id} has a body but no Content-Type header.")
        if "://" in item.url or item.url.lower().strip("/").startswith("$batch"):
            raise bad_request("The urls in a batch are relative and not batches.")


def part(item: BatchItem, reply: Reply) -> dict[str, object]:
    headers = {"Cache-Control": "private", "Content-Type": reply.content_type, **reply.headers}
    body: object
    if reply.content_type.startswith("application/json"):
        body = msgspec.Raw(reply.body)
    else:
        body = base64.b64encode(reply.body).decode()
    return {"id": item.id, "status": reply.status, "headers": headers, "body": body}
