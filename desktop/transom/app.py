"""Builds every long-lived object and joins them; start and stop read top to bottom."""

import argparse
import signal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from transom.application import new_qt
from transom.demo_door import profile_for, stage_for
from transom.engine.engine import Engine, EngineState
from transom.engine.workers import Workers
from transom.resources import resource_text
from transom.settling import Settling
from transom.surroundings import Surroundings, find_proxies
from transom.ui.bridge import Bridge
from transom.ui.collector import Collector
from transom.ui.pages import PageBuilder
from transom.ui.place import place_of, restore_place
from transom.ui.repairs import RepairDesk
from transom.ui.right_of_way import RightOfWay
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.window import Window
from transom.uncaught import Uncaught
from transom.visits import Visits

if TYPE_CHECKING:  # the demo's rooms are loaded for the demo
    from transom.demo.launch import TenantFacts, TenantProcess


class App(QObject):
    """One running Transom: the engine, the window on it, and the demo tenant if asked for."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__()
        self._arguments, self._qt = arguments, qt
        self.profile = profile_for(arguments)
        self.workers = Workers()
        self.visits = Visits()
        self.collector = Collector()
        self.engine = Engine(
            self.profile,
            key_file=arguments.key_file,
            workers=self.workers,
            on_raise=self.visits.ring,
            find_proxies=find_proxies,
        )
        self.theme = Theme(resource_text("styles", "transom.qss"), self.engine.settings.theme.value)
        self.icons = Icons(self.theme)
        self.bridge = Bridge(self.engine.newsroom)
        # Two threads, so that one monstrous mail does not hold up the next.
        reading = self.workers.lane("reading", threads=2)
        self.pages = PageBuilder(self.engine, self.bridge, self.theme, self.icons, reading)
        self.window = Window(self.engine, self.bridge, self.theme, self.icons, self.pages.build)
        self.pages.window = self.window
        self.right_of_way = RightOfWay(self.window, self.workers.courtesy)
        self.surroundings = Surroundings(self.engine.surroundings, qt)
        self.repairs = RepairDesk(self.engine, self.bridge, self.window.notices)
        self._stage = stage_for(arguments, self.engine, self.bridge, self.window, self.workers)
        self._is_stopped = False

    @property
    def facts(self) -> "TenantFacts | None":
        """What the demo tenant says of itself, once it runs."""
        return self._stage.facts if self._stage else None

    @property
    def tenant(self) -> "TenantProcess | None":
        """The demo tenant of this profile, with the demo."""
        return self._stage.tenant if self._stage else None

    def start(self) -> None:
        """Show the window; everything slow follows the first paint."""
        self.collector.start()
        restore_place(self.window, self.engine.settings.window_geometry)
        self.window.closed.connect(self.stop)
        self.window.demo_requested.connect(self._on_demo_requested)
        first_page = getattr(self._arguments, "open", None) or ""
        self.visits.lead_to(self.window, self.engine, self.bridge, first_page)
        self.window.first_painted.connect(self._after_first_paint)
        self.window.show()

    @Slot()
    def stop(self) -> None:
        """Keep the window's place, end sync and threads within two seconds, then the tenant."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self.pages.save_settings(place_of(self.window))
        self.window.hide()
        self.window.shut()
        self.bridge.close()
        self.engine.stop(2.0)
        self.workers.stop(0.5)
        if self._stage is not None:
            self._stage.end()
        # Web pages must be gone before their profiles, and those before the application.
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.collector.stop()
        self._qt.quit()

    @Slot()
    def _after_first_paint(self) -> None:
        if self._stage is not None:
            self._stage.begin()
        self._settling = Settling(
            self.engine, self.bridge, self.icons, self.pages, self.surroundings, self.window
        )
        self.engine.start(is_held_back=True)

    @Slot()
    def _on_demo_requested(self) -> None:
        from transom.demo.launch import start_demo_window

        start_demo_window()
        if self.engine.state is EngineState.READY and not self.engine.accounts.list():
            self.window.close()


def run(arguments: argparse.Namespace) -> int:
    """Open the window and stay until it is closed; the answer is the exit code."""
    qt = new_qt()
    app = App(arguments, qt)
    uncaught = Uncaught(app.engine.newsroom)
    _stop_on_signals(app)
    app.start()
    code = qt.exec()
    app.stop()
    uncaught.leave()
    return code


def _stop_on_signals(app: App) -> None:
    """Let Ctrl+C and a session's end close the window as a person would."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.window.close())
    ticker = QTimer(app, interval=200)  # Python looks at signals only while it runs
    ticker.timeout.connect(lambda: None)
    ticker.start()
