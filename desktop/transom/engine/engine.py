"""The one door to everything without a screen; every call returns at once."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transom.engine.changes import Activity, Change, Kind, Newsroom, problem_from_error
from transom.engine.clock import Clock, SystemClock
from transom.engine.commands import Commands
from transom.engine.entities.accounts import Registration
from transom.engine.errors import (
    KeyringError,
    SettingsError,
    StoppedError,
    TransomError,
    UnexpectedError,
)
from transom.engine.listener import Listener
from transom.engine.organisation import organisation_path, read_build, read_organisation
from transom.engine.parts.accounts import AccountsPart
from transom.engine.parts.calendar import CalendarPart
from transom.engine.parts.contacts import ContactsPart
from transom.engine.parts.event_files import EventFilesPart
from transom.engine.parts.hall import Hall
from transom.engine.parts.mail import MailPart
from transom.engine.parts.mailboxes import MailboxesPart
from transom.engine.parts.network import NetworkPart
from transom.engine.parts.people import PeoplePart
from transom.engine.parts.permissions import PermissionsPart
from transom.engine.parts.reminders import RemindersPart
from transom.engine.parts.search import SearchPart
from transom.engine.parts.setup import SetUpPart
from transom.engine.profile import Profile
from transom.engine.registrar import Registrar
from transom.engine.settings import Settings, SettingsFile
from transom.engine.workers import Workers

if TYPE_CHECKING:  # heavy rooms: loaded on the worker that first needs them
    from keyring.backend import KeyringBackend

    from transom.engine.auth.vault import KeyState
    from transom.engine.opening import Opening
    from transom.engine.store.store import Statistics

log = logging.getLogger(__name__)

ANSWERERS = 4


class EngineState(StrEnum):
    """How far the engine has come; a Change of kind STATE tells of each step."""

    OPENING = "opening"
    KEY_NEEDED = "key_needed"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"


class Engine:
    """Accounts, mail, calendar, contacts and search, kept up to date in the background."""

    def __init__(
        self,
        profile: Profile,
        *,
        key_file: Path | None = None,
        clock: Clock | None = None,
        workers: Workers | None = None,
        keyring_backend: "KeyringBackend | None" = None,
        on_raise: Callable[[dict[str, Any]], None] | None = None,
        find_proxies: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        self.profile = profile
        self.newsroom = Newsroom()
        self.state = EngineState.OPENING
        self.key_state: KeyState | None = None
        self.error: TransomError | None = None
        """Why the state is FAILED."""
        self.clock = clock or SystemClock()
        self._on_raise = on_raise
        self._syncs = True
        self._key_file = key_file
        self._keyring_backend = keyring_backend
        self._workers = workers or Workers()
        self._opening: Opening | None = None
        self._listener: Listener | None = None
        self._settings_file = SettingsFile(profile.settings_path)
        self._settings_error: SettingsError | None = None
        self._settings = self._load_settings()
        self._lane = self._workers.lane("engine")
        self._key_lane = self._workers.lane("key")
        self._hall = Hall()
        registrar = Registrar(
            read_organisation(organisation_path()),
            read_build(),
            lambda: self._settings,
            self.save_settings,
        )
        sign_in_lane = self._workers.lane("sign-in")
        self.accounts = AccountsPart(
            self._hall,
            sign_in_lane,
            self._workers.lane("sign-in-waiting", threads=2),
            registrar,
            self.clock,
        )
        lane = self._workers.lane("network")
        self.network = NetworkPart(self._hall, lane, self.newsroom, find_proxies)
        self.setup = SetUpPart(registrar, sign_in_lane, self.clock, self.network.proxies)
        self.mailboxes = MailboxesPart(self._hall, sign_in_lane, registrar)
        self.permissions = PermissionsPart(self._hall, self._workers.lane("permissions"))
        self.people = PeoplePart(self._hall, self.accounts.list, self.clock)
        self.mail = MailPart(self._hall)
        self.calendar = CalendarPart(self._hall, self._lane)
        self.event_files = EventFilesPart(self._hall)
        self.reminders = RemindersPart(self._hall, self._lane, self.clock)
        self.contacts = ContactsPart(self._hall)
        self.search = SearchPart(self._hall, self._workers.lane("search", threads=2), self.clock)

    @property
    def is_stopping(self) -> bool:
        """Whether ``stop`` was called."""
        return self._workers.stopping.is_set()

    @property
    def key_source(self) -> str:
        """Where the key in use came from, as ``unlock`` spells it; empty while locked."""
        return self._hall.opened.key_source if self._hall.is_open else ""

    @property
    def settings(self) -> Settings:
        """The user's choices."""
        return self._settings

    def save_settings(self, settings: Settings) -> None:
        """Follow the user's choices from now on and keep them; the news say if the disk refuses."""
        has_moved = settings.clouds != self._settings.clouds
        self._settings = settings
        if has_moved and self._hall.is_open:
            self._lane.submit(self._hall.opened.follow_clouds)
        try:
            self._settings_file.save(settings)
        except SettingsError as error:
            self.newsroom.publish(problem_from_error(error))

    def start(self, *, syncs: bool = True) -> None:
        """Begin to open the profile, then to sync; ``state`` and the news say how it goes.

        Without ``syncs`` only who signs in from now on is synced.
        """
        self._syncs = syncs
        if self._settings_error is not None:
            self.newsroom.publish(problem_from_error(self._settings_error))
        self._lane.submit(self._open).add_done_callback(self._on_open_ended)

    def open_again(self, *, anew: bool = False) -> None:
        """Try again after a failure; ``anew`` keeps the local copy aside and begins another."""
        self.error = None
        self._enter_state(EngineState.OPENING)
        self._lane.submit(self._open, anew=anew).add_done_callback(self._on_open_ended)

    def unlock(self, source: str, passphrase: str | None = None) -> Future[None]:
        """Open the profile with a key from ``keyring``, ``passphrase`` or ``session``."""
        return self._lane.submit(self._unlock, source, passphrase)

    def change_key(self, passphrase: str | None = None) -> Future[None]:
        """Encrypt everything kept here under a new key, of the same source; what is stored stays.

        A profile with a passphrase takes ``passphrase`` as its new one.
        """
        return self._key_lane.submit(self._change_key, passphrase)

    def refresh(self) -> None:
        """Look for news now."""
        if self._hall.is_open:
            self._hall.opened.schedule.refresh()

    def activities(self) -> list[Activity]:
        """Return what each account's sync is doing."""
        return self._hall.opened.schedule.activities() if self._hall.is_open else []

    def statistics(self) -> "Statistics":
        """Count what is stored; reads whole tables, so the GUI asks ``count_stored``."""
        return self._hall.store.statistics()

    def count_stored(self) -> "Future[Statistics]":
        """Count what is stored, on a worker."""
        return self._lane.submit(self.statistics)

    def odd_items(self) -> int:
        """Return how many of the server's items could not be read since the start."""
        return self._hall.opened.odd_items() if self._hall.is_open else 0

    def ask_to_raise(self, request: dict[str, Any]) -> None:
        """Call ``on_raise`` on this worker: a second start asks for the first one's window."""
        if self._on_raise is not None:
            self._on_raise(request)

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End everything, also in the middle of a sync; say whether all threads ended in time."""
        self._workers.stopping.set()
        if self._listener is not None:
            self._listener.close()
        if self._hall.is_open:
            self._hall.opened.halt()
        has_ended = self._workers.stop(timeout_s)
        self.state = EngineState.STOPPED
        self._hall.enter(None)
        if self._opening is not None:
            self._opening.close()
        return has_ended

    def _load_settings(self) -> Settings:
        try:
            return self._settings_file.load()
        except SettingsError as error:
            self._settings_error = error
            return Settings()

    # --- on the engine's lane ---

    def _open(self, *, anew: bool = False) -> None:
        try:
            opening = self._opening = self._opening or self._new_opening()
            if anew:
                opening.set_aside()
            self.key_state = opening.begin()
            self._listen()
            source = opening.automatic_source(self.key_state)
            if source is None:
                self._enter_state(EngineState.KEY_NEEDED)
            else:
                self._unlock(source, None)
        except KeyringError as error:
            self._ask_for_key(error)
        except StoppedError:
            log.debug("stopped while opening")
        except TransomError as error:
            self._fail(error)

    def _new_opening(self) -> "Opening":
        # Requests, the key ring and SQLite cost a third of a second: not before the first paint.
        from transom.engine.opening import Opening

        return Opening(
            self.profile,
            self._workers,
            self.newsroom,
            self.clock,
            self._key_file,
            self._keyring_backend,
            self.network.proxies,
        )

    def _on_open_ended(self, future: Future[None]) -> None:
        """Let nobody wait for a profile whose opening ended in a mistake of ours."""
        error = future.exception()
        if error is not None and not isinstance(error, StoppedError):
            name = type(error).__name__
            self._fail(UnexpectedError(f"The profile could not be opened: {name}.", bug=name))

    def _listen(self) -> None:
        """Let other processes ask; the profile's lock is ours."""
        if self._listener is not None:
            return
        try:
            self._listener = Listener(
                self.profile,
                self._workers.lane("listener"),
                self._workers.lane("answers", ANSWERERS),
                Commands(self).answer,
            )
        except OSError:
            log.warning("no socket could be opened; terminal commands cannot ask this Transom")

    def _unlock(self, source: str, passphrase: str | None) -> None:
        if self._hall.is_open or self._opening is None:
            return
        opened = self._opening.unlock(source, passphrase, self._locate)
        self._hall.enter(opened)
        self._provide_mailboxes()
        self._enter_state(EngineState.READY)
        if self._syncs:
            opened.start_sync()

    def _provide_mailboxes(self) -> None:
        try:
            self.mailboxes.provide()
        except TransomError as error:  # what is stored can be read all the same
            self.newsroom.publish(problem_from_error(error))

    def _change_key(self, passphrase: str | None) -> None:
        if self._opening is None:
            raise KeyringError("The key has not been unlocked yet.")
        self._opening.change_key(passphrase)

    def _locate(self, registration: Registration) -> Registration:
        return self._settings.located(registration)

    def _ask_for_key(self, error: KeyringError) -> None:
        """Say in the key's state why the key could not be had without a person."""
        if self.key_state is not None:
            self.key_state = replace(self.key_state, reason=error.message)
        self._enter_state(EngineState.KEY_NEEDED)

    def _fail(self, error: TransomError) -> None:
        log.error("the profile could not be opened: %s", type(error).__name__)
        self.error = error
        self._enter_state(EngineState.FAILED)
        self.newsroom.publish(problem_from_error(error))

    def _enter_state(self, state: EngineState) -> None:
        self.state = state
        self.newsroom.publish(Change(Kind.STATE))
