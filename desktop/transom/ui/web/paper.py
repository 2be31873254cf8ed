"""A mail on paper: its head in our words, its body as it was sent, in the light."""

import html
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QByteArray, QMarginsF, QObject, QTimer, Slot
from PySide6.QtGui import QPageLayout, QPageSize

from transom.ui.theme import Theme
from transom.ui.web.document import Document, markup_from_runs
from transom.ui.web.frame import BodyPage, FetchPicture, page_content
from transom.ui.web.profile import MailProfile, MailWebPage
from transom.ui.web.quotes import FOLD_CLASS
from transom.ui.web.scheme import MailScheme, register_scheme

_PATIENCE_MS = 6_000
"""A page that still loads something by then is printed as it is."""
_MARGIN_MM = 15.0

# The mail's own rules come later in the page, but none can be stronger than these.
_PLAIN = "all:initial!important;color:#1d1b19!important;font-family:sans-serif!important;"
_BLOCK = f"{_PLAIN}display:block!important;"
_RULE = (
    f"{_BLOCK}border-bottom:1px solid #999!important;padding:0 0 8px!important;"
    "margin:0 0 14px!important;"
)


def paper_head(subject: str, facts: Sequence[tuple[str, str]]) -> str:
    """Return the head of a printed mail: its subject, and lines such as From and To."""
    lines = "".join(
        f'<div style="{_BLOCK}font-size:12px!important;line-height:1.5!important">'
        f'<b style="{_PLAIN}font-size:12px!important;font-weight:bold!important">'
        f"{html.escape(label)}: </b>{html.escape(words)}</div>"
        for label, words in facts
    )
    title = f"{_BLOCK}font-size:18px!important;font-weight:bold!important;margin:0 0 8px!important"
    return f'<div style="{_RULE}"><div style="{title}">{html.escape(subject)}</div>{lines}</div>'


class PaperPage(QObject):
    """Lays one mail out on a page of its own, unseen, and delivers it as PDF, once."""

    def __init__(
        self,
        document: Document,
        head: str,
        theme: Theme,
        fetch_picture: FetchPicture,
        deliver: Callable[[bytes], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        register_scheme()
        self._deliver = deliver
        self._is_asked = False
        self._scheme = MailScheme(fetch_picture)
        self._profile = MailProfile(self._scheme)
        self._page = MailWebPage(self._profile, self)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._print)
        self._page.loadFinished.connect(self._print)
        whole = document.markup or markup_from_runs(document.runs)
        opened = whole.replace(
            f'<details class="{FOLD_CLASS}">', f'<details class="{FOLD_CLASS}" open>'
        )
        sheet = replace(document, markup=head + opened, keeps_light=True)
        page = BodyPage("/paper/", page_content(sheet, theme), document.pictures, document.links)
        self._scheme.offer(page, ())
        self._page.go(page.url)
        self._patience.start()

    def end(self) -> None:
        """Delete page and profile in that order."""
        self._patience.stop()
        self._page.deleteLater()
        self._profile.deleteLater()
        self.deleteLater()

    @Slot()
    def _print(self) -> None:
        if self._is_asked:
            return
        self._is_asked = True
        margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        layout = QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
        self._page.printToPdf(self._on_printed, layout)

    def _on_printed(self, content: QByteArray) -> None:
        self._deliver(bytes(content.data()))
        self.end()
