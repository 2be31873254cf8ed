"""What an organisation settles for everybody on a computer, from a file only it can write.

The build brings a file of the same kind along, whose word counts last.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from transom.engine.entities.accounts import Cloud
from transom.engine.entities.readers import Reader
from transom.engine.settings import BUILT_IN_CLOUDS
from transom.resources import resource_path

FILE_NAME = "organisation.toml"
BUILD_FILE_NAME = "registration.toml"
HIDEABLE = frozenset({"registration", "browser", "code", "demo"})
_TEXTS = ("client_id", "tenant", "cloud", "redirect_uri")


@dataclass(frozen=True, slots=True)
class Organisation:
    """The registration everybody signs in with, and which choices nobody is shown.

    What is empty is left to the user. With a ``fault`` the file is there and cannot be obeyed:
    nobody signs in until it is mended.
    """

    client_id: str = ""
    tenant: str = ""
    cloud: str = ""
    redirect_uri: str = ""
    own_cloud: Cloud | None = None
    hidden: frozenset[str] = frozenset()
    reader: Reader = field(default_factory=Reader)
    fault: str = ""


def organisation_path() -> Path:
    """Return where this system keeps settings for all its users."""
    return Path(platformdirs.site_config_dir("transom", appauthor=False)) / FILE_NAME


def read_build() -> Organisation:
    """Read what this build brings along; usually nothing."""
    return read_organisation(resource_path(BUILD_FILE_NAME))


def read_organisation(path: Path) -> Organisation:
    """Read the file; where there is none, everything is the user's to choose."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Organisation()
    except OSError as error:
        return _unreadable(path, error.strerror or "it cannot be read")
    try:
        return _organisation_from(tomllib.loads(content.decode("utf-8")))
    except ValueError as error:
        return _unreadable(path, str(error))


def _unreadable(path: Path, reason: str) -> Organisation:
    # Nobody may enter a registration of their own where one may have been prescribed.
    return Organisation(
        hidden=frozenset({"registration"}),
        fault=f"Your organisation's settings in {path} cannot be obeyed: {reason}. "
        "Ask your administrator to mend the file.",
    )


def _organisation_from(tables: Mapping[str, Any]) -> Organisation:
    unknown = sorted(set(tables) - {"registration", "hide", "cloud", "reader"})
    if unknown:
        raise ValueError(f"nothing here is called “{unknown[0]}”")
    registration = _table(tables, "registration")
    texts = {name: _text(registration, name) for name in registration}
    if set(texts) - set(_TEXTS):
        raise ValueError(f"a registration has only {', '.join(_TEXTS)}")
    own_cloud = _cloud_from(_table(tables, "cloud")) if "cloud" in tables else None
    cloud = texts.get("cloud", "") or (own_cloud.name if own_cloud else "")
    if cloud and cloud not in BUILT_IN_CLOUDS and (own_cloud is None or own_cloud.name != cloud):
        raise ValueError(f"the cloud “{cloud}” is not described")
    return Organisation(
        client_id=texts.get("client_id", ""),
        tenant=texts.get("tenant", ""),
        cloud=cloud,
        redirect_uri=texts.get("redirect_uri", ""),
        own_cloud=own_cloud,
        hidden=_hidden(tables.get("hide", [])),
        reader=_reader_from(_table(tables, "reader")),
    )


def _reader_from(table: Mapping[str, Any]) -> Reader:
    texts = ("client_id", "tenant", "certificate", "passphrase_file")
    if set(table) - {*texts, "mailboxes"}:
        raise ValueError(f"a reader has only {', '.join(texts)} and mailboxes")
    mailboxes = table.get("mailboxes", [])
    if not isinstance(mailboxes, list) or not all(isinstance(one, str) for one in mailboxes):
        raise ValueError("mailboxes is a list of addresses")
    named: dict[str, Any] = {name: _text(table, name) for name in texts if name in table}
    return Reader(**named, mailboxes=tuple(mailboxes))


def _hidden(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not set(map(str, value)) <= HIDEABLE:
        raise ValueError(f"hide is a list of {', '.join(sorted(HIDEABLE))}")
    return frozenset(map(str, value))


def _cloud_from(table: Mapping[str, Any]) -> Cloud:
    needed = {"name", "authority_url", "graph_url", "redirect_uri"}
    if set(table) - needed - {"ca_file", "certificate_sha256"} or not needed <= set(table):
        raise ValueError(f"a cloud has {', '.join(sorted(needed))}")
    texts: dict[str, Any] = {name: _text(table, name) for name in table}
    return Cloud(**texts)


def _table(tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise ValueError(f"{name} is a table")
    return table


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is a text")
    return value.strip()
