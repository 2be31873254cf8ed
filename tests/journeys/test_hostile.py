"""The corpus of hostile mail where no network is: who is asked for, by layer and with consent.

``hostile_run.py`` shows it; a resolver of our own, a raw socket and a server write down who calls.
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pytest
from tests.fakes.corpus import vectors
from tests.journeys.solitude import HERE, needs_quarantine, report_of, shut_in

# Opens a connection before any request is made: only the sanitiser stops it.
AHEAD_OF_ALL = {"html: link preconnect"}
CONSENTED = {f"seen-{number}.pictures.example" for number in range(1, 6)}
# Looked up, for their names say nothing, and not connected to, for their addresses are private.
PRIVATE = {"srv.inside.example", "home.example"}
PUBLIC_PLACE = ("93.184.216.34", 443)


@dataclass
class Run:
    """Who was asked for."""

    called: dict[str, set[str]]
    """By the layers that were there, the titles of the vectors that got out."""
    others: set[str]
    places: set[tuple[str, int]]
    result: dict[str, Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    directory = tmp_path_factory.mktemp("quarantine")
    ended = shut_in(directory, sys.executable, str(HERE / "hostile_run.py"), str(directory))
    assert ended.returncode == 0, ended.stderr[-4000:]
    names, places = report_of(directory)
    titles = [one.title for one in vectors()]
    called: dict[str, set[str]] = defaultdict(set)
    others = set()
    for name in names:
        labels = name.split(".")
        if name.endswith(".leak.example") and len(labels) == 4:
            called[labels[1]].add(titles[int(labels[0])])
        else:
            others.add(name)
    result = json.loads((directory / "result.json").read_text())
    return Run(called, others, places, result)


def test_every_vector_has_a_name_of_its_own_and_says_what_it_tries() -> None:
    everything = [*vectors(), *vectors("mime", "names", "heads")]
    assert len({one.title for one in everything}) == len(everything) >= 150
    assert all(one.tries.startswith("tries to ") for one in everything)


@needs_quarantine
def test_without_any_layer_the_vectors_get_out(run: Run) -> None:
    assert len(run.called["nothing"]) > 120, "a corpus that calls nobody proves nothing"


@needs_quarantine
@pytest.mark.parametrize(
    ("layers", "gets_out"),
    [
        ("sanitiser", set()),
        ("styles", set()),
        ("policy", AHEAD_OF_ALL),
        ("interceptor", AHEAD_OF_ALL),
        ("scripts", set()),
        ("all", set()),
    ],
)
def test_each_layer_alone_and_all_together_hold(run: Run, layers: str, gets_out: set[str]) -> None:
    assert run.called[layers] <= gets_out


@needs_quarantine
def test_a_person_who_reads_it_all_asks_for_nobody(run: Run) -> None:
    assert run.result["before"] == 0
    assert run.others <= CONSENTED | PRIVATE, "bodies, attachments, names and pictures held back"


@needs_quarantine
def test_with_consent_only_the_consented_is_asked_for_and_told_nothing(run: Run) -> None:
    assert run.others == CONSENTED | PRIVATE
    asked = run.result["asked"]
    assert {one["headers"]["host"] for one in asked} == CONSENTED
    for one in asked:
        assert set(one["headers"]) == {"host", "user-agent", "accept", "accept-encoding"}
        assert one["method"] == "GET"
    outside = {place for place in run.places if not place[0].startswith("127.0.0.77")}
    assert outside == {PUBLIC_PLACE}, "no loopback, no private network"


@needs_quarantine
def test_what_was_left_out_is_said(run: Run) -> None:
    assert run.result["held"].startswith("17 pictures from 16 places were not loaded.")
    assert "in a private network" in run.result["words"]
