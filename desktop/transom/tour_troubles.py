"""The end of the tour: a second account, no network, a sign-in taken back, the wall."""

import json
import ssl
import urllib.request
from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from transom.app import App
from transom.demo.launch import SignIn, TenantFacts
from transom.engine.changes import Phase
from transom.pilot import Pilot
from transom.tour_steps import Guide, Step, always
from transom.ui.signin.browser import Browser

_LETTER = "Harbour bridge: revised load tables"
_WALLED = SignIn("noor.haddad@fabrikam.example", "ask-the-office", "work")


class Troubles:
    """Goes on where the guide ends; needs the demo of its own that the tour has."""

    def __init__(self, app: App, guide: Guide) -> None:
        self._app, self._guide = app, guide
        self._pilot: Pilot | None = None

    def steps(self) -> Iterator[Step]:
        """Give each step in turn."""
        facts, tenant = self._app.facts, self._app.tenant
        if facts is None or tenant is None:
            return
        yield from self._second_account(facts)
        guide = self._guide
        yield Step(tenant.stop, always)
        yield Step(guide.engine.refresh, lambda: Phase.OFFLINE in guide.phases.values())
        yield guide.read(_LETTER, "offline")
        yield Step(tenant.start, always)
        yield Step(guide.engine.refresh, guide.is_idle)
        yield from self._sign_in_again(facts)
        yield from self._wall(facts)

    def _second_account(self, facts: TenantFacts) -> Iterator[Step]:
        guide, window = self._guide, self._guide.window
        yield Step(partial(self._sign_in, facts.accounts[1]), self._has_two)
        settings = window.page("settings")
        yield Step(lambda: window.show_page("settings"), settings.isVisible)
        yield Step(partial(guide.open_section, "Accounts"), guide.is_idle, "settings-two-accounts")
        yield Step(lambda: window.show_page("mail"), guide.mail.isVisible)
        second = guide.engine.accounts.list()[-1].id
        choose = guide.mail.side.account_selected
        yield Step(lambda: choose.emit(second), lambda: guide.mail.messages.rowCount() > 5)
        yield Step(always, always, "mail-second-account")
        first = guide.engine.accounts.list()[0].id
        yield Step(lambda: choose.emit(first), lambda: guide.mail.messages.rowCount() > 20)
        yield guide.read(_LETTER)

    def _sign_in_again(self, facts: TenantFacts) -> Iterator[Step]:
        guide = self._guide
        for what in ("access", "sessions"):
            revocation = {"username": facts.accounts[0].username, "what": what}
            yield Step(partial(_control, facts, "revoke", revocation), always)
        yield Step(guide.engine.refresh, guide.window.notices.isVisible)
        yield guide.read(_LETTER, "sign-in-again")

    def _wall(self, facts: TenantFacts) -> Iterator[Step]:
        guide, signin = self._guide, self._guide.window.signin
        blocked = {"tenant": "fabrikam.example", "user_consent": "blocked"}
        yield Step(partial(_control, facts, "policy", blocked), always)
        yield Step(partial(self._sign_in, _WALLED), self._is_before_wall, "wall")
        yield Step(self._ask_administrator, signin.wall.pane.isVisible, "wall-kit")
        yield Step(partial(guide.window.show_page, "mail"), guide.mail.isVisible)

    def _sign_in(self, who: SignIn) -> None:
        attempt = self._guide.window.signin.attempt
        self._pilot = Pilot(attempt, who)
        self._guide.window.show_signin()

    def _hint(self) -> QWidget | None:
        browser = self._guide.window.signin.findChild(Browser)
        return browser.hint if browser is not None else None

    def _is_before_wall(self) -> bool:
        hint = self._hint()
        return hint is not None and hint.isVisible()

    def _ask_administrator(self) -> None:
        hint = self._hint()
        if hint is not None:
            hint.findChildren(QPushButton)[0].click()

    def _has_two(self) -> bool:
        guide = self._guide
        # The window goes to the mail by itself, a moment after the account is there.
        return len(guide.engine.accounts.list()) == 2 and guide.mail.isVisible()


def _control(facts: TenantFacts, path: str, wish: dict[str, str]) -> None:
    """Ask of the demo tenant what an administrator would do there."""
    request = urllib.request.Request(  # noqa: S310  # the demo's own address, on loopback
        f"{facts.graph}/_tenant/{path}",
        json.dumps(wish).encode(),
        {"Transom-Tenant": "control", "Content-Type": "application/json"},
    )
    context = ssl.create_default_context(cafile=facts.ca_file)
    with urllib.request.urlopen(request, context=context, timeout=10):  # noqa: S310
        pass
