"""Weather that the identity provider makes: revocations, consent walls, policies."""

from transom.demo.identity.parts import Parts
from transom.demo.mailbox.users import USERS, WORK_TENANT
from transom.demo.weather.sky import Switch

REFUSED_BY_POLICY = 53003


def identity_switches(parts: Parts) -> dict[str, Switch]:
    """Return what to do when such weather begins (True) and ends."""
    first = USERS[0]

    def revoke(begins: bool) -> None:
        if begins:
            parts.ledger.revoke(first.oid, "access", "session", "refresh")

    def challenge(begins: bool) -> None:
        if begins:
            parts.ledger.revoke(first.oid, "challenge")

    # What lasts as long as the weather is nothing the tenant remembers: it may end in a storm.
    def consent_wall(begins: bool) -> None:
        parts.policies.pass_over(WORK_TENANT, {"user_consent": "blocked"} if begins else {})
        # Who has consented before would never see the wall.
        parts.ledger.hide_consents(*((first.oid, WORK_TENANT) if begins else ()))

    def conditional_access(begins: bool) -> None:
        parts.policies.pass_over(first.oid, {"refusal": REFUSED_BY_POLICY} if begins else {})

    return {
        "revoked": revoke,
        "claims": challenge,
        "consent-wall": consent_wall,
        "conditional-access": conditional_access,
    }
