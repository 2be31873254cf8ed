"""Plain text as a mail shows it: narrow lines, quotes dimmed, links to click."""

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit
from typing_extensions import override

from transom.ui.hits import hit_pattern, hit_ranges
from transom.ui.theme import Theme
from transom.ui.web.plain import Run
from transom.ui.web.references import Link

_MOST_COLUMNS = 72
_MOST_HITS = 500
_FOLD = "fold/"


class TextView(QTextBrowser):
    """Shows runs of plain text; never reads rich text and never loads anything.

    Signals:
        link_hovered: the Link under the pointer, or None.
        link_chosen: the Link that was clicked.
    """

    link_hovered = Signal(object)
    link_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._runs: tuple[Run, ...] = ()
        self._links: tuple[Link, ...] = ()
        self._folded = -1
        self._hits: re.Pattern[str] | None = None
        self._scale = 1.0
        self.setOpenLinks(False)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("surface", "card")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("Message text")
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_highlighted)
        theme.changed.connect(self._on_theme_changed)

    def show_runs(self, runs: Sequence[Run], links: Sequence[Link], folded: int = -1) -> None:
        """Replace the text; from the run ``folded`` on it comes behind a button."""
        if not runs and not self._runs:
            return
        self._runs, self._links, self._folded = tuple(runs), tuple(links), folded
        if runs:
            self._write()
        else:
            self.clear()

    def mark(self, words: str) -> None:
        """Mark these words in this and every later text; none end that."""
        self._hits = hit_pattern(words)
        self._mark_hits()

    def set_zoom(self, percent: int) -> None:
        """Write this and every later text at a size."""
        if self._scale != percent / 100:
            self._scale = percent / 100
            self._write()

    def find_words(self, words: str, step: int) -> tuple[int, int]:
        """Choose the next hit, or the one before; return its place from 1, and how many there are.

        Unlike the marks of a search, the words stand as they are typed, but for case.
        """
        text, wanted = self.toPlainText().casefold(), words.casefold()
        cursor = self.textCursor()
        if not wanted or len(text) != len(self.toPlainText()):
            cursor.clearSelection()
            self.setTextCursor(cursor)
            return 0, 0
        hits = [hit.start() for hit in re.finditer(re.escape(wanted), text)]
        if not hits:
            return 0, 0
        at = cursor.selectionStart()
        is_on_hit = cursor.selectedText().casefold() == wanted
        if step > 0:
            place = next((n for n, hit in enumerate(hits) if hit >= at + is_on_hit), 0)
        else:
            place = next((n for n, hit in reversed(list(enumerate(hits))) if hit < at), -1)
        place %= len(hits)
        cursor.setPosition(hits[place])
        cursor.setPosition(hits[place] + len(wanted), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        return place + 1, len(hits)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return QByteArray()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:  # so that nothing below it is painted
            painter.fillRect(event.rect(), self._theme.color("card"))
        super().paintEvent(event)

    def _write(self) -> None:
        self.clear()
        font = QFont(self._theme.font(14))
        font.setPixelSize(max(6, round(font.pixelSize() * self._scale)))
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(0)
        around = self.document().rootFrame().frameFormat()
        around.setMargin(self._theme.px(25))
        around.setTopMargin(self._theme.px(14))
        self.document().rootFrame().setFrameFormat(around)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for run in self._runs[: self._folded] if self._folded >= 0 else self._runs:
            cursor.insertText(run.text, self._format(run, font))
        if self._folded >= 0:
            cursor.insertText("\n…", self._fold_format())
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark_hits()
        self._fit()

    def _mark_hits(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        ranges = hit_ranges(self.toPlainText(), self._hits) if self._hits else []
        for start, length in ranges[:_MOST_HITS]:
            mark: Any = QTextEdit.ExtraSelection()  # its stubs know no attributes
            mark.cursor = QTextCursor(self.document())
            mark.cursor.setPosition(start)
            mark.cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(self._theme.color("warn_soft"))
            marks.append(mark)
        self.setExtraSelections(marks)

    def _format(self, run: Run, font: QFont) -> QTextCharFormat:
        manner = QTextCharFormat()
        manner.setFont(font)
        manner.setForeground(self._theme.color("dim" if run.is_quote else "text"))
        if run.link >= 0:
            manner.setAnchor(True)
            manner.setAnchorHref(f"link/{run.link}")
            manner.setForeground(self._theme.color("accent"))
            manner.setFontUnderline(True)
        return manner

    def _fold_format(self) -> QTextCharFormat:
        manner = QTextCharFormat()
        manner.setFont(self._theme.font(15, 600))
        manner.setAnchor(True)
        manner.setAnchorHref(_FOLD)
        manner.setForeground(self._theme.color("dim"))
        manner.setBackground(self._theme.color("bg"))
        manner.setToolTip("Show what was written before")
        return manner

    def _unfold(self) -> None:
        place = self.verticalScrollBar().value()
        self._folded = -1
        self._write()
        self.verticalScrollBar().setValue(place)

    def _fit(self) -> None:
        margins = 2 * self._theme.px(25)
        columns = QFontMetrics(self.document().defaultFont()).horizontalAdvance("0" * _MOST_COLUMNS)
        width = columns + margins
        width = min(width, self.viewport().width())
        if width != self.lineWrapColumnOrWidth():  # or all lines were laid out anew
            self.setLineWrapColumnOrWidth(width)

    def _link(self, url: QUrl) -> Link | None:
        number = url.toString().removeprefix("link/")
        is_known = number.isdigit() and int(number) < len(self._links)
        return self._links[int(number)] if is_known else None

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.toString() == _FOLD:
            self._unfold()
        elif (link := self._link(url)) is not None:
            self.link_chosen.emit(link)

    @Slot(QUrl)
    def _on_highlighted(self, url: QUrl) -> None:
        self.link_hovered.emit(self._link(url))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._write()
