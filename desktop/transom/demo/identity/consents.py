"""Which permissions somebody may use an app with: their own consent and their organisation's."""

from transom.demo.identity.directory import Directory
from transom.demo.identity.ledger import Ledger
from transom.demo.identity.policies import Policies
from transom.demo.identity.registration import Registration
from transom.demo.identity.scopes import OIDC_SCOPES, ScopeRequest, needs_administrator
from transom.demo.mailbox.users import User


class Consents:
    """Adds up what was granted, and says what is missing and who may grant it."""

    def __init__(self, ledger: Ledger, policies: Policies, directory: Directory) -> None:
        self._ledger = ledger
        self._policies = policies
        self._directory = directory

    def granted(self, user: User, registration: Registration) -> frozenset[str]:
        own = self._ledger.consented(user.oid, registration.client_id)
        for_all = self._ledger.consented(user.tid, registration.client_id)
        # Once an administrator has consented, signing in itself needs no page either.
        return own | for_all | (OIDC_SCOPES if for_all else frozenset())

    def usable(self, user: User, registration: Registration) -> frozenset[str]:
        """Return what tokens may hold: a policy can withhold what was granted."""
        withheld = frozenset(self._policies.of_tenant(user.tid).withheld_scopes)
        return self.granted(user, registration) - withheld - registration.withheld

    def is_missing(self, user: User, registration: Registration, scopes: ScopeRequest) -> bool:
        if registration.is_first_party:
            return False
        granted = self.granted(user, registration)
        if scopes.is_default and granted - OIDC_SCOPES:
            return not scopes.oidc <= granted
        return not frozenset(scopes.names) <= granted

    def may_grant(self, user: User, scopes: ScopeRequest) -> bool:
        """Whether the person may consent for themselves."""
        if user.kind == "personal" or self.is_administrator(user):
            return True
        allowed = self._policies.of_tenant(user.tid).user_consent == "allowed"
        return allowed and not needs_administrator(scopes.names)

    def may_ask(self, user: User) -> bool:
        """Whether there is an administrator's desk to send a request to."""
        return self._policies.of_tenant(user.tid).user_consent == "requests"

    def is_administrator(self, user: User) -> bool:
        return self._directory.traits(user).is_administrator

    def grant(
        self, user: User, registration: Registration, scopes: ScopeRequest, *, for_all: bool
    ) -> None:
        whose = user.tid if for_all and self.is_administrator(user) else user.oid
        self._ledger.consent(whose, registration.client_id, scopes.names)
