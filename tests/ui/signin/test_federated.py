"""Signing in where the organisation has a page of its own: in the view, and in its popup."""

import json

from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QLineEdit
from tests.ui.signin.conftest import Stage
from tests.ui.signin.test_wall import fill_in

from transom.ui.signin.browser import Browser

_POPUP = """
(() => {
  const field = document.querySelector('#password');
  if (field) { field.value = %s; document.querySelector('#next').click(); }
})();
"""


def begin(stage: Stage, username: str) -> tuple[Browser, dict[str, str]]:
    who = stage.tenant.account_of(username)
    stage.page.welcome.sign_in_button.click()
    browser = stage.pane(Browser)
    assert isinstance(browser, Browser)
    fill_in(browser.view, who)
    return browser, who


def test_the_organisations_own_page_signs_in_in_the_view(stage: Stage) -> None:
    browser, who = begin(stage, "frida.lund@wingtip.example")
    hosts: set[str] = set()
    browser.view.address_changed.connect(lambda address: hosts.add(address.partition(":")[0]))
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == who["username"]
    assert hosts >= {"127.0.0.1", "localhost"}, "the page stands on a host of its own"


def test_its_popup_shows_its_address_and_hands_the_answer_over(stage: Stage) -> None:
    browser, who = begin(stage, "pavel.novak@lucerne.example")
    view = browser.view
    view.page_loaded.connect(lambda: view.run_script(_PRESS_WINDOW))
    stage.wait_for(lambda: bool(view.findChildren(QLineEdit)))
    address = view.findChildren(QLineEdit)[0]
    stage.wait_for(lambda: address.text().startswith("127.0.0.1"))
    popup = view._popups[0].page
    assert isinstance(popup, QWebEnginePage)
    script = _POPUP % json.dumps(who["password"])
    popup.loadFinished.connect(lambda: popup.runJavaScript(script, 1))
    popup.runJavaScript(script, 1)
    stage.wait_for(lambda: bool(stage.accounts))
    assert stage.accounts[0].username == who["username"]


_PRESS_WINDOW = """
(() => { const go = document.querySelector('#window'); if (go) go.click(); })();
"""
