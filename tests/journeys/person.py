"""Somebody at the keyboard of one window, and on the provider's pages in it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from tests.journeys.web_page import PATIENCE_MS, WebPage

from transom.app import App
from transom.engine.changes import Activity, Phase
from transom.engine.entities.accounts import Account
from transom.ui.widgets.page import Page


class Person:
    """Waits, clicks and types as a person does."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app, self.qtbot = app, qtbot
        self.phases: list[Phase] = []
        self._newest: dict[int, Phase] = {}
        self.page_here = WebPage(qtbot, lambda: self.app.window.signin.attempt.pane)
        app.bridge.busy.connect(self._on_busy)

    def _on_busy(self, activity: Activity) -> None:
        self.phases.append(activity.phase)
        self._newest[activity.account] = activity.phase

    # --- the window ---

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(is_so, timeout=PATIENCE_MS)

    def click(self, widget: QWidget) -> None:
        self.wait_for(lambda: widget.isVisible() and widget.isEnabled())
        self.qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def press(self, label: str) -> None:
        """Click the button of that name, wherever in the window it comes up."""
        self.wait_for(lambda: self._button(label) is not None)
        button = self._button(label)
        assert button is not None
        self.click(button)

    def _button(self, label: str) -> QPushButton | None:
        buttons = self.app.window.findChildren(QPushButton)
        return next((one for one in buttons if one.isVisible() and one.text() == label), None)

    def page(self, name: str) -> Page:
        return self.app.window.page(name)

    def go_to(self, number: int) -> None:
        key = getattr(Qt.Key, f"Key_{number}")
        QTest.keyClick(self.app.window, key, Qt.KeyboardModifier.ControlModifier)

    def look_for_news(self) -> None:
        self.phases.clear()
        QTest.keyClick(self.app.window, Qt.Key.Key_F5)

    @property
    def words(self) -> str:
        """What the sign-in page says in place of the provider's."""
        return self.app.window.signin.words_shown

    # --- accounts ---

    def usernames(self) -> list[str]:
        return [account.username for account in self.app.engine.accounts.list()]

    def account(self, username: str) -> Account:
        return next(one for one in self.app.engine.accounts.list() if one.username == username)

    def wait_until_known(self, username: str) -> None:
        self.wait_for(lambda: username in self.usernames())
        self.wait_for(lambda: not self.app.window.signin.isVisible())

    def wait_until_synced(self) -> None:
        """Wait until every account rests."""
        self.wait_for(lambda: bool(self.phases) and set(self._newest.values()) == {Phase.IDLE})

    # --- signing in ---

    def sign_in(self) -> None:
        """Sign in as the demo's own first account, up to the consent page."""
        self.wait_for(lambda: self.app.facts is not None)
        self.click(self.app.window.signin.welcome.sign_in_button)
        assert self.app.facts is not None
        who = self.app.facts.accounts[0]
        self.prove({"username": who.username, "password": who.password})
        self.page_here.wait_for("#accept")

    def prove(self, who: dict[str, str]) -> None:
        """Type name and password on the provider's page."""
        self.page_here.type("username", who["username"])
        self.page_here.type("password", who["password"])

    def accept(self) -> None:
        self.page_here.press("#accept")

    def add_account(self) -> None:
        """Ask for one more account, in the settings."""
        self.app.window.activateWindow()  # as a desktop does once a popup has closed
        self.wait_for(self.app.window.isActiveWindow)
        QTest.keyClick(self.app.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        self.press("Add an account")
