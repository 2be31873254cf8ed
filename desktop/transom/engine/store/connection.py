"""How a connection to an encrypted file is opened: cipher, page size and key before all else."""

from pathlib import Path

import apsw

from transom.engine.errors import DamagedError

CACHE_KIB = 16 << 10
PAGE_SIZE = 16384
_BUSY_MS = 5000


def connect(
    path: Path,
    key: bytes,
    flags: int,
    *,
    page_size: int = PAGE_SIZE,
    tolerates_damage: bool = False,
) -> apsw.Connection:
    """Open a file, or raise the driver's error; any key looks right before the first look inside.

    With ``tolerates_damage`` a file that is too short, or whose schema can be read in parts only,
    opens as far as it goes.
    """
    cx = apsw.Connection(str(path), flags=flags | apsw.SQLITE_OPEN_URI)
    try:
        cx.pragma("cipher", "chacha20")
        cx.pragma("page_size", page_size)
        cx.execute(f"pragma key = 'raw:{key.hex()}'")
        cx.set_busy_timeout(_BUSY_MS)
        cx.pragma("temp_store", "memory")  # spilled rows would lie there in plain
        cx.pragma("cache_size", -CACHE_KIB)  # a page read anew is decrypted anew
        if tolerates_damage:
            cx.pragma("writable_schema", True)
        cx.execute("select count(*) from sqlite_schema").fetchall()
    except BaseException:
        cx.close()
        raise
    return cx


def check_header(path: Path) -> None:
    """Refuse what is no encrypted database, so that only a wrong key looks like a wrong key."""
    size = path.stat().st_size
    if size == 0:
        return
    with path.open("rb") as file:
        head = file.read(24)
    # The cipher leaves these bytes readable: page size, versions, reserve and payload fractions.
    is_ours = head[16:18] == PAGE_SIZE.to_bytes(2, "big") and head[21:24] == b"\x40\x20\x20"
    if not is_ours or size < PAGE_SIZE:
        raise DamagedError("The local copy is not a database, or only a piece of one.")
