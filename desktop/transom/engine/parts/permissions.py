"""The door's further permissions: what each is for, and turning one on or off."""

from concurrent.futures import Future

from transom.engine.entities.accounts import Account, AccountId
from transom.engine.entities.signin import Permission
from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane


class PermissionsPart:
    """Says how accounts stand to what may be asked for beyond every sign-in."""

    def __init__(self, hall: Hall, lane: Lane) -> None:
        self._hall = hall
        self._lane = lane

    def of(self, account: Account) -> tuple[Permission, ...]:
        """Say how an account stands to each further permission."""
        from transom.engine.auth.consent import permissions_of

        return permissions_of(account)

    def all(self) -> tuple[str, ...]:
        """Return every further permission that something here makes use of."""
        from transom.engine.auth.consent import further_scopes

        return further_scopes()

    def grants_page(self, account: Account) -> str:
        """Return the address where a grant is taken back; empty where it is not known."""
        from transom.engine.auth.consent import grants_page

        return grants_page(account)

    def turn_on(self, account: AccountId, scope: str) -> Future[None]:
        """Make use of a permission that is granted already; others need a sign-in first."""
        return self._lane.submit(
            lambda: self._hall.opened.servers.comings.set_wished(account, scope, is_on=True)
        )

    def turn_off(self, account: AccountId, scope: str) -> Future[None]:
        """Ask for a permission no longer; the provider keeps the grant until it is taken back."""
        return self._lane.submit(
            lambda: self._hall.opened.servers.comings.set_wished(account, scope, is_on=False)
        )
