"""Tells of a damaged local copy, offers its repair, and says what became of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from transom.engine.changes import Change, Kind, Problem
from transom.engine.engine import Engine
from transom.engine.errors import DamagedError
from transom.ui import text
from transom.ui.bridge import Bridge
from transom.ui.notices import NoticeBox

if TYPE_CHECKING:
    from transom.engine.store.salvage import Salvaged

_DAMAGED = (
    "The local copy on this computer is damaged; the mailbox on the server is not. A repair keeps "
    "what can be read and fetches the rest again."
)
_UNDER_WAY = "Repairing the local copy. You can go on reading."


class RepairDesk(QObject):
    """Follows the engine's news of damage."""

    def __init__(self, engine: Engine, bridge: Bridge, notices: NoticeBox) -> None:
        super().__init__()
        self._engine, self._bridge, self._notices = engine, bridge, notices
        bridge.changed.connect(self._on_changed)
        bridge.failed.connect(self._on_failed)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.kind is not Kind.DAMAGE:
            return
        if self._engine.repair.is_needed:
            self._offer()
        elif (found := self._engine.repair.last) is not None:
            self._notices.tell(words_of(found))

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        # Whatever meets the damage says so: what helps must stay on the screen.
        if problem.title == DamagedError.title and self._engine.repair.is_needed:
            self._offer()

    def _offer(self) -> None:
        self._notices.tell(_DAMAGED, "Repair", self._on_repair_wished)

    def _on_repair_wished(self) -> None:
        self._notices.tell(_UNDER_WAY)
        self._bridge.when_done(self._engine.repair.begin(), self._on_repaired)

    def _on_repaired(self, found: "Salvaged") -> None:
        self._notices.tell(words_of(found))


def words_of(found: "Salvaged") -> str:
    """Say what a repair kept."""
    places = sum(found.gaps.values())
    kept = f"The local copy was repaired: {text.number(found.rows)} entries are kept."
    if not places:
        return f"{kept} Every one of them could be read."
    lost = text.counted(places, "place", "places")
    return (
        f"{kept} {lost} could not be read; what lay there is fetched again. The damaged file goes "
        "once everything was checked."
    )
