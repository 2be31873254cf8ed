"""The door's surroundings: what whoever shows the window notices of person and network."""

from transom.engine.changes import Phase
from transom.engine.parts.hall import Hall


class SurroundingsPart:
    """Takes note of what the engine cannot see by itself; every call returns at once."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def note_use(self, *, is_in_use: bool) -> None:
        """Somebody uses the window, or has left it; then news are asked for less often."""
        if self._hall.is_open:
            self._hall.opened.note_use(is_in_use=is_in_use)

    def note_network(self, *, is_reachable: bool) -> None:
        """The network came, went or is another one: what waited for it is tried at once."""
        if is_reachable and self._hall.is_open:
            self._hall.opened.refresh(only=Phase.OFFLINE)
