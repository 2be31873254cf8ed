"""Writes what a sender named to the user's disk: a safe name, whole or not at all, never over."""

import errno
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from transom.engine.errors import DiskFullError, SavingError

FALLBACK_NAME = "attachment"
_LONGEST_NAME_BYTES = 200
_LONGEST_SUFFIX_CHARS = 16
_MOST_TRIES = 10_000
_UNWANTED = re.compile(r'[<>:"|?*]')
_JOINERS = "\u200c\u200d"
"""Format characters that spell words and emoji; all others only deceive in a file name."""
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}
    | {f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"}
)


def safe_name(name: str) -> str:
    """Return a file name that is one plain name on every system, ending as the sender's did."""
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last_part if _is_harmless(c))
    plain = _UNWANTED.sub("_", visible).strip(" .\u00a0\u3000")
    if not plain:
        return FALLBACK_NAME
    # Windows reserves the part before the first dot, whatever follows.
    if plain.split(".")[0].rstrip().upper() in _RESERVED:
        plain = f"_{plain}"
    return _shorten(plain)


def save_new_file(directory: Path, name: str, content: bytes) -> Path:
    """Write ``content`` as ``name`` or, where that is taken, "name (2)"; return where it lies."""
    try:
        return _write_and_link(directory, safe_name(name), content)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError("There is no room on the disk for this file.") from error
        reason = error.strerror or "the system refused"
        raise SavingError(f"The file could not be saved: {reason}.") from error


def _is_harmless(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _shorten(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    if len(suffix) > _LONGEST_SUFFIX_CHARS:
        suffix = ""
    stem = name.removesuffix(suffix)
    room = _LONGEST_NAME_BYTES - len(suffix.encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .") or FALLBACK_NAME
    return stem + suffix


def _write_and_link(directory: Path, name: str, content: bytes) -> Path:
    handle, temporary_text = tempfile.mkstemp(prefix=".transom-", dir=directory)
    temporary = Path(temporary_text)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for target in _candidates(directory, name):
            if _claim(temporary, target):
                return target
        raise FileExistsError(errno.EEXIST, "too many files of this name lie there")
    finally:
        temporary.unlink(missing_ok=True)


def _candidates(directory: Path, name: str) -> Iterator[Path]:
    yield directory / name
    suffix = PurePosixPath(name).suffix
    stem = name.removesuffix(suffix)
    for number in range(2, _MOST_TRIES):
        yield directory / f"{stem} ({number}){suffix}"


def _claim(temporary: Path, target: Path) -> bool:
    """Give the written file its name unless that is taken."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        return False
    except OSError:
        return _claim_without_links(temporary, target)
    return True


def _claim_without_links(temporary: Path, target: Path) -> bool:
    # FAT and some network drives know no links: reserve the name, then fill it in one step.
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        return False
    temporary.replace(target)
    return True
