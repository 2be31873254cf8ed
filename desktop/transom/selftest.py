"""Tries every part that a package can lose on its way: ``transom --self-test``."""

import argparse
import contextlib
import importlib
import io
import json
import secrets
import sys
import tempfile
import threading
import time
import zoneinfo
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import entry_points, version
from pathlib import Path

from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QSize, QTimer
from PySide6.QtGui import QColor, QIcon, QImage, QImageReader, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget

from transom.application import new_qt
from transom.demo.launch import TenantProcess
from transom.engine.changes import Newsroom
from transom.engine.entities.accounts import Cloud
from transom.engine.errors import TransomError, WrongKeyError
from transom.engine.workers import Workers
from transom.resources import resource_path

_PATIENCE_S = 30.0
_INK = QColor("#2f5fd0")
_WORD = "transom"
_PICTURES = {"png", "jpeg", "gif", "webp", "svg"}
_RINGS = {
    "linux": ("keyring.backends.SecretService", "secretstorage", "jeepney"),
    "darwin": ("keyring.backends.macOS",),
    "win32": ("keyring.backends.Windows", "win32ctypes.pywin32.win32cred"),
}


class SelfTestError(Exception):
    """A part is there and does not do what it should."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one check."""

    name: str
    is_ok: bool
    seconds: float
    words: str


Check = Callable[[Path], str]
"""Tries one part in an empty folder; returns what it saw, raises where it does not work."""


def run(arguments: argparse.Namespace) -> int:
    """Try everything, say how it went, and return 0 where all of it works."""
    application = new_qt()
    checks = {
        "store": check_store,
        "key ring": check_key_ring,
        "zones": check_zones,
        "tls": check_tls,
        "web page": check_web_page,
        "pdf page": check_pdf_page,
        "file words": check_file_words,
        "icons": check_icons,
    }
    findings = [try_out(name, check) for name, check in checks.items()]
    print(as_json(findings) if getattr(arguments, "json", False) else as_text(findings))
    application.processEvents()
    return 0 if all(finding.is_ok for finding in findings) else 1


def try_out(name: str, check: Check) -> Finding:
    """Run one check in a folder of its own."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="transom-self-test-") as directory:
        try:
            words, is_ok = check(Path(directory)), True
        except Exception as error:  # noqa: BLE001  whatever is missing or broken is the finding
            message = error.message if isinstance(error, TransomError) else str(error)
            words, is_ok = f"{type(error).__name__}: {message}", False
    return Finding(name, is_ok, round(time.monotonic() - started, 3), words)


def as_text(findings: list[Finding]) -> str:
    """One line for each check."""
    lines = [
        f"{'ok    ' if one.is_ok else 'FAILED'}  {one.name:<10}{one.seconds:6.2f} s  {one.words}"
        for one in findings
    ]
    return "\n".join([f"Transom {version('transom')}", *lines])


def as_json(findings: list[Finding]) -> str:
    """All checks in one line of JSON."""
    return json.dumps(
        {
            "ok": all(one.is_ok for one in findings),
            "version": version("transom"),
            "is_frozen": bool(getattr(sys, "frozen", False)),
            "checks": [asdict(one) for one in findings],
        }
    )


# --- without a screen ---


def check_store(directory: Path) -> str:
    """Open an encrypted store, read it again, and be refused with another key."""
    store_module = importlib.import_module("transom.engine.store.store")
    path, key = directory / "store.db", secrets.token_bytes(32)
    workers = Workers()
    try:
        for _ in range(2):
            opened = store_module.Store.open(path, key, workers.lane("store"), Newsroom())
            opened.statistics()
            opened.close()
        if path.read_bytes().startswith(b"SQLite format 3"):
            raise SelfTestError("the store lies on the disk as plain text")
        with contextlib.suppress(WrongKeyError):
            store_module.Store.open(path, bytes(32), workers.lane("thief"), Newsroom())
            raise SelfTestError("the store opens with a wrong key")
    finally:
        workers.stop()
    return "encrypted, and closed to a wrong key"


def check_key_ring(_directory: Path) -> str:
    """Load this system's back end and ask it whether a key ring is there."""
    rings = importlib.import_module("transom.engine.auth.rings")
    for module in _RINGS.get(sys.platform, ()):
        importlib.import_module(module)
    if not entry_points(group="keyring.backends"):
        raise SelfTestError("the list of key ring back ends is missing")
    is_there = rings.find_ring() is not None
    return "a key ring answers" if is_there else "back end loaded; no key ring answers here"


def check_zones(_directory: Path) -> str:
    """Load a zone from our own data, whatever the system has."""
    zoneinfo.reset_tzpath(to=())
    try:
        zone = zoneinfo.ZoneInfo.no_cache("Pacific/Chatham")
    finally:
        zoneinfo.reset_tzpath()
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(zone)
    if (noon.hour, noon.minute) != (0, 45):
        raise SelfTestError(f"noon in London is {noon:%H:%M} in Chatham")
    return f"tzdata {version('tzdata')}"


def check_tls(directory: Path) -> str:
    """Start a demo tenant, call it over TLS, and refuse it where its root is not known."""
    wire = importlib.import_module("transom.engine.auth.wire")
    requests = importlib.import_module("requests")
    tenant = TenantProcess(directory / "tenant", messages=5)
    try:
        facts = tenant.start()
        url = f"{facts.authority}/v2.0/.well-known/openid-configuration"
        pinned = Cloud("demo", "", "", "", facts.ca_file, facts.certificate_sha256)
        with wire.session_for(pinned) as session:
            answer = session.get(url, timeout=_PATIENCE_S)
        if answer.status_code != 200 or "token_endpoint" not in answer.json():
            raise SelfTestError(f"the tenant answered {answer.status_code}")
        with contextlib.suppress(requests.exceptions.SSLError):
            with wire.session_for(Cloud("", "", "", "")) as session:
                session.trust_env = False
                session.get(url, timeout=_PATIENCE_S)
            raise SelfTestError("a server that nobody knows was trusted")
    finally:
        tenant.stop()
    return "a demo tenant answers; unknown to the system's roots, it is refused"


# --- with a screen ---


def check_web_page(_directory: Path) -> str:
    """Have the web engine paint a page from our own scheme, as it does a mail."""
    frame = importlib.import_module("transom.ui.web.frame")
    web_view = importlib.import_module("transom.ui.web.web_view")
    holder = QWidget()
    holder.resize(240, 160)
    mouse = importlib.import_module("transom.ui.web.mouse").MouseWays(holder)
    view = web_view.WebView(lambda _picture, _answer: None, holder, mouse)
    view.resize(240, 160)
    content = f"<!doctype html><body style='background:{_INK.name()}'>".encode()
    page = frame.BodyPage("/self-test/", content)
    view.scheme.offer(page)
    holder.show()
    view.mail_page.go(page.url)
    try:
        _wait_until(lambda: _shows_ink(view.grab().toImage()), "the page was not painted")
    finally:
        view.end()
        holder.hide()
        _pause(50)  # page and profile go before the application does
    chromium = importlib.import_module("PySide6.QtWebEngineCore").qWebEngineChromiumVersion()
    return f"Chromium {chromium}"


def check_pdf_page(_directory: Path) -> str:
    """Write a page of PDF and render it."""
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.fillRect(0, 0, writer.width(), writer.height(), _INK)
    painter.end()
    buffer.seek(0)
    document = QPdfDocument()
    document.load(buffer)
    if document.pageCount() != 1 or not _shows_ink(document.render(0, QSize(80, 120))):
        raise SelfTestError("the page came out blank")
    return "one page rendered"


def check_file_words(_directory: Path) -> str:
    """Have a word found in a page of PDF, a letter and a sheet, by the process that reads files."""
    extract_words = importlib.import_module("transom.engine.files.extracting").extract_words
    letter = importlib.import_module("docx").Document()
    letter.add_paragraph(_WORD)
    book = importlib.import_module("openpyxl").Workbook()
    book.active.append([_WORD])
    written = {"pdf": _pdf_with(_WORD)}
    for kind, document in (("word", letter), ("excel", book)):
        buffer = io.BytesIO()
        document.save(buffer)
        written[kind] = buffer.getvalue()
    for kind, content in written.items():
        if _WORD not in (extract_words(content, kind, threading.Event()) or ""):
            raise SelfTestError(f"no words in a file of kind {kind}")
    return "PDF, Word and Excel"


def _pdf_with(text: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.drawText(400, 400, text)
    painter.end()
    return bytes(buffer.data().data())


def check_icons(_directory: Path) -> str:
    """Load the icon font, Transom's own icon, and the readers for pictures in mails."""
    glyphs = importlib.import_module("transom.ui.widgets.glyphs").Glyphs()
    drawn = {
        "the icon font": glyphs.icon("ph.envelope-simple", _INK, _INK).pixmap(32, 32),
        "Transom's icon": QIcon(str(resource_path("icons", "transom.svg"))).pixmap(32, 32),
    }
    for name, pixmap in drawn.items():
        image = pixmap.toImage()
        if image.isNull() or not any(image.pixelColor(x, 16).alpha() for x in range(32)):
            raise SelfTestError(f"{name} came out blank")
    known = {bytes(one.data()).decode() for one in QImageReader.supportedImageFormats()}
    if missing := _PICTURES - known:
        raise SelfTestError(f"no reader for {', '.join(sorted(missing))}")
    return "icon font, own icon, picture readers"


def _shows_ink(image: QImage) -> bool:
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    near = (abs(middle.red() - _INK.red()), abs(middle.blue() - _INK.blue()))
    return not image.isNull() and max(near) < 8


def _wait_until(is_true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not is_true():
        if time.monotonic() > deadline:
            raise SelfTestError(otherwise)
        _pause(50)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
