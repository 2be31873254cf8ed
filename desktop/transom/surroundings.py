"""What the window's system tells: whether somebody is here, and whether there is a network."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from transom.engine.parts.surroundings import SurroundingsPart

PATIENCE_MS = 120_000
"""Who looks at another window for so long does not use this one."""


class Surroundings(QObject):
    """Hands on to the engine what Qt notices; ``begin`` comes after the first paint."""

    def __init__(self, part: SurroundingsPart, application: QGuiApplication) -> None:
        super().__init__()
        self._part = part
        self._application = application
        self.patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self.patience.timeout.connect(self._on_patience_ended)
        self._network: QObject | None = None

    def begin(self) -> None:
        """Listen from now on."""
        self._application.applicationStateChanged.connect(self._on_state_changed)
        self._network = _watched_network(self._on_network_changed)

    @Slot(Qt.ApplicationState)
    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.patience.stop()
            self._part.note_use(is_in_use=True)
        elif not self.patience.isActive():
            self.patience.start()

    @Slot()
    def _on_patience_ended(self) -> None:
        self._part.note_use(is_in_use=False)

    @Slot()
    def _on_network_changed(self) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        gone = QNetworkInformation.Reachability.Disconnected
        is_gone = (
            self._network is not None and QNetworkInformation.instance().reachability() == gone
        )
        self._part.note_network(is_reachable=not is_gone)


def _watched_network(slot: Callable[[], None]) -> QObject | None:
    """Call ``slot`` when the network is another one; None where the system does not tell."""
    # QtNetwork is not needed before the first paint.
    from PySide6.QtNetwork import QNetworkInformation

    if not QNetworkInformation.loadDefaultBackend():
        return None
    network = QNetworkInformation.instance()
    network.reachabilityChanged.connect(slot)
    network.transportMediumChanged.connect(slot)
    return network


def find_proxies(url_text: str) -> list[str]:
    """Return the proxies that the system's settings name; for a worker."""
    # QtNetwork and QtDBus: on the worker that first asks, not before the first paint.
    from transom.system_proxies import find_system_proxies

    return find_system_proxies(url_text)
