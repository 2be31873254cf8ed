"""A letter's body without its markup: for previews, for plain text and for search."""

import re
from html import unescape

from transom.demo.mailbox.items import Letter

UNSEEN = re.compile(r"<!--.*?-->|<(style|script|title|head)\b.*?</\1\s*>", re.S | re.I)
BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/h\d|/li|hr)\b[^>]*>", re.I)
TAGS = re.compile(r"<[^>]*>")
BLANKS = re.compile(r"[ \t\r\f\v\xa0\u200c]+")
PREVIEW_LENGTH = 255


def plain_text(letter: Letter) -> str:
    return letter.body if not letter.is_html else html_to_text(letter.body)


def html_to_text(body: str) -> str:
    text = BREAKS.sub("\n", UNSEEN.sub("", body).replace("\n", " "))
    text = BLANKS.sub(" ", unescape(TAGS.sub("", text)))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip().replace("\n", "\r\n")


def preview(letter: Letter) -> str:
    """Return the first 255 characters of the body, as a list shows them."""
    if letter.preview:
        return letter.preview[:PREVIEW_LENGTH]
    # A long body's beginning is enough, and many times cheaper to strip.
    body = letter.body if len(letter.body) < 20_000 else letter.body[:20_000]
    text = html_to_text(body) if letter.is_html else body
    return text.strip()[:PREVIEW_LENGTH]
