"""What the organisations demand, and what is demanded of single people; changed while running."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeVar

import msgspec

from transom.demo.mailbox.users import FABRIKAM_TENANT, User
from transom.demo.state import StateDirectory

FILE = "policies.json"
SECOND_FACTOR_POLICY = "0f6a1a2e-5b3c-4c1d-9e7f-8a2b4d6c9e10"
REFUSABLE = frozenset({50055, 50097, 50131, 50155, 53000, 53003, 53009})


class BadPolicyError(Exception):
    """The change names what no policy has; the text says what."""


@dataclass(frozen=True, slots=True)
class TenantPolicy:
    """One organisation's rules; ``requests`` lets people ask an administrator for consent."""

    user_consent: Literal["allowed", "blocked", "requests"] = "allowed"
    offers_to_stay: bool = False
    withheld_scopes: tuple[str, ...] = ()
    sign_in_frequency_s: int | None = None


@dataclass(frozen=True, slots=True)
class PersonPolicy:
    """What conditional access demands of one person; ``refusal`` is a number to refuse with."""

    needs_second_factor: bool = False
    context: str = ""
    refusal: int = 0


_Policy = TypeVar("_Policy", TenantPolicy, PersonPolicy)
_USUAL = {FABRIKAM_TENANT: TenantPolicy(user_consent="requests", offers_to_stay=True)}


class Policies:
    """Keeps the rules on disk; what was never changed is as it was at birth.

    What holds for a while alone lies over them and is never written down.
    """

    def __init__(self, state: StateDirectory) -> None:
        self._state = state
        self._tenants: dict[str, TenantPolicy] = {}
        self._people: dict[str, PersonPolicy] = {}
        self._passing: dict[str, dict[str, Any]] = {}
        self._load()

    def _load(self) -> None:
        value = self._state.read_json(FILE)
        if value is None:
            return
        try:
            self._tenants = msgspec.convert(value["tenants"], dict[str, TenantPolicy])
            self._people = msgspec.convert(value["people"], dict[str, PersonPolicy])
        except (KeyError, msgspec.ValidationError):
            self._tenants, self._people = {}, {}
            self._state.set_aside(FILE)

    def _save(self) -> None:
        tenants = {tid: asdict(policy) for tid, policy in self._tenants.items()}
        people = {oid: asdict(policy) for oid, policy in self._people.items()}
        self._state.write_json(FILE, {"tenants": tenants, "people": people})

    def of_tenant(self, tid: str) -> TenantPolicy:
        return _changed(self._kept_of_tenant(tid), self._passing.get(tid, {}))

    def of_person(self, user: User) -> PersonPolicy:
        return _changed(self._kept_of_person(user), self._passing.get(user.oid, {}))

    def _kept_of_tenant(self, tid: str) -> TenantPolicy:
        return self._tenants.get(tid) or _USUAL.get(tid) or TenantPolicy()

    def _kept_of_person(self, user: User) -> PersonPolicy:
        return self._people.get(user.oid) or PersonPolicy()

    def pass_over(self, whose: str, changes: dict[str, Any]) -> None:
        """Let other rules hold for a tenant or a person until there are none, or this run ends."""
        self._passing[whose] = changes

    def change_tenant(self, tid: str, changes: dict[str, Any]) -> TenantPolicy:
        """Apply changes by field name and return the whole policy."""
        policy = _changed(self._kept_of_tenant(tid), changes)
        self._tenants[tid] = policy
        self._save()
        return policy

    def change_person(self, user: User, changes: dict[str, Any]) -> PersonPolicy:
        policy = _changed(self._kept_of_person(user), changes)
        if policy.refusal and policy.refusal not in REFUSABLE:
            numbers = ", ".join(str(code) for code in sorted(REFUSABLE))
            raise BadPolicyError(f"refusal is 0 or one of {numbers}.")
        self._people[user.oid] = policy
        self._save()
        return policy


def _changed(policy: _Policy, changes: dict[str, Any]) -> _Policy:
    if not changes:
        return policy
    unknown = sorted(set(changes) - set(asdict(policy)))
    if unknown:
        raise BadPolicyError(f"There is no rule named {', '.join(unknown)}.")
    try:
        return msgspec.convert(asdict(policy) | changes, type(policy))
    except msgspec.ValidationError as error:
        raise BadPolicyError(f"{error}.") from error
