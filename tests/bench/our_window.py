"""Transom's window as it ships, driven from outside; prints what was measured and ends.

``start`` says when the window and its list were painted, ``stutter`` signs in and syncs.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from transom.app import App
from transom.application import new_qt
from transom.demo.launch import facts_from_json
from transom.engine.engine import EngineState
from transom.engine.errors import TransomError

if TYPE_CHECKING:
    from transom.ui.mail.page import MailPage

_SCROLL_EVERY_MS = 40
_SCROLL_PX = 60
_REST_S = 3.0


class FirstPaint(QObject):
    """Notes when a widget was first painted while something is so."""

    def __init__(self, widget: QWidget, app: "Driven") -> None:
        super().__init__(widget)
        self._app = app
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            # What is painted shows when the event has been dealt with.
            QTimer.singleShot(0, self._app, self._app.note_paints)
        return False


class Driven(QObject):
    """The program, and the pages it has opened."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__()
        self.app = App(arguments, qt)
        self.painted_at = self.list_painted_at = 0.0
        self._has_list = False
        FirstPaint(self.app.window, self)
        self.app.bridge.changed.connect(self._on_changed)

    @property
    def mail(self) -> "MailPage":
        """The mail page."""
        from transom.ui.mail.page import MailPage  # loaded by then, and by the program itself

        page = self.app.window.page("mail")
        assert isinstance(page, MailPage)
        return page

    @Slot()
    def note_paints(self) -> None:
        """Keep the first moments, once there is something to see."""
        now = time.monotonic()
        self.painted_at = self.painted_at or now
        if self._has_list and self.mail.messages.rowCount() and not self.list_painted_at:
            self.list_painted_at = now
            self.list_painted()

    def list_painted(self) -> None:
        """React to the list."""

    @Slot(object)
    def _on_changed(self, _change: object) -> None:
        is_ready = self.app.engine.state is EngineState.READY
        if is_ready and not self._has_list and self.app.engine.accounts.list():
            self._has_list = True
            FirstPaint(self.mail.list.viewport(), self)


class Start(Driven):
    """Ends when the list is there."""

    @override
    def list_painted(self) -> None:
        figures = {"painted": self.painted_at, "list_painted": self.list_painted_at}
        print(json.dumps(figures), flush=True)
        self.app.window.close()


class Stutter(Driven):
    """Signs in, and measures a timer while mail arrives and the list is scrolled."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__(arguments, qt)
        # Its libraries would weigh on a start that is measured.
        from tests.bench.mailbox import SyncWatch, sign_in

        self._sign_in = sign_in
        self._facts = facts_from_json(json.loads(arguments.tenant))
        self._watch = SyncWatch(self.app.engine)
        self._late: list[float] = []
        self._rest_late: list[float] = []
        self._tick_at = self._rested_at = 0.0
        self._is_signing_in = False
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._wheel = QTimer(self, interval=_SCROLL_EVERY_MS)
        self._wheel.timeout.connect(self._on_wheel)
        self.app.bridge.changed.connect(self._on_state)

    @Slot(object)
    def _on_state(self, _change: object) -> None:
        if self.app.engine.state is EngineState.READY and not self._is_signing_in:
            self._is_signing_in = True
            lane = self.app.workers.lane("bench")
            signing_in = lane.submit(self._sign_in, self.app.engine, self._facts)
            self.app.bridge.when_done(signing_in, self._on_signed_in, self._on_refused)

    def _on_signed_in(self, _nothing: None) -> None:
        """Wait for the first mail, which starts the timer."""

    def _on_refused(self, error: TransomError) -> None:
        print(error.message, file=sys.stderr)
        self.app.window.close()

    @override
    def list_painted(self) -> None:
        self._tick_at = time.perf_counter()
        self._timer.start()
        self._wheel.start()

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        late_ms = max(0.0, (now - self._tick_at) * 1000 - 1)
        self._tick_at = now
        if not self._watch.is_resting:
            self._late.append(late_ms)
            return
        self._rested_at = self._rested_at or now
        self._rest_late.append(late_ms)
        if now - self._rested_at > _REST_S:
            self._end()

    @Slot()
    def _on_wheel(self) -> None:
        bar = self.mail.list.verticalScrollBar()
        is_at_end = bar.value() >= bar.maximum()
        bar.setValue(0 if is_at_end else bar.value() + _SCROLL_PX)

    def _end(self) -> None:
        self._timer.stop()
        figures: dict[str, Any] = {
            "late": sorted(self._late),
            "late_at_rest": sorted(self._rest_late),
            "bodies": self._watch.bodies,
            "seconds": self._watch.seconds,
        }
        print(json.dumps(figures), flush=True)
        self.app.window.close()


def main() -> None:
    """Open the window on a profile and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("measurement", choices=["start", "stutter"])
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--key-file", type=Path)
    parser.add_argument("--tenant", default="")
    arguments = parser.parse_args()
    show(Start if arguments.measurement == "start" else Stutter, arguments)


def show(kind: type[Driven], arguments: argparse.Namespace) -> None:
    """Open the window as the program does, and stay until it is closed."""
    vars(arguments).update(demo=False, signed_in=False, verbose=False, command=None)
    qt = new_qt()
    qt.setQuitOnLastWindowClosed(False)
    driven = kind(arguments, qt)
    driven.app.start()
    qt.exec()
    driven.app.stop()


if __name__ == "__main__":
    main()
