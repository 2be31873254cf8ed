"""The words of an invitation's HTML, in lines; nothing is loaded and nothing is drawn."""

from html.parser import HTMLParser
from typing import Final

from typing_extensions import override

from transom.engine.entities.mail import Body

MOST_CHARACTERS: Final = 60_000
_UNSEEN: Final = frozenset({"style", "script", "title", "head"})
_PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol", "table"})
_BREAKS: Final = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "hr", "ul", "ol", "table", "pre"}
)


class _Words(HTMLParser):
    """Collects what a person would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _BREAKS:
            self._end_line()

    @override
    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BREAKS and tag != "br":
            self._end_line()
        if tag in _PARAGRAPHS:
            self.pieces.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        if not self._unseen:
            words = data.replace("\n", " ")
            if words.strip() or not self._is_line_ended():
                self.pieces.append(words)

    def _is_line_ended(self) -> bool:
        return not self.pieces or self.pieces[-1].endswith("\n")

    def _end_line(self) -> None:
        if not self._is_line_ended():
            self.pieces.append("\n")


def text_of(body: Body) -> str:
    """Return a body as lines of text, with at most one empty line between them."""
    content = body.content[:MOST_CHARACTERS]
    if body.is_html:
        words = _Words()
        words.feed(content)
        words.close()
        content = "".join(words.pieces)
    lines = [" ".join(line.split()) for line in content.splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip()
