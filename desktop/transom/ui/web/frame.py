"""The frame around a cleaned mail: our own style before the mail's, as one page of bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QUrl

from transom.ui.theme import INVERTED_CARD, LIGHT, Theme
from transom.ui.web.document import Document
from transom.ui.web.finding import HIGHLIGHT
from transom.ui.web.picture_places import PictureSource

SCHEME = "transom-mail"

FetchPicture = Callable[[PictureSource, Callable[[bytes], None]], None]
"""Asks for a picture of a mail; the answer may come at once, later or never."""


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A whole document as bytes, the path it is served under, and its pictures in order."""

    path: str
    content: bytes
    pictures: tuple[PictureSource, ...] = ()

    @property
    def url(self) -> QUrl:
        """Where the view finds it."""
        return QUrl(f"{SCHEME}://mail{self.path}")


BLANK = BodyPage("/blank/", b"")


def needs_inversion(document: Document, theme: Theme) -> bool:
    """Whether a mail with colours of its own, made for white, is to be shown in the dark."""
    return theme.is_dark and document.has_own_colors


def page_content(document: Document, theme: Theme) -> bytes:
    """Return the whole page; a mail with its own colours gets light ground, to be inverted."""
    is_inverted = needs_inversion(document, theme)
    tokens = LIGHT if is_inverted else theme.tokens
    # White would turn into black.
    ground = INVERTED_CARD if is_inverted else tokens.card
    scheme = "light" if tokens is LIGHT else "dark"
    families = "".join(f'"{_plain(one)}",' for one in theme.font().families())
    own = f"""
:root{{color-scheme:{scheme}}}
html{{background:{ground};color:{tokens.text}}}
body{{margin:0;padding:{theme.px(6)}px {theme.px(25)}px {theme.px(25)}px;
font:{theme.px(14)}px/1.55 {families}sans-serif;overflow-wrap:break-word}}
::-webkit-scrollbar{{width:{theme.px(10)}px;height:{theme.px(10)}px}}
::-webkit-scrollbar-thumb{{background:{theme.tokens.faint};border-radius:{theme.px(5)}px;
border:{theme.px(2)}px solid transparent;background-clip:padding-box}}
::-webkit-scrollbar-corner{{background:transparent}}
a{{color:{tokens.accent}}}
img{{max-width:100%}}
img[src^="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP"]{{background:{tokens.line};border-radius:3px}}
blockquote{{margin:0 0 0 2px;padding-left:12px;border-left:2px solid {tokens.line}}}
blockquote blockquote blockquote blockquote blockquote{{margin:0;padding:0;border:0}}
::highlight({HIGHLIGHT}){{background-color:{tokens.warn_soft};color:{tokens.text}}}
hr{{border:0;border-top:1px solid {tokens.line}}}
pre{{white-space:pre-wrap;max-width:72ch;font:inherit}}
pre>q{{quotes:none;color:{tokens.dim}}}
"""
    if not document.has_own_layout:
        own += "p,li,blockquote,h1,h2,h3{max-width:66ch}\n"
    page = (
        '<!doctype html><html><head><meta charset="utf-8">'
        f"<style>{own}</style><style>{document.css}</style></head><body>"
        f"{document.markup}</body></html>"
    )
    return page.encode("utf-8", "replace")


def _plain(family: str) -> str:
    return "".join(letter for letter in family if letter not in '"\\<>')
