"""Saving: hostile names, taken names, full and missing places."""

from pathlib import Path

import pytest

from transom.engine.errors import SavingError
from transom.engine.files.saving import FALLBACK_NAME, safe_name, save_new_file


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("..\\..\\invoice\u202efdp.exe", "invoicefdp.exe"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\System32\\x.dll", "x.dll"),
        ("a:b?.txt", "a_b_.txt"),
        ("line\nbreak\x00.txt", "linebreak.txt"),
        (".bashrc", "bashrc"),
        ("ends in dots. . .", "ends in dots"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("com¹.txt", "_com¹.txt"),
        ("console.txt", "console.txt"),
        ("", FALLBACK_NAME),
        ("..", FALLBACK_NAME),
        ("\u202e\u200f", FALLBACK_NAME),
        ("lone \ud800 surrogate.txt", "lone  surrogate.txt"),
        ("отчёт 会议.pdf", "отчёт 会议.pdf"),
    ],
)
def test_a_senders_name_becomes_one_plain_name(name: str, expected: str) -> None:
    assert safe_name(name) == expected


@pytest.mark.parametrize("letter", ["a", "ü", "会", "👩‍🚀"])
def test_a_long_name_keeps_its_ending_and_fits_a_file_system(letter: str) -> None:
    name = safe_name(letter * 400 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 204


def test_a_taken_name_gets_a_number_and_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "name.pdf").write_bytes(b"mine")
    assert save_new_file(tmp_path, "name.pdf", b"second") == tmp_path / "name (2).pdf"
    assert save_new_file(tmp_path, "name.pdf", b"third") == tmp_path / "name (3).pdf"
    assert (tmp_path / "name.pdf").read_bytes() == b"mine"
    assert (tmp_path / "name (2).pdf").read_bytes() == b"second"
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "name (2).pdf",
        "name (3).pdf",
        "name.pdf",
    ]


def test_a_link_lying_in_wait_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    (tmp_path / "name.pdf").symlink_to(victim)
    assert save_new_file(tmp_path, "name.pdf", b"x") == tmp_path / "name (2).pdf"
    assert not victim.exists()


def test_a_missing_folder_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SavingError, match="could not be saved"):
        save_new_file(tmp_path / "absent", "name.pdf", b"x")
