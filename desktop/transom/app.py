"""Builds every long-lived object and joins them; start and stop read top to bottom."""

import argparse
import signal
import sys
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from transom.demo.launch import (
    TenantFacts,
    TenantNotStartedError,
    TenantProcess,
    start_demo_window,
)
from transom.demo_cloud import demo_profile, tenant_for, with_demo
from transom.engine.engine import Engine, EngineState
from transom.engine.errors import TransomError, UnavailableError
from transom.engine.profile import Profile
from transom.engine.workers import Workers
from transom.pilot import Pilot
from transom.resources import resource_path, resource_text
from transom.ui.bridge import Bridge
from transom.ui.collector import Collector
from transom.ui.pages import PageBuilder
from transom.ui.place import place_of, restore_place
from transom.ui.theme import Theme
from transom.ui.widgets.icons import Icons
from transom.ui.window import Window
from transom.uncaught import Uncaught
from transom.visits import Visits


class App(QObject):
    """One running Transom: the engine, the window on it, and the demo tenant if asked for."""

    def __init__(self, arguments: argparse.Namespace, qt: QApplication) -> None:
        super().__init__()
        self._arguments, self._qt = arguments, qt
        self.profile = (
            demo_profile(arguments.profile) if arguments.demo else Profile(arguments.profile)
        )
        self.workers = Workers()
        self.visits = Visits()
        self.collector = Collector()
        self.engine = Engine(
            self.profile,
            key_file=arguments.key_file,
            workers=self.workers,
            on_raise=self.visits.ring,
            find_proxies=_find_proxies,
        )
        self.theme = Theme(resource_text("styles", "transom.qss"), self.engine.settings.theme.value)
        self.icons = Icons(self.theme)
        self.bridge = Bridge(self.engine.newsroom)
        # Two threads, so that one monstrous mail does not hold up the next.
        reading = self.workers.lane("reading", threads=2)
        self.pages = PageBuilder(self.engine, self.bridge, self.theme, self.icons, reading)
        self.window = Window(self.engine, self.bridge, self.theme, self.icons, self.pages.build)
        self.pages.window = self.window
        self.tenant: TenantProcess | None = tenant_for(self.profile) if arguments.demo else None
        self._lane = self.workers.lane("app")
        self._is_stopped = False
        self._has_begun = False
        self.facts: TenantFacts | None = None

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
        if self.tenant is not None:
            self.tenant.stop()
        # Web pages must be gone before their profiles, and those before the application.
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.collector.stop()
        self._qt.quit()

    @Slot()
    def _after_first_paint(self) -> None:
        self.icons.load()
        if self.tenant is not None:
            self.window.signin.hold("Starting the demo mailbox…")
            starting = self._lane.submit(partial(_start_tenant, self.tenant))
            self.bridge.when_done(starting, self._on_tenant_started, self._on_tenant_failed)
        self.engine.start()
        self.pages.begin_reminders()

    def _on_tenant_started(self, facts: TenantFacts) -> None:
        self.facts = facts
        self.engine.save_settings(with_demo(self.engine.settings, facts))
        self.window.signin.release()
        self.engine.refresh()
        if self._arguments.signed_in:
            self._pilot = Pilot(self.window.signin.attempt, facts.accounts[0])
            self.bridge.changed.connect(self._sign_in_by_itself)
            self._sign_in_by_itself()

    def _on_tenant_failed(self, error: TransomError) -> None:
        self.window.signin.hold(error.message)

    @Slot()
    def _sign_in_by_itself(self) -> None:
        if self.engine.state is EngineState.KEY_NEEDED:
            self.bridge.when_done(self.engine.unlock("session"), lambda _nothing: None)
        elif self.engine.state is EngineState.READY and not self._has_begun:
            self._has_begun = True
            if not self.engine.accounts.list():
                self.window.show_signin()

    @Slot()
    def _on_demo_requested(self) -> None:
        start_demo_window()
        if self.engine.state is EngineState.READY and not self.engine.accounts.list():
            self.window.close()


def new_qt() -> QApplication:
    """Make the one QApplication, with what must be said before it exists."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)  # for the web view
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("Transom")
    qt.setDesktopFileName("transom")
    qt.setQuitOnLastWindowClosed(False)
    qt.setWindowIcon(QIcon(str(resource_path("icons", "transom.svg"))))
    return qt


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


def _find_proxies(url_text: str) -> list[str]:
    # QtNetwork and QtDBus: on the worker that first asks, not before the first paint.
    from transom.system_proxies import find_system_proxies

    return find_system_proxies(url_text)


def _start_tenant(tenant: TenantProcess) -> TenantFacts:
    try:
        return tenant.start()
    except TenantNotStartedError as error:
        raise UnavailableError(str(error)) from error
