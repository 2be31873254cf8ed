"""The way into a profile, and how far the engine has come on it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from transom.engine.changes import Change, Kind, Newsroom, problem_from_error
from transom.engine.choices import Choices
from transom.engine.errors import (
    DamagedError,
    KeyringError,
    StoppedError,
    TransomError,
    UnexpectedError,
)
from transom.engine.parts.hall import Hall
from transom.engine.parts.mailboxes import MailboxesPart
from transom.engine.workers import Lane

if TYPE_CHECKING:  # heavy rooms: loaded on the worker that first needs them
    from transom.engine.auth.vault import KeyState
    from transom.engine.listener import Listener
    from transom.engine.opening import Opening

log = logging.getLogger(__name__)


class EngineState(StrEnum):
    """How far the engine has come; a Change of kind STATE tells of each step."""

    OPENING = "opening"
    KEY_NEEDED = "key_needed"
    READY = "ready"
    FAILED = "failed"
    STOPPED = "stopped"


class Entrance:
    """Opens the profile on the engine's lane and lets other processes in; ``open`` may come again.

    ``new_opening`` and ``new_listener`` are called on that lane, at most until they succeed.
    """

    def __init__(
        self,
        hall: Hall,
        lane: Lane,
        newsroom: Newsroom,
        choices: Choices,
        mailboxes: MailboxesPart,
        new_opening: "Callable[[], Opening]",
        new_listener: "Callable[[], Listener]",
    ) -> None:
        self.state = EngineState.OPENING
        self.key_state: KeyState | None = None
        self.error: TransomError | None = None
        self.syncs = True
        """Whether the accounts are synced as soon as the profile is open."""
        self.is_held_back = False
        """Whether what leads to servers waits for ``go_online``."""
        self._is_online = False
        self._hall = hall
        self._lane = lane
        self._newsroom = newsroom
        self._choices = choices
        self._mailboxes = mailboxes
        self._new_opening = new_opening
        self._new_listener = new_listener
        self._opening: Opening | None = None
        self._mends = False
        self._listener: Listener | None = None

    @property
    def may_mend(self) -> bool:
        """Whether the copy that could not be opened can be mended."""
        return self._opening is not None and self._opening.may_mend

    def open(self, *, anew: bool = False) -> None:
        """Begin to open the profile; ``anew`` keeps the local copy aside and begins another."""
        self._lane.submit(self._open, anew=anew).add_done_callback(self._on_open_ended)

    def open_again(self, *, anew: bool, mends: bool) -> None:
        """Try once more after a failure."""
        self.error = None
        self._mends = mends
        self._enter_state(EngineState.OPENING)
        self.open(anew=anew)

    def unlock(self, source: str, passphrase: str | None) -> Future[None]:
        """Open the profile with the key of a source."""
        return self._lane.submit(self._unlock, source, passphrase)

    def change_key(self, passphrase: str | None) -> None:
        """Encrypt everything under another key; blocks, for a worker."""
        if self._opening is None:
            raise KeyringError("The key has not been unlocked yet.")
        self._opening.change_key(passphrase)

    def go_online(self) -> None:
        """Load what leads to servers and begin to sync; no harm if that has happened."""
        self.is_held_back = False
        self._lane.submit(self._go_online)

    def halt(self) -> None:
        """Let nobody in any more, and tell sync to end."""
        self._let_nobody_in()
        if self._hall.is_open:
            self._hall.opened.halt()

    def close(self) -> None:
        """Close what was opened once no worker runs."""
        self.state = EngineState.STOPPED
        self._let_nobody_in()  # once more: the door may have been opened after we halted
        self._hall.enter(None)
        if self._opening is not None:
            self._opening.close()

    def _open(self, *, anew: bool) -> None:
        try:
            opening = self._opening = self._opening or self._new_opening()
            if anew:
                opening.set_aside()
            self.key_state = opening.begin()
            source = opening.automatic_source(self.key_state)
            # A key ring may wait for a person; a file does not, and is not kept waiting.
            if not (source and self.is_held_back and self.key_state.source == "key_file"):
                self._listen()
            if source is None:
                self._enter_state(EngineState.KEY_NEEDED)
            else:
                self._unlock(source, None)
        except KeyringError as error:
            self._ask_for_key(error)
        except StoppedError:
            log.debug("stopped while opening")
        except DamagedError as error:
            if self.error is not error:
                self._fail(error)
        except TransomError as error:
            self._fail(error)

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
            self._listener = self._new_listener()
        except OSError:
            log.warning("no socket could be opened; terminal commands cannot ask this Transom")

    def _let_nobody_in(self) -> None:
        if self._listener is not None:
            self._listener.close()

    def _unlock(self, source: str, passphrase: str | None) -> None:
        if self._hall.is_open or self._opening is None:
            return
        try:
            opened = self._opening.unlock(
                source, passphrase, self._choices.located, mends=self._mends
            )
        except DamagedError as error:
            self._fail(error)
            raise
        self._mends = False
        opened.keep_within(*self._choices.settings.limits)
        opened.read_files_up_to(self._choices.settings.file_text_mb)
        self._hall.enter(opened)
        if not self.is_held_back:
            self._provide_mailboxes()
        self._enter_state(EngineState.READY)
        if not self.is_held_back:
            self._begin_sync()

    def _go_online(self) -> None:
        if self._opening is None:
            return
        self._listen()
        if not self._hall.is_open or self._is_online:
            return
        try:
            self._provide_mailboxes()
            self._begin_sync()
        except StoppedError:
            log.debug("stopped while going online")
        except TransomError as error:
            self._newsroom.publish(problem_from_error(error))

    def _begin_sync(self) -> None:
        self._is_online = True
        if self.syncs:
            self._hall.opened.servers.start_sync()
        if self._hall.opened.care.salvaged is not None:
            self._newsroom.publish(Change(Kind.DAMAGE))

    def _provide_mailboxes(self) -> None:
        try:
            self._mailboxes.provide()
        except TransomError as error:  # what is stored can be read all the same
            self._newsroom.publish(problem_from_error(error))

    def _ask_for_key(self, error: KeyringError) -> None:
        """Say in the key's state why the key could not be had without a person."""
        if self.key_state is not None:
            self.key_state = replace(self.key_state, reason=error.message)
        self._enter_state(EngineState.KEY_NEEDED)

    def _fail(self, error: TransomError) -> None:
        log.error("the profile could not be opened: %s", type(error).__name__)
        self.error = error
        self.state = EngineState.FAILED
        # The problem first: it belongs to this state, and not to what is tried next.
        self._newsroom.publish(problem_from_error(error), Change(Kind.STATE))

    def _enter_state(self, state: EngineState) -> None:
        self.state = state
        self._newsroom.publish(Change(Kind.STATE))
