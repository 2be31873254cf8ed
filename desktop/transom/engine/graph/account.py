"""What was chosen for an account's mailbox."""

import msgspec

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.graph.addresses import address
from transom.engine.graph.client import GraphClient
from transom.engine.graph.shapes.values import text_of


class _Language(msgspec.Struct):
    locale: str | None = None


class _Zone(msgspec.Struct):
    name: str | None = None


class _WorkingHours(msgspec.Struct, rename="camel"):
    days_of_week: list[str] | None = None
    start_time: str | None = None
    end_time: str | None = None
    time_zone: _Zone | None = None


class _SettingsItem(msgspec.Struct, rename="camel"):
    time_zone: str | None = None
    language: _Language | None = None
    date_format: str | None = None
    time_format: str | None = None
    working_hours: _WorkingHours | None = None


class AccountApi:
    """Reads what concerns the account as a whole."""

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def fetch_mailbox_settings(self) -> MailboxSettings:
        """Return the mailbox's settings; of a shared mailbox they are denied."""
        item = self._client.get_json(_SettingsItem, address("/me/mailboxSettings"))
        hours = item.working_hours or _WorkingHours()
        return MailboxSettings(
            time_zone=text_of(item.time_zone),
            language=text_of(item.language.locale if item.language else None),
            date_format=text_of(item.date_format),
            time_format=text_of(item.time_format),
            work_days=",".join(hours.days_of_week or ()),
            work_starts=text_of(hours.start_time)[:5],
            work_ends=text_of(hours.end_time)[:5],
            work_zone=text_of(hours.time_zone.name if hours.time_zone else None),
        )
