"""Queries and form bodies, read so that odd bytes survive the way in and out."""

import uuid
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from transom.demo.identity.errors import IdentityError

MAX_BODY_BYTES = 64 * 1024


def parse(encoded: bytes) -> dict[str, str]:
    """Decode a form; bytes that are no UTF-8 become surrogates, which ``encode`` turns back."""
    try:
        pairs = parse_qsl(
            encoded.decode("latin-1"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="surrogateescape",
            max_num_fields=100,
        )
    except ValueError as error:
        raise IdentityError(9002313) from error
    form: dict[str, str] = {}
    for name, value in pairs:
        if name in form:
            raise IdentityError(90004, parameter=name)
        form[name] = value
    return form


def encode(fields: Mapping[str, str]) -> str:
    return urlencode(fields, encoding="utf-8", errors="surrogateescape")


async def read_body(request: Request) -> dict[str, str]:
    """Read a posted form, or raise where it is none or too long."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        raise IdentityError(9002313)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise IdentityError(9002313)
    return parse(body)


def read_query(request: Request) -> dict[str, str]:
    return parse(request.scope["query_string"])


def correlation_id(request: Request, form: Mapping[str, str]) -> str:
    """Return the client's own id where it is a GUID, else a new one."""
    given = form.get("client-request-id") or request.headers.get("client-request-id", "")
    try:
        return str(uuid.UUID(given))
    except ValueError:
        return str(uuid.uuid4())


def required(form: Mapping[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value:
        raise IdentityError(900144, parameter=name)
    return value
