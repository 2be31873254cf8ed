"""What the provider's endpoints share."""

from dataclasses import dataclass

from transom.demo.addresses import Addresses
from transom.demo.identity.codes import Codes
from transom.demo.identity.consent_requests import ConsentRequests
from transom.demo.identity.consents import Consents
from transom.demo.identity.directory import Directory
from transom.demo.identity.id_tokens import IdTokens
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.policies import Policies
from transom.demo.identity.registration import Registrations
from transom.demo.identity.sealing import Sealer
from transom.demo.identity.tokens import Clock, Tokens


@dataclass(frozen=True, slots=True)
class Parts:
    """The provider's long-lived objects, built once."""

    registrations: Registrations
    directory: Directory
    ledger: Ledger
    policies: Policies
    consents: Consents
    requests: ConsentRequests
    codes: Codes
    tokens: Tokens
    id_tokens: IdTokens
    sealer: Sealer
    addresses: Addresses
    clock: Clock
