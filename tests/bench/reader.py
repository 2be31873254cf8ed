"""From a chosen message to its painted header and text, beside a bare web view."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.databases import open_store, store_key
from tests.bench.invented import Place, add_account, save_page
from tests.bench.rows import Goal, Row, most, most_times_floor, row
from tests.bench.screen import screen
from tests.bench.timing import quantile
from tests.bench.windows import run

from transom.engine.entities.accounts import Person, RemoteId
from transom.engine.entities.mail import Body, Message
from transom.engine.profile import Profile
from transom.engine.store.store import Store
from transom.engine.workers import Workers

OF_EACH = 40
"""So many newsletters, plain texts and conversations: more than a reader keeps ready."""
NEWSLETTER_CHARACTERS = 60_000
CARDS = 6
_WORDS = ("bridge", "load", "tables", "review", "harbour", "wind", "planning", "budget", "visit")
_NEWEST = datetime(2026, 6, 15, 8, tzinfo=UTC)


def measure_reader(directory: Path) -> list[Row]:
    """Switch from message to message; the floor loads the same newsletter into a bare view."""
    key_file, profile = directory / "reader-key", Profile(directory / "reader")
    _fill(profile, key_file)
    command = ["tests.bench.our_reader", "--key-file", str(key_file), str(profile.directory)]
    with screen() as environment:
        figures = run(command, environment)
    rows = []
    for name in ("header", "plain text"):
        rows += _rows(f"message switch, {name}", figures[name], figures["repaint"], most(16))
    bare = figures["bare view"]
    rows += _rows("message switch, newsletter", figures["newsletter"], bare, most_times_floor(1.4))
    rows += _rows(f"message switch, conversation of {CARDS}", figures["conversation"], bare, None)
    return rows


def _rows(name: str, times: list[float], floor: list[float], goal: Goal | None) -> list[Row]:
    return [
        row(f"{name}, p50", quantile(times, 0.5), "ms", quantile(floor, 0.5)),
        row(f"{name}, p95", quantile(times, 0.95), "ms", quantile(floor, 0.95), goal),
    ]


def newsletter(number: int) -> str:
    """Return a newsletter of tables and styles, as long as a typical one."""
    chance = random.Random(number)
    rows: list[str] = []
    while sum(map(len, rows)) < NEWSLETTER_CHARACTERS:
        words = " ".join(chance.choices(_WORDS, k=30))
        rows.append(
            '<tr><td align="center" valign="top" style="padding:18px 24px;background-color:#ffffff;'
            'border-bottom:1px solid #dddddd;font-family:Arial,sans-serif;font-size:15px">'
            '<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
            '<td width="120" style="padding-right:16px"><div style="width:104px;height:78px;'
            'background:#0b5394;border-radius:4px"></div></td>'
            f'<td align="left"><h3 style="margin:0 0 8px;color:#0b5394">{words[:40]}</h3>'
            f'<p style="margin:0 0 10px;line-height:1.5;color:#333333">{words}</p>'
            f'<a href="https://news.example/{number}/{len(rows)}" style="color:#ffffff;'
            'background:#d9480f;padding:8px 14px;border-radius:4px">Read more</a></td></tr></table>'
            "</td></tr>"
        )
    style = "body{margin:0;background:#f2f2f2}.wrap{width:600px}"
    return (
        f"<html><head><style>{style}</style></head><body><center><table class='wrap' width='600'"
        f" bgcolor='#ffffff'>{''.join(rows)}</table></center></body></html>"
    )


def _fill(profile: Profile, key_file: Path) -> None:
    workers = Workers()
    store = open_store(profile.store_path, workers, store_key(profile, key_file))
    try:
        place = add_account(store)
        for number in range(OF_EACH):
            text = "\n\n".join(" ".join(random.Random(n).choices(_WORDS, k=60)) for n in range(12))
            _save(store, place, f"newsletter {number}", Body(True, newsletter(number)))
            _save(store, place, f"plain {number}", Body(False, f"{number}\n{text}"))
            for card in range(CARDS):
                words = " ".join(_WORDS)
                body = Body(True, f"<p>{card} of {number}</p><p>{words * 8}</p>" * 4)
                _save(store, place, f"card {number} {card}", body, f"thread {number}")
    finally:
        store.close()
        workers.stop()


def _save(store: Store, place: Place, name: str, body: Body, conversation: str = "") -> None:
    ada = Person("Ada", "ada@example.com")
    at = _NEWEST - timedelta(seconds=sum(map(ord, name)) * 997 % 90_000)
    message = Message(
        RemoteId(name), RemoteId("inbox"), name, name, ada, at, conversation_id=conversation
    )
    save_page(store, place, [(message, body)])
