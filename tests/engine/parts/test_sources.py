"""Heads and sources through the engine's door, from a tenant that serves both."""

from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from tests.fakes.engines import PATIENCE_S, EngineRun
from tests.fakes.tenant import Tenant

from transom.engine.entities.mail import MessageId, MessageKind, MessageLine
from transom.engine.errors import NotFoundError
from transom.engine.trust.authentication import Verdict, authentication_of


@pytest.fixture(scope="module")
def shared(tenant: Tenant, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineRun]:
    with EngineRun(tmp_path_factory.mktemp("sources"), tenant) as run:
        run.sign_in()
        run.wait_until_synced()
        yield run


def lines(run: EngineRun, well_known: str = "inbox") -> list[MessageLine]:
    reader = run.engine.mail.reader
    folder = next(one for one in reader.read_folders() if one.well_known == well_known)
    return reader.read_lines(folder.id)


def test_new_mails_heads_come_with_their_bodies_and_others_when_asked(
    shared: EngineRun,
) -> None:
    sources, found = shared.engine.sources, lines(shared)
    assert sources.read_headers(found[0].id)
    # An invitation is asked for its meeting, and cannot be asked for its head in one.
    invited = next(one for one in found if one.kind is MessageKind.INVITATION)
    assert sources.read_headers(invited.id) is None
    number, headers = sources.fetch_headers(invited.id).result(PATIENCE_S)
    assert number == invited.id and headers
    assert sources.read_headers(invited.id) == headers


def test_a_head_and_a_source_tell_the_same_and_who_it_was(shared: EngineRun) -> None:
    inside = next(one for one in lines(shared) if one.sender.name == "Ines Navarro")
    headers = shared.engine.sources.fetch_headers(inside.id).result(PATIENCE_S)[1]
    assert authentication_of(headers, inside.sender.address).verdict is Verdict.INTERNAL
    source = shared.engine.sources.fetch_source(inside.id).result(PATIENCE_S)
    whole = message_from_bytes(source)
    assert whole["Message-ID"] in [one.value for one in headers]


def test_what_was_sent_from_here_has_an_empty_head(shared: EngineRun) -> None:
    sent = lines(shared, "sentitems")[-1]
    assert shared.engine.sources.fetch_headers(sent.id).result(PATIENCE_S) == (sent.id, ())


def test_saving_takes_the_subject_for_a_name_and_never_writes_over(
    shared: EngineRun, tmp_path: Path
) -> None:
    one = lines(shared)[0]
    paths = [
        shared.engine.sources.save_source(one.id, tmp_path).result(PATIENCE_S) for _ in range(2)
    ]
    assert paths[0] != paths[1] and {path.suffix for path in paths} == {".eml"}
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_message_that_is_gone_has_neither(shared: EngineRun) -> None:
    with pytest.raises(NotFoundError):
        shared.engine.sources.fetch_headers(MessageId(5))
    with pytest.raises(NotFoundError):
        shared.engine.sources.fetch_source(MessageId(5))
