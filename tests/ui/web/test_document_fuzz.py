"""The sanitiser against invented soup: what it leaves is stable, and nothing in it is live."""

import re
from html.parser import HTMLParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.corpus import vectors
from typing_extensions import override

from transom.engine.entities.accounts import AccountId
from transom.engine.entities.mail import Body
from transom.engine.entities.pictures import NO_CONSENT, PictureConsent
from transom.ui.web.document import Document, document_from_body

OURS = re.compile(r"(?:part/\d+|data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=%]*)\Z")
LINK = re.compile(r"(?:link/\d+|#.*)\Z", re.DOTALL)
URL = re.compile(r"url\(\s*[\"']?([^\"')]*)", re.IGNORECASE)
NEVER = re.compile(r"@import|@font-face|expression\s*\(|javascript:|image-set|behavior|\\|<", re.I)
NEVER_TAGS = frozenset(
    (
        *("script", "style", "iframe", "object", "embed", "link", "meta", "base", "form"),
        *("input", "svg", "math", "template", "noscript"),
    )
)

PIECES = [one.at("https://home.example/x", "home.example") for one in vectors()]
CUTS = st.sampled_from(PIECES).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda ends: text[min(ends) : max(ends)]
    )
)
WORDS = st.sampled_from(
    [
        *("<", ">", '"', "'", "`", "=", "/", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "\0"),
        *("<style>", "</style>", "<svg>", "</svg>", "<math>", "<table>", "<td>", "</p>", "<p "),
        *("<title>", "</title>", "<noscript>", "</noscript>", "<body ", "<img ", "<a href="),
        *(' style="', "background:", "url(", ")", "@media ", "{", "}", ";", "\\", "/*", "*/", "!"),
        *(" src=", " onerror=", "x", "javascript:", "data:image/png;base64,AAAA", "//home.example"),
        *("https://home.example/", "&lt;", "&#x3c;", "&quot;", "&#0;", "&", "\ud800", "\ufeff"),
    ]
)
SOUP = st.lists(st.one_of(CUTS, WORDS, st.text(max_size=8)), max_size=14).map("".join)
CONSENT = st.sampled_from([NO_CONSENT, PictureConsent(AccountId(1), is_whole=True)])


class Reader(HTMLParser):
    """Looks at every tag with another parser than the one that wrote it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.said: set[tuple[str, str, str]] = set()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NEVER_TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            self.said.add((tag, name, value or ""))
            self._look(name, value or "")

    def _look(self, name: str, value: str) -> None:
        if name.startswith("on") or name in ("srcset", "ping", "action", "formaction", "poster"):
            self.faults.append(name)
        if name in ("src", "background") and not OURS.match(value):
            self.faults.append(f"{name}={value}")
        if name == "href" and not LINK.match(value):
            self.faults.append(f"{name}={value}")
        if name == "style":
            self.faults += style_faults(value)

    @override
    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")

    @override
    def handle_decl(self, decl: str) -> None:
        self.faults.append("declaration")

    @override
    def handle_pi(self, data: str) -> None:
        self.faults.append("instruction")


def style_faults(css: str) -> list[str]:
    faults = [url for url in URL.findall(css) if not OURS.match(url)]
    return faults + NEVER.findall(css)


def faults_of(one: Document) -> list[str]:
    reader = Reader()
    reader.feed(one.markup)
    reader.close()
    return reader.faults + style_faults(one.css)


def said_in(markup: str) -> set[tuple[str, str, str]]:
    """Return every tag with each of its attributes."""
    reader = Reader()
    reader.feed(markup)
    reader.close()
    return reader.said


def words_of(one: Document) -> str:
    """Return the letters a reader sees, in order."""
    return re.sub(r"\s|\ufeff", "", re.sub(r"<[^<>]*>", "", one.markup))


def cleaned(markup: str, consent: PictureConsent = NO_CONSENT) -> Document:
    return document_from_body(Body(is_html=True, content=markup), (), consent)


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(SOUP, CONSENT)
def test_nothing_live_is_left_of_any_soup(soup: str, consent: PictureConsent) -> None:
    one = cleaned(soup, consent)
    assert faults_of(one) == []
    assert one.is_simplified or all(
        picture.url_text.lower().startswith("https://")  # type: ignore[union-attr]
        for picture in one.pictures
    )


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(SOUP)
def test_nothing_new_comes_of_cleaning_twice(soup: str) -> None:
    once = cleaned(soup).markup
    # Links have become places of ours, which a second cleaning does not know.
    settled = re.sub(r' href="link/\d+"', "", once).lstrip("\ufeff")
    again = cleaned(settled)
    assert again.held.count == 0
    assert faults_of(again) == []
    # Where a tag was taken out, or formatting is misnested, every parser of HTML moves and doubles
    # what is around it: no more can be asked for than that nothing new comes of it.
    assert said_in(again.markup) <= said_in(settled)
    assert words_of(again) == words_of(cleaned(soup))


def test_the_looking_glass_sees_what_is_wrong() -> None:
    for bad in ('<p onclick="x">', '<img src="http://x">', '<a href="javascript:x">', "<svg>"):
        reader = Reader()
        reader.feed(bad)
        assert reader.faults, bad
    assert style_faults("p{background:url( 'https://x')}")
    assert not style_faults('p{background:url("part/1")}')
