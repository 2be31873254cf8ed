"""What concerns an account as a whole: its mailbox's settings, categories and own picture."""

import logging
from collections.abc import Callable
from dataclasses import asdict

from transom.engine.entities.accounts import AccountId
from transom.engine.errors import DeniedError, NonsenseError, NotFoundError
from transom.engine.graph.account import AccountApi
from transom.engine.graph.contacts import ContactsApi
from transom.engine.graph.mail import MailApi
from transom.engine.store.accounts import AccountStore
from transom.engine.store.mail import MailStore
from transom.engine.sync.tasks import Stage, Task

log = logging.getLogger(__name__)

_ROUNDS_BETWEEN = 60
"""None of this has a delta; half an hour is soon enough."""


class AccountSync:
    """Keeps what is known of one account up to date."""

    def __init__(
        self,
        account: AccountId,
        api: AccountApi,
        mail_api: MailApi,
        contacts_api: ContactsApi,
        store: AccountStore,
        mail_store: MailStore,
    ) -> None:
        self._account = account
        self._api = api
        self._mail_api = mail_api
        self._contacts_api = contacts_api
        self._store = store
        self._mail_store = mail_store
        self._rounds = 0

    def round_tasks(self) -> list[Task]:
        """Return the steps of a round, of which most have none."""
        is_due = self._rounds % _ROUNDS_BETWEEN == 0
        self._rounds += 1
        if not is_due:
            return []
        return [
            self._task("mailbox settings", self._refresh_settings),
            self._task("categories", self._refresh_categories),
            self._task("own photo", self._refresh_photo),
        ]

    def _task(self, key: str, refresh: Callable[[], None]) -> Task:
        def job() -> list[Task]:
            try:
                refresh()
            except (DeniedError, NotFoundError, NonsenseError) as error:
                # A mailbox without these is still a mailbox: what is stored stays.
                log.info("%s cannot be had: %s", key, type(error).__name__)
            return []

        return Task(self._account, Stage.PROFILE, key, job)

    def _refresh_settings(self) -> None:
        settings = asdict(self._api.fetch_mailbox_settings())
        if settings != self._store.read_mailbox_settings(self._account):
            self._store.save_mailbox_settings(self._account, settings)

    def _refresh_categories(self) -> None:
        categories = sorted(self._mail_api.fetch_categories(), key=lambda one: one.name)
        if categories != self._mail_store.read_categories(self._account):
            self._mail_store.save_categories(self._account, categories)

    def _refresh_photo(self) -> None:
        photo = self._contacts_api.fetch_own_photo()
        if photo != self._store.read_photo(self._account):
            self._store.save_photo(self._account, photo)
