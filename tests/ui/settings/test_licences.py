"""Every part that ships is listed under its licence, with its words."""

from transom.resources import resource_path, resource_text
from transom.ui.settings.licence_box import LicenceBox
from transom.ui.settings.licences import collect_parts
from transom.ui.theme import Theme

_WORDS_ELSEWHERE = {"PySide6", "PySide6_Addons", "PySide6_Essentials", "shiboken6"}


def test_transom_comes_first_and_every_part_has_its_words() -> None:
    own, *others = collect_parts(resource_path("licences"))
    assert (own.name, own.licence, bool(own.version)) == ("transom", "Apache-2.0", True)
    assert {part.name for part in (own, *others) if not part.text} == _WORDS_ELSEWHERE


def test_what_no_package_brings_is_listed_beside_the_packages_and_tools_are_not() -> None:
    names = {part.name for part in collect_parts(resource_path("licences"))}
    assert {"Python", "Chromium, in Qt WebEngine", "nh3", "anyio"} <= names
    assert not names & {"pytest", "ruff", "pyinstaller"}


def test_no_part_is_under_a_copyleft_that_would_reach_transom() -> None:
    strict = [
        part.name
        for part in collect_parts(resource_path("licences"))
        if "GPL" in part.licence and "LGPL" not in part.licence and "exception" not in part.licence
    ]
    assert not strict


def test_a_chosen_part_shows_its_words(qapp: object) -> None:
    box = LicenceBox(Theme(resource_text("styles", "transom.qss"), "light"))
    assert box.choice.count() == 0
    box.show()
    assert "Apache License" in box.words.toPlainText()
    titles = [box.choice.itemText(row) for row in range(box.choice.count())]
    box.choice.setCurrentIndex(next(row for row, title in enumerate(titles) if "Python —" in title))
    assert "PYTHON SOFTWARE FOUNDATION" in box.words.toPlainText().upper()
