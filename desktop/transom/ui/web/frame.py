"""The frame around a cleaned mail: our own style before the mail's, as one page of bytes.

Lengths are the design's: the view's zoom follows the system's font, for the mail's lengths too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QUrl

from transom.ui.theme import INVERTED_CARD, LIGHT, Theme, Tokens
from transom.ui.web.color_scheme import settled
from transom.ui.web.document import Document, markup_from_runs
from transom.ui.web.finding import HIGHLIGHT
from transom.ui.web.picture_places import PictureSource
from transom.ui.web.quotes import FOLD_CLASS
from transom.ui.web.references import Link

SCHEME = "transom-mail"

FetchPicture = Callable[[PictureSource, Callable[[bytes], None]], None]
"""Asks for a picture of a mail; the answer may come at once, later or never."""


class PageKind(Enum):
    """A mail alone, the cards of a conversation, or the mail on one of them."""

    MAIL = auto()
    CARDS = auto()
    CARD = auto()


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A whole document as bytes, where it is served, and its pictures and links in order."""

    path: str
    content: bytes
    pictures: tuple[PictureSource, ...] = ()
    links: tuple[Link, ...] = ()
    host: str = "mail"
    kind: PageKind = PageKind.MAIL

    @property
    def url(self) -> QUrl:
        """Where the view finds it."""
        return QUrl(f"{SCHEME}://{self.host}{self.path}")

    def link(self, url_text: str) -> Link | None:
        """Return the link that an address on this page stands for."""
        number = self._number(url_text, "link/")
        return self.links[number] if 0 <= number < len(self.links) else None

    def picture(self, url_text: str) -> PictureSource | None:
        """Return the picture that an address on this page stands for."""
        number = self._number(url_text, "part/")
        return self.pictures[number] if 0 <= number < len(self.pictures) else None

    def _number(self, url_text: str, kind: str) -> int:
        number = url_text.removeprefix(f"{SCHEME}://{self.host}{self.path}{kind}")
        is_number = number.isascii() and number.isdigit() and len(number) < 8
        return int(number) if is_number else -1


BLANK = BodyPage("/blank/", b"")

PAINTED = "performance.getEntriesByType('paint').length"
"""Whether the first frame of a document stands on the screen, as a script."""

# A body as tall as its frame would grow with it: the mail's own rules have no say in this.
_CARD_STYLE = """
html:root:root:root{height:auto!important;min-height:0!important;overflow:auto hidden!important}
html:root:root:root body{height:auto!important;min-height:0!important;max-height:none!important;
display:flow-root!important}
body>:first-child{margin-top:0}
body>:last-child{margin-bottom:0}
"""


def needs_inversion(document: Document, theme: Theme) -> bool:
    """Whether a mail with colours of its own, made for white, is to be shown in the dark."""
    is_settled = document.has_dark_scheme or document.keeps_light
    return theme.is_dark and document.has_own_colors and not is_settled


def page_content(document: Document, theme: Theme, *, is_card: bool = False) -> bytes:
    """Return the whole page; a mail with its own colours gets light ground, to be inverted.

    On a card it is as tall as what is on it: its frame takes that height, and never scrolls.
    """
    is_inverted = needs_inversion(document, theme)
    tokens = LIGHT if is_inverted or document.keeps_light else theme.tokens
    # White would turn into black.
    ground = INVERTED_CARD if is_inverted else tokens.card
    scheme = "only light" if document.keeps_light else "light" if tokens is LIGHT else "dark"
    css = settled(document.css, is_dark=theme.is_dark and not is_inverted and tokens is not LIGHT)
    own = f"""
:root{{color-scheme:{scheme}}}
html{{background:{ground};color:{tokens.text}}}
body{{margin:0;padding:6px 25px 25px;
font:14px/1.55 {font_words(theme)};overflow-wrap:break-word}}
{scrollbar_style(theme)}
a{{color:{tokens.accent}}}
img{{max-width:100%}}
img[src^="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP"]{{background:{tokens.line};border-radius:3px}}
blockquote{{margin:0 0 0 2px;padding-left:12px;border-left:2px solid {tokens.line}}}
blockquote blockquote blockquote blockquote blockquote{{margin:0;padding:0;border:0}}
::highlight({HIGHLIGHT}){{background-color:{tokens.warn_soft};color:{tokens.text}}}
hr{{border:0;border-top:1px solid {tokens.line}}}
{_fold_style(tokens)}
pre{{white-space:pre-wrap;max-width:72ch;font:inherit}}
pre>q{{quotes:none;color:{tokens.dim}}}
"""
    if not document.has_own_layout:
        own += "p,li,blockquote,h1,h2,h3{max-width:66ch}\n"
    if is_card:
        own += _CARD_STYLE
    page = (
        '<!doctype html><html><head><meta charset="utf-8">'
        f"<style>{own}</style><style>{css}</style></head><body>"
        f"{document.markup or markup_from_runs(document.runs, document.folded)}</body></html>"
    )
    return page.encode("utf-8", "replace")


def _fold_style(tokens: Tokens) -> str:
    """Return the look of the button before old messages; no mail's rule may take it away."""
    name = f"summary.{FOLD_CLASS}.{FOLD_CLASS}.{FOLD_CLASS}"
    return f"""{name}{{display:inline-block!important;visibility:visible!important;list-style:none;
cursor:pointer;margin:10px 0;padding:0 9px;
font:600 13px/16px sans-serif;
letter-spacing:1px;color:{tokens.dim};background:{tokens.bg};border:1px solid {tokens.line};
border-radius:9px}}
{name}::-webkit-details-marker{{display:none}}
{name}:focus-visible{{outline:2px solid {tokens.accent}}}"""


def font_words(theme: Theme) -> str:
    """Return the window's own fonts as CSS names them."""
    families = "".join(f'"{_plain(one)}",' for one in theme.font().families())
    return f"{families}sans-serif"


def scrollbar_style(theme: Theme) -> str:
    """Return the rules that make scroll bars look like the window's own."""
    return f"""::-webkit-scrollbar{{width:10px;height:10px}}
::-webkit-scrollbar-thumb{{background:{theme.tokens.faint};border-radius:5px;
border:2px solid transparent;background-clip:padding-box}}
::-webkit-scrollbar-corner{{background:transparent}}"""


def _plain(family: str) -> str:
    return "".join(letter for letter in family if letter not in '"\\<>')
