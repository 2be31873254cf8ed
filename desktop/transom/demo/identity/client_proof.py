"""How an app proves at the token endpoint that it is itself: by secret or by signed assertion."""

import base64
import binascii
from collections.abc import Mapping

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from transom.demo.addresses import Addresses
from transom.demo.identity.errors import IdentityError
from transom.demo.identity.registration import Registration

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ALGORITHMS = ["RS256", "PS256"]


def with_basic(form: Mapping[str, str], authorization: str) -> dict[str, str]:
    """Return the form with the id and secret of an HTTP Basic header, if there is one."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return dict(form)
    try:
        client_id, colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise IdentityError(9002313) from error
    if not colon:
        raise IdentityError(9002313)
    return {"client_id": client_id, "client_secret": secret} | dict(form)


class ClientProof:
    """Checks an app's credentials against its registration."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    def check(self, registration: Registration, form: Mapping[str, str], segment: str) -> None:
        """Raise unless the app proved itself, or is public and did not try to."""
        has_proof = "client_secret" in form or "client_assertion" in form
        if not registration.is_confidential:
            if has_proof:
                raise IdentityError(700025)
            return
        if "client_assertion" in form:
            self._check_assertion(registration, form, segment)
        elif "client_secret" not in form:
            raise IdentityError(7000218)
        elif not registration.has_secret(form["client_secret"]):
            raise IdentityError(7000215, client_id=registration.client_id)

    def _check_assertion(
        self, registration: Registration, form: Mapping[str, str], segment: str
    ) -> None:
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise IdentityError(90100, parameter="client_assertion_type")
        certificate = registration.certificate
        if certificate is None:
            raise IdentityError(700027, reason="The key was not found.")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            raise IdentityError(700027, reason="The key was not found.")
        try:
            claims = jwt.decode(
                form["client_assertion"],
                key,
                algorithms=_ALGORITHMS,
                audience=self._audiences(segment),
                issuer=registration.client_id,
                leeway=300,
                options={"require": ["exp", "iss", "sub", "aud"]},
            )
        except jwt.InvalidSignatureError as error:
            reason = "The provided signature value did not match the expected signature value."
            raise IdentityError(700027, reason=reason) from error
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError) as error:
            raise IdentityError(50013) from error
        except jwt.PyJWTError as error:
            raise IdentityError(50027) from error
        if claims["sub"] != registration.client_id:
            raise IdentityError(50027)

    def _audiences(self, segment: str) -> list[str]:
        base = f"{self._addresses.identity}/{segment}"
        return [f"{base}/oauth2/v2.0/token", f"{base}/oauth2/token", f"{base}/v2.0"]
