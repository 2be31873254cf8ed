"""Writes the copyright file of a package: every part, its licence and its words."""

import re
import sys
from pathlib import Path

from transom.ui.settings.licences import Part, collect_parts

_HEAD = """Transom is made by its contributors and licensed under the Apache License, Version 2.0,
whose text is in /usr/share/common-licenses/Apache-2.0 on Debian systems.

Copyright 2026 The Transom contributors

The package carries the parts below, each under its own terms; Transom shows the same list under
Settings, About.
"""

_COMMON = (  # long texts that every Debian has; Debian wants them named, not repeated
    (
        re.compile(r"^ *Apache License\n.*?(limitations under the License\.|\Z)", re.DOTALL | re.M),
        "Apache-2.0",
    ),
    (
        re.compile(r"^ *GNU LESSER GENERAL PUBLIC LICENSE\n.*?^Library\.$", re.DOTALL | re.M),
        "LGPL-3",
    ),
    (re.compile(r"^ *GNU GENERAL PUBLIC LICENSE\n.*\Z", re.DOTALL | re.M), "GPL-3"),
)


def copyright_text(notices: Path) -> str:
    """Return the file's text."""
    return "\n".join([_HEAD, *(_chapter(part) for part in collect_parts(notices)[1:])])


def _chapter(part: Part) -> str:
    title = f"{part.name} {part.version}".strip()
    text = part.text or "Its words are those of “Qt, Qt WebEngine, Qt for Python” in this file."
    for pattern, place in _COMMON:
        text = pattern.sub(f"[The licence is in /usr/share/common-licenses/{place}.]", text)
    return f"{'=' * 78}\n{title}\nLicence: {part.licence}\n\n{text.strip()}\n"


if __name__ == "__main__":
    sys.stdout.write(copyright_text(Path(sys.argv[1])))
