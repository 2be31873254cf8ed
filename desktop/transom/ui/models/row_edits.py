"""What has to be done to a long list of ids to make another of it, in runs of neighbours."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CHUNK = 4_096
_MOST_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class RowEdits:
    """Runs that go, by first and last place as it was; then runs that come, by place as it will be.

    From the last that goes to the first, then from the first that comes to the last.
    """

    gone: tuple[tuple[int, int], ...] = ()
    come: tuple[tuple[int, "array[int]"], ...] = ()

    def __len__(self) -> int:
        return len(self.gone) + len(self.come)

    def removes(self, place: int) -> bool:
        """Whether a place is among those that go."""
        return any(first <= place <= last for first, last in self.gone)


def edits_between(old: "array[int]", new: "array[int]") -> RowEdits | None:
    """Compare two lists; None where too much differs, or what stays stands in another order."""
    start = _same(old, new)
    tail = min(_same(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    was, now = old[start : len(old) - tail], new[start : len(new) - tail]
    if was and now:
        if max(len(was), len(now)) > _MOST_COMPARED:
            return None
        before, after = set(was), set(now)
        if [one for one in was if one in after] != [one for one in now if one in before]:
            return None
        gone = runs(start + n for n, one in enumerate(was) if one not in after)
        come = runs(start + n for n, one in enumerate(now) if one not in before)
    else:
        gone = [(start, start + len(was) - 1)] if was else []
        come = [(start, start + len(now) - 1)] if now else []
    return RowEdits(
        tuple(reversed(gone)), tuple((first, new[first : last + 1]) for first, last in come)
    )


def edits_by_place(gone: Iterable[int], come: Sequence[tuple[int, int]]) -> RowEdits:
    """Remove places, and insert ids where they belong in the list as it was, in its order."""
    left = sorted(gone)
    lost, fresh = 0, []
    for number, (place, one) in enumerate(come):
        while lost < len(left) and left[lost] < place:
            lost += 1
        fresh.append((place - lost + number, one))
    found: list[tuple[int, array[int]]] = []
    for place, one in fresh:
        if found and found[-1][0] + len(found[-1][1]) == place:
            found[-1][1].append(one)
        else:
            found.append((place, array("q", (one,))))
    return RowEdits(tuple(reversed(runs(left))), tuple(found))


def applied(old: "array[int]", edits: RowEdits) -> "array[int]":
    """Return the list as it is after all of the edits."""
    kept, place = array("q"), 0
    for first, last in reversed(edits.gone):
        kept.extend(old[place:first])
        place = last + 1
    kept.extend(old[place:])
    made, taken = array("q"), 0
    for start, numbers in edits.come:
        room = start - len(made)
        made.extend(kept[taken : taken + room])
        made.extend(numbers)
        taken += room
    made.extend(kept[taken:])
    return made


def runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring rows to runs of first and last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def _same(one: "array[int]", other: "array[int]") -> int:
    """Count what both begin with."""
    least, place = min(len(one), len(other)), 0
    while place < least and one[place : place + _CHUNK] == other[place : place + _CHUNK]:
        place += _CHUNK
    pairs = zip(one[place : place + _CHUNK], other[place : place + _CHUNK], strict=False)
    more = next((n for n, (a, b) in enumerate(pairs) if a != b), _CHUNK)
    return min(least, place + more)
