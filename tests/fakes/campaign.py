"""A process that syncs a profile until it has all, is killed, or finds the disk full."""

import resource
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from transom.engine.changes import Activity, News, Phase
from transom.engine.engine import Engine
from transom.engine.profile import Profile

PRELOADED = ["tests.fakes.campaign", "transom.engine.opening", "transom.engine.opened"]


def live(directory: Path, most_bytes: int, told: Connection, patience_s: float) -> None:
    """Sync and tell of each piece of news; no file grows beyond ``most_bytes`` if there are any."""
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    engine = Engine(Profile(directory / "profile"), key_file=directory / "key")
    lock, is_over = threading.Lock(), threading.Event()

    def on_news(piece: News) -> None:
        with lock:
            told.send_bytes(b".")
        if isinstance(piece, Activity) and piece.phase is Phase.IDLE:
            is_over.set()

    engine.newsroom.listen(on_news)
    engine.start()
    is_over.wait(patience_s)
    engine.stop()
