"""A page of the provider's as a person meets it: read with the eyes, used with mouse and keys."""

import json
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

PATIENCE_MS = 30_000
_LOOK_EVERY_S = 0.03
_OWN_WORLD = 1
_MIDDLE = """
(() => {
  const found = document.querySelector(%s);
  if (!found || document.readyState !== "complete") return null;
  found.scrollIntoView({block: "nearest"});
  const box = found.getBoundingClientRect();
  if (!box.width || !box.height) return null;
  return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2, innerWidth]);
})()
"""


class WebPage:
    """What a web view of the window shows; ``find_view`` says which view that is just now."""

    def __init__(self, qtbot: QtBot, find_view: Callable[[], QWidget | None]) -> None:
        self._qtbot = qtbot
        self._find_view = find_view

    def read(self, selector: str = "body") -> str:
        """Wait for an element and return its text."""
        return str(self._see(f"document.querySelector({json.dumps(selector)})?.innerText"))

    def wait_for_words(self, words: str) -> None:
        """Wait until the page says so."""
        self._see(f"document.body.innerText.includes({json.dumps(words)})")

    def has(self, selector: str) -> bool:
        """Whether the page that stands there now has the element."""
        return bool(self._ask(f"!!document.querySelector({json.dumps(selector)})"))

    def wait_for(self, *selectors: str) -> None:
        """Wait until one of these is there."""
        self._see(f"!!document.querySelector({json.dumps(', '.join(selectors))})")

    def type(self, field_id: str, text: str) -> None:
        """Type into the field that the page put the cursor in, over what is there; then Enter."""
        self._see(f"document.activeElement?.id === {json.dumps(field_id)}")
        self._qtbot.keyClick(self._inner(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(self._inner(), text)
        self._see(f"document.activeElement?.value === {json.dumps(text)}")
        QTest.keyClick(self._inner(), Qt.Key.Key_Return)

    def press(self, selector: str) -> None:
        """Click the middle of an element."""
        x, y, width = json.loads(self._see(_MIDDLE % json.dumps(selector)))
        inner = self._inner()
        zoom = inner.width() / width
        QTest.mouseClick(
            inner, Qt.MouseButton.LeftButton, pos=QPoint(round(x * zoom), round(y * zoom))
        )

    def _view(self) -> QWebEngineView | None:
        widget = self._find_view()
        if widget is None or isinstance(widget, QWebEngineView):
            return widget
        return widget.findChild(QWebEngineView)

    def _inner(self) -> QWidget:
        view = self._view()
        assert view is not None
        return view.focusProxy()

    def _see(self, script: str) -> Any:
        """Look again and again until the script finds something."""
        found: list[Any] = []
        looked_at = 0.0

        def look() -> bool:
            nonlocal looked_at
            view, now = self._view(), time.monotonic()
            if view is not None and now - looked_at > _LOOK_EVERY_S:
                looked_at = now
                view.page().runJavaScript(script, _OWN_WORLD, found.append)
            return any(found)

        try:
            self._qtbot.waitUntil(look, timeout=PATIENCE_MS)
        except TimeoutError as error:
            there = self._ask("document.body.innerText") if self._view() else "no page"
            raise AssertionError(f"{script} was never so; there was: {there}") from error
        return next(one for one in found if one)

    def _ask(self, script: str) -> Any:
        answers: list[Any] = []
        view = self._view()
        assert view is not None
        view.page().runJavaScript(script, _OWN_WORLD, answers.append)
        self._qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE_MS)
        return answers[0]
