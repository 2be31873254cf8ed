"""The user's choices: what they are, and the file they are kept in."""

import json
import logging
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from transom.engine.entities.accounts import Cloud, Registration
from transom.engine.entities.listing import SortKey
from transom.engine.errors import NotConfiguredError, SettingsError
from transom.engine.profile import keep_aside, write_atomically

log = logging.getLogger(__name__)

T = TypeVar("T")


def _microsoft(name: str, login: str, graph: str) -> Cloud:
    return Cloud(
        name=name,
        authority_url=f"https://{login}",
        graph_url=f"https://{graph}",
        redirect_uri=f"https://{login}/common/oauth2/nativeclient",
    )


BUILT_IN_CLOUDS: Mapping[str, Cloud] = {
    cloud.name: cloud
    for cloud in (
        _microsoft("worldwide", "login.microsoftonline.com", "graph.microsoft.com"),
        _microsoft("us-gov", "login.microsoftonline.us", "graph.microsoft.us"),
        _microsoft("us-dod", "login.microsoftonline.us", "dod-graph.microsoft.us"),
        _microsoft("china", "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn"),
    )
}
"""Microsoft's clouds; each needs a registration of its own."""

USUAL_TENANT, USUAL_CLOUD = "common", "worldwide"
"""What holds where nobody says anything else."""


class Theme(StrEnum):
    """Light or dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class ReaderLook(StrEnum):
    """How a mail is shown: as its sender laid it out, its structure alone, or its words alone."""

    SENT = "sent"
    SIMPLE = "simple"
    PLAIN = "plain"


class Density(StrEnum):
    """How much room a row takes."""

    COMFORTABLE = "comfortable"
    """Three lines: people, subject, the beginning of the text."""
    MEDIUM = "medium"
    """Two lines: people, subject."""
    COMPACT = "compact"
    """One line."""


_MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice with what holds until somebody chooses; ``clouds`` are the user's own.

    What is empty of the registration was not chosen: the build or the usual holds.
    """

    client_id: str = ""
    tenant: str = ""
    cloud: str = ""
    redirect_uri: str = ""
    clouds: tuple[Cloud, ...] = ()
    theme: Theme = Theme.SYSTEM
    density: Density = Density.COMFORTABLE
    folder_pane_width_px: int = 0
    list_pane_width_px: int = 0
    list_pane_height_px: int = 0
    list_conversations: bool = True
    list_sort: SortKey = SortKey.DATE
    list_descending: bool = True
    list_table: bool = False
    """A table over the reader in place of rows beside it."""
    list_column_widths: tuple[str, ...] = ()
    """Such as ``Subject=320``."""
    list_sieve: tuple[str, ...] = ()
    """The last folder that was sieved, and what was left in: folder=12, unread, category=Red."""
    window_geometry: str = ""
    message_window_geometry: str = ""
    reader_zoom_percent: int = 100
    reader_look: ReaderLook = ReaderLook.SENT
    hidden_folders: bool = False
    """Whether folders that the server hides are shown all the same."""
    seen_marks: bool = False
    """Whether what is read here is marked as seen, on this computer alone."""
    seen_counts: bool = False
    """Whether the counts beside folders leave out what was seen here."""
    seen_explained: bool = False
    """Whether it was said that the server's unread marks stay as they are."""
    text_days: int = 0
    """Texts of mail older than this are fetched when they are read; 0 fetches all."""
    attachment_mb: int = 500
    """Attachments that were opened are kept up to this; those of the oldest mail go first."""
    file_text_mb: int = 0
    """Attachments up to this are fetched for the words inside them; 0 finds them by name alone."""
    conversation_view: bool = True
    """Whether a message is shown amid the others of its conversation."""
    conversation_newest_first: bool = True
    reminders: bool = True
    calendar_view: str = "Week"
    calendar_hour_px: int = 56
    calendar_second_zone: str = ""
    calendar_side_by_side: bool = False
    first_weekday: int = -1
    """0 for Monday; -1 for what the mailbox says, as an empty text below does."""
    work_days: str = ""
    work_starts: str = ""
    work_ends: str = ""
    reader_client_id: str = ""
    reader_tenant: str = ""
    reader_certificate: str = ""
    reader_passphrase_file: str = ""
    reader_mailboxes: tuple[str, ...] = ()

    @property
    def limits(self) -> tuple[int, int]:
        """How much is kept: days of texts, megabytes of attachments."""
        return min(self.text_days, _MOST_DAYS), self.attachment_mb

    def find_cloud(self, name: str) -> Cloud:
        """Return one of the user's clouds or a built-in one; NotConfiguredError if unknown."""
        for cloud in (*self.clouds, *BUILT_IN_CLOUDS.values()):
            if cloud.name == name:
                return cloud
        raise NotConfiguredError(f"The settings name a cloud “{name}” and do not describe it.")

    def registration(self) -> Registration:
        """Return what the user chose; NotConfiguredError while there is no client id."""
        if not self.client_id:
            raise NotConfiguredError("Enter the client id of an app registration first.")
        cloud = self.find_cloud(self.cloud or USUAL_CLOUD)
        return Registration(self.client_id, self.tenant or USUAL_TENANT, cloud)

    def located(self, registration: Registration) -> Registration:
        """Return a registration with its cloud as it is described now.

        A server of the user's own may come back on another port or with a new certificate. On
        another host it is another server, which no token of the old one is for.
        """
        for cloud in self.clouds:
            if cloud.name == registration.cloud.name and _hosts(cloud) == _hosts(
                registration.cloud
            ):
                return replace(registration, cloud=cloud)
        return registration

    def with_cloud(self, cloud: Cloud) -> "Settings":
        """Return these settings with ``cloud`` among the user's own, by its name."""
        others = tuple(one for one in self.clouds if one.name != cloud.name)
        return replace(self, clouds=(*others, cloud))


def _hosts(cloud: Cloud) -> tuple[str | None, str | None]:
    return urlsplit(cloud.authority_url).hostname, urlsplit(cloud.graph_url).hostname


class SettingsFile:
    """Reads and replaces the settings file; what this version does not know stays in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Settings:
        """Read the settings; a damaged file is kept aside and named in a SettingsError.

        After that error the next ``load`` gives the defaults.
        """
        return _settings_from_tables(self._read_tables())

    def save(self, settings: Settings) -> None:
        """Replace the file; a crash leaves the old one or the new one."""
        try:
            tables = self._read_tables()
        except SettingsError:
            if self._path.exists():  # not damaged and kept aside, but out of reach
                raise
            tables = {}
        for name, value in _tables_from_settings(settings).items():
            tables[name] = value
        try:
            write_atomically(self._path, toml_from_table(tables).encode("utf-8"))
        except OSError as error:
            raise SettingsError(
                f"They cannot be saved ({error.strerror}) and hold until Transom is closed."
            ) from error

    def _read_tables(self) -> dict[str, Any]:
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SettingsError(f"{self._path.name} cannot be read: {error.strerror}.") from error
        try:
            return tomllib.loads(content.decode("utf-8"))
        except ValueError as error:
            aside = keep_aside(self._path)
            raise SettingsError(
                f"The settings file is damaged: {_where(error, content)}. It was kept as "
                f"{aside.name}, and Transom starts with the usual settings."
            ) from error


def _where(error: ValueError, content: bytes) -> str:
    """Say what is wrong and in which line."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 (at line {content.count(10, 0, error.start) + 1})"
    last = f"at line {len(content.splitlines())}"
    return str(error).replace("at end of document", last)


def _settings_from_tables(tables: Mapping[str, Any]) -> Settings:
    usual = Settings()
    known: dict[str, Any] = {}
    for field in fields(Settings):
        if field.name == "clouds" or field.name not in tables:
            continue
        read = _read_value(tables[field.name], getattr(usual, field.name))
        if read is None:
            log.warning("the setting %s has a value that means nothing here", field.name)
        else:
            known[field.name] = read
    return Settings(**known, clouds=_clouds_from_table(tables.get("clouds")))


def _read_value(value: object, usual: object) -> object | None:
    """Return ``value`` as the kind that ``usual`` is, or None if it is not that kind."""
    if isinstance(usual, StrEnum):
        choices = {choice.value: choice for choice in type(usual)}
        return choices.get(value) if isinstance(value, str) else None
    if isinstance(usual, tuple):
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if is_list and isinstance(value, list) else None
    return value if type(value) is type(usual) else None


def _clouds_from_table(table: object) -> tuple[Cloud, ...]:
    if not isinstance(table, dict):
        return ()
    clouds = []
    for name, entry in table.items():
        try:
            clouds.append(_cloud_from_table(name, entry))
        except (TypeError, ValueError):
            log.warning("a cloud in the settings is not fully described")
    return tuple(clouds)


def _cloud_from_table(name: str, entry: Mapping[str, Any]) -> Cloud:
    known = {field.name: entry[field.name] for field in fields(Cloud) if field.name in entry}
    known.pop("name", None)
    for key, value in known.items():
        if not isinstance(value, bool if key == "has_instance_discovery" else str):
            raise ValueError(key)
    return Cloud(name=name, **known)


def _tables_from_settings(settings: Settings) -> dict[str, Any]:
    tables: dict[str, Any] = {
        field.name: getattr(settings, field.name)
        for field in fields(Settings)
        if field.name != "clouds"
    }
    tables["clouds"] = {
        cloud.name: {
            field.name: getattr(cloud, field.name)
            for field in fields(Cloud)
            if field.name != "name"
        }
        for cloud in settings.clouds
    }
    return tables


def toml_from_table(table: Mapping[str, Any]) -> str:
    """Write what tomllib reads: plain keys first, then tables, at any depth."""
    lines: list[str] = []
    _write_table(lines, (), table)
    return "\n".join(lines) + "\n"


def _write_table(lines: list[str], path: tuple[str, ...], table: Mapping[str, Any]) -> None:
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    if path:
        lines += ["", f"[{'.'.join(_toml_text(part) for part in path)}]"]
    lines += [
        f"{_toml_key(key)} = {_toml_value(value)}"
        for key, value in table.items()
        if key not in inner
    ]
    for key, value in inner.items():
        _write_table(lines, (*path, key), value)


def _toml_key(key: str) -> str:
    is_bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if is_bare else _toml_text(key)


def _toml_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _toml_text(value)
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = (f"{_toml_key(key)} = {_toml_value(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return str(value)


def _toml_text(text: str) -> str:
    # JSON's escapes are TOML's too, but for DEL; half a surrogate pair is no text in either.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
