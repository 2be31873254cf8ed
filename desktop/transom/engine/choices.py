"""The user's choices in force: read once, followed at once, kept as far as the disk lets us."""

from pathlib import Path

from transom.engine.changes import Newsroom, problem_from_error
from transom.engine.entities.accounts import Registration
from transom.engine.errors import SettingsError
from transom.engine.settings import Settings, SettingsFile


class Choices:
    """Holds the settings; the news say where the file could not be read or written."""

    def __init__(self, path: Path, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._file = SettingsFile(path)
        self._fault: SettingsError | None = None
        self._settings = self._load()

    @property
    def settings(self) -> Settings:
        """The choices that hold now."""
        return self._settings

    def save(self, settings: Settings) -> None:
        """Follow other choices from now on and keep them."""
        self._settings = settings
        try:
            self._file.save(settings)
        except SettingsError as error:
            self._newsroom.publish(problem_from_error(error))

    def tell_fault(self) -> None:
        """Publish why the defaults hold, if the file could not be read."""
        if self._fault is not None:
            self._newsroom.publish(problem_from_error(self._fault))

    def located(self, registration: Registration) -> Registration:
        """Return the registration with its cloud where the choices say it is now."""
        return self._settings.located(registration)

    def _load(self) -> Settings:
        try:
            return self._file.load()
        except SettingsError as error:
            self._fault = error
            return Settings()
