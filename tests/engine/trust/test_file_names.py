"""Names of files that deceive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transom.engine.trust.file_names import Danger, dangers_of, mentions_password, real_ending

RLO = "\u202e"


@pytest.mark.parametrize(
    ("name", "dangers"),
    [
        ("invoice.pdf.exe", [Danger.HIDDEN_ENDING, Danger.PROGRAM]),
        ("invoice.pdf .exe", [Danger.HIDDEN_ENDING, Danger.PROGRAM]),
        (f"invoice{RLO}fdp.exe", [Danger.REVERSED, Danger.PROGRAM]),
        (f"photo{RLO}gpj.txt", [Danger.REVERSED]),
        ("a.jpg" + " " * 40 + ".scr", [Danger.PADDED, Danger.HIDDEN_ENDING, Danger.PROGRAM]),
        ("statement.html", [Danger.PAGE]),
        ("logo.SVG", [Danger.PAGE]),
        ("plan.docm", [Danger.MACROS]),
        ("setup.exe.", [Danger.PROGRAM]),
        ("setup.ex\u200de", [Danger.PROGRAM]),
        ("setup\uff0eexe", [Danger.PROGRAM]),
        ("..\\..\\run.lnk", [Danger.PROGRAM]),
        ("backup.iso", [Danger.DISK]),
        ("report.pdf", []),
        ("minutes.2026.docx", []),
        ("archive.tar.gz", []),
        ("exe", []),
        ("", []),
    ],
)
def test_a_name_is_judged_by_the_ending_that_counts(name: str, dangers: list[Danger]) -> None:
    assert list(dangers_of(name)) == dangers


def test_an_archive_is_doubted_where_the_mail_speaks_of_a_password() -> None:
    assert mentions_password("The Password for the file is 1234")
    assert mentions_password("Das Kennwort lautet 1234") and mentions_password("密码")
    assert not mentions_password("Please pass the word on")
    assert dangers_of("files.zip", mentions_password=True) == (Danger.LOCKED_ARCHIVE,)
    assert dangers_of("files.pdf", mentions_password=True) == ()
    assert dangers_of("files.zip") == ()


@given(st.text())
def test_no_name_breaks_the_judging(name: str) -> None:
    dangers_of(name, mentions_password=True)
    assert "." not in real_ending(name)
