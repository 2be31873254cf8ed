"""The bar above everything for what a person should know, whatever page is open."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from transom.engine.changes import Problem
from transom.engine.entities.accounts import Account, AccountState
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons


class NoticeBox(QWidget):
    """Shows one notice at a time, until it is dismissed or no longer true."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._banner = Banner(theme, icons)
        self._has_words = self._is_about_accounts = self._is_signing_in = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.addWidget(self._banner)
        self.hide()

    def tell(self, words: str, label: str = "", slot: Callable[[], None] | None = None) -> None:
        """Show a sentence with what can be done about it."""
        actions = [(label, slot)] if slot else []
        self._banner.show_words(words, actions=[*actions, ("Dismiss", self._on_dismissed)])
        self._has_words, self._is_about_accounts = True, False
        self._settle()

    def tell_problem(self, problem: Problem) -> None:
        """Show what went wrong, with its title where the sentence does not begin with it."""
        has_title = problem.message.startswith(problem.title)
        title = "" if has_title else f"{problem.title}. "
        self.tell(title + problem.message)

    def show_accounts(self, accounts: Sequence[Account], sign_in: Callable[[str], None]) -> None:
        """Ask to sign in again where an account needs it."""
        waiting = [
            one for one in accounts if one.is_own and one.state is AccountState.SIGN_IN_NEEDED
        ]
        if waiting:
            name = waiting[0].username
            words = f"{name} must sign in again. What is stored stays readable."
            self.tell(words, "Sign in", lambda: sign_in(name))
            self._is_about_accounts = True
        elif self._is_about_accounts:
            self._has_words = False
        self._settle()

    def set_signing_in(self, is_signing_in: bool) -> None:
        """Leave out who must sign in while the page for it is open."""
        self._is_signing_in = is_signing_in
        self._settle()

    @Slot()
    def _on_dismissed(self) -> None:
        self._has_words = False
        self._settle()

    def _settle(self) -> None:
        is_pointless = self._is_about_accounts and self._is_signing_in
        self.setVisible(self._has_words and not is_pointless)
