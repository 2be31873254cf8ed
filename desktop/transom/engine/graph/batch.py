"""Up to twenty reads in one call, each part answered, refused or tried again for itself."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from transom.engine.errors import NonsenseError, ServiceError, TransomError
from transom.engine.graph.addresses import Address
from transom.engine.graph.answers import ServerAnswer, error_from_answer
from transom.engine.graph.client import GraphClient
from transom.engine.graph.decoding import decode
from transom.engine.graph.exchange import Call, prefer_header
from transom.engine.graph.guard import check_part
from transom.engine.graph.retries import (
    MAX_RETRIES,
    PATIENCE_S,
    RETRIED_STATUSES,
    backoff_s,
    retry_after_s,
)

MAX_PARTS = 20
_BATCH = Address("/$batch", "/$batch")


class _Part(msgspec.Struct):
    id: str
    status: int
    headers: dict[str, str | None] | None = None
    body: msgspec.Raw = msgspec.field(default=msgspec.Raw())


class _Parts(msgspec.Struct):
    responses: list[_Part]


Outcome = ServerAnswer | TransomError


def fetch_batch(
    client: GraphClient, addresses: Sequence[Address], *, prefer: Sequence[str] = ()
) -> list[Outcome]:
    """Return for each address, in order, a good answer or the error that stands in its place."""
    outcomes: list[Outcome] = []
    for start in range(0, len(addresses), MAX_PARTS):
        outcomes += _fetch_some(client, addresses[start : start + MAX_PARTS], prefer)
    return outcomes


def _fetch_some(
    client: GraphClient, addresses: Sequence[Address], prefer: Sequence[str]
) -> list[Outcome]:
    outcomes: dict[int, Outcome] = {}
    open_numbers = list(range(len(addresses)))
    waited_s = 0.0
    for retries in range(MAX_RETRIES + 1):
        asked = {number: addresses[number] for number in open_numbers}
        try:
            answers = _send(client, asked, prefer)
        except ServiceError:
            if not outcomes:
                raise
            break  # what the first rounds brought is kept
        pauses: list[float] = []
        for number in asked:
            answer = answers.get(number)
            outcomes[number] = _outcome(answer, client.now())
            if answer is not None and answer.status in RETRIED_STATUSES:
                named = retry_after_s(answer.headers, client.now())
                pauses.append(backoff_s(retries) if named is None else named)
            else:
                open_numbers.remove(number)
        if not open_numbers:
            break
        client.rest(max(pauses))
        waited_s += max(pauses)
        if waited_s > PATIENCE_S:
            break
    return [outcomes[number] for number in range(len(addresses))]


def _outcome(answer: ServerAnswer | None, now: datetime) -> Outcome:
    if answer is None:
        return NonsenseError("The server left out a part of its answer.")
    return answer if answer.is_ok else error_from_answer(answer, now)


def _send(
    client: GraphClient, asked: Mapping[int, Address], prefer: Sequence[str]
) -> dict[int, ServerAnswer]:
    headers = {"Prefer": prefer_header(prefer), "Accept": "application/json"}
    parts = []
    for number, target in asked.items():
        path = client.placed(target).path
        check_part("GET", path)
        part = {"id": str(number), "method": "GET", "url": path, "headers": headers}
        parts.append(part)
    body = msgspec.json.encode({"requests": parts})
    answer = client.send(Call(_BATCH, method="POST", body=body, prefer=tuple(prefer)))
    found = decode(answer.body, _Parts).responses
    return {
        int(part.id): _answer_from_part(part, answer.client_request_id)
        for part in found
        if part.id.isdecimal() and int(part.id) in asked
    }


def _answer_from_part(part: _Part, call_id: str) -> ServerAnswer:
    headers = {name.lower(): value or "" for name, value in (part.headers or {}).items()}
    body = bytes(part.body)
    if body.startswith(b'"') and "json" not in headers.get("content-type", ""):
        body = _binary(body)
    return ServerAnswer(part.status, headers, body, call_id, len(body))


def _binary(body: bytes) -> bytes:
    """Unpack what a batch carries as base64 in a string: pictures and files."""
    text = decode(body, str)
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return text.encode()
