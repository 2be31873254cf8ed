"""The bar above the pages for what a person should know, whatever page is open."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from transom.engine.entities.accounts import Account, AccountState
from transom.ui.theme import Theme
from transom.ui.widgets.chip import Banner
from transom.ui.widgets.icons import Icons


class NoticeBox(QWidget):
    """Shows one notice at a time, until it is dismissed or no longer true."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._banner = Banner(theme, icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        column.addWidget(self._banner)
        self.hide()

    def tell(self, words: str, label: str = "", slot: Callable[[], None] | None = None) -> None:
        """Show a sentence with what can be done about it."""
        actions = [(label, slot)] if slot else []
        self._banner.show_words(words, actions=[*actions, ("Dismiss", self.hide)])
        self.show()

    def show_accounts(self, accounts: Sequence[Account], sign_in: Callable[[str], None]) -> None:
        """Ask to sign in again where an account needs it."""
        waiting = [
            one for one in accounts if one.is_own and one.state is AccountState.SIGN_IN_NEEDED
        ]
        if not waiting:
            self.hide()
            return
        name = waiting[0].username
        words = f"{name} must sign in again. What is stored stays readable."
        self.tell(words, "Sign in", lambda: sign_in(name))
