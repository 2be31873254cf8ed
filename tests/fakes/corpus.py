"""The corpus of hostile mail: small texts with a name and what each tries."""

import re
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "data" / "hostile"
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|x[0-9a-f]{2}|[0nrtf\\])")
_LETTERS = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "f": "\f", "\\": "\\"}
BODIES = ("html", "css", "svg", "math", "mxss")


@dataclass(frozen=True)
class Vector:
    """One attempt; ``text`` names home as ``@URL@`` and ``@HOST@``."""

    family: str
    name: str
    tries: str
    text: str

    def at(self, url: str, host: str) -> str:
        return self.text.replace("@URL@", url).replace("@HOST@", host)

    @property
    def title(self) -> str:
        return f"{self.family}: {self.name}"


def vectors(*families: str) -> list[Vector]:
    """Return the vectors of some families, by default of all that are bodies of mail."""
    return [one for family in families or BODIES for one in _read(family)]


def _read(family: str) -> list[Vector]:
    text = (_FOLDER / f"{family}.txt").read_text("utf-8")
    found = []
    for block in text.strip("\n").split("\n\n"):
        name, tries, content = block.split("\n", 2)
        found.append(Vector(family, name, tries.strip(), _unescaped(content.strip())))
    return found


def _unescaped(text: str) -> str:
    def letter(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if code[0] in "ux" else _LETTERS[code]

    return _ESCAPE.sub(letter, text)
