"""The sign-in page behind the window, built when somebody first signs in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from transom.engine.changes import Change, Kind
from transom.ui.bridge import Bridge
from transom.ui.scenes import Scenes
from transom.ui.widgets.page import Page

if TYPE_CHECKING:  # a tenth of a second that a start with an account does not spend
    from transom.ui.signin.page import SignInPage


class SignInDoor(QObject):
    """Builds the page once and hands on what it says.

    Signals:
        signed_in: the Account.
        closed: return to the mailbox.
        demo_requested: look around in a demo mailbox instead.
    """

    signed_in = Signal(object)
    closed = Signal()
    demo_requested = Signal()

    def __init__(self, build_page: Callable[[str], Page], bridge: Bridge, scenes: Scenes) -> None:
        super().__init__(scenes)
        self._build_page, self._scenes = build_page, scenes
        self._page: SignInPage | None = None
        bridge.changed.connect(self._on_changed)

    @property
    def page(self) -> "SignInPage":
        """The sign-in page."""
        if self._page is None:
            from transom.ui.signin.page import SignInPage

            page = self._build_page("signin")
            assert isinstance(page, SignInPage)
            self._page = page
            self._scenes.add_signin(page)
            page.signed_in.connect(self.signed_in)
            page.closed.connect(self.closed)
            page.demo_requested.connect(self.demo_requested)
        return self._page

    @property
    def is_asking(self) -> bool:
        """Whether the person is in the middle of something there."""
        return self._page is not None and self._page.is_asking

    def show(self) -> "SignInPage":
        """Let the page stand in the window."""
        self._scenes.show_signin(self.page)
        return self.page

    def allow_proxy(self) -> None:
        """The person wishes for something: a proxy may ask again."""
        if self._page is not None:
            self._page.proxy.allow()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        # A page that stands hears of it by itself.
        if change.kind is Kind.NETWORK and self._page is None:
            self.page.proxy.look()

    def shut(self) -> None:
        """Give up whatever is under way, before the application ends."""
        if self._page is not None:
            self._page.shut()
