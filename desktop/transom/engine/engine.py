"""The one door to everything without a screen; every call returns at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from transom.engine.changes import Activity, Newsroom
from transom.engine.choices import Choices
from transom.engine.clock import Clock, SystemClock
from transom.engine.entrance import EngineState, Entrance
from transom.engine.errors import TransomError
from transom.engine.means import Means
from transom.engine.organisation import organisation_path, read_build, read_organisation
from transom.engine.parts.accounts import AccountsPart
from transom.engine.parts.calendar import CalendarPart
from transom.engine.parts.contacts import ContactsPart
from transom.engine.parts.doubts import DoubtsPart
from transom.engine.parts.event_files import EventFilesPart
from transom.engine.parts.hall import Hall
from transom.engine.parts.mail import MailPart
from transom.engine.parts.mailboxes import MailboxesPart
from transom.engine.parts.marks import MarksPart
from transom.engine.parts.network import NetworkPart
from transom.engine.parts.people import PeoplePart
from transom.engine.parts.permissions import PermissionsPart
from transom.engine.parts.pictures import PicturesPart
from transom.engine.parts.reminders import RemindersPart
from transom.engine.parts.repair import RepairPart
from transom.engine.parts.seals import SealsPart
from transom.engine.parts.search import SearchPart
from transom.engine.parts.setup import SetUpPart
from transom.engine.parts.sources import SourcesPart
from transom.engine.parts.surroundings import SurroundingsPart
from transom.engine.profile import Profile
from transom.engine.registrar import Registrar
from transom.engine.remote.reach import Reach
from transom.engine.settings import Settings
from transom.engine.workers import Workers

if TYPE_CHECKING:  # heavy rooms: loaded on the worker that first needs them
    from keyring.backend import KeyringBackend

    from transom.engine.auth.vault import KeyState
    from transom.engine.listener import Listener
    from transom.engine.opening import Opening
    from transom.engine.store.store import Statistics

__all__ = ["Engine", "EngineState"]

ANSWERERS = 4


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
        reach: Reach | None = None,
    ) -> None:
        self.profile = profile
        self.newsroom = Newsroom()
        self.clock = clock or SystemClock()
        self.ask_to_raise = on_raise or _stay
        """Called on a worker when a second start asks for this one's window."""
        self._workers = workers or Workers()
        self._choices = Choices(profile.settings_path, self.newsroom)
        self._hall = Hall()
        self._lane = self._workers.lane("engine")
        self.surroundings = SurroundingsPart(self._hall)
        self._key_lane = self._workers.lane("key")
        self._build_sign_in(find_proxies)
        self._build_nouns(reach or Reach())
        means = Means(
            profile,
            self._workers,
            self.newsroom,
            self.clock,
            key_file,
            keyring_backend,
            self.network.proxies,
        )
        self._entrance = Entrance(
            self._hall,
            self._lane,
            self.newsroom,
            self._choices,
            self.mailboxes,
            partial(_new_opening, means),
            partial(_new_listener, self, self._workers),
        )
        self.repair = RepairPart(self._hall, self._key_lane, self._entrance)

    @property
    def state(self) -> EngineState:
        """How far the engine has come."""
        return self._entrance.state

    @property
    def key_state(self) -> "KeyState | None":
        """Where the profile's key is or could be; None until that is known."""
        return self._entrance.key_state

    @property
    def error(self) -> TransomError | None:
        """Why the state is FAILED."""
        return self._entrance.error

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
        return self._choices.settings

    def save_settings(self, settings: Settings) -> None:
        """Follow the user's choices from now on and keep them; the news say if the disk refuses."""
        has_moved = settings.clouds != self.settings.clouds
        has_limits = settings.limits != self.settings.limits
        has_texts = settings.file_text_mb != self.settings.file_text_mb
        self._choices.save(settings)
        if has_limits and self._hall.is_open:
            self._hall.opened.keep_within(*settings.limits)
            self.refresh()
        if has_texts and self._hall.is_open:
            self._hall.opened.read_files_up_to(settings.file_text_mb)
            self.refresh()
        if has_moved and self._hall.is_open:
            self._lane.submit(self._hall.opened.follow_clouds)

    def start(self, *, syncs: bool = True, is_held_back: bool = False) -> None:
        """Begin to open the profile, then to sync; ``state`` and the news say how it goes.

        Without ``syncs`` only who signs in from now on is synced; ``is_held_back`` opens what is
        stored and leaves the servers alone until ``go_online``.
        """
        self._entrance.syncs = syncs
        self._entrance.is_held_back = is_held_back
        self._choices.tell_fault()
        self._entrance.open()

    def go_online(self) -> None:
        """Begin to sync after a start that was held back."""
        self._entrance.go_online()

    def open_again(self, *, anew: bool = False, mends: bool = False) -> None:
        """Try again after a failure; ``anew`` keeps the local copy aside and begins another.

        With ``mends`` what can be read of a damaged copy is kept; the rest is fetched again.
        """
        self._entrance.open_again(anew=anew, mends=mends)

    def unlock(self, source: str, passphrase: str | None = None) -> Future[None]:
        """Open the profile with a key from ``keyring``, ``passphrase`` or ``session``."""
        return self._entrance.unlock(source, passphrase)

    def change_key(self, passphrase: str | None = None) -> Future[None]:
        """Encrypt everything kept here under a new key, of the same source; what is stored stays.

        A profile with a passphrase takes ``passphrase`` as its new one.
        """
        return self._key_lane.submit(self._entrance.change_key, passphrase)

    def refresh(self) -> None:
        """Look for news now."""
        if self._hall.is_open:
            self._hall.opened.refresh()

    def activities(self) -> list[Activity]:
        """Return what each account's sync is doing."""
        return self._hall.opened.activities() if self._hall.is_open else []

    def statistics(self) -> "Statistics":
        """Count what is stored; reads whole tables, so the GUI asks ``count_stored``."""
        return self._hall.store.statistics()

    def count_stored(self) -> "Future[Statistics]":
        """Count what is stored, on a worker."""
        return self._lane.submit(self.statistics)

    def odd_items(self) -> int:
        """Return how many of the server's items could not be read since the start."""
        return self._hall.opened.odd_items() if self._hall.is_open else 0

    def stop(self, timeout_s: float = 2.0) -> bool:
        """End everything, also in the middle of a sync; say whether all threads ended in time."""
        self._workers.stopping.set()
        self.pictures.halt()
        self._entrance.halt()
        has_ended = self._workers.stop(timeout_s)
        self._entrance.close()
        return has_ended

    def _build_sign_in(self, find_proxies: Callable[[str], Sequence[str]] | None) -> None:
        """Make the parts that lead to Microsoft: who may ask, and over which way."""
        registrar = Registrar(
            read_organisation(organisation_path()),
            read_build(),
            lambda: self.settings,
            self.save_settings,
        )
        lane = self._workers.lane("sign-in")
        waiting = self._workers.lane("sign-in-waiting", threads=2)
        self.accounts = AccountsPart(self._hall, lane, waiting, registrar, self.clock)
        network_lane = self._workers.lane("network")
        self.network = NetworkPart(self._hall, network_lane, self.newsroom, find_proxies)
        self.setup = SetUpPart(registrar, lane, self.clock, self.network.proxies)
        self.mailboxes = MailboxesPart(self._hall, lane, registrar)
        self.permissions = PermissionsPart(self._hall, self._workers.lane("permissions"))

    def _build_nouns(self, reach: Reach) -> None:
        """Make the parts for what is kept: mail, calendar, contacts and the search in them."""
        self.people = PeoplePart(self._hall, self.accounts.list, self.clock)
        self.mail = MailPart(self._hall, self._workers.lane("lists"))
        self.marks = MarksPart(self._hall, self._workers.lane("marks"))
        self.sources = SourcesPart(self._hall)
        self.seals = SealsPart(self._hall)
        doubting = self._workers.lane("doubts")
        self.doubts = DoubtsPart(self._hall, doubting, self.accounts.list, self.clock)
        self.pictures = PicturesPart(
            self._hall,
            self._workers,
            self.newsroom,
            self.network.proxies,
            reach,
            self._choices.located,
        )
        self.calendar = CalendarPart(self._hall, self._lane)
        self.event_files = EventFilesPart(self._hall)
        self.reminders = RemindersPart(self._hall, self._lane, self.clock)
        self.contacts = ContactsPart(self._hall)
        self.search = SearchPart(self._hall, self._workers.lane("search", threads=2), self.clock)


def _new_opening(means: Means) -> "Opening":
    # Requests, the key ring and SQLite cost a third of a second: not before the first paint.
    from transom.engine.opening import Opening

    return Opening(means)


def _new_listener(engine: Engine, workers: Workers) -> "Listener":
    # The tools of two processes that talk to each other: on the worker, beside the window.
    from transom.engine.commands import Commands
    from transom.engine.listener import Listener

    accepting = workers.lane("listener")
    answering = workers.lane("answers", ANSWERERS)
    return Listener(engine.profile, accepting, answering, Commands(engine).answer)


def _stay(_request: dict[str, Any]) -> None:
    """Leave a second start's wish alone: there is no window."""
