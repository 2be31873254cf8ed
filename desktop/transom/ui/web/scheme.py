"""Our own URL scheme, from which alone a mail view is fed: one document and its pictures."""

from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid
from typing_extensions import override

from transom.ui.web.frame import BLANK, SCHEME, BodyPage, FetchPicture
from transom.ui.web.picture_places import PictureSource

_NAME = SCHEME.encode()

_HEADERS = {
    b"Content-Security-Policy": (
        b"default-src 'none'; style-src 'unsafe-inline'; img-src transom-mail: data:; "
        b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    ),
    b"X-Content-Type-Options": b"nosniff",
    b"X-DNS-Prefetch-Control": b"off",
    b"Referrer-Policy": b"no-referrer",
    b"Cache-Control": b"no-store",
}
_PICTURE_TYPES = (
    (b"\x89PNG\r\n\x1a\n", b"image/png"),
    (b"\xff\xd8\xff", b"image/jpeg"),
    (b"GIF8", b"image/gif"),
    (b"BM", b"image/bmp"),
)
MOST_PICTURE_BYTES = 25_000_000


def register_scheme() -> None:
    """Make the scheme known; before the first web profile, best before the application."""
    if not QWebEngineUrlScheme.schemeByName(QByteArray(_NAME)).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(QByteArray(_NAME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


class MailScheme(QWebEngineUrlSchemeHandler):
    """Serves the page on offer and its pictures, and nothing that was on offer before."""

    def __init__(self, fetch_picture: FetchPicture) -> None:
        super().__init__()
        self._fetch_picture = fetch_picture
        self._page = BLANK

    def offer(self, page: BodyPage) -> None:
        """Serve this page from now on, instead of the one before."""
        self._page = page

    @override
    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        path = url.path()
        if job.requestMethod() != b"GET" or url.host() != "mail" or url.hasQuery():
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif path == BLANK.path:
            _reply(job, b"text/html; charset=utf-8", BLANK.content)
        elif path == self._page.path:
            _reply(job, b"text/html; charset=utf-8", self._page.content)
        elif (picture := self._picture(path)) is not None:
            self._fetch_picture(picture, partial(_reply_picture, job))
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _picture(self, path: str) -> PictureSource | None:
        number = path.removeprefix(f"{self._page.path}part/")
        if not (number.isascii() and number.isdigit()) or len(number) > 6:
            return None
        place = int(number)
        return self._page.pictures[place] if place < len(self._page.pictures) else None


def picture_type(content: bytes) -> bytes:
    """Tell a picture's type from its first bytes, empty if it is none we show."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return b"image/webp"
    return next((kind for start, kind in _PICTURE_TYPES if content.startswith(start)), b"")


def _reply_picture(job: QWebEngineUrlRequestJob, content: bytes) -> None:
    if not isValid(job):
        return
    kind = picture_type(content)
    if kind and len(content) <= MOST_PICTURE_BYTES:
        _reply(job, kind, content)
    else:
        job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes) -> None:
    # A list for each name is what PySide turns into a multi-map; its stubs say otherwise.
    headers = {QByteArray(name): [QByteArray(value)] for name, value in _HEADERS.items()}
    job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)
