"""Collects the licences of all parts: kept notices, and what the installed packages bring."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """Something Transom is made of, and the terms it comes under."""

    name: str
    version: str
    licence: str
    text: str


def collect_parts(notices: Path, root: str = "transom") -> list[Part]:
    """Return Transom first, then every part by name; ``notices`` has those of no package."""
    kept = [_part_from_notice(path) for path in sorted(notices.glob("*.txt"))]
    own, *others = [_part_from_distribution(one) for one in _with_requirements(root)]
    return [own, *sorted([*kept, *others], key=lambda part: part.name.casefold())]


def _with_requirements(root: str) -> Iterator[Distribution]:
    """Yield a package and all that it needs, as far as it is installed."""
    seen: set[str] = set()
    todo = [root]
    while todo:
        name = todo.pop(0)
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or another Python
        yield found
        needs = [one for one in found.requires or [] if "extra ==" not in one]
        todo += [re.split(r"[^\w.-]", need, maxsplit=1)[0].lower() for need in needs]


def _part_from_notice(path: Path) -> Part:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Part(fields["Name"], "", fields["Licence"], text.strip())


def _part_from_distribution(found: Distribution) -> Part:
    facts = found.metadata
    files: list[str] = facts.get_all("License-File") or []
    texts = (found.read_text(f"licenses/{name}") or found.read_text(name) for name in files)
    licence = facts.get("License-Expression") or facts.get("License") or _classified(found)
    text = "\n\n".join(text.strip() for text in texts if text)
    return Part(facts["Name"], found.version, licence.splitlines()[0], text)


def _classified(found: Distribution) -> str:
    classifiers: list[str] = found.metadata.get_all("Classifier") or []
    names = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License ::")]
    return ", ".join(names) or "see its text"
