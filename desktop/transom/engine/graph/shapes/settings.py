"""What was chosen for a mailbox: zone, language, formats and the working week."""

import msgspec

from transom.engine.entities.accounts import MailboxSettings
from transom.engine.graph.shapes.values import text_of


class Language(msgspec.Struct):
    """A language by its tag."""

    locale: str | None = None


class Zone(msgspec.Struct):
    """A zone by its name."""

    name: str | None = None


class WorkingHours(msgspec.Struct, rename="camel"):
    """The working week."""

    days_of_week: list[str | None] | None = None
    start_time: str | None = None
    end_time: str | None = None
    time_zone: Zone | None = None


class SettingsItem(msgspec.Struct, rename="camel"):
    """The settings of a mailbox."""

    time_zone: str | None = None
    language: Language | None = None
    date_format: str | None = None
    time_format: str | None = None
    working_hours: WorkingHours | None = None


def settings_from_json(item: SettingsItem) -> MailboxSettings:
    """Turn a mailbox's settings into ours."""
    hours = item.working_hours or WorkingHours()
    return MailboxSettings(
        time_zone=text_of(item.time_zone),
        language=text_of(item.language.locale if item.language else None),
        date_format=text_of(item.date_format),
        time_format=text_of(item.time_format),
        work_days=",".join(day for day in hours.days_of_week or () if day),
        work_starts=text_of(hours.start_time)[:5],
        work_ends=text_of(hours.end_time)[:5],
        work_zone=text_of(hours.time_zone.name if hours.time_zone else None),
    )
