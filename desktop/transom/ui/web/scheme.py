"""Our own URL scheme, from which alone a mail view is fed: documents and their pictures."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)
from shiboken6 import isValid
from typing_extensions import override

from transom.ui.web.frame import BLANK, SCHEME, BodyPage, FetchPicture, PageKind
from transom.ui.web.references import Link

_NAME = SCHEME.encode()

_POLICY = (
    b"default-src 'none'; style-src 'unsafe-inline'; img-src transom-mail: data:; base-uri 'none'; "
)
_POLICIES = {
    PageKind.MAIL: _POLICY + b"form-action 'none'; frame-ancestors 'none'; sandbox",
    PageKind.CARD: _POLICY + b"form-action 'none'; frame-ancestors transom-mail:; sandbox",
    # Its own markup and nothing of a mail: frames with mails, and heads that can be pressed.
    PageKind.CARDS: _POLICY + b"frame-src transom-mail:; form-action transom-mail:; "
    b"frame-ancestors 'none'; sandbox allow-forms allow-same-origin",
}
_HEADERS = {
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
    """Serves what is on offer with its pictures, and nothing that was on offer before."""

    def __init__(self, fetch_picture: FetchPicture) -> None:
        super().__init__()
        self._fetch_picture = fetch_picture
        self._pages: dict[tuple[str, str], BodyPage] = {}
        self.offer(BLANK)

    def offer(self, page: BodyPage, frames: Iterable[BodyPage] = ()) -> None:
        """Serve this page and its frames from now on, instead of those before."""
        self._pages.clear()
        for one in (BLANK, page, *frames):
            self.add(one)

    def add(self, page: BodyPage) -> None:
        """Serve this page too."""
        self._pages[page.host, page.path] = page

    def link(self, url_text: str) -> Link | None:
        """Return the link of a served page that an address stands for."""
        found = self._place(QUrl(url_text))
        return found.link(url_text) if found else None

    @override
    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        page = self._place(url)
        if job.requestMethod() != b"GET" or url.hasQuery():
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif page is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
        elif url.path() == page.path:
            _reply(job, b"text/html; charset=utf-8", page.content, _POLICIES[page.kind])
        elif (picture := page.picture(url.toString())) is not None:
            self._fetch_picture(picture, partial(_reply_picture, job))
        else:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)

    def _place(self, url: QUrl) -> BodyPage | None:
        """Return the page an address is, or lies below: /7/ and /7/part/1."""
        start = "/".join(url.path().split("/")[:2])
        return self._pages.get((url.host(), f"{start}/"))


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
        _reply(job, kind, content, _POLICIES[PageKind.MAIL])
    else:
        job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)


def _reply(job: QWebEngineUrlRequestJob, kind: bytes, content: bytes, policy: bytes) -> None:
    # A list for each name is what PySide turns into a multi-map; its stubs say otherwise.
    named = {**_HEADERS, b"Content-Security-Policy": policy}
    headers = {QByteArray(name): [QByteArray(value)] for name, value in named.items()}
    job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]
    buffer = QBuffer(job)
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)
