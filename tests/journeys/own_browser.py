"""A browser of the person's own: a process apart from Transom, with Chromium's real manners.

Reads one JSON line: where to go, what the tenant's certificate is, and what to type on which
page. Ends with the text of the last page on its standard output.
"""

import json
import os
import sys

from PySide6.QtCore import QCoreApplication, QCryptographicHash, Qt, QTimer, QUrl
from PySide6.QtWebEngineCore import QWebEngineCertificateError, QWebEnginePage, QWebEngineProfile
from PySide6.QtWidgets import QApplication

PATIENCE_MS = 25_000
_GO_ON = """
(() => {
  const answers = %s;
  for (const [id, answer] of Object.entries(answers)) {
    const field = document.getElementById(id);
    if (field && document.getElementById('next') && field.value !== answer) {
      field.value = answer;
      document.getElementById('next').click();
      return "";
    }
  }
  const yes = document.getElementById('accept') || document.getElementById('other');
  if (yes) { yes.click(); return ""; }
  const title = document.querySelector('h1, h2');
  return title && !document.querySelector('form') ? document.body.innerText : "";
})()
"""


class OwnBrowser:
    """Follows the pages from an address to their end."""

    def __init__(self, wish: dict[str, str]) -> None:
        self._wish = wish
        self._profile = QWebEngineProfile()
        self._page = QWebEnginePage(self._profile)
        self._page.certificateError.connect(self._on_certificate_error)
        self._page.loadFinished.connect(self._on_loaded)
        self._page.load(QUrl(wish["url"]))

    def close(self) -> None:
        """Let go of the page before its profile."""
        self._page.deleteLater()
        self._profile.deleteLater()

    def _on_certificate_error(self, error: QWebEngineCertificateError) -> None:
        shown = error.certificateChain()[0].digest(QCryptographicHash.Algorithm.Sha256)
        if shown.toHex().toStdString() == self._wish["certificate_sha256"].lower():
            error.acceptCertificate()

    def _on_loaded(self, _is_loaded: bool) -> None:
        answers = {name: self._wish[name] for name in ("username", "password", "code")}
        self._page.runJavaScript(_GO_ON % json.dumps(answers), 1, self._on_looked)

    def _on_looked(self, text: object) -> None:
        if text:
            print(text, flush=True)
            QCoreApplication.exit(0)


def main() -> int:
    """Go where the first line of the input says."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"
    application = QApplication(sys.argv[:1])
    browser = OwnBrowser(json.loads(sys.stdin.readline()))
    QTimer.singleShot(PATIENCE_MS, application, lambda: QCoreApplication.exit(1))
    code = application.exec()
    browser.close()
    QCoreApplication.processEvents()
    return code


if __name__ == "__main__":
    sys.exit(main())
