"""The self-test tells a whole installation from a broken one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from transom import selftest
from transom.resources import resources_dir


def run_self_test(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "transom", "--self-test", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def test_a_whole_installation_passes_every_check() -> None:
    ended = run_self_test("--json")
    report: dict[str, Any] = json.loads(ended.stdout)
    failed = [one for one in report["checks"] if not one["is_ok"]]
    assert (ended.returncode, failed) == (0, []), ended.stderr
    assert [one["name"] for one in report["checks"]] == [
        "store",
        "key ring",
        "zones",
        "tls",
        "web page",
        "pdf page",
        "file words",
        "icons",
    ]


def test_a_missing_library_is_a_finding_and_not_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transom.engine.auth.rings", None)
    finding = selftest.try_out("key ring", selftest.check_key_ring)
    assert not finding.is_ok
    assert "transom.engine.auth.rings" in finding.words


def test_missing_zone_data_is_found_although_the_system_has_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tzdata", None)
    for name in [one for one in sys.modules if one.startswith("tzdata.")]:
        monkeypatch.delitem(sys.modules, name)
    assert not selftest.try_out("zones", selftest.check_zones).is_ok


@pytest.mark.qt_log_ignore("Cannot open file", extend=True)
def test_an_installation_without_its_icon_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qapp: object
) -> None:
    (tmp_path / "resources" / "styles").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    resources_dir.cache_clear()
    finding = selftest.try_out("icons", selftest.check_icons)
    resources_dir.cache_clear()
    assert (finding.is_ok, "Transom's icon" in finding.words) == (False, True)


def test_the_report_says_which_check_failed() -> None:
    findings = [
        selftest.Finding("store", True, 0.1, "encrypted"),
        selftest.Finding("tls", False, 2.0, "SelfTestError: nobody answered"),
    ]
    assert json.loads(selftest.as_json(findings))["ok"] is False
    assert "FAILED  tls" in selftest.as_text(findings)
