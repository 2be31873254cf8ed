"""The man page says what the command line's own help says."""

import argparse
import sys
from pathlib import Path
from types import ModuleType

import pytest

from transom.__main__ import build_parser

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def manpage(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    monkeypatch.delitem(sys.modules, "manpage", raising=False)
    import manpage

    return manpage


def test_every_option_and_command_has_its_place(manpage: ModuleType) -> None:
    page = manpage.man_page(build_parser())
    for words in (r"\-\-profile DIR", r"\-\-self\-test", ".SS transom search", r"demo\-tenant"):
        assert words in page


def test_what_roff_would_read_as_its_own_is_escaped(manpage: ModuleType) -> None:
    parser = argparse.ArgumentParser(prog="transom", description=r"A back\slash and a-hyphen.")
    page = manpage.man_page(parser)
    assert r"a back\eslash and a\-hyphen" in page
