"""A message's head to look at: the way it came, and every line of it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from transom.engine.entities.mail import Headers
from transom.engine.trust.decoding import decoded
from transom.engine.trust.route import Hop, route_from_headers
from transom.engine.trust.stamps import own_lines
from transom.ui import text
from transom.ui.mail.trust_words import shown_domain
from transom.ui.theme import Theme
from transom.ui.widgets.labels import PlainLabel
from transom.ui.widgets.scrolled import Scrolled

_LINES_PX = 320


class HeadersView(Scrolled):
    """Shows the stops of a message, the oldest first, and below them its whole head."""

    def __init__(self, headers: Headers, theme: Theme) -> None:
        self._theme = theme
        self.lines = text_of_headers(headers)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(theme.px(26), theme.px(16), theme.px(26), theme.px(16))
        self._column.setSpacing(theme.px(10))
        super().__init__(inner)
        hops = route_from_headers(headers)
        self._add_title(way_words(hops))
        sure = sum(one.name.lower() == "received" for one in headers[: own_lines(headers) + 1])
        for place, hop in enumerate(hops):
            self._column.addWidget(self._stop(hop, is_sure=place >= len(hops) - sure))
        self._add_title("All headers" if headers else "This message has no headers.")
        self._all = plain_text(self.lines, "All headers")
        self._all.setMinimumHeight(theme.px(_LINES_PX))
        self._all.setVisible(bool(headers))
        self._column.addWidget(self._all, 1)
        self.setFocusProxy(self._all)

    def _add_title(self, words: str) -> None:
        label = PlainLabel(words, "section", is_selectable=True)
        self._column.addWidget(label)

    def _stop(self, hop: Hop, *, is_sure: bool) -> QFrame:
        px = self._theme.px
        stop = QFrame()
        stop.setProperty("surface", "box")
        column = QVBoxLayout(stop)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(1))
        lines = stop_words(hop, is_sure=is_sure)
        for line, style in zip(lines, ("", "dim", "small"), strict=True):
            label = PlainLabel(style=style)
            label.set_wrapped()
            label.set_text(line.replace(".", ".\u200b"))  # long names of servers break at a dot
            label.setVisible(bool(line))
            column.addWidget(label)
        stop.setAccessibleName(" ".join(lines))
        return stop


def plain_text(words: str, name: str) -> QPlainTextEdit:
    """Return a view of plain text in letters of one width, which can be copied."""
    view = QPlainTextEdit(readOnly=True)
    view.setProperty("kind", "message")
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard
        | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    view.setTabChangesFocus(True)
    view.setAccessibleName(name)
    view.setPlainText(text.safe_lines(words))
    return view


def text_of_headers(headers: Headers) -> str:
    """Return a head line by line, as it is copied."""
    return "\n".join(f"{text.safe(one.name)}: {text.safe(decoded(one.value))}" for one in headers)


def way_words(hops: Sequence[Hop]) -> str:
    """Return how many stops there were, and how long it took."""
    if not hops:
        return "Nothing is known of the way it came."
    times = [hop.at for hop in hops if hop.at is not None]
    stops = text.counted(len(hops), "stop", "stops")
    if len(times) < 2:
        return f"The way it came: {stops}"
    seconds = (max(times) - min(times)).total_seconds()
    return f"The way it came: {stops}, {duration_words(seconds)}"


def stop_words(hop: Hop, *, is_sure: bool) -> tuple[str, str, str]:
    """Return who handed it to whom, when and how, and whose word that is."""
    taken = shown_domain(hop.server) or "an unnamed server"
    handed = f"{shown_domain(hop.source)} → {taken}" if hop.source else f"Taken in by {taken}"
    how = hop.security or "not encrypted"
    protocol = text.safe(hop.protocol)
    parts = (_moment(hop.at), delay_words(hop.delay_s), protocol, how)
    word = "" if is_sure else "This is the word of a server outside; it may say anything."
    return handed, " · ".join(part for part in parts if part), word


def delay_words(delay_s: float | None) -> str:
    """Return how long the stretch took, or that the clocks do not agree."""
    if delay_s is None:
        return ""
    if delay_s < 0:
        return f"clock {duration_words(-delay_s)} behind"
    return f"after {duration_words(delay_s)}"


def duration_words(seconds: float) -> str:
    """Return 2 s, 4 min 10 s, 3 h 2 min or 5 days."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    if whole < 48 * 3600:
        return f"{whole // 3600} h {whole % 3600 // 60} min"
    return f"{text.number(whole // 86_400)} days"


def _moment(at: datetime | None) -> str:
    if at is None:
        return "time unknown"
    return f"{text.long_day(text.local(at).date())} {text.local(at):%H:%M:%S}"
