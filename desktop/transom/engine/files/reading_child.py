"""The process that reads one file for its words: little memory, little time, and nothing else."""

import os
import sys

from transom.engine.files.file_words import words_of_file

COMMAND = "read-file-words"
"""What starts it: ``transom read-file-words KIND``, the file on its input, words on its output."""

MOST_MEMORY_BYTES = 1 << 30
MOST_SECONDS = 20


def main(arguments: list[str]) -> int:
    """Read the file from the input and write its words; what a library raises ends the process."""
    _limit()
    content = sys.stdin.buffer.read()
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no part of the words
    words = words_of_file(content, arguments[0])
    with os.fdopen(out, "wb") as output:
        output.write(words.encode("utf-8", "replace"))
    return 0


if sys.platform == "win32":

    def _limit() -> None:
        """Leave time and memory to whoever started this, who ends it when it is over."""

else:
    import resource

    def _limit() -> None:
        for limit, most in (
            (resource.RLIMIT_AS, MOST_MEMORY_BYTES),
            (resource.RLIMIT_CPU, MOST_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (most, most))
        os.nice(10)
