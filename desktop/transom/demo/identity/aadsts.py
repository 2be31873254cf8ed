"""Microsoft's numbers, with the OAuth error and the words that go with each."""

REFUSALS: dict[int, tuple[str, str]] = {
    16000: ("interaction_required", "User account '{user}' does not exist in tenant '{tenant}'."),
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
        "'{client_id}'. Send an interactive authorization request for this user "
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
    70043: (
        "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks.",
    ),
    90002: (
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud.",
    ),
    90004: (
        "invalid_request",
        "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
    ),
    90023: ("invalid_request", "Unsupported '{parameter}' value."),
    500011: (
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant.",
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
    650053: (
        "invalid_client",
        "The application '{name}' asked for scope '{scope}' that doesn't exist on the resource "
        "'00000003-0000-0000-c000-000000000000'. Contact the app vendor.",
    ),
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
    9002332: (
        "unauthorized_client",
        "Application '{client_id}'({name}) is configured for use by Azure Active Directory users "
        "only. Please do not use the /consumers endpoint to serve this request.",
    ),
    9002331: (
        "invalid_request",
        "Application '{client_id}'({name}) is configured for use by Microsoft Account users only. "
        "Please use the /consumers endpoint to serve this request.",
    ),
    9002313: ("invalid_request", "Invalid request. Request is malformed or invalid."),
    9002326: (
        "invalid_request",
        "Cross-origin token redemption is permitted only for the 'Single-Page Application' "
        "client-type.",
    ),
    50013: (
        "invalid_client",
        "The client assertion is outside its valid time range.",
    ),
    50027: (
        "invalid_client",
        "The client assertion is malformed or names the wrong issuer or audience.",
    ),
    50034: (
        "invalid_grant",
        "The user account {user} does not exist in the {tenant} directory. To sign into "
        "this application, the account must be added to the directory.",
    ),
    50049: ("invalid_instance", "Unknown or invalid instance."),
    50055: (
        "invalid_grant",
        "The password is expired.",
    ),
    50057: (
        "invalid_grant",
        "The user account is disabled.",
    ),
    50076: (
        "invalid_grant",
        "Due to a configuration change made by your administrator, or because you moved "
        "to a new location, you must use multi-factor authentication to access "
        "'00000003-0000-0000-c000-000000000000'.",
    ),
    50079: (
        "invalid_grant",
        "Due to a configuration change made by your administrator, or because you moved "
        "to a new location, you must enroll in multi-factor authentication to access "
        "'00000003-0000-0000-c000-000000000000'.",
    ),
    50097: (
        "interaction_required",
        "Device authentication is required.",
    ),
    50105: (
        "access_denied",
        "Your administrator has configured the application {name} ('{client_id}') to "
        "block users unless they are specifically granted ('assigned') access to the "
        "application. The signed-in user '{user}' is blocked because they are not a "
        "direct member of a group with access, nor had access directly assigned by an "
        "administrator.",
    ),
    50131: (
        "access_denied",
        "Device is not in required device state: {state}. Or, the request was blocked due "
        "to suspicious activity, access policy, or security policy decisions.",
    ),
    50155: (
        "invalid_grant",
        "Device authentication failed for this user.",
    ),
    50194: (
        "unauthorized_client",
        "Application '{client_id}' ({name}) is not configured as a multi-tenant "
        "application. Usage of the /common endpoint is not supported for such apps. Use a "
        "tenant-specific endpoint or configure the application to be multi-tenant.",
    ),
    50196: (
        "invalid_request",
        "The server terminated an operation because it encountered a client request loop. "
        "Please contact your app vendor.",
    ),
    53000: (
        "access_denied",
        "Your device is required to be compliant to access this resource.",
    ),
    53003: (
        "access_denied",
        "Access has been blocked by Conditional Access policies. The access policy does "
        "not allow token issuance.",
    ),
    53009: (
        "access_denied",
        "Application needs to enforce Intune protection policies.",
    ),
    65004: (
        "access_denied",
        "User declined to consent to access the app.",
    ),
    90027: (
        "invalid_request",
        "The client '{client_id}' and resource 'https://graph.microsoft.com' identify "
        "personal accounts, for which this API version cannot issue tokens. Use the v2.0 "
        "endpoint.",
    ),
    90038: (
        "invalid_request",
        "Tenant '{tenant}' request is being redirected to the National Cloud '{cloud}'.",
    ),
    90094: (
        "access_denied",
        "The grant requires admin permission.",
    ),
    90095: (
        "access_denied",
        "Admin consent is required for the permissions requested by this application. An "
        "admin consent request may be sent to the admin.",
    ),
    90100: (
        "invalid_request",
        "The '{parameter}' parameter is empty or not valid.",
    ),
    90130: (
        "invalid_request",
        "Application '{client_id}' ({name}) is not supported over the /common or "
        "/consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
    ),
    700027: (
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not "
        "registered on application, or the client assertion contains an invalid "
        "signature. [Reason - {reason}]",
    ),
    7000215: (
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is "
        "the client secret value, not the client secret ID, for a secret added to app "
        "'{client_id}'.",
    ),
    7000218: (
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'.",
    ),
    9001023: (
        "invalid_request",
        "The grant type is not supported over the /common or /consumers endpoints. Please "
        "use the /organizations or tenant-specific endpoint.",
    ),
}

# What a client is told besides, so that it knows whether a person can help.
SUBERRORS: dict[int, str] = {
    50055: "user_password_expired",
    50076: "basic_action",
    50079: "basic_action",
    50097: "additional_action",
    50155: "device_authentication_failed",
    53000: "additional_action",
    53003: "message_only",
    53009: "protection_policy_required",
}
