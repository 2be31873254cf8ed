"""Turns a search into what the index must match and what a message's row must be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import apsw

from transom.engine.search.query import (
    All,
    Categorised,
    Either,
    Ignored,
    InFolder,
    Mark,
    Marked,
    Node,
    Not,
    Received,
    Sized,
    Where,
    Words,
)
from transom.engine.store.columns import seconds_from_time, text_from_json
from transom.engine.store.message_rows import TIE_BITS
from transom.engine.store.phrases import pattern_of
from transom.engine.store.places import PLACE_OF_M
from transom.engine.store.search_terms import wanted_of, within, words_beginning
from transom.engine.store.transaction import Value, clean
from transom.engine.store.words import fold, is_unspaced, query_words

LARGE_BYTES = 262_144
"""From here on sizes have an index."""

_MARKS = {
    Mark.ATTACHMENT: "m.has_attachments = 1",
    Mark.CATEGORY: "m.categories <> ''",
    Mark.UNREAD: "m.is_read = 0",
    Mark.FLAGGED: "m.is_flagged = 1",
    Mark.DRAFT: "m.is_draft = 1",
    Mark.IMPORTANT: "m.importance = 'high'",
    Mark.FOCUSED: "m.is_focused = 1",
    Mark.MEETING: "m.kind <> 'mail'",
}
_USUAL_NAMES = {
    "inbox": "inbox",
    "drafts": "drafts",
    "sent": "sentitems",
    "sent items": "sentitems",
    "archive": "archive",
    "deleted": "deleteditems",
    "deleted items": "deleteditems",
    "trash": "deleteditems",
    "bin": "deleteditems",
    "junk": "junkemail",
    "junk email": "junkemail",
    "spam": "junkemail",
    "outbox": "outbox",
}
_BEYOND = 1 << 62
_RECEIVERS = (Where.TO, Where.CC, Where.BCC)


@dataclass(frozen=True, slots=True)
class Plan:
    """What must hold of a message: a match in the index, beginnings, a condition on its row."""

    match: str = ""
    starts: tuple[str, ...] = ()
    sql: str = ""
    values: tuple[Value, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.match and not self.starts and not self.sql

    @property
    def is_match(self) -> bool:
        """Whether the index of words alone can tell."""
        return bool(self.match) and not self.starts and not self.sql


class Planner:
    """Plans one search; names of folders and categories are looked up on the way."""

    def __init__(self, cx: apsw.Connection) -> None:
        self._cx = cx
        self.ignored: list[Ignored] = []

    def plan(self, node: Node) -> Plan:
        """Return what must hold; a wish without anything to look for is left out."""
        match node:
            case All(parts):
                return self._all(parts)
            case Either(parts):
                return _either([self._listed(self.plan(part), is_forced=True) for part in parts])
            case Not(part):
                return _denied(self.plan(part))
            case Words():
                return self._words(node)
            case Marked(mark):
                return Plan(sql=_MARKS[mark])
            case InFolder(name):
                return self._folder(name)
            case Categorised(name, is_exact):
                return _in_categories([name]) if is_exact else self._category(name)
            case Received():
                return _received(node)
            case Sized():
                return _sized(node)

    def _all(self, parts: Sequence[Node]) -> Plan:
        wanted = [self.plan(part) for part in parts if not isinstance(part, Not)]
        denied = [self.plan(part.part) for part in parts if isinstance(part, Not)]
        matches = [plan.match for plan in wanted if plan.match]
        match = " AND ".join(matches)
        out = [plan for plan in denied if plan.is_match] if match else []
        if out:
            match = f"({match}) NOT ({' OR '.join(plan.match for plan in out)})"
        others = [_denied(plan) for plan in denied if plan not in out]
        starts = tuple(start for plan in wanted for start in plan.starts)
        conditions = [plan for plan in (*wanted, *others) if plan.sql]
        return _joined(conditions, " and ", f"({match})" if matches else "", starts)

    def _words(self, wish: Words) -> Plan:
        wanted = wanted_of(self._cx, wish)
        starts = (wanted.start,) if wanted.start else ()
        if not wanted.match and not starts:
            return Plan()
        if wish.is_phrase and len(query_words(wish.text)) > 1:
            pattern = pattern_of(wish.text, is_beginning=wish.is_beginning)
            return Plan(wanted.match, starts, *_says(wish.where, pattern))
        if wish.where not in _RECEIVERS and not wanted.is_vague:
            return Plan(wanted.match, starts)
        words = wish.text.split()
        checks = [
            _says(wish.where, pattern_of(word, is_beginning=wish.is_beginning and at == len(words)))
            for at, word in enumerate(words, 1)
        ]
        sql = " and ".join(check for check, _ in checks)
        return Plan(wanted.match, starts, sql, tuple(value for _, some in checks for value in some))

    def settled(self, plan: Plan) -> Plan:
        """Look for beginnings among the words, where others are looked for and they are few."""
        return self._listed(plan, is_forced=False)

    def _listed(self, plan: Plan, *, is_forced: bool) -> Plan:
        match, starts = [plan.match] if plan.match else [], []
        for start in plan.starts:
            is_listed = (match or is_forced) and _is_plain(start)
            some = words_beginning(self._cx, start.strip('"')) if is_listed else ""
            if some:
                match.append(within(Where.ANYWHERE, [some]))
            else:
                starts.append(start)
        return replace(plan, match=" AND ".join(match), starts=tuple(starts))

    def _folder(self, name: str) -> Plan:
        rows: list[Any] = self._cx.execute("select id, name, well_known from folder").fetchall()
        wanted = fold(name).strip()
        usual = _USUAL_NAMES.get(wanted)
        found = [row[0] for row in rows if fold(row[1]) == wanted or (usual and row[2] == usual)]
        found = found or [row[0] for row in rows if fold(row[1]).startswith(wanted)]
        if not found:
            self.ignored.append(Ignored(f"in:{name}", "is no folder here"))
            return Plan()
        return Plan("place : (" + " OR ".join(f"f{number}" for number in found) + ")")

    def _category(self, name: str) -> Plan:
        rows: list[Any] = self._cx.execute("select distinct name from category").fetchall()
        wanted = fold(name).strip()
        found = [row[0] for row in rows if fold(row[0]) == wanted]
        found = found or [row[0] for row in rows if fold(row[0]).startswith(wanted)]
        if not found:
            self.ignored.append(Ignored(f"category:{name}", "is no category here"))
            return Plan()
        return _in_categories(found)


def _in_categories(names: Sequence[str]) -> Plan:
    marks = tuple(text_from_json([clean(name)])[1:-1] for name in names)
    sql = " or ".join(["instr(m.categories, ?) > 0"] * len(marks))
    return Plan(sql=f"m.categories <> '' and ({sql})", values=marks)


def _received(wish: Received) -> Plan:
    sides, values = [], []
    for sign, moment in ((">=", wish.since), ("<", wish.until)):
        if moment is not None:
            sides.append(f"m.id {sign} ?")
            values.append(_id_at(moment))
    return Plan(sql=" and ".join(sides), values=tuple(values))


def bounds_of(node: Node) -> tuple[int, int]:
    """Return the ids that whatever is found lies between, the first included."""
    low, high = 0, _BEYOND
    for part in node.parts if isinstance(node, All) else (node,):
        if isinstance(part, Received):
            if part.since is not None:
                low = max(low, _id_at(part.since))
            if part.until is not None:
                high = min(high, _id_at(part.until))
    return low, high


def _id_at(moment: datetime) -> int:
    return max(0, seconds_from_time(moment)) << TIE_BITS


def _sized(wish: Sized) -> Plan:
    if wish.at_least is not None:
        is_large = f"m.size_bytes >= {LARGE_BYTES} and " if wish.at_least >= LARGE_BYTES else ""
        return Plan(sql=f"{is_large}m.size_bytes > ?", values=(wish.at_least,))
    # A size of 0 is not known yet.
    return Plan(sql="m.size_bytes > 0 and m.size_bytes < ?", values=(wish.at_most,))


def _says(where: Where, pattern: str) -> tuple[str, tuple[Value, ...]]:
    """Return a condition on the stored text itself."""
    parts = [sql for places, sql in _TEXTS if where in places]
    return f"({' or '.join(parts)})", (pattern,) * len(parts)


def _receiver(place: int) -> str:
    return f"says(?, json_extract(nullif(m.recipients, ''), '$[{place}]'))"


_TEXTS: tuple[tuple[tuple[Where, ...], str], ...] = (
    ((Where.ANYWHERE, Where.SUBJECT), "says(?, m.subject)"),
    (
        (Where.ANYWHERE, Where.SENDER, Where.PEOPLE),
        "says(?, m.sender_name || ' ' || m.sender_address)",
    ),
    ((Where.TO,), _receiver(0)),
    ((Where.CC,), _receiver(1)),
    ((Where.BCC,), _receiver(2)),
    ((Where.ANYWHERE, Where.PEOPLE), "says(?, m.recipients)"),
    (
        (Where.ANYWHERE, Where.FILES),
        "exists (select 1 from attachment a where a.message = m.id and says(?, a.name))",
    ),
    ((Where.ANYWHERE, Where.BODY), "says(?, m.preview)"),
    (
        (Where.ANYWHERE, Where.FILES),
        "exists (select 1 from attachment a join attachment_text t on t.id = a.id"
        " where a.message = m.id and body_says(?, 0, t.content))",
    ),
    (
        (Where.ANYWHERE, Where.BODY),
        "exists (select 1 from body b where b.id = m.id and body_says(?, b.is_html, b.content))",
    ),
)
"""The cheap ones first."""


def alone(plan: Plan) -> Plan:
    """Return the plan as a condition on the row alone."""
    if not plan.match and not plan.starts:
        return plan
    parts: list[str] = []
    values: list[Value] = []
    if plan.match:
        inside = "(select rowid from message_text where message_text match ?)"
        parts.append(f"{PLACE_OF_M} in {inside}")
        values.append(plan.match)
    if plan.starts:
        parts.append(begins_at(PLACE_OF_M))
        values.append(" AND ".join(plan.starts))
    if plan.sql:
        parts.append(plan.sql)
    return Plan(sql=f"({' and '.join(parts)})", values=(*values, *plan.values))


def begins_at(place: str) -> str:
    """Return the condition that some word of the message at a place begins with a value."""
    return (
        "exists (select 1 from message_start s"  # noqa: S608
        f" where s.message_start match ? and s.rowid = {place})"
    )


def _denied(plan: Plan) -> Plan:
    if plan.is_empty:
        return plan
    row = alone(plan)
    return Plan(sql=f"not ({row.sql})", values=row.values)


def _either(plans: Sequence[Plan]) -> Plan:
    plans = [plan for plan in plans if not plan.is_empty]
    if not plans:
        return Plan()
    match = f"({' OR '.join(plan.match for plan in plans)})"
    if all(plan.is_match for plan in plans):
        return Plan(match)
    joined = _joined([alone(plan) for plan in plans], " or ", "")
    is_bound = all(plan.match for plan in plans)
    return Plan(match if is_bound else "", sql=f"({joined.sql})", values=joined.values)


def _joined(plans: Sequence[Plan], joint: str, match: str, starts: tuple[str, ...] = ()) -> Plan:
    sql = joint.join(f"({plan.sql})" for plan in plans)
    return Plan(match, starts, sql, tuple(value for plan in plans for value in plan.values))


def _is_plain(start: str) -> bool:
    """Whether a beginning is of words that are listed, letter by letter ones are not."""
    return start.isascii() or not is_unspaced(start.strip('"'))
