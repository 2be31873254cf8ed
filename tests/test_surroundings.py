"""What Qt notices of person and network reaches the engine."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

from transom.engine.parts.hall import Hall
from transom.engine.parts.surroundings import SurroundingsPart
from transom.surroundings import Surroundings


class Notes(SurroundingsPart):
    """Writes down what it is told."""

    def __init__(self) -> None:
        super().__init__(Hall())
        self.told: list[tuple[str, bool]] = []

    @override
    def note_use(self, *, is_in_use: bool) -> None:
        super().note_use(is_in_use=is_in_use)  # nothing is open: nothing happens
        self.told.append(("use", is_in_use))

    @override
    def note_network(self, *, is_reachable: bool) -> None:
        super().note_network(is_reachable=is_reachable)
        self.told.append(("network", is_reachable))


def test_who_leaves_the_window_for_long_and_comes_back_is_noticed(
    qapp: QApplication, qtbot: QtBot
) -> None:
    notes = Notes()
    surroundings = Surroundings(notes, qapp)
    surroundings.patience.setInterval(5)
    surroundings.begin()
    state = Qt.ApplicationState
    qapp.applicationStateChanged.emit(state.ApplicationInactive)
    qtbot.waitUntil(lambda: notes.told == [("use", False)])
    qapp.applicationStateChanged.emit(state.ApplicationActive)
    assert notes.told[1:] == [("use", True)]
    surroundings.patience.setInterval(60_000)
    qapp.applicationStateChanged.emit(state.ApplicationInactive)
    qapp.applicationStateChanged.emit(state.ApplicationActive)
    assert not surroundings.patience.isActive(), "a glance elsewhere is no leaving"
    surroundings._on_network_changed()
    assert notes.told[-1] == ("network", True)
    surroundings.deleteLater()
