"""Where the pictures of one mail come from: with it, out of it, from elsewhere, or not at all."""

import re
from collections.abc import Sequence
from urllib.parse import unquote

from transom.engine.entities.mail import Attachment, AttachmentId
from transom.engine.entities.pictures import PictureConsent, RemotePicture
from transom.ui.web.pixels import hidden_spans, is_pixel
from transom.ui.web.references import HeldBack, host_of, is_remote, plain_url, secure_url

NO_PICTURE = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
"""Stands for a picture that was not loaded; the page draws a ground behind it."""
_NOTHING = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
"""Stands for a pixel, so that what it held apart stays apart."""
_MOST_REMOTE = 500

_PICTURE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s%]*\Z", re.I)
# In what nh3 writes, "<", ">" and quotes never stand bare in an attribute: this is exact.
_HELD = re.compile(r'<img((?: [^\s"=<>]+="[^"<>]*")*?) src="held:(\d+)"([^<>]*)>')
_SIZED = re.compile(r' (?:width|height)="|[";]\s*(?:width|height):')

PictureSource = AttachmentId | RemotePicture
"""What a picture's bytes are asked for by."""


class PicturePlaces:
    """Gives each picture that may be shown a place of our own, ``part/N``, and counts the rest."""

    def __init__(
        self, attachments: Sequence[Attachment], consent: PictureConsent, held_back: HeldBack
    ) -> None:
        self._consent, self._held_back = consent, held_back
        self._places: dict[PictureSource, int] = {}
        self._waiting: list[str] = []
        self._remote_count = 0
        self._by_content_id = {
            _bare(attachment.content_id): attachment.id
            for attachment in attachments
            if attachment.content_id
        }

    @property
    def sources(self) -> tuple[PictureSource, ...]:
        """What is behind the places, in order."""
        return tuple(self._places)

    def url(self, value: str) -> str:
        """Return where a picture is shown from, or an empty string where it is not."""
        url = plain_url(value)
        if _PICTURE_DATA.match(url):
            return re.sub(r"\s", "", url)
        if url.lower().startswith("cid:"):
            attachment = self._by_content_id.get(_bare(unquote(url[len("cid:") :])))
            return "" if attachment is None else self._place(attachment)
        return self._remote(url)

    def source(self, value: str) -> str | None:
        """Return what stands in an ``img`` until ``settle``, which knows the rest of it."""
        if not is_remote(value):
            return self.url(value) or None
        self._waiting.append(plain_url(value))
        return f"held:{len(self._waiting) - 1}"

    def background(self, value: str) -> str | None:
        """Return where the picture behind a table is shown from."""
        ours = self.url(value)
        if not ours:
            self._held_back.add_picture(value)
        return ours or None

    def settle(self, markup: str, *, may_reveal: bool) -> str:
        """Decide on each ``img`` by all that it says; ``may_reveal`` if a style could show it."""

        if not self._waiting:
            return markup
        unseen = hidden_spans(markup, may_reveal=may_reveal)

        def settled(match: re.Match[str]) -> str:
            number, rest = int(match[2]), f"{match[1]}{match[3]}".rstrip()
            url = self._waiting[number] if number < len(self._waiting) else ""
            is_unseen = any(start <= match.start() < end for start, end in unseen)
            return self._settled(url, rest, is_unseen or is_pixel(url, rest, may_reveal=may_reveal))

        return _HELD.sub(settled, markup)

    def _settled(self, url: str, rest: str, is_counter: bool) -> str:
        if is_counter:
            self._held_back.add_pixel(url)
            return f'<img{rest} src="{_NOTHING}">'
        if ours := self._remote(url):
            return f'<img{rest} src="{ours}">'
        self._held_back.add_picture(url)
        words = re.search(r' alt="([^"<>]+)"', rest)
        if words and not _SIZED.search(rest):
            return f"<em>{words[1]}</em>"
        return f'<img{rest} src="{NO_PICTURE}">'

    def _remote(self, url: str) -> str:
        whole = secure_url(url)
        if not whole or not self._consent.allows(host_of(whole)):
            return ""
        picture = RemotePicture(self._consent.account, whole)
        if picture not in self._places:
            if self._remote_count == _MOST_REMOTE:
                return ""
            self._remote_count += 1
        return self._place(picture)

    def _place(self, source: PictureSource) -> str:
        return f"part/{self._places.setdefault(source, len(self._places))}"


def _bare(content_id: str) -> str:
    return content_id.strip().strip("<>").casefold()
