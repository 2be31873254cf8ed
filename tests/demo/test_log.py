"""The record of what was asked stays bounded."""

from transom.demo.log import KEPT, Asked, RequestLog


def test_the_oldest_entries_go_when_the_log_is_full() -> None:
    log = RequestLog()
    for number in range(KEPT + 5):
        log.add(Asked("", "GET", "localhost", f"/{number}", 200, 1.0, ""))
    kept = [entry.path for entry in log.entries()]
    assert len(kept) == KEPT and kept[0] == "/5"
