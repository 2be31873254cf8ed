"""Plain text cut into runs: quoted or not, linked or not."""

import re
from dataclasses import dataclass, replace

from transom.ui.web.references import Link

_LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"“”]{1,2000})"
    r"|(?P<address>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\s?>")
_TRAILING = ".,;:!?'\"»’"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one manner; ``link`` is a place in the mail's links, or -1."""

    text: str
    is_quote: bool = False
    link: int = -1


def runs_from_text(text: str) -> tuple[tuple[Run, ...], tuple[Link, ...]]:
    """Cut a text into runs, and list the links that stand in it."""
    runs: list[Run] = []
    links: list[Link] = []
    for line in text.splitlines(keepends=True):
        is_quote = _QUOTE.match(line) is not None
        done = 0
        for match in _LINK.finditer(line):
            shown = _without_trailing(match[0])
            target = shown if match["url"] else f"mailto:{shown}"
            runs.append(Run(line[done : match.start()], is_quote))
            runs.append(Run(shown, is_quote, len(links)))
            links.append(Link(target, shown))
            done = match.start() + len(shown)
        runs.append(Run(line[done:], is_quote))
    return _joined(runs), tuple(links)


def folded_runs(text: str, fold: int) -> tuple[tuple[Run, ...], tuple[Link, ...], int]:
    """Cut a text into runs, and tell which is the first after the character ``fold``, or -1."""
    if fold < 0:
        return *runs_from_text(text), -1
    runs, links = runs_from_text(text[:fold])
    below, more = runs_from_text(text[fold:])
    moved = [replace(run, link=run.link + len(links)) if run.link >= 0 else run for run in below]
    return (*runs, *moved), (*links, *more), len(runs)


def _without_trailing(shown: str) -> str:
    shown = shown.rstrip(_TRAILING)
    if shown.endswith(")") and "(" not in shown:
        shown = shown.rstrip(")").rstrip(_TRAILING)
    return shown


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    pieces: list[str] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and run.link < 0 and before.link < 0 and run.is_quote == before.is_quote:
            pieces.append(run.text)
            continue
        _seal(joined, pieces)
        joined.append(run)
        pieces = [run.text]
    _seal(joined, pieces)
    return tuple(run for run in joined if run.text)


def _seal(joined: list[Run], pieces: list[str]) -> None:
    if joined:
        last = joined[-1]
        joined[-1] = Run("".join(pieces), last.is_quote, last.link)
