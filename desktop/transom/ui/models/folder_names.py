"""What folders are called: the well-known ones in the user's language, others as they are named."""

import tomllib
from functools import cache

from PySide6.QtCore import QLocale

from transom.engine.entities.mail import ALL_INBOXES, FLAGGED, UNREAD, Folder
from transom.resources import resource_text

VIEW_NAMES = {ALL_INBOXES: "All inboxes", UNREAD: "Unread", FLAGGED: "Flagged"}


class FolderNames:
    """The names in one language, such as ``de``; empty takes the system's."""

    def __init__(self, language: str = "") -> None:
        self._names = _dictionary().get(language or _system_language(), {})

    def name_of(self, folder: Folder) -> str:
        """Return what to call a folder."""
        known = self._names.get(folder.well_known)
        return VIEW_NAMES.get(folder.id) or known or folder.name


@cache
def _dictionary() -> dict[str, dict[str, str]]:
    return tomllib.loads(resource_text("words", "folders.toml"))


def _system_language() -> str:
    languages = QLocale.system().uiLanguages()
    return languages[0].partition("-")[0] if languages else ""
