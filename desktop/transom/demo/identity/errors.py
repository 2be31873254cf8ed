"""What the identity provider refuses, in the numbers and words its clients know."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

_REFUSALS: dict[int, tuple[str, str]] = {
    16000: ("interaction_required", "User account '{user}' does not exist in tenant '{tenant}'."),
    28002: (
        "invalid_scope",
        "Provided value for the input parameter scope '{scope}' is not valid.",
    ),
    28003: ("invalid_scope", "Provided value for the input parameter scope can not be empty."),
    50011: (
        "invalid_request",
        "The redirect URI '{redirect_uri}' specified in the request does not match the redirect "
        "URIs configured for the application '{client_id}'.",
    ),
    50020: (
        "access_denied",
        "User account '{user}' from another identity provider does not exist in tenant "
        "'{tenant}' and cannot access the application there. Sign out and sign in again with a "
        "different account.",
    ),
    50058: (
        "login_required",
        "A silent sign-in request was sent but no user is signed in.",
    ),
    50173: (
        "invalid_grant",
        "The provided grant has expired due to it being revoked. The user might have changed or "
        "reset their password.",
    ),
    54005: (
        "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or "
        "use an existing refresh token.",
    ),
    65001: (
        "invalid_grant",
        "The user or administrator has not consented to use the application with ID "
        "'{client_id}' named 'Transom'. Send an interactive authorization request for this user "
        "and resource.",
    ),
    70000: ("invalid_grant", "The provided value for the '{parameter}' parameter is not valid."),
    70003: ("unsupported_grant_type", "The app requested an unsupported grant type '{grant}'."),
    70007: (
        "unsupported_response_mode",
        "The provided value '{mode}' for the input parameter 'response_mode' is not allowed.",
    ),
    70008: (
        "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a "
        "new interactive authorization request for this user and resource.",
    ),
    70011: (
        "invalid_scope",
        "The provided request must include a 'scope' input parameter. The provided value for the "
        "input parameter 'scope' is not valid. The scope '{scope}' does not exist.",
    ),
    70016: (
        "authorization_pending",
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    ),
    70018: (
        "bad_verification_code",
        "Invalid verification code due to user typing in the wrong code or the code expired.",
    ),
    70019: ("expired_token", "Verification code expired."),
    70022: ("authorization_declined", "The user declined the device's request to sign in."),
    70043: (
        "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks.",
    ),
    90002: (
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud.",
    ),
    90023: ("invalid_request", "Unsupported '{parameter}' value."),
    500011: (
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant.",
    ),
    500112: (
        "invalid_grant",
        "The reply address '{given}' does not match the reply address provided when requesting "
        "the authorization code.",
    ),
    501481: (
        "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization "
        "request.",
    ),
    501491: (
        "invalid_request",
        "The size of the Code_Challenge parameter is not valid for its method.",
    ),
    700003: ("invalid_grant", "The code was issued to another application."),
    700016: (
        "unauthorized_client",
        "Application with identifier '{client_id}' was not found in the directory '{tenant}'. "
        "You may have sent your authentication request to the wrong tenant.",
    ),
    700022: (
        "invalid_scope",
        "The provided value for the input parameter scope is not valid because it contains more "
        "than one resource.",
    ),
    700025: (
        "invalid_client",
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
    700054: (
        "unsupported_response_type",
        "response_type '{response_type}' is not enabled for the application.",
    ),
    700082: ("invalid_grant", "The refresh token has expired due to inactivity."),
    900144: (
        "invalid_request",
        "The request body must contain the following parameter: '{parameter}'.",
    ),
    900561: (
        "invalid_request",
        "The endpoint only accepts POST requests. Received a {method} request.",
    ),
    900971: ("invalid_request", "No reply address provided."),
    901002: ("invalid_request", "The 'resource' request parameter is not supported."),
    9000411: (
        "invalid_request",
        "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
    ),
    9002313: ("invalid_request", "Invalid request. Request is malformed or invalid."),
    9002326: (
        "invalid_request",
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' "
        "client-type.",
    ),
}


class IdentityError(Exception):
    """A refusal with Microsoft's number; ``error`` and ``suberror`` are what clients branch on."""

    def __init__(self, code: int, *, error: str = "", suberror: str = "", **facts: str) -> None:
        usual_error, text = _REFUSALS[code]
        self.code = code
        self.error = error or usual_error
        self.suberror = suberror
        self.text = text.format_map(facts)
        super().__init__(f"AADSTS{code}")


class ShownError(Exception):
    """A refusal that becomes a page, for there is nowhere safe to redirect to."""

    def __init__(self, cause: IdentityError) -> None:
        self.cause = cause
        super().__init__(str(cause))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refusal as it is told: the error with the ids a help desk would ask for."""

    cause: IdentityError
    correlation_id: str
    trace_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def timestamp(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%SZ}"

    @property
    def headline(self) -> str:
        return f"AADSTS{self.cause.code}: {self.cause.text}"

    def description(self, separator: str) -> str:
        """Return the text with its ids, joined by ``separator`` (CRLF in redirects)."""
        return separator.join(
            (
                self.headline,
                f"Trace ID: {self.trace_id}",
                f"Correlation ID: {self.correlation_id}",
                f"Timestamp: {self.timestamp}",
            )
        )

    def body(self, identity_origin: str) -> dict[str, object]:
        """Return the token endpoint's JSON."""
        suberror = {"suberror": self.cause.suberror} if self.cause.suberror else {}
        return {
            "error": self.cause.error,
            "error_description": self.description(" "),
            "error_codes": [self.cause.code],
            "timestamp": self.timestamp,
            "trace_id": self.trace_id,
            "correlation_id": self.correlation_id,
            "error_uri": self.error_uri(identity_origin),
            **suberror,
        }

    def error_uri(self, identity_origin: str) -> str:
        return f"{identity_origin}/error?code={self.cause.code}"
