"""Pictures that are there to be counted and not to be seen."""

import re

_TINY_PX, _SPACER_PX = 2, 10
_NUMBER = r"\s*(\d+(?:\.\d+)?)"
_SIDES = tuple(
    re.compile(rf' {name}="{_NUMBER}(?:px)?\s*"|[";\s](?:max-)?{name}:{_NUMBER}(?:px|;|")')
    for name in ("width", "height")
)
_HIDDEN = re.compile(
    r'[";\s](?:display:none|visibility:(?:hidden|collapse)|opacity:0?(?:\.0\d*)?[;"])'
)

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z0-9]+)[^<>]*>")
_VOID = frozenset(("br", "col", "hr", "img", "wbr"))

# Where the senders of mass mail count who opened it.
_PATHS = re.compile(
    r"/(?:wf/open|ss/o/|mpss/o/|e2t/o|e3t/to/|cto/|tr/op/|track(?:ing)?/open|email/?open"
    r"|mail/?open|message/?open|api/(?:v\d/)?open|open/log)"
    r"|/(?:open|o|pixel|beacon|1x1|trk|track|tracker|impression)\.(?:gif|png|aspx|php|ashx)(?:[?/]|$)"
    r"|/(?:pixel|beacon|impression)(?:[?/]|$)"
    r"|//(?:open|pixel|track|trk|beacon|opens)\.[^/]+/o(?:pen)?/"
    r"|//(?:www\.)?(?:google-analytics\.com/|facebook\.com/tr|mailtrack\.io/|bat\.bing\.com/)",
    re.IGNORECASE,
)


def is_pixel(url: str, attributes: str, *, may_reveal: bool = False) -> bool:
    """Whether a picture is tiny, hidden, or lies where openings are counted.

    ``attributes`` is the cleaned tag; with ``may_reveal`` a class may show what is hidden.
    """
    if _PATHS.search(url):
        return True
    if _HIDDEN.search(attributes) and not (may_reveal and ' class="' in attributes):
        return True
    width, height = (_side(pattern, attributes) for pattern in _SIDES)
    known = [side for side in (width, height) if side is not None]
    return bool(known) and min(known) <= _TINY_PX and max(known) <= _SPACER_PX


def hidden_spans(markup: str, *, may_reveal: bool = False) -> list[tuple[int, int]]:
    """Return where in cleaned markup, whose tags are all closed, nothing is seen."""
    spans: list[tuple[int, int]] = []
    depth, began, hidden_at = 0, 0, 0
    for tag in _TAG.finditer(markup):
        if tag["name"] in _VOID:
            continue
        if not tag["end"]:
            depth += 1
            is_hidden = _HIDDEN.search(tag[0]) and not (may_reveal and ' class="' in tag[0])
            if is_hidden and not hidden_at:
                began, hidden_at = tag.end(), depth
            continue
        if hidden_at == depth and hidden_at:
            spans.append((began, tag.start()))
            hidden_at = 0
        depth -= 1
    return spans


def _side(pattern: re.Pattern[str], attributes: str) -> float | None:
    """Return the smallest length in pixels that is named for a side."""
    found = [float(one or other) for one, other in pattern.findall(attributes)]
    return min(found, default=None)
