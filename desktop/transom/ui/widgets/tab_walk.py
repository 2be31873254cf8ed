"""The order of Tab over a page of panes: as one reads, whatever was built or shown late."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

_SAME_LINE_PX = 10


def stops_of(page: QWidget, panes: Sequence[QWidget]) -> list[QWidget]:
    """Return where Tab stops: pane after pane, each line by line, each line as it runs."""
    stops: list[QWidget] = []
    for pane in panes:
        found = dict.fromkeys(
            part.focusProxy() or part for part in pane.findChildren(QWidget) if _is_stop(part, page)
        )
        stops += _as_read([part for part in found if part not in stops], page)
    return stops


def stop_beside(page: QWidget, panes: Sequence[QWidget], *, is_forward: bool) -> QWidget | None:
    """Return where Tab leads from where the keyboard is; beyond the last stop out of the page."""
    stops = stops_of(page, panes)
    here = page.window().focusWidget()
    at = next((n for n, part in enumerate(stops) if _holds(part, here)), None)
    if at is None:
        return None
    beside = at + (1 if is_forward else -1)
    if 0 <= beside < len(stops):
        return stops[beside]
    return _outside(page, is_forward=is_forward) or stops[0 if is_forward else -1]


def _is_stop(part: QWidget, page: QWidget) -> bool:
    takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    is_there = takes_tab and part.isEnabled() and part.isVisibleTo(page)
    return is_there and not _is_covered(part, page)


def _is_covered(part: QWidget, page: QWidget) -> bool:
    """Whether another layer of a stack lies over it: there all layers count as visible."""
    inner, outer = part, part.parentWidget()
    while outer is not None and inner is not page:
        layers = outer.layout()
        if isinstance(layers, QStackedLayout) and layers.currentWidget() is not inner:
            return True
        inner, outer = outer, outer.parentWidget()
    return False


def _holds(part: QWidget, here: QWidget | None) -> bool:
    return here is not None and (part is here or part.isAncestorOf(here))


def _as_read(parts: Sequence[QWidget], page: QWidget) -> list[QWidget]:
    """Sort by lines: what begins a line takes all whose middle is about as high with it."""
    middles = {part: part.mapTo(page, part.rect().center()) for part in parts}
    waiting = sorted(parts, key=lambda part: middles[part].y())
    is_mirrored = page.layoutDirection() is Qt.LayoutDirection.RightToLeft
    sorted_parts: list[QWidget] = []
    while waiting:
        height = middles[waiting[0]].y() + _SAME_LINE_PX
        line = [part for part in waiting if middles[part].y() <= height]
        waiting = waiting[len(line) :]
        line.sort(key=lambda part: _along(middles[part], is_mirrored))
        sorted_parts += line
    return sorted_parts


def _along(middle: QPoint, is_mirrored: bool) -> int:
    return -middle.x() if is_mirrored else middle.x()


def _outside(page: QWidget, *, is_forward: bool) -> QWidget | None:
    """Return the window's next stop that is not on the page."""
    start = page.window().focusWidget() or page
    part = _next(start, is_forward=is_forward)
    while part is not None and part is not start:
        if _is_stop(part, page.window()) and not page.isAncestorOf(part):
            return part
        part = _next(part, is_forward=is_forward)
    return None


def _next(part: QWidget, *, is_forward: bool) -> QWidget | None:
    return part.nextInFocusChain() if is_forward else part.previousInFocusChain()
