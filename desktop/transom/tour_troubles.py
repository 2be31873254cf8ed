"""The end of the tour: a second account, no network, a sign-in that was taken back."""

import json
import ssl
import urllib.request
from collections.abc import Iterator
from functools import partial

from transom.app import App
from transom.demo.launch import TenantFacts
from transom.engine.changes import Phase
from transom.pilot import Pilot
from transom.tour_steps import Guide, Step, always

_LETTER = "Harbour bridge: revised load tables"


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

    def _second_account(self, facts: TenantFacts) -> Iterator[Step]:
        guide, window = self._guide, self._guide.window
        yield Step(partial(self._sign_in, facts), self._has_two)
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
            yield Step(partial(_revoke, facts, what), always)
        yield Step(guide.engine.refresh, guide.window.notices.isVisible)
        yield guide.read(_LETTER, "sign-in-again")

    def _sign_in(self, facts: TenantFacts) -> None:
        attempt = self._guide.window.signin.attempt
        self._pilot = Pilot(attempt, facts.accounts[1])
        self._guide.window.show_signin()

    def _has_two(self) -> bool:
        return len(self._guide.engine.accounts.list()) == 2


def _revoke(facts: TenantFacts, what: str) -> None:
    """Take a person's sign-in back, as an administrator would."""
    request = urllib.request.Request(  # noqa: S310  # the demo's own address, on loopback
        f"{facts.graph}/_tenant/revoke",
        json.dumps({"username": facts.accounts[0].username, "what": what}).encode(),
        {"Transom-Tenant": "control", "Content-Type": "application/json"},
    )
    context = ssl.create_default_context(cafile=facts.ca_file)
    with urllib.request.urlopen(request, context=context, timeout=10):  # noqa: S310
        pass
