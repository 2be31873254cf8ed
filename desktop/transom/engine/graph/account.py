"""What was chosen for an account's mailbox."""

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.shapes.settings import SettingsItem, settings_from_json


class AccountApi:
    """Reads what concerns the account as a whole."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def fetch_mailbox_settings(self) -> MailboxSettings:
        """Return the mailbox's settings; of a shared mailbox they are denied."""
        return settings_from_json(
            self._client.get_json(SettingsItem, address("/me/mailboxSettings"))
        )
