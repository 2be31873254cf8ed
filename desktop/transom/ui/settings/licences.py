"""Collects the licences of all parts: kept notices, and what the installed packages bring."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    parts = {part.name.casefold(): part for part in map(_part_from_distribution, _needed_by(root))}
    for part in map(_part_from_notice, notices.glob("*.txt")):
        known = parts.get(part.name.casefold())
        parts[part.name.casefold()] = replace(part, version=known.version) if known else part
    own = parts.pop(root)
    return [own, *(parts[name] for name in sorted(parts))]


def _needed_by(root: str) -> Iterator[Distribution]:
    """Yield a package and all that it needs, as far as it is installed."""
    seen: set[str] = set()
    todo = [root]
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop(0)).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or another Python
        yield found
        needs = [one for one in found.requires or [] if "extra ==" not in one]
        todo += [re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in needs]


def _part_from_notice(path: Path) -> Part:
    head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Part(fields["Name"], "", fields["Licence"], text.strip())


def _part_from_distribution(found: Distribution) -> Part:
    names = _facts(found, "License-File") or _unnamed_licences(found)
    texts = (found.read_text(f"licenses/{name}") or found.read_text(name) for name in names)
    kinds = [one for one in _facts(found, "Classifier") if one.startswith("License ::")]
    licences = [
        *_facts(found, "License-Expression"),
        *_facts(found, "License"),
        ", ".join(kind.rpartition(" :: ")[2] for kind in kinds),
    ]
    text = "\n\n".join(text.strip() for text in texts if text)
    return Part(found.metadata["Name"], found.version, licences[0].partition("\n")[0], text)


def _unnamed_licences(found: Distribution) -> list[str]:
    """Return the licences that older packages bring without a word of it."""
    beside = (path.name for path in found.files or () if path.parent.suffix == ".dist-info")
    return sorted(name for name in beside if name.upper().startswith(("LICEN", "COPYING")))


def _facts(found: Distribution, name: str) -> list[str]:
    return found.metadata.get_all(name) or []
