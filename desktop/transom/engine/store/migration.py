"""The schema's history: numbered SQL files, each applied once."""

from importlib import resources

import apsw

from transom.engine.errors import TooNewError
from transom.engine.store.places import part_clashes

_PLACES = 16
"""The schema in which each message has a place of its own; SQL alone cannot look for free ones."""


def schema_steps() -> list[tuple[int, str]]:
    """Return the numbered schema files, oldest first."""
    folder = resources.files("transom.engine.store") / "schema"
    return sorted(
        (int(file.name[:4]), file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".sql")
    )


def migrate(cx: apsw.Connection, up_to: int | None = None) -> None:
    """Apply the schema files this database has not seen, each in one transaction."""
    steps = schema_steps()
    version = int(cx.pragma("user_version"))
    if version > steps[-1][0]:
        raise TooNewError(
            "A newer Transom wrote the local copy. Use that one, or choose another profile.",
            found=str(version),
            known=str(steps[-1][0]),
        )
    for number, sql in steps:
        if version < number <= (up_to or number):
            with cx:
                cx.execute(sql)
                if number == _PLACES:
                    part_clashes(cx)
                cx.pragma("user_version", number)
