"""The ways to look at one safe document: as it was sent, its structure alone, its words alone."""

import re
from dataclasses import dataclass, replace

import nh3

from transom.engine.settings import ReaderLook
from transom.ui.web.document import MOST_PLAIN_CHARACTERS, Document, markup_from_runs, text_of
from transom.ui.web.plain import folded_runs
from transom.ui.web.quotes import FOLD_CLASS, quote_offset

_MOST_ROWS = 400
_LONGEST_CELL = 240
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
        "div",
    ]
)
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "details": {"class"},
    "summary": {"class", "title"},
}

# In cleaned markup "<", ">" and quotes never stand bare in an attribute: these are exact.
_HIDDEN = re.compile(
    r'<(?P<tag>div|span|p|td)(?: [^<>]*)? style="[^"<>]*'
    r'(?:display:none|visibility:hidden|max-height:0|font-size:0|font-size:1px)[^"<>]*"[^<>]*>'
    r"[^<>]*</(?P=tag)>"
)
_FOLD = re.compile(rf'<summary class="{FOLD_CLASS}"[^<>]*>[^<>]*</summary>')
_TABLE = re.compile(r"(<table(?: [^<>]*)?>|</table>)")
_CELL = re.compile(r"<t[dh](?: [^<>]*)?>(.*?)(?=</t[dhr]>|<t[dhr][ >]|\Z)", re.DOTALL)
_PARTS = re.compile(r"</?(?:table|tbody|thead|tfoot|tr|td|th|caption|col|colgroup)(?: [^<>]*)?>")
_BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|blockquote|table|img)[ >]")
_NO_SOURCE = re.compile(r'<img(?![^<>]* src=")[^<>]*>')
_EMPTY = re.compile(r"<(p|div|b|i|em|strong|u|a|li|h[1-6])(?: [^<>]*)?>(?:\s|&nbsp;|<br>)*</\1>")


@dataclass(frozen=True, slots=True)
class Look:
    """How a mail is to be shown; ``is_light`` leaves its colours as they were sent in the dark."""

    view: ReaderLook = ReaderLook.SENT
    is_light: bool = False


AS_SENT = Look()


def with_look(document: Document, look: Look) -> Document:
    """Return a document as it is to be looked at; one of words alone has but one look."""
    if look.is_light:
        document = replace(document, keeps_light=True)
    if document.is_plain or document.is_simplified or look.view is ReaderLook.SENT:
        return document
    return _plain(document) if look.view is ReaderLook.PLAIN else _simple(document)


def _plain(document: Document) -> Document:
    markup, folds = _FOLD.subn("", document.markup)
    text = text_of(_HIDDEN.sub("", markup))
    runs, links, folded = folded_runs(text, quote_offset(text) if folds else -1)
    is_plain = len(text) <= MOST_PLAIN_CHARACTERS
    return replace(
        document,
        markup="" if is_plain else markup_from_runs(runs, folded),
        css="",
        runs=runs if is_plain else (),
        run_links=links,
        links=links,
        is_plain=is_plain,
        folded=folded,
        has_own_colors=False,
        has_own_layout=False,
    )


def _simple(document: Document) -> Document:
    markup = _without_layout(_HIDDEN.sub("", document.markup))
    markup = nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_filtered,
        link_rel=None,
    )
    markup = _NO_SOURCE.sub("", markup)
    for _ in range(3):  # what held nothing but what was empty
        markup = _EMPTY.sub("", markup)
    return replace(document, markup=markup, css="", has_own_colors=False, has_own_layout=False)


def _filtered(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if value.startswith("part/") else None
    if name == "href":
        return value if value.startswith(("link/", "#")) else None
    return value


def _without_layout(markup: str) -> str:
    """Take tables apart, but for those without others inside that hold rows of short words."""
    pieces = _TABLE.split(markup)
    written: list[str] = []
    for place, piece in enumerate(pieces):
        before, after = pieces[place - 1 : place], pieces[place + 1 : place + 2]
        is_innermost = bool(before) and before[0].startswith("<table") and after == ["</table>"]
        if is_innermost and _holds_data(piece):
            written[-1] = f"<table>{piece}</table>"
            pieces[place + 1] = ""
        elif piece.startswith("<table"):
            written.append("<div>")
        elif piece == "</table>":
            written.append("</div>")
        else:
            written.append(_PARTS.sub(_as_block, piece))
    return "".join(written)


def _as_block(part: re.Match[str]) -> str:
    if part[0].startswith(("</tr", "</td", "</th", "</caption")):
        return "</div>"
    return "<div>" if part[0].startswith(("<tr", "<td", "<th>", "<th ", "<caption")) else ""


def _holds_data(inside: str) -> bool:
    rows = inside.count("<tr")
    if not 2 <= rows <= _MOST_ROWS:
        return False
    cells = [cell[1] for cell in _CELL.finditer(inside)]
    if len(cells) < 2 * rows:
        return False
    return not any(_BLOCK.search(cell) or len(cell) > _LONGEST_CELL for cell in cells)
