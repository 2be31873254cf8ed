"""A hostile mail body made into a document that is safe to show; runs off the GUI thread."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import nh3

from transom.engine.entities.mail import Attachment, Body
from transom.engine.entities.pictures import NO_CONSENT, PictureConsent
from transom.ui.text import safe_lines
from transom.ui.web.color_scheme import declared_schemes, has_dark_rules
from transom.ui.web.css import StyleCleaner
from transom.ui.web.markup import Markup, markup_from_source
from transom.ui.web.picture_places import PicturePlaces, PictureSource
from transom.ui.web.plain import Run, folded_runs, runs_from_text
from transom.ui.web.quote_signs import is_passed_on
from transom.ui.web.quotes import fold, fold_quotes, quote_offset
from transom.ui.web.references import Held, HeldBack, Link, plain_url

MOST_CHARACTERS = 8_000_000
"""A longer body is shown as text up to here, and that is said."""
_MOST_TEXT_CHARACTERS = 2_000_000
"""A thousand pages: more than that the web view lays out in many seconds."""
MOST_PLAIN_CHARACTERS = 100_000
"""A longer text goes to the web view, which lays it out without stopping the window."""
_MOST_MEANWHILE_CHARACTERS = 20_000

_TAGS = frozenset(
    (
        "a",
        "abbr",
        "address",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "mark",
        "nav",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
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
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    )
)
# Their content goes too: most of it is live only, or shown only, where scripts are off.
_TAGS_WITH_CONTENT = frozenset(
    (
        "script",
        "style",
        "title",
        "noscript",
        "noembed",
        "noframes",
        "template",
        "iframe",
        "frameset",
        "object",
        "applet",
        "embed",
        "svg",
        "math",
        "xmp",
        "plaintext",
        "textarea",
        "select",
        "option",
        "audio",
        "video",
        "canvas",
        "map",
    )
)
_EVERYWHERE = frozenset(
    (
        "style",
        "class",
        "id",
        "dir",
        "lang",
        "title",
        "align",
        "valign",
        "width",
        "height",
        "bgcolor",
        "color",
        "role",
        "nowrap",
    )
)
_ATTRIBUTES: dict[str, set[str]] = {tag: set(_EVERYWHERE) for tag in _TAGS}
_ATTRIBUTES["a"] |= {"href", "name"}
_ATTRIBUTES["img"] |= {"src", "alt", "border", "hspace", "vspace"}
_ATTRIBUTES["blockquote"] |= {"type"}
_ATTRIBUTES["font"] |= {"face", "size"}
for _tag in ("ol", "ul", "li"):
    _ATTRIBUTES[_tag] |= {"start", "type", "value", "reversed"}
for _tag in ("table", "tbody", "tr", "td", "th", "div"):
    _ATTRIBUTES[_tag] |= {
        "background",
        "border",
        "bordercolor",
        "cellpadding",
        "cellspacing",
        "colspan",
    }
    _ATTRIBUTES[_tag] |= {"rowspan", "span", "scope", "frame", "rules", "text"}
for _tag in ("col", "colgroup"):
    _ATTRIBUTES[_tag] |= {"span"}

_LINK_SCHEMES = ("http://", "https://", "mailto:", "tel:")

# In what nh3 writes, "<", ">" and quotes never stand bare in an attribute: these are exact.
_ANCHOR = re.compile(r'<a(?: [^\s"=<>]+="[^"<>]*")*? href="link/(\d+)"[^<>]*>')
_ANY_TAG = re.compile(r"<[^<>]*>")
_LINE_END = re.compile(r"<br>|</(?:p|div|tr|li|h[1-6]|blockquote|table|pre|dd|dt)>|<hr>")
_COLORED = re.compile(r'bgcolor="|color="|(?:^|[";{\s-])color:|background')

_ARRANGED = re.compile(
    r'<center|<table[^<>]* width=|<(?:div|td|p)[^<>]* align="center"|margin:0 auto'
)


@dataclass(frozen=True, slots=True)
class Document:
    """A body that is safe to show.

    ``markup`` and ``css`` go to the web view and point only at ``link/N`` and ``part/N``: places
    in ``links`` and ``pictures``. ``runs`` are the text alone, whole if ``is_plain``.
    """

    markup: str
    css: str
    runs: tuple[Run, ...]
    run_links: tuple[Link, ...]
    links: tuple[Link, ...]
    pictures: tuple[PictureSource, ...]
    held: Held
    is_plain: bool = False
    has_own_colors: bool = False
    has_own_layout: bool = False
    is_simplified: bool = False
    """Too deep or too long to be laid out: only its text is shown."""
    is_cut: bool = False
    """Longer than what is shown of it."""
    folded: int = -1
    """The run with which the old messages at the end of a plain text begin."""
    has_dark_scheme: bool = False
    """It has colours of its own for the dark."""
    keeps_light: bool = False
    """Its colours stay as they were sent, by its own word or the reader's."""


def document_from_body(
    body: Body,
    attachments: Sequence[Attachment] = (),
    consent: PictureConsent = NO_CONSENT,
    subject: str = "",
) -> Document:
    """Make a body safe; takes up to a second, so never on the GUI thread.

    Old messages at its end are folded, unless ``subject`` says that they were passed on.
    """
    most = MOST_CHARACTERS if body.is_html else _MOST_TEXT_CHARACTERS
    is_cut = len(body.content) > most
    content = body.content[:most].encode("utf-8", "replace").decode().replace("\0", "")
    if not body.is_html:
        text = safe_lines(content)
        fold_at = -1 if is_passed_on(subject) else quote_offset(text)
        return replace(_document_from_text(text, fold_at), is_cut=is_cut)
    source = markup_from_source(content)
    if is_cut or source.is_too_deep:
        only_text = _document_from_text(text_of(source.text)[:_MOST_TEXT_CHARACTERS])
        return replace(only_text, is_simplified=True, is_cut=is_cut)
    document = _Sanitizer(attachments, consent).document(source)
    if is_passed_on(subject):
        return document
    return replace(document, markup=fold_quotes(document.markup))


def _document_from_text(text: str, fold_at: int = -1) -> Document:
    runs, links, folded = folded_runs(text, fold_at)
    is_plain = len(text) <= MOST_PLAIN_CHARACTERS
    markup = "" if is_plain else markup_from_runs(runs, folded)
    return Document(
        markup=markup,
        css="",
        runs=runs if is_plain else (),
        run_links=links,
        links=links,
        pictures=(),
        held=Held(),
        is_plain=is_plain,
        folded=folded if is_plain else -1,
    )


def markup_from_runs(runs: Sequence[Run], folded: int = -1) -> str:
    """Write plain text as markup, from ``folded`` on behind a button."""
    if not runs:
        return ""
    if folded < 0:
        return f"<pre>{''.join(map(_markup_of, runs))}</pre>"
    below = fold(markup_from_runs(runs[folded:]))
    return f"{markup_from_runs(runs[:folded])}{below}"


def _markup_of(run: Run) -> str:
    text = html.escape(run.text)
    if run.link >= 0:
        text = f'<a href="link/{run.link}">{text}</a>'
    return f"<q>{text}</q>" if run.is_quote else text


class _Sanitizer:
    """Cleans one body and remembers what it pointed at."""

    def __init__(self, attachments: Sequence[Attachment], consent: PictureConsent) -> None:
        self._held_back = HeldBack()
        self._targets: list[str] = []
        self._pictures = PicturePlaces(attachments, consent, self._held_back)
        self._styles = StyleCleaner(self._held_back, self._pictures.url)

    def document(self, source: Markup) -> Document:
        """Clean a body."""
        css = "\n".join(self._styles.clean_sheet(sheet) for sheet in source.sheets).strip()
        markup = nh3.clean(
            source.text,
            tags=set(_TAGS),
            clean_content_tags=set(_TAGS_WITH_CONTENT),
            attributes=_ATTRIBUTES,
            attribute_filter=self._filtered,
            link_rel=None,
            url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        )
        markup = self._pictures.settle(markup, may_reveal="@media" in css)
        text = text_of(markup[: _MOST_MEANWHILE_CHARACTERS * 5])[:_MOST_MEANWHILE_CHARACTERS]
        runs, run_links = runs_from_text(text)
        schemes = declared_schemes(source.head, source.sheets)
        return Document(
            markup=markup,
            css=css,
            has_dark_scheme="dark" in schemes or has_dark_rules(css),
            keeps_light=schemes == {"light", "only"},
            runs=runs,
            run_links=run_links,
            links=self._links(markup),
            pictures=self._pictures.sources,
            held=self._held_back.total(),
            has_own_colors=_COLORED.search(markup + css) is not None,
            has_own_layout=bool(css) or _ARRANGED.search(markup) is not None,
        )

    def _filtered(self, tag: str, name: str, value: str) -> str | None:
        """Decide on one attribute; nh3 drops the attribute where this raises."""
        if name == "style":
            return self._styles.clean_attribute(value) or None
        if name == "href":
            return self._link(value)
        if name == "src":
            return self._pictures.source(value)
        if name == "background":
            return self._pictures.background(value)
        return value

    def _link(self, value: str) -> str | None:
        target = plain_url(value)
        if target.startswith("#"):
            return target
        if not target.lower().startswith(_LINK_SCHEMES):
            return None
        self._targets.append(target)
        return f"link/{len(self._targets) - 1}"

    def _links(self, markup: str) -> tuple[Link, ...]:
        links = [Link(target) for target in self._targets]
        for match in _ANCHOR.finditer(markup):
            end = markup.find("</a>", match.end())
            words = html.unescape(_ANY_TAG.sub("", markup[match.end() : end][:2_000]))
            number = int(match[1])
            if number < len(links):
                links[number] = Link(links[number].target, " ".join(words.split()))
        return tuple(links)


def text_of(markup: str) -> str:
    """Return the words of markup, a line for each block."""
    lines = html.unescape(_ANY_TAG.sub("", _LINE_END.sub("\n", markup.replace("\n", " "))))
    words = "\n".join(" ".join(line.split()) for line in safe_lines(lines).splitlines())
    return re.sub(r"\n{3,}", "\n\n", words).strip()
