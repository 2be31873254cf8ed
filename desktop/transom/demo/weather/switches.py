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

    def consent_wall(begins: bool) -> None:
        consent = "blocked" if begins else "allowed"
        parts.policies.change_tenant(WORK_TENANT, {"user_consent": consent})
        if begins:  # who has consented before would never see the wall
            parts.ledger.withdraw_consent(first.oid)
            parts.ledger.withdraw_consent(WORK_TENANT)

    def conditional_access(begins: bool) -> None:
        parts.policies.change_person(first, {"refusal": REFUSED_BY_POLICY if begins else 0})

    return {
        "revoked": revoke,
        "claims": challenge,
        "consent-wall": consent_wall,
        "conditional-access": conditional_access,
    }
