"""Benign newsletters keep their look: drawn as they came and as the sanitiser leaves them.

Both are drawn within the frame the window puts around a mail, shut in, with the same pictures.
"""

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWebEngineWidgets import QWebEngineView
from pytestqt.qtbot import QtBot

from transom.engine.entities.mail import Body
from transom.ui.theme import Theme
from transom.ui.web.document import document_from_body
from transom.ui.web.frame import PAINTED, BodyPage, page_content
from transom.ui.web.profile import MailProfile, MailWebPage
from transom.ui.web.scheme import MailScheme, register_scheme

FOLDER = Path(__file__).parents[2] / "data" / "newsletters"
NAMES = sorted(path.stem for path in FOLDER.glob("*.html"))
WIDTH, HEIGHT = 760, 900
MOST_DIFFERING = 0.01
"""Of what is drawn at all, not of the whole page."""


class Easel:
    """Draws pages in a view that is shut in as the mail view is."""

    def __init__(self, qtbot: QtBot) -> None:
        register_scheme()
        self._qtbot = qtbot
        self._scheme = MailScheme(lambda _picture, deliver: deliver(b""))
        self._profile = MailProfile(self._scheme)
        self._page = MailWebPage(self._profile, self._profile)
        self._view = QWebEngineView()
        self._view.setPage(self._page)
        self._view.resize(WIDTH, HEIGHT)
        self._view.show()
        self._number = 0

    def draw(self, content: bytes) -> QImage:
        self._number += 1
        page = BodyPage(f"/{self._number}/", content)
        self._scheme.offer(page)
        with self._qtbot.waitSignal(self._page.loadFinished, timeout=10_000):
            self._page.go(page.url)
        painted: list[bool] = []
        while not any(painted):
            painted.clear()
            self._page.ask_for_paint(PAINTED, painted.append)
            self._qtbot.waitUntil(lambda: bool(painted), timeout=10_000)
        return self._view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    def close(self) -> None:
        self._view.close()
        self._page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        self._profile.deleteLater()
        self._view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
        QCoreApplication.processEvents()


@pytest.fixture
def easel(qtbot: QtBot) -> Iterator[Easel]:
    easel = Easel(qtbot)
    yield easel
    easel.close()


def source_of(name: str) -> str:
    def picture(match: re.Match[str]) -> str:
        image = QImage(int(match[1]), int(match[2]), QImage.Format.Format_RGB32)
        image.fill(QColor("#3c7a89"))
        if image.width() > 20:
            painter = QPainter(image)
            painter.fillRect(0, 0, 12, image.height() // 2, QColor("#f2c14e"))
            painter.end()
        device = QBuffer()
        device.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(device, "PNG")  # type: ignore[call-overload]  # its stubs know bytes
        return f"data:image/png;base64,{base64.b64encode(device.data().data()).decode()}"

    return re.sub(r"@(\d+)x(\d+)@", picture, (FOLDER / f"{name}.html").read_text("utf-8"))


def as_it_came(source: str, own: bytes) -> bytes:
    """Put a mail as it came into the frame that was made for it."""
    frame = own.decode()
    head = frame.partition("</head>")[0].partition("</style>")[0]
    styles = "".join(re.findall(r"<style[^>]*>.*?</style>", source, re.DOTALL))
    found = re.search(r"<body([^>]*)>(.*)</body>", source, re.DOTALL)
    assert found is not None
    return f"{head}</style>{styles}</head><body{found[1]}>{found[2]}</body></html>".encode()


def differing(one: QImage, other: QImage) -> int:
    """Count the pixels that are not the same."""
    assert one.size() == other.size()
    first, second = bytes(one.constBits()), bytes(other.constBits())
    width = one.bytesPerLine()
    return sum(
        first[at : at + 4] != second[at : at + 4]
        for row in range(0, len(first), width)
        if first[row : row + width] != second[row : row + width]
        for at in range(row, row + width, 4)
    )


def test_there_are_many_of_them() -> None:
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_a_newsletter_keeps_its_look(name: str, easel: Easel, theme: Theme, tmp_path: Path) -> None:
    source = source_of(name)
    document = document_from_body(Body(is_html=True, content=source))
    own = page_content(document, theme)
    cleaned, raw = easel.draw(own), easel.draw(as_it_came(source, own))
    blank = QImage(raw.size(), raw.format())
    blank.fill(raw.pixelColor(WIDTH // 2, HEIGHT - 2))
    cleaned.save(str(tmp_path / "cleaned.png"))
    raw.save(str(tmp_path / "raw.png"))
    ink = differing(raw, blank)
    assert ink > 2_000, "there is something to be seen"
    assert differing(raw, cleaned) <= MOST_DIFFERING * ink, f"see the pictures in {tmp_path}"


@pytest.mark.parametrize("name", NAMES)
def test_a_cleaned_newsletter_is_clean(name: str) -> None:
    once = document_from_body(Body(is_html=True, content=source_of(name))).markup
    settled = re.sub(r' href="link/\d+"', "", once)
    assert document_from_body(Body(is_html=True, content=settled)).markup == settled
