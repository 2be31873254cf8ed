"""Search and list on a filled store, beside the bare statements on the same connection."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import apsw
from tests.bench.databases import open_bare, open_store
from tests.bench.rows import Row, most, row
from tests.bench.timing import paired_ms, quantile

from transom.engine.entities.listing import ListWish, SortKey
from transom.engine.entities.mail import FolderId, MessageId
from transom.engine.search.parsing import parse
from transom.engine.store.store import Store
from transom.engine.store.words import index_words
from transom.engine.workers import Workers

_REPEATS = 100
_HITS = 200
_LARGE = 101_000
_FLOOR_SEARCH = (
    "select rowid from message_text where message_text match ? order by rowid desc limit 200"
)
_FLOOR_STARTS = (
    "select rowid from message_start where message_start match ? order by rowid desc limit 200"
)
_FLOOR_LIST = (
    "select id, account, folder, sender_name, sender_address, subject, preview, is_read,"
    " is_flagged, has_attachments, importance, kind, categories from message"
    " where folder = ? and id < ? order by id desc limit 128"
)


@dataclass(frozen=True, slots=True)
class Questions:
    """What to look for: the typed words, and the bare query that answers the same."""

    name: str
    pairs: tuple[tuple[str, str], ...]
    floor: str = _FLOOR_SEARCH


def goal_for(messages: int) -> float:
    """Return how many milliseconds a search may take."""
    return 10 if messages <= _LARGE else 30


def measure_reading(
    path: Path, key: bytes, messages: int, questions: Sequence[Questions]
) -> list[Row]:
    """Return the rows of search and list."""
    workers = Workers()
    store = open_store(path, workers, key)
    try:
        goal_ms = goal_for(messages)
        rows = [one for kind in questions for one in _search_rows(store, kind, goal_ms)]
        return [*rows, *_list_rows(store)]
    finally:
        store.close()
        workers.stop()


def _search_rows(store: Store, questions: Questions, goal_ms: float) -> list[Row]:
    cx = store.database.reader()
    ours, floor = paired_ms(
        lambda pair: store.search.search_messages(parse(pair[0], datetime.now(UTC)), _HITS),
        lambda pair: cx.execute(questions.floor, (pair[1],)).fetchall(),
        questions.pairs,
    )
    name = f"search, {questions.name}"
    return [
        row(f"{name}, p50", quantile(ours, 0.5), "ms", quantile(floor, 0.5)),
        row(f"{name}, p95", quantile(ours, 0.95), "ms", quantile(floor, 0.95), most(goal_ms)),
    ]


def _list_rows(store: Store) -> list[Row]:
    cx = store.database.reader()
    folder, ids = _largest_folder(cx)
    reader = store.mail
    chosen = random.Random(3).choices(ids, k=_REPEATS)

    def pair(name: str, ours: Callable[[MessageId], object], places: Sequence[MessageId]) -> Row:
        times, floor = paired_ms(
            ours,
            lambda place: cx.execute(_FLOOR_LIST, (folder, place)).fetchall(),
            places,
        )
        return row(name, quantile(times, 0.95), "ms", quantile(floor, 0.95))

    beyond = MessageId(1 << 62)
    talks = ListWish(folder, is_grouped=True)
    lists = store.lists
    return [
        pair("list, newest 128, p95", lambda _: reader.read_lines(folder), [beyond] * _REPEATS),
        pair("list, 128 from anywhere, p95", lambda at: reader.read_lines(folder, at), chosen),
        pair(
            "list, 128 conversations, p95",
            lambda at: lists.read_heads(talks, lists.read_page(talks, at, 128).ids),
            chosen,
        ),
        _order_row("list, order of conversations", store, talks),
        *(
            _order_row(f"list, order by {sort}", store, ListWish(folder, sort=sort))
            for sort in SortKey
        ),
    ]


def _order_row(name: str, store: Store, wish: ListWish) -> Row:
    """Read the order of a whole folder, as a worker does when somebody opens or sorts it."""
    started = time.perf_counter()
    store.orders.read_order(wish)
    return row(name, (time.perf_counter() - started) * 1000, "ms")


def _largest_folder(cx: apsw.Connection) -> tuple[FolderId, list[MessageId]]:
    folder = cx.execute("select id from folder order by stored_count desc limit 1").get
    rows = cx.execute("select id from message where folder = ?", (folder,))
    return FolderId(folder), [MessageId(number) for (number,) in rows]


# --- what to look for -----------------------------------------------------------------------------


def questions_for(path: Path, key: bytes) -> list[Questions]:
    """Return what to look for in a store, from the words it has."""
    words = _vocabulary(path, key)
    chance = random.Random(4)
    rare = [word for word, count in words if count <= 3] or [words[-1][0]]
    usual = [word for word, _ in words[20:400]] or [words[0][0]]
    pairs = [chance.choices(usual, k=2) for _ in range(_REPEATS)]
    typed = [chance.choice(words)[0] for _ in range(_REPEATS)]
    parts = [word[:length] for word in typed if len(word) >= 6 for length in range(2, 7)]
    return [
        _complete("most frequent word", [words[0][0]] * 20),
        _complete("frequent words", [word for word, _ in words[:50]]),
        _complete("rare words", chance.choices(rare, k=_REPEATS)),
        Questions(
            "two words",
            tuple((f"{one} {two} ", f'"{one}" AND "{two}"') for one, two in pairs),
        ),
        Questions(
            "prefixes of 2–6 letters",
            # The floor of longer ones is that of their first three letters.
            tuple((part, f'"{part[:3]}"') for part in parts),
            _FLOOR_STARTS,
        ),
        *_narrowed(path, key, [word for word, _ in words[:50]]),
    ]


def _narrowed(path: Path, key: bytes, frequent: Sequence[str]) -> list[Questions]:
    """Return phrases and senders that there are, and frequent words within one folder."""
    cx = open_bare(path, key)
    try:
        rows = cx.execute(
            "select subject, sender_name from message order by id % 9973 limit ?", (_REPEATS,)
        ).fetchall()
        folder, name = cx.execute(
            "select id, name from folder order by stored_count desc limit 1"
        ).fetchone() or (0, "")
    finally:
        cx.close()
    phrases = [
        tuple(words[:2]) for subject, _ in rows if len(words := index_words([str(subject)])) > 1
    ]
    senders = [words[0] for _, sender in rows if (words := index_words([str(sender)]))]
    return [
        Questions("phrases", tuple((f'"{one} {two}" ', f'"{one} {two}"') for one, two in phrases)),
        Questions("senders", tuple((f"from:{one} ", f'sender : "{one}"') for one in senders)),
        Questions(
            "frequent words in a folder",
            tuple((f'{one} in:"{name}" ', f'"{one}" AND place : "f{folder}"') for one in frequent),
        ),
    ]


def _complete(name: str, words: Sequence[str]) -> Questions:
    return Questions(name, tuple((f"{word} ", f'"{word}"') for word in words))


def _vocabulary(path: Path, key: bytes) -> list[tuple[str, int]]:
    """Return the index's words and in how many messages they stand, the most frequent first."""
    cx = open_bare(path, key)
    try:
        cx.execute("create virtual table temp.words using fts5vocab(main, message_text, row)")
        found = cx.execute("select term, doc from temp.words order by doc desc, term")
        rows = [(str(term), int(str(count))) for term, count in found]
    finally:
        cx.close()
    # Names of places and numbers are nothing that a person types.
    return [(word, count) for word, count in rows if word.isascii() and word.isalpha() and word[1:]]
