"""Writes the copyright file of a package: every part, its licence and its words."""

import sys
from pathlib import Path

from transom.ui.settings.licences import Part, collect_parts

_HEAD = """Transom is made by its contributors and licensed under the Apache License, Version 2.0,
whose text is in /usr/share/common-licenses/Apache-2.0 on Debian systems.

Copyright 2026 The Transom contributors

The package carries the parts below, each under its own terms; Transom shows the same list under
Settings, About.
"""


def copyright_text(notices: Path) -> str:
    """Return the file's text."""
    return "\n".join([_HEAD, *(_chapter(part) for part in collect_parts(notices)[1:])])


def _chapter(part: Part) -> str:
    title = f"{part.name} {part.version}".strip()
    text = part.text or "Its words are those of “Qt, Qt WebEngine, Qt for Python” in this file."
    return f"{'=' * 78}\n{title}\nLicence: {part.licence}\n\n{text}\n"


if __name__ == "__main__":
    sys.stdout.write(copyright_text(Path(sys.argv[1])))
