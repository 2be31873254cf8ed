"""What is frozen is what was tested: the same packages in the same versions."""

import re
from pathlib import Path

TOP = Path(__file__).parents[2]


def pins(name: str) -> set[str]:
    lines = (TOP / name).read_text(encoding="utf-8").splitlines()
    return {found[1] for line in lines if (found := re.match(r"([\w.-]+==[\w.]+)", line))}


def test_a_package_is_made_of_the_versions_a_checkout_runs_with() -> None:
    assert pins("requirements.txt")
    assert pins("requirements.txt") <= pins("requirements-package.txt")
