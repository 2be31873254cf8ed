"""Fills in the demo tenant's sign-in pages, for ``--signed-in`` and the tour."""

import json

from PySide6.QtCore import QObject, Slot

from transom.demo.launch import SignIn
from transom.ui.signin.attempt import Attempt

_FILL_IN = """
(() => {
  const put = (field, text) => { field.value = text; };
  const password = document.querySelector('#password');
  const username = document.querySelector('#username');
  const next = document.querySelector('#next');
  const not_to_stay = document.querySelector('#leave');
  if (password) { put(password, %(password)s); next.click(); }
  else if (username) { put(username, %(username)s); next.click(); }
  else if (not_to_stay) { not_to_stay.click(); }
})();
"""
_ACCEPT = "document.querySelector('#accept')?.click();"


class Pilot(QObject):
    """Does on each page of one sign-in what a person would: name, password, accept."""

    def __init__(self, attempt: Attempt, who: SignIn) -> None:
        super().__init__(attempt)
        self._attempt = attempt
        answers = {"username": json.dumps(who.username), "password": json.dumps(who.password)}
        self._script = _FILL_IN % answers
        self._accepts = True
        attempt.view_opened.connect(self._on_view_opened)
        attempt.view_closing.connect(self.deleteLater)  # the next sign-in may be another's
        self._on_view_opened(None)

    def stop_before_consent(self) -> None:
        """Leave the consent page to ``accept``."""
        self._accepts = False

    @Slot()
    def fill_in(self) -> None:
        """Answer the page that stands ready."""
        if self._attempt.view is not None:
            self._attempt.view.run_script(self._script)
            if self._accepts:
                self.accept()

    def accept(self) -> None:
        """Consent."""
        if self._attempt.view is not None:
            self._attempt.view.run_script(_ACCEPT)

    @Slot(object)
    def _on_view_opened(self, _widget: object) -> None:
        if self._attempt.view is not None:
            self._attempt.view.page_loaded.connect(self.fill_in)
