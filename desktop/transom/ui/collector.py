"""Python's cycle collector, run where a widget may die: on the GUI thread, between two events."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 2_000
_WORTH_IT = 700
"""Python's own measure of when young objects are worth a look."""
_ROUNDS_BETWEEN_FULL = 60


class Collector(QObject):
    """Takes over from the collector that runs wherever something happens to be allocated.

    That may be a worker, or the middle of a call from Qt; a window or a web page deleted there
    takes the program with it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._rounds = 0
        self._was_enabled = gc.isenabled()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)

    def start(self) -> None:
        """Begin; what is there at the first round is taken to stay, and not looked at again."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave collecting to Python again."""
        if self._timer.isActive():
            self._timer.stop()
            gc.unfreeze()
            if self._was_enabled:
                gc.enable()

    @Slot()
    def _collect(self) -> None:
        self._rounds += 1
        if self._rounds == 1:
            # Looking through a hundred thousand objects would hold the window up for a few hundred.
            gc.freeze()
        elif self._rounds % _ROUNDS_BETWEEN_FULL == 0:
            gc.collect()
        elif gc.get_count()[0] > _WORTH_IT:
            gc.collect(1)
