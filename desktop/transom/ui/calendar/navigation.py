"""Which event the arrow keys reach next; no Qt but rectangles."""

from collections.abc import Sequence

from transom.ui.calendar.geometry import Box


def below(boxes: Sequence[Box], current: Box | None, step: int) -> Box | None:
    """Return the next (``step`` 1) or previous (-1) box in time, going on into the next day."""
    ordered = sorted(boxes, key=_time_order)
    if not ordered:
        return None
    if current is None or current not in ordered:
        return ordered[0 if step > 0 else -1]
    place = ordered.index(current) + step
    while 0 <= place < len(ordered) and ordered[place].row == current.row:
        place += step  # the other half of an event across midnight is no other event
    return ordered[place] if 0 <= place < len(ordered) else current


def beside(boxes: Sequence[Box], current: Box | None, step: int) -> Box | None:
    """Return the box nearest in height on the next day that has one, in the direction of step.

    Boxes of the same day that stand side by side come first.
    """
    if current is None:
        return below(boxes, None, step)
    others = [box for box in boxes if box.row != current.row and _is_ahead(box, current, step)]
    if not others:
        return current
    nearest_day = min(others, key=lambda box: abs(box.day - current.day)).day
    return min(
        (box for box in others if box.day == nearest_day),
        key=lambda box: (
            box.is_banded != current.is_banded,
            abs(box.rect.top() - current.rect.top()),
            abs(box.rect.left() - current.rect.left()),
        ),
    )


def _time_order(box: Box) -> tuple[int, bool, int, int]:
    return box.day, not box.is_banded, box.rect.top(), box.rect.left()


def _is_ahead(box: Box, current: Box, step: int) -> bool:
    if box.day != current.day:
        return (box.day - current.day) * step > 0
    is_level = box.rect.top() <= current.rect.bottom() and current.rect.top() <= box.rect.bottom()
    is_same_part = box.is_banded == current.is_banded
    return is_same_part and is_level and (box.rect.left() - current.rect.left()) * step > 0
