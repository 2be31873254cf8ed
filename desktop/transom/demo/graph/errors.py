"""What the tenant's Graph answers when it cannot or will not."""

from datetime import UTC, datetime

import msgspec


class GraphError(Exception):
    """A refusal in Graph's words: an HTTP status, a code and a sentence."""

    def __init__(
        self, status: int, code: str, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = headers or {}


def error_body(error: GraphError, request_id: str, client_request_id: str) -> dict[str, object]:
    inner = {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": request_id,
        "client-request-id": client_request_id,
    }
    return {"error": {"code": error.code, "message": error.message, "innerError": inner}}


def encode(value: object) -> bytes:
    return msgspec.json.encode(value)


def not_found() -> GraphError:
    return GraphError(404, "ErrorItemNotFound", "The specified object was not found in the store.")


def no_resource(segment: str) -> GraphError:
    return GraphError(404, "ResourceNotFound", f"Resource not found for the segment '{segment}'.")


def bad_request(message: str, code: str = "BadRequest") -> GraphError:
    return GraphError(400, code, message)


def bad_filter(message: str = "The query filter is invalid.") -> GraphError:
    return GraphError(400, "ErrorInvalidUrlQueryFilter", message)


def denied() -> GraphError:
    return GraphError(
        403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."
    )


def stale_token(since: int = 0, newest: int = 0, location: str = "") -> GraphError:
    return GraphError(
        410,
        "SyncStateNotFound",
        f"The sync state generation is not found; generation={since};[highest={newest}].",
        {"Location": location} if location else {},
    )
