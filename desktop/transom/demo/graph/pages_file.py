"""The file of messages made beforehand: records one after the other, and where each begins."""

import os
import struct
import tempfile
import weakref
from array import array
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

NAME = "messages.pages"
MAGIC = b"transom pages 1\n"
FOOTER = struct.Struct("<16s32sQ")
BLOCK = 128 * 1024


class PagesFile:
    """Records that are read by number; those asked for in their order come a block at a time."""

    def __init__(self, path: Path, starts: "array[int]") -> None:
        self._starts = starts
        self._stream = path.open("rb", buffering=0)
        weakref.finalize(self, self._stream.close)
        longest = max((end - start for start, end in pairwise(starts)), default=0)
        # One for all answers: fresh memory for each block would cost more than reading it.
        self._buffer = bytearray(max(BLOCK, longest))
        self._start = self._end = 0

    def __len__(self) -> int:
        return len(self._starts) - 1

    def find(self, number: int) -> tuple[bytearray, int]:
        """Return bytes that hold the record until the next call, and where in them it begins."""
        start, end = self._starts[number], self._starts[number + 1]
        if start < self._start or end > self._end:
            self._stream.seek(start)
            self._start, self._end = start, start + self._stream.readinto(self._buffer)
        return self._buffer, start - self._start


def open_pages(folder: Path, mark: bytes) -> PagesFile | None:
    """Return what an earlier run of the same tenant left, or None."""
    path = folder / NAME
    try:
        with path.open("rb") as stream:
            stream.seek(-FOOTER.size, os.SEEK_END)
            end = stream.tell()
            magic, kept_mark, count = FOOTER.unpack(stream.read())
            if (magic, kept_mark) != (MAGIC, mark):
                return None
            starts = array("Q")
            stream.seek(end - count * starts.itemsize)
            starts.frombytes(stream.read(count * starts.itemsize))
    except (OSError, struct.error, ValueError):
        return None
    whole = bool(starts) and len(starts) == count and starts[-1] + count * starts.itemsize == end
    return PagesFile(path, starts) if whole else None


def write_pages(folder: Path, mark: bytes, records: Iterable[bytes]) -> PagesFile:
    """Write the records; until the last one is there the file has another name."""
    for left in folder.glob(f".{NAME}.*"):
        left.unlink(missing_ok=True)  # of a tenant that was killed while it wrote
    starts = array("Q", [0])
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=f".{NAME}.")
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as stream:
            for record in records:
                starts.append(starts[-1] + stream.write(record))
            stream.write(starts.tobytes())
            stream.write(FOOTER.pack(MAGIC, mark, len(starts)))
        Path(temporary).replace(folder / NAME)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return PagesFile(folder / NAME, starts)
