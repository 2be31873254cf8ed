"""The door's repair of a damaged local copy."""

from concurrent.futures import Future
from typing import TYPE_CHECKING

from transom.engine.parts.hall import Hall
from transom.engine.workers import Lane

if TYPE_CHECKING:  # heavy rooms: loaded by the worker that opens the profile
    from transom.engine.entrance import Entrance
    from transom.engine.store.salvage import Salvaged


class RepairPart:
    """Says whether the local copy is damaged, and mends it while the program goes on."""

    def __init__(self, hall: Hall, lane: Lane, entrance: "Entrance") -> None:
        self._hall = hall
        self._lane = lane
        self._entrance = entrance

    @property
    def is_needed(self) -> bool:
        """Whether damage was found in the opened copy; a Change of kind DAMAGE tells of it."""
        return self._hall.is_open and self._hall.opened.care.is_damaged

    @property
    def may_mend(self) -> bool:
        """Whether a copy that could not be opened may be mended: its key is the right one."""
        return self._entrance.may_mend

    @property
    def last(self) -> "Salvaged | None":
        """What the last repair kept; None if there was none since the start."""
        return self._hall.opened.care.salvaged if self._hall.is_open else None

    def begin(self) -> "Future[Salvaged]":
        """Keep what can be read, go on with that, and fetch the rest again."""
        return self._lane.submit(self._hall.opened.mend)
